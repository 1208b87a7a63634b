use std::time::{Duration, Instant};

use super::*;

fn read(html: &str) -> Page {
    text_of(html.as_bytes(), None).unwrap()
}

fn body(html: &str) -> String {
    read(html).text
}

#[test]
fn blocks_are_lines() {
    for (html, want) in [
        ("<p>新增<b>3</b><i>例</i>。<p>均在<br>东区。", "新增3例。\n均在\n东区。"),
        ("<div>新增3例。<div>另有2例。</div>均好。</div>", "新增3例。\n另有2例。\n均好。"),
        ("<p>新增\n  3例，\n\t均在东区。</p>", "新增3例，均在东区。"),
        ("<p>COVID\n19 of  2022 年3例</p>", "COVID 19 of 2022 年3例"),
        ("<pre>新增3例。\n另有2例。</pre>", "新增3例。\n另有2例。"),
        ("<p>3&#20363;&amp;&lt;4&nbsp;例&hellip;&unknown;</p>", "3例&<4\u{a0}例…&unknown;"),
        ("<p>　　新增3例。\u{feff}</p><p>&nbsp;</p>", "新增3例。"),
        ("<ul><li>东区3例<li>西区2例</ul>", "东区3例\n西区2例"),
        ("<p>一个<ruby>點<rt>diǎn</ruby>3例。<p>2例。", "一个點3例。\n2例。"),
        ("<p>3例\u{2028}。</p>", "3例 。"),
        ("无标签，新增3例。", "无标签，新增3例。"),
        ("", ""),
    ] {
        assert_eq!(body(html), want, "{html}");
    }
}

#[test]
fn rows_of_data_are_lines() {
    for (html, want) in [
        (
            "<table><tr><td>东区<td>3例<tr><td>西区<td><p>2例</p></table>",
            "| 东区 | 3例 |\n| 西区 | 2例 |",
        ),
        ("<table><tr><td>东区</td><td></td><td>3例</td></tr></table>", "| 东区 | | 3例 |"),
        ("<table><tr><td>新增3例。</td></tr></table>", "新增3例。"),
        (
            "<table><tr><td>3例。<table><tr><td>甲<td>2例</table><td>另有5例</table>",
            "3例。\n| 甲 | 2例 |\n另有5例",
        ),
        ("<tr><td>东区<td>3例", "| 东区 | 3例 |"),
        (
            "<table><thead><tr><th>区<th>新增<tbody><tr><td>东区<td>3例</table>",
            "| 区 | 新增 |\n| 东区 | 3例 |",
        ),
    ] {
        assert_eq!(body(html), want, "{html}");
    }
    let long = format!("<table><tr><td>目录<td>{}</table>", "新增3例。".repeat(30));
    assert_eq!(body(&long).lines().count(), 1, "a table for the look: the menu goes");
}

#[test]
fn what_nobody_reads_is_dropped() {
    for html in [
        "<script>'新增9例。</p>'</script><p>新增3例。</p>",
        "<style>9例</style><noscript>9例。</noscript><iframe>9例。</iframe><p>新增3例。",
        "<p hidden>9例。</p><p style='display: none'>9例。</p><p>新增3例。",
        "<p>新增<span style=display:none>9例，</span>3例。",
        "<!-- 9例。 --><p>新增3例。<![CDATA[9例。]]>",
        "<nav>共9条。</nav><p>新增3例。<footer>发行9万份。</footer>",
        "<select><option>9例</select><button>9次</button><p>新增3例。",
        "<img alt=9例><input value=9例><p title=9例>新增3例。",
        "<p>新增3例。<ul><li><a href=1>新增9例</a><li><a href=2>新增8例</a></ul>",
        "<p>新增3例。</p><p>版权所有 访问9次</p>",
        "<template><p>9例。</template><svg><title>9例</title><text>9例</text></svg><p>新增3例。",
    ] {
        assert_eq!(body(html), "新增3例。", "{html}");
    }
}

#[test]
fn what_holds_the_page_stays() {
    let text = "截至8日，全市新增3例。均在集中隔离点发现。";
    for html in [
        format!("<form><div class=nav><a href=/>首页</a></div><p>{text}</p></form>"),
        format!("<nav><a href=/>首页</a><p>{text}"),
        format!("<div style='display:none'><p>{text}"),
        format!("<div class=header><p>{text}</p></div><div>京ICP备1号</div>"),
        format!(
            "<a href=x>首页</a><table><tr><td><a href=y>新增9例</a><p><a href=y>新增8例</a><p><a href=y>7例</a><td>{text}</table>"
        ),
        format!("<p><a href=x>{text}{text}{text}{text}</a></p>")
            .replace(&text.repeat(4), &text.repeat(4)),
        format!("<p><a name=top>{text}"),
    ] {
        let got = body(&html);
        assert!(got == text || got == text.repeat(4), "{html}: {got}");
    }
    let short = "<a href=/>首页</a><p>首页内容";
    assert_eq!(body(short), "首页内容");
}

