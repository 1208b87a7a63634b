//! Table cases: text, then every figure it holds as `text value unit bound`.

use super::*;

mod spoken;

/// (text, figures). `-` is no unit.
#[rustfmt::skip]
const FIGURES: &[(&str, &[&str])] = &[
    // Plain counts and units.
    ("新增确诊病例64例", &["64例 64 例 exact"]),
    ("发现 31 例、12 人", &["31 例 31 例 exact", "12 人 12 人 exact"]),
    ("隔离房间2,731间，床位1,205张", &["2,731间 2731 间 exact", "1,205张 1205 张 exact"]),
    ("分别为3，214例和17例", &["3 3 - exact", "214例 214 例 exact", "17例 17 例 exact"]),
    ("完成0.75万人份检测", &["0.75万人份 7500 人份 exact"]),
    ("接种41.6万剂次", &["41.6万剂次 416000 剂次 exact"]),
    ("合计27亿3104.5万元", &["27亿3104.5万元 2731045000 元 exact"]),
    ("累计4万3051人", &["4万3051人 43051 人 exact"]),
    ("接种6,214万3058剂次", &["6,214万3058剂次 62143058 剂次 exact"]),
    ("受灾面积372.4千公顷", &["372.4千公顷 372400 公顷 exact"]),
    ("110千伏线路、装机64万千瓦", &["110千伏 110 千伏 exact", "64万千瓦 640000 千瓦 exact"]),
    ("全长43.5千米，重12千克", &["43.5千米 43.5 千米 exact", "12千克 12 千克 exact"]),
    ("用电量3.2亿千瓦时", &["3.2亿千瓦时 320000000 千瓦时 exact"]),
    ("提高3百分点", &["3百分点 3 百分点 exact"]),
    ("提高2.4个百分点", &["2.4个百分点 2.4 百分点 exact"]),
    ("同比增长7.3%，其中9‰为新增", &["7.3% 7.3 % exact", "9‰ 9 ‰ exact"]),
    ("体温38.4°C，室外-6℃", &["38.4°C 38.4 ℃ exact", "-6℃ -6 ℃ exact"]),
    ("零下17.5摄氏度", &["零下17.5摄氏度 -17.5 ℃ exact"]),
    ("零下3到5℃", &["零下3到5℃ -4 ℃ range"]),
    ("零下9至零下6℃", &["零下9至零下6℃ -7.5 ℃ range"]),
    ("气温-9～-6℃", &["-9～-6℃ -7.5 ℃ range"]),
    ("气温-2至4℃", &["-2至4℃ 1 ℃ range"]),
    ("摄氏零下4度", &["摄氏零下4度 -4 ℃ exact"]),
    ("面积86㎡，容积4㎥", &["86㎡ 86 平方米 exact", "4㎥ 4 立方米 exact"]),
    ("跑了12km，喝了500ml", &["12km 12 公里 exact", "500ml 500 毫升 exact"]),
    ("出库流量1.8万立方米每秒", &["1.8万立方米每秒 18000 立方米/秒 exact"]),
    ("发生5.7级地震", &["5.7级 5.7 级 exact"]),
    ("最大风力达12级", &["12级 12 级 exact"]),
    ("票款¥320，另收US$15", &["¥320 320 元 exact", "US$15 15 美元 exact"]),
    ("新台币 62.5 亿元", &["新台币 62.5 亿元 6250000000 元 exact"]),
    ("捐款80万人民币", &["80万人民币 800000 元 exact"]),
    ("年龄6月龄至5岁", &["6月龄 6 月龄 exact", "5岁 5 岁 exact"]),
    ("平均62.3岁", &["62.3岁 62.3 岁 exact"]),
    ("出动救护车23台次、1.4万架次无人机", &["23台次 23 台次 exact", "1.4万架次 14000 架次 exact"]),
    ("核酸采样管150万管、拭子6万支", &["150万管 1500000 管 exact", "6万支 60000 支 exact"]),
    ("2783台风机全部并网", &["2783台 2783 台 exact"]),
    // Chinese numerals.
    ("一百二十三亿元", &["一百二十三亿元 12300000000 元 exact"]),
    ("两千零五十人", &["两千零五十人 2050 人 exact"]),
    ("捐出三千六百套", &["三千六百套 3600 套 exact"]),
    ("卅四宗、廿七名", &["卅四宗 34 宗 exact", "廿七名 27 名 exact"]),
    ("一百二名工人", &["一百二名 120 名 exact"]),
    ("两千三百五吨", &["两千三百五吨 2350 吨 exact"]),
    ("一〇五户", &["一〇五户 105 户 exact"]),
    ("十二万四千八百人次", &["十二万四千八百人次 124800 人次 exact"]),
    ("三百五十万亿元", &["三百五十万亿元 350000000000000 元 exact"]),
    ("零点六公里", &["零点六公里 0.6 公里 exact"]),
    ("二点五亿剂", &["二点五亿剂 250000000 剂 exact"]),
    ("拾伍万元", &["拾伍万元 150000 元 exact"]),
    ("壹仟贰佰元整", &["壹仟贰佰元整 1200 元 exact"]),
    ("叁佰陆拾圆柒角", &["叁佰陆拾圆柒角 360.7 元 exact"]),
    ("每斤九块八", &["九块八 9.8 元 exact"]),
    ("三元五角二分", &["三元五角二分 3.52 元 exact"]),
    ("身高一米七二", &["一米七二 1.72 米 exact"]),
    ("负三点五度", &["负三点五度 -3.5 度 exact"]),
    // 余 多 几 来.
    ("出动700余名党员", &["700余名 700 名 more_than"]),
    ("206万余人次", &["206万余人次 2060000 人次 more_than"]),
    ("1.6万多户断电", &["1.6万多户 16000 户 more_than"]),
    ("50余万人", &["50余万人 500000 人 more_than"]),
    ("十几天、十余家", &["十几天 10 天 more_than", "十余家 10 家 more_than"]),
    ("几十台抽水泵", &["几十台 10 台 more_than"]),
    ("几百万立方米", &["几百万立方米 1000000 立方米 more_than"]),
    ("三十几亿元", &["三十几亿元 3000000000 元 more_than"]),
    ("百余面锦旗", &["百余面 100 面 more_than"]),
    ("万余名群众", &["万余名 10000 名 more_than"]),
    ("六成多的住户", &["六成多 6 成 more_than"]),
    ("工作了两年多", &["两年多 2 年 more_than"]),
    ("行驶了三个多小时", &["三个多小时 3 小时 more_than"]),
    ("花了一个多月", &["一个多月 1 个月 more_than"]),
    ("二十多岁的青年", &["二十多岁 20 岁 more_than"]),
    ("十来个摊位", &["十来个 10 个 about"]),
    ("200多家企业", &["200多家 200 家 more_than"]),
    ("震后记录到3级余震", &["3级 3 级 exact"]),
    // Bounds.
    ("约920万人", &["约920万人 9200000 人 about"]),
    ("大约 30 例", &["大约 30 例 30 例 about"]),
    ("近600台次", &["近600台次 600 台次 nearly"]),
    ("接近32℃", &["接近32℃ 32 ℃ nearly"]),
    ("超1.3亿人次", &["超1.3亿人次 130000000 人次 more_than"]),
    ("超过1.3亿人次", &["超过1.3亿人次 130000000 人次 more_than"]),
    ("逾四千名", &["逾四千名 4000 名 more_than"]),
    ("突破900万台", &["突破900万台 9000000 台 more_than"]),
    ("至少配备2名保安", &["2名 2 名 exact"]),
    ("至少41人受伤", &["至少41人 41 人 at_least"]),
    ("不少于5名", &["不少于5名 5 名 at_least"]),
    ("不得少于4人", &["不得少于4人 4 人 at_least"]),
    ("不低于60%", &["不低于60% 60 % at_least"]),
    ("不到5个小时", &["不到5个小时 5 小时 less_than"]),
    ("不足40秒", &["不足40秒 40 秒 less_than"]),
    ("未满6岁", &["未满6岁 6 岁 less_than"]),
    ("不超过8小时", &["不超过8小时 8 小时 at_most"]),
    ("最多300人", &["最多300人 300 人 at_most"]),
    ("供应最多的是6家", &["6家 6 家 exact"]),
    ("75%以上", &["75%以上 75 % at_least"]),
    ("65岁及以上老人", &["65岁及以上 65 岁 at_least"]),
    ("70多岁以上", &["70多岁以上 70 岁 at_least"]),
    ("4%以内", &["4%以内 4 % at_most"]),
    ("60岁（含）以上", &["60岁（含）以上 60 岁 at_least"]),
    ("8人(含8人)以下", &["8人(含8人)以下 8 人 at_most"]),
    ("≥65岁", &["≥65岁 65 岁 at_least"]),
    ("体温＜37.3℃", &["＜37.3℃ 37.3 ℃ less_than"]),
    ("36小时内完成", &["36小时内 36 小时 at_most"]),
    ("3辆内部车辆", &["3辆 3 辆 exact"]),
    ("20万吨以下", &["20万吨以下 200000 吨 at_most"]),
    ("140万吨左右", &["140万吨左右 1400000 吨 about"]),
    ("八成上下", &["八成上下 8 成 about"]),
    ("上百吨大米", &["上百吨 100 吨 at_least"]),
    ("上千名医护", &["上千名 1000 名 at_least"]),
    ("节约8万元", &["8万元 80000 元 exact"]),
    ("最近7天", &["7天 7 天 exact"]),
    ("附近5个村", &["5个 5 个 exact"]),
    ("亿元以上项目", &["亿元以上 100000000 元 at_least"]),
    ("约占三成", &["三成 3 成 about"]),
    ("近百万人", &["近百万人 1000000 人 nearly"]),
    ("过百家门店", &["过百家 100 家 more_than"]),
    ("通过百家门店", &[]),
    // Fractions, percent words, halves, 成.
    ("三分之二的学校", &["三分之二 0.6666666666666666666666666667 - exact"]),
    ("近四分之一", &["近四分之一 0.25 - nearly"]),
    ("万分之0.6", &["万分之0.6 0.00006 - exact"]),
    ("千分之三", &["千分之三 0.003 - exact"]),
    ("百分之六十五", &["百分之六十五 65 % exact"]),
    ("百分之八十以上", &["百分之八十以上 80 % at_least"]),
    ("一又二分之一", &["一又二分之一 1.5 - exact"]),
    ("合格率为4/5", &["4/5 0.8 - exact"]),
    ("四分之三公升", &["四分之三公升 0.75 升 exact"]),
    ("九成以上", &["九成以上 9 成 at_least"]),
    ("约六成五", &["约六成五 6.5 成 about"]),
    ("七成员工返岗", &[]),
    ("近半数居民", &["近半数 0.5 - nearly"]),
    ("人数过半", &["过半 0.5 - more_than"]),
    ("一半以上的货车", &["一半以上 0.5 - at_least"]),
    ("超过半数", &["超过半数 0.5 - more_than"]),
    ("停业半个月", &["半个月 0.5 个月 exact"]),
    ("等了半个小时", &["半个小时 0.5 小时 exact"]),
    ("用时三个半小时", &["三个半小时 3.5 小时 exact"]),
    ("历时一年半", &["一年半 1.5 年 exact"]),
    ("重三斤半", &["三斤半 3.5 斤 exact"]),
    ("上半年、下半夜、半导体", &[]),
    ("增长2.5倍", &["2.5倍 2.5 倍 exact"]),
    // Ranges.
    ("每组4至6名", &["4至6名 5 名 range"]),
    ("雨量40至60毫米", &["40至60毫米 50 毫米 range"]),
    ("年龄3岁至79岁", &["3岁至79岁 41 岁 range"]),
    ("0—14岁儿童", &["0—14岁 7 岁 range"]),
    ("阵风6~7级", &["6~7级 6.5 级 range"]),
    ("气温36到39℃", &["36到39℃ 37.5 ℃ range"]),
    ("罚款四千至一万元", &["四千至一万元 7000 元 range"]),
    ("投资2-3万元", &["2-3万元 25000 元 range"]),
    ("两到三千户", &["两到三千户 2500 户 range"]),
    ("涨幅1.5%—2.5%", &["1.5%—2.5% 2 % range"]),
    ("百分之三到百分之五", &["百分之三到百分之五 4 % range"]),
    ("二三十支", &["二三十支 25 支 range"]),
    ("六七个小时", &["六七个小时 6.5 小时 range"]),
    ("十七八岁", &["十七八岁 17.5 岁 range"]),
    ("三四百万元", &["三四百万元 3500000 元 range"]),
    ("一两百人", &["一两百人 150 人 range"]),
    ("一两个月", &["一两个月 1.5 个月 range"]),
    ("重一两", &["一两 1 两 exact"]),
    ("30至20人", &["20人 20 人 exact"]),
    // Ratios.
    ("男女之比为1:1.6", &["1:1.6 0.625 - exact"]),
    ("三产比重4.1:45.2:50.7", &["4.1 4.1 - exact", "45.2 45.2 - exact", "50.7 50.7 - exact"]),
    // Numbers without a unit.
    ("服务60万居民", &["60万 600000 - exact"]),
    ("1500万青岛人", &["1500万 15000000 - exact"]),
    ("消费者信心指数为87.6", &["87.6 87.6 - exact"]),
    ("现有确诊病例数：36。", &["36 36 - exact"]),
    ("事故造成2死7伤", &["2 2 - exact", "7 7 - exact"]),
    ("夺得3金2银", &["3 3 - exact", "2 2 - exact"]),
    ("惠及近9000居民", &["近9000 9000 - nearly"]),
    // Durations against dates.
    ("隔离十四天下午解除", &["十四天 14 天 exact"]),
    ("为期三日的展会", &["三日 3 日 exact"]),
    ("两日内送达", &["两日内 2 日 at_most"]),
    ("连续21天", &["21天 21 天 exact"]),
    ("从业30余年", &["30余年 30 年 more_than"]),
    ("三周年庆典", &[]),
    ("每周三次", &["三次 3 次 exact"]),
    ("每2小时一次", &["2小时 2 小时 exact", "一次 1 次 exact"]),
    ("提出三点建议", &["三点 3 点 exact"]),
    // 一 with a measure word.
    ("救出一名男孩", &["一名 1 名 exact"]),
    ("发生一起交通事故", &["一起 1 起 exact"]),
    ("停运一周以上", &["一周以上 1 周 at_least"]),
    ("“15个”帐篷", &["15个 15 个 exact"]),
];

