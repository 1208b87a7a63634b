//! Spoken and written short forms, and numbers that only look like figures.

use super::{Reason, Role, check, figures, names, scan};

/// (text, figures).
#[rustfmt::skip]
pub(super) const FIGURES: &[(&str, &[&str])] = &[
    // Fractions without 之, whole and fraction.
    ("约有五分一", &["五分一 0.2 - about"]), ("加四分一升水", &["四分一升 0.25 升 exact"]),
    ("五份三", &["五份三 0.6 - exact"]), ("八分三", &["八分三 0.375 - exact"]),
    ("三分二十秒", &["三分 3 分 exact", "二十秒 20 秒 exact"]),
    ("百分四十", &["百分四十 40 % exact"]),
    ("倒入2 1/4升", &["2 1/4升 2.25 升 exact"]),
    // What stands before the number is left out.
    ("身高米八", &["米八 1.8 米 exact"]), ("大米九吨", &["九吨 9 吨 exact"]),
    // The metre and its decimal, coins, halves, discounts.
    ("身高1米68", &["1米68 1.68 米 exact"]), ("长3米，宽2米", &["3米 3 米 exact", "2米 2 米 exact"]),
    ("宽4米5至6米", &["4米5至6米 5.25 米 range"]),
    ("六毫半", &["六毫半 0.65 元 exact"]), ("三块半", &["三块半 3.5 元 exact"]),
    ("港币四个二毫", &["港币四个二毫 4.2 元 exact"]), ("两毫米", &["两毫米 2 毫米 exact"]),
    ("四块钱两毛", &["四块钱两毛 4.2 元 exact"]), ("三十来块", &["三十来块 30 块 about"]),
    ("小于或等于8人", &["小于或等于8人 8 人 at_most"]), ("十之八九", &[]),
    ("共六个半", &["六个半 6.5 个 exact"]), ("六个半导体厂", &["六个 6 个 exact"]),
    ("半打", &["半打 0.5 打 exact"]), ("三打", &["三打 3 打 exact"]),
    ("八折", &["八折 8 折 exact"]), ("六五折", &["六五折 6.5 折 exact"]),
    // Amounts and ranges.
    ("41，306.50元", &["41，306.50元 41306.5 元 exact"]),
    ("41，306元", &["306元 306 元 exact"]),
    ("房间30与60间", &["60间 60 间 exact"]),
    ("20~35k元", &["20~35k元 27500 元 range"]),
    // A unit shared along a list, and minutes after hours.
    ("分别为4.5万、7.1万人次", &["4.5万 45000 人次 exact", "7.1万人次 71000 人次 exact"]),
    ("门诊4.5万和住院7.1万人次", &["4.5万 45000 - exact", "7.1万人次 71000 人次 exact"]),
    ("4.5万、7.1%", &["4.5万 45000 - exact", "7.1% 7.1 % exact"]),
    ("用时3小时20分", &["3小时 3 小时 exact", "20分 20 分钟 exact"]),
    // Measure words before words that begin with the same characters.
    ("四支援建队伍", &["四支 4 支 exact"]), ("四支援助小组", &["四支 4 支 exact"]),
    ("登上千级石阶", &["上千级 1000 级 at_least"]), ("巡查38条次", &["38条次 38 条次 exact"]),
    // Events told of one person each are figures.
    ("死亡一人、失踪一人", &["一人 1 人 exact", "一人 1 人 exact"]),
];

/// (text, what is no figure, and why).
#[rustfmt::skip]
const NAMES: &[(&str, &[&str])] = &[
    ("二人均住同一小区", &["二人 indefinite"]), ("两项合计减少5人", &["两项 indefinite"]),
    ("她也是其中一位。", &["一位 indefinite"]), ("五年平均增速", &["五年 set_phrase"]),
    ("采样一人、登记一人", &["一人 set_phrase", "一人 set_phrase"]),
    ("走访一户、宣传一户，办好一户", &["一户 set_phrase", "一户 set_phrase", "一户 set_phrase"]),
    ("三级以上医院", &[]), ("介于30与60间", &["30与60间 bare"]), ("八级风圈", &["八级 grade"]),
    ("省道218线塌方", &["218线 address"]), ("80M宽带", &["80M model"]), ("5G基站", &["5 model"]),
    ("年近半百", &["近半百 vague"]), ("他们俩", &[]), ("一打开", &["一 bare"]),
];

#[test]
fn short_forms_are_read() {
    check(FIGURES, figures);
}

#[test]
fn look_alikes_are_no_figures() {
    check(NAMES, names);
}

/// Bare numbers: the value counts, whatever the role.
#[test]
fn values_are_exact() {
    #[rustfmt::skip]
    let cases = [
        (".75", "0.75"), ("-.25", "-0.25"), ("点七五", "0.75"), ("3e4", "30000"), ("-6e-2", "-0.06"),
        ("1.5^2", "2.25"), ("4^-1", "0.25"), ("2^--3", "8"), ("0^-1", "0"), ("7e3x", "7"),
        ("60k", "60000"), ("1.5 M", "1500000"), ("1.2G", "1200000000"), ("半百", "50"),
        ("俩千", "2000"), ("叁佰零参", "303"), ("七百 点 二", "700.2"), ("五千字节", "5"),
        ("叁", "3"),
    ];
    for (text, value) in cases {
        let found = scan(text);
        assert_eq!(found[0].value.normalize().to_string(), value, "{text}");
    }
}

#[test]
fn a_stated_duration_is_no_loose_one() {
    assert!(!scan("为期一个月的整治")[0].indefinite);
    assert_eq!(scan("为期一个月的整治")[0].role, Role::Figure);
    assert_eq!(scan("1号")[0].role, Role::NotFigure(Reason::Time));
}
