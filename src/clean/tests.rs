#![allow(clippy::disallowed_methods)] // one test measures how time grows

use super::*;
use crate::span::Span;

/// Source, clean text.
const CASES: &[(&str, &str, &str)] = &[
    (
        "clean text stays",
        "新增3例（均在东区），共1,204人。\n另有5例。",
        "新增3例（均在东区），共1,204人。\n另有5例。",
    ),
    ("full width", "新增１２例，占３．５％，Ｂ区＋Ｃ区", "新增12例，占3.5%，B区+C区"),
    (
        "full-width groups of three",
        "新增５８，７５７宗，１，０２４张，第３，２１４号，共１２，１３例",
        "新增58,757宗，1,024张，第3,214号，共12，13例",
    ),
    ("full-width reading", "會（ｈｕì）議", "会议"),
    (
        "columns with indents",
        "　　昨日零时至二十四时全市新增\n病例12例，出院8例，其中东区3\n1例，西区的情况已经由防控办公\n室通报。\n　　今日起恢复公交线路共计三十\n五条，占全部线路的九成，另有2\n40处站点仍未开放。",
        "昨日零时至二十四时全市新增病例12例，出院8例，其中东区31例，西区的情况已经由防控办公室通报。\n今日起恢复公交线路共计三十五条，占全部线路的九成，另有240处站点仍未开放。",
    ),
    (
        "columns with blank lines between",
        "情况通报\n\n昨日全市新增病例12例，出院8\n例。其中东区31例，西区的1\n0例已转院，病情平稳，均为轻\n型。\n\n今日恢复公交线路三十五条，另\n有240处站点仍未开放，请市\n民绕行。\n\n特此通报",
        "情况通报\n\n昨日全市新增病例12例，出院8例。其中东区31例，西区的10例已转院，病情平稳，均为轻型。\n\n今日恢复公交线路三十五条，另有240处站点仍未开放，请市民绕行。\n\n特此通报",
    ),
    (
        "rows of one width are no columns",
        "东城区新增3例\n西城区新增5例\n南城区新增7例\n北城区新增9例\n河东区新增2例\n河西区新增4例\n开发区新增1例",
        "东城区新增3例\n西城区新增5例\n南城区新增7例\n北城区新增9例\n河东区新增2例\n河西区新增4例\n开发区新增1例",
    ),
    ("CJK marks stay", "共３例；其中：（２例）、！？～", "共3例；其中：（2例）、！？～"),
    (
        "traditional",
        "設隔離點五個，佔餘下樓宇一半，臺北於週日",
        "设隔离点五个，占余下楼宇一半，台北于周日",
    ),
    ("both scripts", "乾县新增3例，后续徵集", "乾县新增3例，后续徵集"),
    ("ghosts", "新\u{200B}增\u{FEFF}3\u{202C}例\u{AD}", "新增3例"),
    ("control characters", "新\u{0}增\u{7}3例", "新增3例"),
    (
        "reading",
        "市委書(shū)記主持會(huì )議，我們(men)設點（diǎn）3個(gè)。",
        "市委书记主持会议，我们设点3个。",
    ),
    (
        "no reading",
        "世卫(WHO)、疫苗(mRNA)、指数(R0)、下午(pm)、(a)项",
        "世卫(WHO)、疫苗(mRNA)、指数(R0)、下午(pm)、(a)项",
    ),
    ("no reading without a character", "3(gè)", "3(gè)"),
    ("lost glyphs", "副校长???，省厅", "副校长\u{FFFD}，省厅"),
    ("lost before reading", "各?。▍^(qū)、市", "各\u{FFFD}、市"),
    ("questions", "好了吗??谁去? 2例??", "好了吗??谁去? 2例??"),
    ("replacement characters", "王\u{FFFD}\u{FFFD}\u{FFFD}说", "王\u{FFFD}说"),
    ("blanks around a number", "出院 3 例，重症 2 例", "出院3例，重症2例"),
    ("blank before a measure word", "共 27例，为 5 个 区", "共 27例，为5个 区"),
    ("blanks of a table", "东城 1 西城 22 日本 3", "东城 1 西城 22 日本 3"),
    ("blank in a headline", "北山震感明显 20多人受伤 全力救援", "北山震感明显 20多人受伤 全力救援"),
    ("thousands", "采样 12 500 人，编号 12 5000", "采样 12500人，编号 12 5000"),
    ("blanks by marks", "患者出院 。共 ， 3例", "患者出院。共，3例"),
    ("indents", "\u{3000}\u{3000}第一段。\r\n\u{A0}\u{2002}第二段。  ", "第一段。\n第二段。"),
    ("runs of blanks", "王某\u{3000}\u{3000}李某", "王某 李某"),
    ("line ends", "一。\r\n二。\r三。\u{2028}四。\u{85}五。", "一。\n二。\n三。\n四。\n五。"),
    (
        "entities",
        "新增&nbsp;3&nbsp;例&#12288;&ldquo;好&rdquo; A&amp;B &#22909; &x; &#0;",
        "新增3例 “好” A&B 好 &x; &#0;",
    ),
    (
        "markdown",
        "# 标题\n\n> 引文。\n- 第一\n\n新增**3例**，见[通报](http://a.cn/b)。",
        "标题\n\n引文。\n第一\n\n新增3例，见通报。",
    ),
    (
        "no markdown",
        "王**，#3楼，>60岁，2*3，[注]，5例* -3℃",
        "王**，#3楼，>60岁，2*3，[注]，5例* -3℃",
    ),
    ("table", "| 区 | 例 |\n| 东城 | 3 |", "| 区 | 例 |\n| 东城 | 3 |"),
    (
        "column",
        "记者走访。该区共有3\n\n千户居民参加，各界协助工\n\n作。",
        "记者走访。该区共有3千户居民参加，各界协助工作。",
    ),
    ("column in a number", "走访。共居民12\n\n34户。还有5\n人。", "走访。共居民1234户。还有5人。"),
    ("comma", "张甲、李乙，\n王丙、\n\n赵丁参加。", "张甲、李乙，王丙、赵丁参加。"),
    (
        "list of cases",
        "病例1—病例5，居住于东区，\n病例6，居住于西区，\n均为轻型。",
        "病例1—病例5，居住于东区，\n病例6，居住于西区，均为轻型。",
    ),
    ("headline", "全市会议召开\n\n昨日，会议召开。", "全市会议召开\n\n昨日，会议召开。"),
    (
        "open bracket",
        "各区各部门要严格落实防控措施并安排好物资供应（含药品\n和口罩）。",
        "各区各部门要严格落实防控措施并安排好物资供应（含药品和口罩）。",
    ),
    ("among", "新增5例。其中：\n东区3例。", "新增5例。其中：东区3例。"),
    (
        "block behind a cut",
        "全市已部署。要抓好落实工\n本报讯 昨日",
        "全市已部署。要抓好落实工\n本报讯 昨日",
    ),
    ("picture", "工作有序。 王某摄\n另一标题", "工作有序。 王某摄\n另一标题"),
    (
        "date above an hour",
        "谢谢。2021-11-30\n16:20:54\n某人:",
        "谢谢。2021-11-30\n16:20:54\n某人:",
    ),
    (
        "indents begin",
        "　　共走访。各组已经出\n　　昨日，另有2处。",
        "共走访。各组已经出\n昨日，另有2处。",
    ),
    ("indented body", "　　昨日，各组昼夜不停地走\n访了3户。", "昨日，各组昼夜不停地走访了3户。"),
    ("remark", "共3例。网页链接\n据报道，另有2例。", "共3例。网页链接\n据报道，另有2例。"),
    ("table above a notice", "某甲 3 某乙 646\n市卫健委通报。", "某甲 3 某乙 646\n市卫健委通报。"),
    ("cells", "58\n例\n12\n34", "58例\n12\n34"),
    ("Latin words", "使用。疫苗名为Alpha\nBeta组合。", "使用。疫苗名为Alpha Beta组合。"),
];

