//! Short and colloquial forms of full names: 延边朝鲜族自治州 → 延边, 延边州.

/// Peoples named in full names; none ends with another one.
const PEOPLES: &[&str] = &[
    "维吾尔",
    "柯尔克孜",
    "哈萨克",
    "蒙古",
    "塔吉克",
    "锡伯",
    "朝鲜",
    "布依",
    "土家",
    "哈尼",
    "景颇",
    "傈僳",
    "达斡尔",
    "鄂温克",
    "鄂伦春",
    "仡佬",
    "毛南",
    "仫佬",
    "拉祜",
    "布朗",
    "纳西",
    "普米",
    "独龙",
    "撒拉",
    "裕固",
    "保安",
    "东乡",
    "各",
    "壮",
    "回",
    "藏",
    "羌",
    "彝",
    "苗",
    "侗",
    "傣",
    "白",
    "满",
    "水",
    "瑶",
    "畲",
    "黎",
    "佤",
    "怒",
    "土",
];

/// Endings of full names with the ending of the colloquial form.
const AUTONOMOUS: &[(&str, &str)] = &[("自治州", "州"), ("自治县", "县"), ("自治旗", "旗")];
const ENDINGS: &[&str] =
    &["特别行政区", "地区", "林区", "特区", "新区", "省", "市", "县", "区", "旗", "盟"];

/// Forms of `full` other than itself; the first is the bare name when there is one.
pub(super) fn forms(full: &str) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(stem) = full.strip_suffix("自治区") {
        let bare = without_peoples(stem);
        out.push(bare.to_owned());
        if bare != stem {
            out.push(format!("{bare}自治区"));
        }
        return out;
    }
    for (ending, short) in AUTONOMOUS {
        if let Some(stem) = full.strip_suffix(ending) {
            let bare = without_peoples(stem);
            out.push(bare.to_owned());
            out.push(format!("{bare}{short}"));
            return out;
        }
    }
    if let Some(stem) = full.strip_suffix("族区") {
        let with_people = &full[..stem.len() + "族".len()];
        let bare = without_peoples(with_people);
        if bare != with_people {
            out.push(bare.to_owned());
            out.push(format!("{bare}区"));
            return out;
        }
    }
    if let Some(stem) = ENDINGS.iter().find_map(|ending| full.strip_suffix(ending)) {
        let long_enough = if full.ends_with('旗') { 3 } else { 2 };
        if stem.chars().count() >= long_enough {
            out.push(stem.to_owned());
        }
    }
    out
}

/// 黔东南苗族侗族 → 黔东南. A name that is only a people keeps it: 东乡族 → 东乡.
fn without_peoples(stem: &str) -> &str {
    let mut rest = stem;
    while let Some(next) = strip_people(rest) {
        if next.chars().count() < 2 {
            return if rest == stem { rest.strip_suffix('族').unwrap_or(rest) } else { rest };
        }
        rest = next;
    }
    rest
}

/// Single-character peoples need their 族 (新, not 新疆 minus 回); the others may go without.
fn strip_people(text: &str) -> Option<&str> {
    let tagged = text.strip_suffix('族');
    let body = tagged.unwrap_or(text);
    PEOPLES
        .iter()
        .filter(|people| tagged.is_some() || people.chars().count() > 1)
        .find_map(|people| body.strip_suffix(people))
}

#[cfg(test)]
mod tests {
    use super::forms;

    #[test]
    fn short_forms() {
        for (full, want) in [
            ("许昌市", &["许昌"][..]),
            ("莘县", &[]),
            ("延边朝鲜族自治州", &["延边", "延边州"]),
            ("黔东南苗族侗族自治州", &["黔东南", "黔东南州"]),
            ("德宏傣族景颇族自治州", &["德宏", "德宏州"]),
            ("巴音郭楞蒙古自治州", &["巴音郭楞", "巴音郭楞州"]),
            ("孟村回族自治县", &["孟村", "孟村县"]),
            ("东乡族自治县", &["东乡", "东乡县"]),
            ("积石山保安族东乡族撒拉族自治县", &["积石山", "积石山县"]),
            ("管城回族区", &["管城", "管城区"]),
            ("内蒙古自治区", &["内蒙古"]),
            ("广西壮族自治区", &["广西", "广西自治区"]),
            ("香港特别行政区", &["香港"]),
            ("神农架林区", &["神农架"]),
            ("阿拉善盟", &["阿拉善"]),
            ("正蓝旗", &[]),
            ("喀什地区", &["喀什"]),
        ] {
            assert_eq!(forms(full), want, "{full}");
        }
    }
}