#[test]
fn neighbours_with_figures_stay() {
    let long = format!("<div>{}</div>", "全市新增3例，均在东区。".repeat(20));
    let html = format!(
        "<body><div><div>导语：新增1例，已转院。</div><div>一、概况</div>{long}<div>东区3例</div></div>\
         <div><ul><li><a href=1>新闻一新闻一新闻一</a>，见9版。</ul></div></body>"
    );
    let text = body(&html);
    assert!(text.starts_with("导语：新增1例，已转院。\n一、概况\n"), "{text}");
    assert!(text.ends_with("\n东区3例"), "{text}");
}

#[test]
fn the_title_is_on_top() {
    let page =
        read("<title>疫情通报_某网</title><div>首页 动态</div><h1>疫情通报</h1><p>新增3例。");
    assert_eq!(
        (page.text.as_str(), page.title.as_deref()),
        ("疫情通报\n新增3例。", Some("疫情通报"))
    );
    let page = read("<title>疫情通报_某网</title><p>新增3例。");
    assert_eq!(page.text, "疫情通报\n新增3例。");
}

#[test]
fn oddities_are_told() {
    let page =
        text_of(b"<p>\xff\xff3\xe4\xbe\x8b\xe3\x80\x82</p><i hidden>\xff</i>", Some("utf-8"));
    let page = page.unwrap();
    let [lost] = &page.diagnostics[..] else { panic!("{page:?}") };
    assert_eq!(
        (lost.code.as_str(), &page.text[lost.span.range()]),
        ("undecodable", "\u{fffd}\u{fffd}")
    );
    let told = |html: &str| {
        let page = read(html);
        let spots = page.diagnostics.iter();
        spots
            .map(|odd| format!("{} {}", odd.code, &page.text[odd.span.range()]))
            .collect::<Vec<_>>()
    };
    assert_eq!(told("<script>1</script>"), ["no_text "]);
    let date = "发布时间：2022-13-09";
    assert_eq!(told(&format!("<p>新增3例。<p>{date}")), [format!("published_unread {date}")]);
    assert_eq!(told("<meta name=pubdate content=1652056200><p>新增3例。"), ["published_unread "]);
    assert!(told(&format!("<meta name=pubdate content=2022-05-09><p>{date}")).is_empty());
    let long = format!("<title>{}</title><p>新增3例。", "疫情通报".repeat(100));
    assert_eq!(told(&long), ["page_cut "]);
    let many = "<meta name=a content=b>".repeat(257) + "<p>新增3例。";
    assert_eq!(told(&many), ["page_cut "]);
    assert!(read("").diagnostics.is_empty());
    assert!(text_of(b"", Some("klingon")).is_err());
}

#[test]
#[allow(clippy::disallowed_methods)] // this is about speed
fn hostile_pages_take_no_longer_than_others() {
    const MANY: usize = 300_000;
    for (html, end) in [
        ("<div>".repeat(MANY) + "新增3例。", "新增3例。"),
        ("<div>".repeat(MANY) + &"</span></section>".repeat(MANY) + "新增3例。", "新增3例。"),
        ("<table><tr><td>".repeat(MANY) + "新增3例。", "新增3例。"),
        ("<a href=x><b><p><ruby><rt>".repeat(MANY), ""),
        ("<span hidden>".repeat(MANY) + "<p>新增3例。", ""),
        (format!("<p {}>新增3例。", "a=b ".repeat(MANY)), "新增3例。"),
        (format!("<p class='{}'>新增3例。", "nav-x ".repeat(MANY)), "新增3例。"),
        ("<![CDATA[".repeat(MANY) + ">新增3例。", "新增3例。"),
        ("<!--".repeat(MANY), ""),
        ("<script><!--".repeat(MANY), ""),
        ("<ul><li>3例".repeat(MANY), "3例"),
        ("<h1>新增</h1><div class=x".repeat(MANY), "新增"),
        ("&amp".repeat(MANY) + "3例", "3例"),
        ("<title>".repeat(MANY), ""),
    ] {
        let start = Instant::now();
        let text = body(&html);
        let took = start.elapsed();
        assert!(text.ends_with(end), "{}", &html[..40]);
        // A build without optimization takes ten times as long as one with.
        assert!(took < Duration::from_secs(20), "{took:?} for {}", &html[..40]);
    }
}

#[test]
fn a_page_may_end_anywhere() {
    let html = "<title>疫情通报</title><div class=nav><a href='/'>首页</a></div><!-- x -->\
                <table><tr><td>东区&nbsp;</td><td>3&#20363;</td></tr></table><p>新增3例。</p>";
    for end in 0..html.len() {
        let page = text_of(&html.as_bytes()[..end], None).unwrap();
        assert!(page.text.lines().all(|line| !line.trim().is_empty()));
    }
}