/// (text, what is found in it and why it is no figure). Figures are not listed here.
#[rustfmt::skip]
const NAMES: &[(&str, &[&str])] = &[
    ("第二十六场发布会", &["第二十六场 ordinal"]),
    ("第3名、第五批", &["第3名 ordinal", "第五批 ordinal"]),
    ("倒数第二", &["倒数第二 ordinal"]),
    ("列全国前10名", &["10名 ordinal"]),
    ("2023年4月9日8时", &["2023年 time", "4月 time", "9日 time", "8时 time"]),
    ("二〇二三年四月", &["二〇二三年 time", "四月 time"]),
    ("0—24时", &["0—24时 time"]),
    ("0一24时", &["0一24时 time"]),
    ("晚8点30到达", &["8点 time", "30 time"]),
    ("东经101.3度", &["101.3度 address"]),
    ("确诊病例5，女", &["5 label"]),
    ("3月2日至5日", &["3月 time", "2日至5日 time"]),
    ("上午9:40开始", &["9:40 time"]),
    ("9时5分", &["9时 time", "5分 time"]),
    ("下午三点五十分", &["三点 time", "五十分 time"]),
    ("2023-04-09 08:15", &["2023-04-09 time", "08:15 time"]),
    ("昨（17）日", &["17 time"]),
    ("本周三", &["三 time"]),
    ("前三季度", &["三季度 time"]),
    ("98年5月", &["98年 time", "5月 time"]),
    ("槐荫路318号院", &["318号院 address"]),
    ("7号楼2单元", &["7号楼 address", "2单元 address"]),
    ("地铁3号线", &["3号线 ordinal"]),
    ("G207国道、N95口罩", &["207国道 model", "95 model"]),
    ("歼-20、5G基站", &["20 bare", "5 model"]),
    ("COVID-19疫苗", &["19 model"]),
    ("热线0372-54321", &["0372-54321 phone"]),
    ("可拨打54321或12345", &["54321 phone", "12345 phone"]),
    ("电话：68812345", &["68812345 phone"]),
    ("由120急救车转运", &["120 phone"]),
    ("“9·12”洪灾", &["9·12 event"]),
    ("“1+2+12”机制", &["1+2+12 set_phrase"]),
    ("7×24小时值守", &["7×24小时 set_phrase"]),
    ("做到“五早”", &["五 set_phrase"]),
    ("“两不一有”要求", &["两 set_phrase"]),
    ("站在“2米线”外", &["2 set_phrase"]),
    ("“80后”护士", &["80 set_phrase"]),
    ("85后护士", &["85 generation"]),
    ("病例7：女，", &["7 label"]),
    ("病例12—病例45", &["12 label", "45 label"]),
    ("患者3与患者4为夫妻", &["3 label", "4 label"]),
    ("见表2、图3", &["2 label", "3 label"]),
    ("〔2023〕18号文件", &["2023 document", "18号文件 document"]),
    ("《2021年统计公报》", &["2021年 document"]),
    ("优化防控二十三条措施", &["二十三条 document"]),
    ("三级医院", &[]),
    ("启动四级应急响应", &["四级 grade"]),
    ("一户一策、一人一档", &[]),
    ("一车一消毒", &[]),
    ("不漏一户", &["一户 set_phrase"]),
    ("一批物资", &["一批 indefinite"]),
    ("每一名队员", &["一名 indefinite"]),
    ("同一天", &["一天 indefinite"]),
    ("数十人受困", &["数十人 vague"]),
    ("数千米之外", &["数千米 vague"]),
    ("千人参加", &["千人 vague"]),
    ("每10万人口", &["10万 base"]),
    ("每万人拥有", &["万人 base"]),
    ("每10万剂次报告1.2例", &["10万剂次 base"]),
    ("浏览次数：812次", &["812次 page"]),
    ("1.做好防护", &["1 list_marker"]),
    ("（2）加强巡查", &["2 list_marker"]),
    ("版本2.3.1发布", &["2.3.1 version"]),
    ("联系a@163.com", &["163 id"]),
    ("统一部署、进一步、万众一心、唯一", &[]),
    ("第一时间、十分重要、一些、一定", &[]),
    ("陆续抵达万豪酒店", &[]),
    ("四川、三亚、二七区", &["二七区 bare"]),
    ("比分3-1", &["3 bare", "1 bare"]),
    ("乘坐K528次列车", &["528次列车 model"]),
    ("两国元首", &["两国 set_phrase"]),
    ("三十届二中全会", &["三十届 ordinal", "二 bare"]),
];

