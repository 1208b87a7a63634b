//! Case lists in our own wording: a line for each case, `label×count kind sex age residence
//! imported_from found_in origin`, `-` for nothing.

use std::sync::LazyLock;

use super::{Case, CaseKind, Sex};
use crate::record::Origin;
use crate::{Context, Miner};

static MINER: LazyLock<Miner> = LazyLock::new(|| Miner::new().unwrap());

fn line(case: &Case) -> String {
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".into());
    let kind = match case.kind {
        CaseKind::Confirmed => "confirmed",
        CaseKind::Asymptomatic => "asymptomatic",
        CaseKind::Other => "other",
    };
    let sex = case.sex.map_or("-", |sex| if sex == Sex::Male { "m" } else { "f" });
    let age = case.age.map_or_else(|| "-".into(), |age| format!("{age}{}", text(&case.age_unit)));
    let origin = case.origin.map_or("-", |o| if o == Origin::Local { "local" } else { "imported" });
    let converted = if case.converted { " converted" } else { "" };
    format!(
        "{}×{} {kind} {sex} {age} {} {} {} {origin}{converted}",
        case.text,
        case.count,
        text(&case.residence),
        text(&case.imported_from),
        text(&case.found_in)
    )
}

fn read(text: &str) -> Vec<Case> {
    let context = Context {
        published: Some("2022-03-20".into()),
        place: Some("长春市".into()),
        ..Context::default()
    };
    MINER.mine_text(text, &context).unwrap().cases
}

#[test]
fn case_lists() {
    for (name, text, want) in [
        (
            "persons",
            "昨日新增本土确诊病例2例。\n病例1，男，31岁，居住于南关区长通路9号，病例2，女，8月龄，居住于宽城区，\
             均为本市闭环隔离管控人员，诊断为确诊病例。",
            &[
                "病例1×1 confirmed m 31岁 南关区 - 隔离管控 local",
                "病例2×1 confirmed f 8月 宽城区 - 隔离管控 local",
            ][..],
        ),
        (
            "ranges",
            "新增本土无症状感染者40例。\n无症状感染者1—无症状感染者29，居住于朝阳区，无症状感染者30、\
             无症状感染者31，居住于二道区，在风险人群筛查中发现异常，即被隔离管控。\n\
             无症状感染者32-40，居住于绿园区，在隔离管控中发现。",
            &[
                "无症状感染者1—无症状感染者29×29 asymptomatic - - 朝阳区 - 风险人群 local",
                "无症状感染者30×1 asymptomatic - - 二道区 - 风险人群 local",
                "无症状感染者31×1 asymptomatic - - 二道区 - 风险人群 local",
                "无症状感染者32-40×9 asymptomatic - - 绿园区 - 隔离管控 local",
            ],
        ),
        (
            "labels that come back",
            "新增本土确诊病例3例。\n病例1，男，20岁，居住于南关区，\n\n病例2，女，21岁，居住于二道区，\n\
             病例3，男，66岁，居住于绿园区，\n\n病例1、病例2均系密切接触者，即被隔离管控。\
             病例3为此前报告的本土无症状感染者。",
            &[
                "病例1×1 confirmed m 20岁 南关区 - 隔离管控 local",
                "病例2×1 confirmed f 21岁 二道区 - 隔离管控 local",
                "病例3×1 confirmed m 66岁 绿园区 - - local converted",
            ],
        ),
        (
            "from abroad",
            "新增境外输入确诊病例4例。\n病例1为中国籍，在法国工作，自法国出发，入关后即被集中隔离观察。\n\
             病例2—病例4均为中国籍，病例2在日本留学，病例3、病例4在日本经商，病例2—病例4自日本出发，\
             入关后即被集中隔离观察。",
            &[
                "病例1×1 confirmed - - - 法国 集中隔离 imported",
                "病例2—病例4×3 confirmed - - - 日本 集中隔离 imported",
            ],
        ),
        (
            "two sections with the same numbers",
            "新增本土确诊病例1例。\n病例1，女，44岁，居住于南关区。\n新增境外输入确诊病例1例。\n\
             病例1，男，35岁，自泰国出发，入境后集中隔离。",
            &[
                "病例1×1 confirmed f 44岁 南关区 - - local",
                "病例1×1 confirmed m 35岁 - 泰国 集中隔离 imported",
            ],
        ),
        (
            "others named in an entry",
            "新增本土确诊病例2例。\n病例1，女，44岁，现住二道区，系外省本土确诊病例136的密切接触者。\n\
             病例2，男，50岁，与病例1同住，系病例1的丈夫。",
            &["病例1×1 confirmed f 44岁 二道区 - - local", "病例2×1 confirmed m 50岁 - - - local"],
        ),
        (
            "no number",
            "新增本土无症状感染者1例。\n该无症状感染者，女，56岁，家住绿园区，主动就诊时发现。",
            &["该无症状感染者×1 asymptomatic f 56岁 绿园区 - 主动就诊 local"],
        ),
        (
            "own prefix, colon, spelled numbers",
            "本土确诊病例1：男，23岁，现居吉林省四平市铁东区。\n患者二：女性，9岁，南关区人。",
            &["确诊病例1×1 confirmed m 23岁 铁东区 - - local", "患者二×1 other f 9岁 南关区 - - -"],
        ),
        (
            "converted label",
            "无症状感染者转确诊病例5，男，40岁，住址为宽城区北人民大街。",
            &["无症状感染者转确诊病例5×1 confirmed m 40岁 宽城区 - - - converted"],
        ),
        ("counts are no labels", "新增确诊病例12例，其中男7例，女5例；累计病例1,204例。", &[]),
        ("persons that are no cases", "驾驶员周某，男，25岁，家住南关区，持有驾驶证。", &[]),
        ("words", "患者一般状况好，病例一旦发现立即转运，无症状感染者占3.5%。", &[]),
    ] {
        let got: Vec<String> = read(text).iter().map(line).collect();
        assert_eq!(got, want, "{name}");
    }
}