#[test]
fn cases() {
    for (name, source, want) in CASES {
        assert_eq!(clean(source).text, *want, "{name}");
        check(source);
    }
}

#[test]
fn wrapped_text_is_unwrapped() {
    let part = "各组逐户走访摸清底数，全市共组建小分队若干支，昼夜轮班开展核查工作，发现问题当即整改，不留死角";
    let body: String = part.repeat(6);
    let chars: Vec<char> = body.chars().collect();
    let lines: Vec<String> = chars.chunks(30).map(|line| line.iter().collect()).collect();
    let source = format!("走访全面铺开\n{}。\n又一段。", lines.join("\n"));
    assert_eq!(clean(&source).text, format!("走访全面铺开\n{body}。\n又一段。"));
    let rows = "病例5男36岁居住于东区某某路\n".repeat(20);
    assert_eq!(clean(&rows).text, rows);
}

#[test]
fn clean_text_is_borrowed() {
    let source = "截至5月8日24时，新增3例（东区2例）。\n\n均为轻型 — 100%。";
    let cleaned = clean(source);
    assert!(matches!(cleaned.text, Cow::Borrowed(_)) && cleaned.map.is_identity());
}

#[test]
fn spans_lead_to_the_source() {
    let source = "走访。设隔離點(diǎn)２１\n\n４個(gè)、";
    let cleaned = clean(source);
    let at = cleaned.text.find("214个").unwrap();
    let span = cleaned.map.source(Span::new(at, at + 6));
    assert_eq!(&source[span.range()], "２１\n\n４個");
    let at = cleaned.text.find("离点").unwrap();
    let span = cleaned.map.source(Span::new(at, at + 6));
    assert_eq!(&source[span.range()], "離點");
}