fn scan(text: &str) -> Vec<Quantity> {
    quantities(text, &Units::built_in().expect("tables"))
}

fn bound_name(bound: Bound) -> &'static str {
    match bound {
        Bound::Exact => "exact",
        Bound::About => "about",
        Bound::Nearly => "nearly",
        Bound::MoreThan => "more_than",
        Bound::AtLeast => "at_least",
        Bound::LessThan => "less_than",
        Bound::AtMost => "at_most",
        Bound::Range => "range",
    }
}

fn figures(text: &str) -> Vec<String> {
    let figures = scan(text).into_iter().filter(Quantity::is_figure);
    figures
        .map(|q| {
            let (unit, bound) = (q.unit.unwrap_or("-"), bound_name(q.bound));
            format!("{} {} {unit} {bound}", &text[q.span.range()], q.value.normalize())
        })
        .collect()
}

fn names(text: &str) -> Vec<String> {
    let found = scan(text).into_iter();
    found
        .filter_map(|q| match q.role {
            Role::Figure => None,
            Role::NotFigure(reason) => Some(format!("{} {}", &text[q.span.range()], reason.name())),
        })
        .collect()
}

fn check(cases: &[(&str, &[&str])], read: fn(&str) -> Vec<String>) {
    let mut wrong = Vec::new();
    for (text, want) in cases {
        let got = read(text);
        if got != *want {
            wrong.push(format!("«{text}»\n  want {want:?}\n  got  {got:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn figures_are_read() {
    check(FIGURES, figures);
}

#[test]
fn names_are_no_figures() {
    check(NAMES, names);
}

/// All that a quantity says of itself, figure or not.
#[test]
fn quantities_are_as_pinned() {
    let more = include_str!("../../../fixtures/pinned/texts/quantities.txt");
    let texts = FIGURES.iter().chain(NAMES).chain(spoken::FIGURES).map(|(text, _)| *text);
    let mut lines = String::new();
    for text in texts.chain(more.lines()) {
        lines += &format!("# {text}\n");
        for quantity in scan(text) {
            lines += &format!("{}\n", crate::pin::short(&quantity));
        }
    }
    crate::pin::compare("quantities", &lines);
}

#[test]
fn limits_follow_the_bound() {
    let limits = |text: &str| {
        let found = scan(text);
        let show = |limit: Option<Decimal>| limit.map(|limit| limit.normalize().to_string());
        (show(found[0].low), show(found[0].high))
    };
    let some = |limit: &str| Some(limit.to_owned());
    assert_eq!(limits("26例"), (some("26"), some("26")));
    assert_eq!(limits("约26例"), (None, None));
    assert_eq!(limits("260余例"), (some("260"), None));
    assert_eq!(limits("不足26例"), (None, some("26")));
    assert_eq!(limits("二三十例"), (some("20"), some("30")));
    assert_eq!(limits("2至5万例"), (some("20000"), some("50000")));
}

#[test]
fn parts_have_their_spans() {
    let text = "完成约3.5万余人次";
    let found = &scan(text)[0];
    assert_eq!(&text[found.span.range()], "约3.5万余人次");
    assert_eq!(&text[found.numeral.range()], "3.5万余");
    assert_eq!(found.unit_span.map(|span| &text[span.range()]), Some("人次"));
}

#[test]
fn indefinite_one_is_marked() {
    assert!(scan("救出一名男孩")[0].indefinite);
    assert!(!scan("停运一周以上")[0].indefinite);
    assert!(!scan("救出1名男孩")[0].indefinite);
}

#[test]
fn huge_numbers_neither_wrap_nor_panic() {
    let digits = "9".repeat(1_000_000);
    let found = scan(&format!("共{digits}人"));
    assert_eq!(found[0].role, Role::NotFigure(Reason::NumberTooLarge));
    let scales = format!("一{}元", "万亿".repeat(50));
    assert_eq!(scan(&scales)[0].role, Role::NotFigure(Reason::NumberTooLarge));
    assert_eq!(figures("共1234567890123456789012345678人").len(), 1);
    for text in ["共1e400人", "共3×10^120人", "共2^999人", "共9999999999999999999999999999亿块五"]
    {
        assert_eq!(scan(text)[0].role, Role::NotFigure(Reason::NumberTooLarge), "{text}");
    }
    assert_eq!(figures("共3×10^5人").len(), 1);
}

#[test]
fn odd_texts_take_linear_time() {
    let odd = [
        "1,",
        "一又",
        "一分之",
        "1-",
        "1—",
        "几",
        "零",
        "“一",
        "《1",
        "百万",
        "1:",
        "第",
        "半",
        "一一二",
        "约",
        "1 ",
        "1/",
        "1e",
        "2^",
        ".1",
        "米一",
        "点一",
        "三分",
        "1 1/",
        "一人、",
        "1万、",
        "1斤",
        "1米5",
    ];
    for piece in odd {
        let found = scan(&piece.repeat(20_000));
        assert!(found.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{piece}");
    }
}

#[test]
fn tables_are_sound() {
    let units = Units::built_in().expect("tables");
    for (surface, canonical, _) in units.iter() {
        let text = format!("共12{surface}");
        let found = quantities(&text, &units);
        assert_eq!(found.len(), 1, "{surface}");
        assert_eq!(found[0].unit, Some(canonical), "{surface}");
    }
}