#[test]
fn dates_and_offsets() {
    let text = "3月18日0—24時，新增本土確診病例２例。\n病例１，男，31歲，居住於南關區，\
                3月17日確診。\n病例２，女，32歲，居住於南關區。";
    let cases = read(text);
    let dates: Vec<_> = cases.iter().map(|case| case.date.as_deref()).collect();
    assert_eq!(dates, [Some("2022-03-17"), Some("2022-03-18")]);
    for case in &cases {
        assert_eq!(&text[case.byte_start..case.byte_end], case.text);
        let chars = text.chars().skip(case.char_start).take(case.char_end - case.char_start);
        assert_eq!(chars.collect::<String>(), case.text);
    }
    assert_eq!(cases[0].address.as_deref(), Some("南关区"));
    assert_eq!(cases[1].sentence, "病例2，女，32岁，居住于南关区");
}

/// With quadratic work this would not end.
#[test]
fn hostile_lists_take_linear_time() {
    let mut text = String::from("新增本土确诊病例9例。\n");
    for number in 1..20_000 {
        text.push_str(&format!("病例{number}、"));
    }
    text.push_str(&"均为隔离管控人员，病例1—病例19999居住于南关区，自法国出发，".repeat(3_000));
    assert_eq!(read(&text).len(), 19_999);
}

#[test]
fn what_of_a_list_cannot_be_read_is_told() {
    for (text, label) in [
        ("病例123456789，女，31岁。", "病例"),
        ("病例9—病例4，居住于南关区。", "病例9—病例4"),
        ("病例1—病例5，居住于南关区，病例3—病例8，居住于宽城区。", "病例3—病例8"),
    ] {
        let document = MINER.mine_text(text, &Context::default()).unwrap();
        let [odd] = &document.diagnostics[..] else { panic!("{text}: {document:?}") };
        assert_eq!((odd.code.as_str(), &text[odd.span.range()]), ("case_unread", label));
    }
    for text in ["确诊病例12345678例。", "病例1—病例5，居住于南关区，病例3—病例5均为密接。"]
    {
        assert!(
            MINER.mine_text(text, &Context::default()).unwrap().diagnostics.is_empty(),
            "{text}"
        );
    }
}
