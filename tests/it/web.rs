//! Web pages: `fixtures/pages/NAME.html` gives the text of `NAME.txt`, and a bulletin the same
//! records in a page as alone. `TONGBAO_BLESS=1` rewrites the texts: read the diff before it is
//! committed.

use std::fs;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use tongbao::web::{Page, text_of};
use tongbao::{Context, Record};

use crate::house::{self, BULLETINS, Bulletin, MINER};

fn page(name: &str) -> Page {
    let bytes = fs::read(house::path(&format!("fixtures/pages/{name}.html"))).expect(name);
    text_of(&bytes, None).expect("no label")
}

#[test]
fn pages_give_their_texts() {
    for file in house::files("fixtures/pages", ".html") {
        let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
        let got = page(&name).text + "\n";
        let path = file.with_extension("txt");
        if house::bless() {
            fs::write(path, got).expect("the folder can be written to");
            continue;
        }
        assert_eq!(got, fs::read_to_string(path).unwrap_or_default(), "{name}");
    }
}

#[test]
fn pages_tell_of_themselves() {
    for (name, title, published, encoding, records) in [
        ("commission", "许昌市疫情防控情况通报（样例）", "2022-05-09T08:30", "gb18030", 10),
        ("newspaper", "宜宾完成两轮采样 （样例）", "2022-09-28T06:00+08:00", "UTF-8", 11),
        ("table", "河南省各市疫情情况（样例）", "2022-11-12", "UTF-8", 6),
        ("tables", "关于抢险救灾情况的通报（样例）", "2022-06-06", "UTF-8", 6),
    ] {
        let page = page(name);
        assert_eq!(page.title.as_deref(), Some(title));
        assert_eq!(page.published.as_deref(), Some(published), "{name}");
        assert_eq!((page.encoding, page.diagnostics.len()), (encoding, 0), "{name}");
        assert_eq!(mine(&page.text, page.published).len(), records, "{name}");
    }
}

#[test]
fn a_row_is_about_its_place() {
    let records = mine(&page("table").text, None);
    let row = records.iter().find(|record| record.text == "12例").expect("a row");
    assert_eq!(row.place.as_deref(), Some("洛阳市"));
}

fn mine(text: &str, published: Option<String>) -> Vec<Record> {
    let context = Context { published, ..Context::default() };
    MINER.mine_text(text, &context).expect("a date").records
}

/// A page around a bulletin, whose title and paragraphs it is given.
type Template = fn(&str, &[&str]) -> String;

const TEMPLATES: [Template; 3] = [of_a_commission, of_a_newspaper, of_tables];

const LINKS: &str =
    "<ul><li><a href=1>昨日新增病例98例</a></li><li><a href=2>出院97例</a></li></ul>";

fn around(paragraphs: &[&str], before: &str, after: &str) -> String {
    paragraphs.iter().map(|text| format!("{before}{text}{after}")).collect()
}

fn of_a_commission(title: &str, text: &[&str]) -> String {
    let text = around(text, "<p style='text-indent:2em'>　　<span>", "</span></p>\n");
    format!(
        "<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}_样例卫健委</title></head>\
         <body><form id=aspnetForm><div class=header>今天气温23℃</div><div class=nav>{LINKS}</div>\
         <div class=main><div class=crumbs><a href=/>首页</a> &gt; 正文</div><h1>{title}</h1>\
         <div class=content>{text}</div><div class=related>{LINKS}</div></div>\
         <div class=footer>主办单位：样例 您是第96位访客 样ICP备00000000号</div></form></body></html>"
    )
}

fn of_a_newspaper(title: &str, text: &[&str]) -> String {
    let text = around(text, "<div class=para>", "</div>\n");
    format!(
        "<title>{title}-样例日报</title><header><a href=/>样例日报</a> 今日95版</header>\
         <main><article><h1>{title}</h1><section>{text}</section></article>\
         <aside><h3>推荐</h3>{LINKS}<p>共94条。</p></aside></main><footer>热线93次</footer>"
    )
}

fn of_tables(title: &str, text: &[&str]) -> String {
    let text = around(text, "", "<BR><BR>\n");
    format!(
        "<TITLE>{title}</TITLE><TABLE><TR><TD><A href=/>首页</A> | <A href=/b>动态</A></TD></TR>\
         <TR><TD>{LINKS}</TD><TD><TABLE><TR><TD><B>{title}</B></TD></TR><TR><TD>{text}</TD></TR>\
         </TABLE></TD></TR><TR><TD>版权所有 第92位访问者</TD></TR></TABLE>"
    )
}

fn wrapped(bulletin: &Bulletin, template: Template) -> String {
    let text = MINER.decode(&bulletin.bytes, &bulletin.context).expect("a text").0;
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let title = lines.next().expect("a title");
    template(title, &lines.collect::<Vec<_>>())
}

/// A record without its place in the text and the line breaks in it.
fn said(mut record: Record) -> Record {
    (record.byte_start, record.byte_end, record.char_start, record.char_end) = (0, 0, 0, 0);
    record.text.retain(|char| char != '\n');
    record
}

#[test]
fn a_bulletin_gives_its_records_in_any_page() {
    let mut faults = String::new();
    for bulletin in BULLETINS.iter() {
        let alone = MINER.mine(&bulletin.bytes, &bulletin.context).expect("a document").records;
        for (index, template) in TEMPLATES.into_iter().enumerate() {
            let page = text_of(wrapped(bulletin, template).as_bytes(), None).expect("no label");
            let document = MINER.mine_text(&page.text, &bulletin.context).expect("a document");
            let pairs = alone.iter().zip(&document.records);
            let alike = pairs.filter(|(a, b)| said((*a).clone()) == said((*b).clone())).count();
            if (alike, alone.len()) != (alone.len(), document.records.len()) {
                let (want, got) = (alone.len(), document.records.len());
                faults += &format!("{} {index}: {want}, {got}, {alike} alike\n", bulletin.name);
            }
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

/// Tags, pieces of tags and text.
const PIECES: &[&str] = &[
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<div class=nav>",
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "</tr>",
    "<a href=x>",
    "</a>",
    "<span hidden>",
    "</span>",
    "<h1>",
    "</h1>",
    "<title>",
    "</title>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<",
    ">",
    "&",
    "&amp;",
    "&#x4f8b;",
    "\"",
    "'",
    "=",
    "\n",
    "\t",
    " ",
    "　",
    "<ruby>",
    "<rt>",
    "<br>",
    "<form>",
    "</form>",
    "<pre>",
    "<svg>",
    "<ul>",
    "<li>",
    "</ul>",
    "新增3例",
    "，",
    "。",
    "许昌市",
    "5月8日",
    "发布时间：2022-05-09",
    "|",
    "<meta charset=gbk>",
    "\0",
    "\u{fffd}",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_page_is_read(pieces in vec(select(PIECES), 0..60), bytes in vec(any::<u8>(), 0..20)) {
        let mut html = pieces.concat().into_bytes();
        html.extend(bytes);
        let page = text_of(&html, None).expect("no label");
        prop_assert_eq!(&page, &text_of(&html, None).expect("no label"));
        for diagnostic in &page.diagnostics {
            prop_assert!(page.text.get(diagnostic.span.range()).is_some());
        }
        let context = Context { published: page.published, ..Context::default() };
        for record in MINER.mine_text(&page.text, &context).expect("a sound date").records {
            let stands = page.text.get(record.byte_start..record.byte_end);
            prop_assert_eq!(stands, Some(record.text.as_str()));
        }
    }
}