#[test]
fn losses_are_told() {
    let source = "校长???，省\u{FFFD}厅";
    let told: Vec<&str> =
        clean(source).diagnostics.iter().map(|odd| &source[odd.span.range()]).collect();
    assert_eq!(told, ["???", "\u{FFFD}"]);
}

/// What must hold for any text.
fn check(source: &str) {
    let cleaned = clean(source);
    let mut last = 0;
    for (at, char) in cleaned.text.char_indices() {
        let span = cleaned.map.source(Span::new(at, at + char.len_utf8()));
        assert!(span.start >= last && span.start < span.end, "{source:?} {at}");
        assert!(source.get(span.range()).is_some(), "{source:?} {at}");
        last = span.end;
    }
    for odd in cleaned.diagnostics {
        assert!(source.get(odd.span.range()).is_some());
    }
    let again = clean(&cleaned.text);
    for article in crate::split::split(&again.text) {
        assert!(again.text.get(article.span.range()).is_some());
    }
    covered(&cleaned.text);
}

/// Each character that is no blank lies in one paragraph and one sentence.
fn covered(text: &str) {
    let mut paragraphs = vec![0u8; text.len()];
    let mut sentences = vec![0u8; text.len()];
    for article in crate::split::split(text) {
        for paragraph in article.paragraphs {
            paragraphs[paragraph.span.range()].iter_mut().for_each(|count| *count += 1);
            assert!(article.span.contains(paragraph.span));
            for sentence in paragraph.sentences {
                assert!(paragraph.span.contains(sentence) && text.get(sentence.range()).is_some());
                sentences[sentence.range()].iter_mut().for_each(|count| *count += 1);
            }
        }
    }
    for (at, char) in text.char_indices() {
        let want = |count: u8| if char.is_whitespace() { count <= 1 } else { count == 1 };
        assert!(want(paragraphs[at]) && want(sentences[at]), "{text:?} {at}");
    }
}

#[test]
fn anything_goes() {
    let parts = [
        "新增",
        "3",
        "例",
        "個",
        "(gè)",
        "（",
        "）",
        "(",
        ")",
        " ",
        "\u{3000}",
        "\n",
        "\n\n",
        "\r\n",
        "，",
        "。",
        "、",
        "：",
        "１",
        "２",
        "%",
        "&nbsp;",
        "&amp;",
        "&#",
        ";",
        "**",
        "*",
        "[",
        "](a.b)",
        "]",
        "!",
        "# ",
        "> ",
        "- ",
        "?",
        "???",
        "\u{FFFD}",
        "^",
        "▍",
        "本报讯",
        "(记者 王某)",
        "(上接第一版)",
        "图为",
        "一、",
        "其中：",
        "\u{200B}",
        "乾",
        "\u{85}",
        "𠮷",
        "a",
        "摄",
        "□",
        "”",
        "“",
        "（注",
        "电",
        "新华社",
        "病例1：",
        "12 500 人",
        "e\u{301}",
        "é",
        "．",
        "|",
        "责编",
    ];
    let mut state = 7u64;
    let mut next = |limit: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % limit
    };
    for _ in 0..6000 {
        let length = next(24);
        let text: String = (0..length).map(|_| parts[next(parts.len())]).collect();
        check(&text);
    }
    for _ in 0..300 {
        let text: String =
            (0..next(60)).filter_map(|_| char::from_u32(next(0x1_1000) as u32)).collect();
        check(&text);
    }
}

#[test]
fn time_is_linear() {
    let begin = std::time::Instant::now();
    for part in [
        "(",
        "（",
        "\n",
        "[",
        "*",
        "**",
        "**a",
        "?",
        "\u{FFFD}",
        "&",
        " ",
        "\u{3000}",
        "1",
        ",",
        "，\n",
        "a\n",
        "“",
        "(上接",
        "# ",
        "个\n",
        "1 ",
        "[a](",
        "。",
        "本报讯\n",
        "(ā",
        "其中：\n",
    ] {
        let text = part.repeat(200_000);
        let cleaned = clean(&text);
        std::hint::black_box(crate::split::split(&cleaned.text));
    }
    // A debug build takes some seconds; a loop in a loop would take hours.
    assert!(begin.elapsed().as_secs() < 120);
}
