//! Table tests: a text, its context, and what is read from it.
#![allow(clippy::disallowed_methods)] // one test measures how time grows

use std::sync::LazyLock;

use super::{Gazetteer, Level, PlaceContext, PlaceId};

static PLACES: LazyLock<Gazetteer> = LazyLock::new(|| Gazetteer::builtin().expect("tables"));

/// Context: `home=许昌市 scope=天津市 named=a,b year=2019`. Wanted: `span=name:code` for each
/// mention, `-` for no code, `span=?` where it resolves to nothing.
const CASES: &[(&str, &str, &str)] = &[
    // chains
    ("贵州省毕节市金沙县2例", "", "贵州省毕节市金沙县=金沙县:520523"),
    ("鄱阳县古县渡镇河口村3人", "", "鄱阳县古县渡镇河口村=河口村:-"),
    ("石家庄市藁城区增村镇小果庄村", "", "石家庄市藁城区增村镇小果庄村=小果庄村:-"),
    ("河南许昌新增3例", "", "河南许昌=许昌市:411000"),
    ("吉林省吉林市9例", "", "吉林省吉林市=吉林市:220200"),
    ("郑州市鼓楼区", "", "郑州市=郑州市:410100; 鼓楼区=?"),
    ("北京朝阳、海淀各1例", "", "北京朝阳=朝阳区:110105; 海淀=海淀区:110108"),
    ("山东聊城莘县5人", "", "山东聊城莘县=莘县:371522"),
    ("湖北省恩施州利川市", "", "湖北省恩施州利川市=利川市:422802"),
    ("我市建安区2例", "home=许昌市", "我市建安区=建安区:411003"),
    // short and colloquial names
    ("延边3例", "", "延边=延边朝鲜族自治州:222400"),
    ("延边州3例", "", "延边州=延边朝鲜族自治州:222400"),
    (
        "黔东南州、阿坝州",
        "",
        "黔东南州=黔东南苗族侗族自治州:522600; 阿坝州=阿坝藏族羌族自治州:513200",
    ),
    ("阿拉善盟1例", "", "阿拉善盟=阿拉善盟:152900"),
    ("内蒙古2例", "", "内蒙古=内蒙古自治区:150000"),
    ("广西25例,新疆2例", "", "广西=广西壮族自治区:450000; 新疆=新疆维吾尔自治区:650000"),
    ("管城区3例、二七区4例", "home=郑州市", "管城区=管城回族区:410104; 二七区=二七区:410103"),
    ("瀍河区和顺河区", "", "瀍河区=瀍河回族区:410304; 顺河区=顺河回族区:410203"),
    ("孟村县、门源县", "", "孟村县=孟村回族自治县:130930; 门源县=门源回族自治县:632221"),
    ("巴州5例", "", "巴州=巴音郭楞蒙古自治州:652800"),
    (
        "德宏州、红河州",
        "",
        "德宏州=德宏傣族景颇族自治州:533100; 红河州=红河哈尼族彝族自治州:532500",
    ),
    ("兵团第八师7例", "", "兵团第八师=兵团第八师:-"),
    ("新疆生产建设兵团1例", "", "新疆生产建设兵团=新疆生产建设兵团:-"),
    (
        "石河子市、济源市、仙桃市",
        "",
        "石河子市=石河子市:659001; 济源市=济源市:419001; 仙桃市=仙桃市:429004",
    ),
    // namesakes
    ("吉林871例", "", "吉林=吉林省:220000"),
    ("吉林358例", "scope=吉林省", "吉林=吉林市:220200"),
    ("海南4例", "", "海南=海南省:460000"),
    ("海南4例", "home=乌海市", "海南=海南省:460000"),
    ("鼓楼区3例", "home=南京市", "鼓楼区=鼓楼区:320106"),
    ("鼓楼区3例", "named=许昌市,福州市", "鼓楼区=鼓楼区:350102"),
    ("鼓楼区3例", "", "鼓楼区=?"),
    ("河北区2例", "scope=天津市", "河北区=河北区:120105"),
    ("河北2例", "scope=天津市", "河北=河北区:120105"),
    ("河北2例", "home=天津市", "河北=河北省:130000"),
    ("朝阳3例", "", "朝阳=?"),
    ("朝阳3例", "home=北京市", "朝阳=朝阳区:110105"),
    ("临夏5例", "home=兰州市", "临夏=临夏回族自治州:622900"),
    ("和平12例", "scope=天津市", "和平=和平区:120101"),
    ("城区3例", "home=阳泉市", "城区=城区:140302"),
    // years
    ("偃师市2例", "year=2019", "偃师市=偃师市:410381"),
    ("偃师区2例", "year=2022", "偃师区=偃师区:410307"),
    ("偃师2例", "year=2019", "偃师=偃师市:410381"),
    ("洛阳偃师2例", "year=2022", "洛阳偃师=偃师区:410307"),
    ("许昌县1例", "year=2015", "许昌县=许昌县:411023"),
    ("建安区1例", "", "建安区=建安区:411003"),
    ("杭州市江干区1例", "year=2020", "杭州市江干区=江干区:330104"),
    ("公主岭市1例", "year=2019", "公主岭市=公主岭市:220381"),
    ("公主岭市1例", "year=2022", "公主岭市=公主岭市:220184"),
    // special regions, the nation, abroad
    (
        "台湾地区、香港特别行政区、澳门",
        "",
        "台湾地区=台湾地区:710000; 香港特别行政区=香港特别行政区:810000; 澳门=澳门特别行政区:820000",
    ),
    ("新北市8例,台北市3例", "", "新北市=新北市:-; 台北市=台北市:-"),
    (
        "31个省（自治区、直辖市）和新疆生产建设兵团报告3例",
        "",
        "31个省（自治区、直辖市）和新疆生产建设兵团=全国:100000",
    ),
    ("31个省(自治区、直辖市)报告3例", "", "31个省(自治区、直辖市)=全国:100000"),
    ("来自缅甸2例、刚果(金)1例", "", "缅甸=缅甸:-; 刚果(金)=刚果（金）:-"),
    ("5月7日本土新增", "", ""),
    ("昨日本市新增3例", "home=上海市", "本市=上海市:310000"),
    ("日本3例,美国1例", "", "日本=日本:-; 美国=美国:-"),
    ("全国累计3例,我国", "", "全国=全国:100000; 我国=全国:100000"),
    // deictic
    ("我市新增3例,全省5例", "home=许昌市", "我市=许昌市:411000; 全省=河南省:410000"),
    ("全市3例", "home=荥阳市", "全市=荥阳市:410182"),
    ("全市3例", "home=金水区", "全市=郑州市:410100"),
    ("全区3例", "home=南宁市", "全区=广西壮族自治区:450000"),
    ("全区3例", "home=魏都区", "全区=魏都区:411002"),
    ("该市3例", "home=许昌市 named=漯河市", "该市=漯河市:411100"),
    ("该县3例", "named=许昌市,鄢陵县", "该县=鄢陵县:411024"),
    ("全州3例", "home=延边朝鲜族自治州", "全州=延边朝鲜族自治州:222400"),
    ("全港3例", "", "全港=香港特别行政区:810000"),
    ("我市中心城区3例", "home=许昌市", "我市中心城区=许昌市:411000"),
    ("主城区3例,郑州主城区5例", "home=郑州市", "主城区=郑州市:410100; 郑州主城区=郑州市:410100"),
    // zones
    ("经开区1例、高新区2例", "home=郑州市", "经开区=郑州经开区:-; 高新区=郑州高新区:-"),
    ("航空港区5例", "home=郑州市", "航空港区=郑州航空港区:-"),
    ("南阳高新区3例", "home=郑州市", "南阳高新区=南阳高新区:-"),
    ("西安市高新区3例", "", "西安市高新区=西安高新区:-"),
    ("泉州开发区1例", "", "泉州开发区=泉州开发区:-"),
    ("郑东新区4例", "", "郑东新区=郑州郑东新区:-"),
    ("西咸新区4例", "", "西咸新区=西咸新区:-"),
    ("浦东新区4例", "", "浦东新区=浦东新区:310115"),
    ("共3个开发区", "home=郑州市", ""),
    // local places
    ("在明湖街道设点", "home=许昌市", "明湖街道=明湖街道:-"),
    ("莘县张寨镇、瓦马乡", "", "莘县张寨镇=张寨镇:-; 瓦马乡=瓦马乡:-"),
    ("位于高桥营社区", "", "高桥营社区=高桥营社区:-"),
    ("对和平小区封控", "", "和平小区=和平小区:-"),
    ("，前期办事处12人", "", "前期办事处=前期办事处:-"),
    ("隆阳区瓦马乡小河村村民", "", "隆阳区瓦马乡小河村=小河村:-"),
    ("明湖街道办事处20人", "", "明湖街道=明湖街道:-"),
    ("联纺街道的居民,广府镇种粮大户", "", "联纺街道=联纺街道:-; 广府镇=广府镇:-"),
    ("3个街道44个社区,各乡镇、全村,该村", "", ""),
    ("农村地区、城镇、乡村振兴,每个小区", "", ""),
    ("深入社区、加强社区防控", "", ""),
    ("嘉定区桃园小区3例", "", "嘉定区桃园小区=桃园小区:-"),
    (
        "均在津南区,在兰州市,在浙江,在澳大利亚",
        "",
        "津南区=津南区:120112; 兰州市=兰州市:620100; 浙江=浙江省:330000; 澳大利亚=澳大利亚:-",
    ),
    ("朝阳、海淀两区", "home=北京市", "朝阳=朝阳区:110105; 海淀=海淀区:110108"),
    (
        "和平、河西、南开等区",
        "home=天津市",
        "和平=和平区:120101; 河西=河西区:120103; 南开=南开区:120104",
    ),
    // not a place
    ("党和政府、和安全,中山南二路,地中海东部,创新平台", "", ""),
    ("维护世界和平,解放思想,通道畅通,合作共赢", "", ""),
    ("解放军3000人", "", ""),
    ("长安福特、南京路、中山路、北京东路", "", ""),
    ("河南大学第一附属医院,北京时间8时,兰州银行", "", ""),
    ("第七人民医院,市卫健委,东北和华北,京外", "", ""),
    ("其中卫生院3个,健全国家制度,安全区", "", ""),
    (
        "三门峡市、七台河市、六盘水市、五河县",
        "",
        "三门峡市=三门峡市:411200; 七台河市=七台河市:230900; 六盘水市=六盘水市:520200; 五河县=五河县:340322",
    ),
    ("在京人员3人,援鄂医疗队", "", "京=?; 鄂=?"),
];

fn context(words: &str) -> (PlaceContext<'static>, Vec<PlaceId>) {
    let mut cx = PlaceContext::default();
    let mut named = Vec::new();
    let find = |name: &str| PLACES.find(name).unwrap_or_else(|| panic!("{name}"));
    for word in words.split(' ').filter(|word| !word.is_empty()) {
        match word.split_once('=') {
            Some(("home", name)) => cx.home = Some(find(name)),
            Some(("scope", name)) => cx.scope = Some(find(name)),
            Some(("named", names)) => named = names.split(',').map(find).collect(),
            Some(("year", year)) => cx.year = year.parse().ok(),
            _ => panic!("{word}"),
        }
    }
    (cx, named)
}

fn read(text: &str, words: &str) -> String {
    let (cx, named) = context(words);
    let cx = PlaceContext { named: &named, ..cx };
    let show = |mention: &super::PlaceMention| {
        let span = &text[mention.span.range()];
        match PLACES.resolve(text, mention, &cx) {
            Some(place) => {
                let code = place.code.map_or("-".to_owned(), |code| code.to_string());
                format!("{span}={}:{code}", place.name)
            }
            None => format!("{span}=?"),
        }
    };
    PLACES.scan(text).iter().map(show).collect::<Vec<_>>().join("; ")
}

#[test]
fn cases() {
    let failed: Vec<String> = CASES
        .iter()
        .filter_map(|&(text, words, want)| {
            let got = read(text, words);
            (got != want).then(|| format!("{text} [{words}]\n  want {want}\n  got  {got}"))
        })
        .collect();
    assert!(failed.is_empty(), "{} of {}:\n{}", failed.len(), CASES.len(), failed.join("\n"));
}

/// Every row of the divisions is found by its full name, its code is one of the standard's, and
/// what it lies in is wider.
#[test]
fn every_division() {
    let bodies = ["71", "72", "73", "74", "75", "76", "77", "78", "79"];
    for index in 1..PLACES.units.len() {
        let place = PlaceId(u32::try_from(index).unwrap());
        let unit = *PLACES.unit(place);
        if unit.level == Level::Country {
            continue;
        }
        let code = unit.code.map(|code| code.to_string());
        assert!(code.is_none_or(|code| !bodies.contains(&&code[4..])), "{}", unit.name);
        assert!(unit.first <= unit.last, "{}", unit.name);
        let outer = PLACES.parent(place).unwrap_or_else(|| panic!("{} has no parent", unit.name));
        assert!(PLACES.level(outer) < unit.level, "{}", unit.name);
        let text = format!("{}12例", unit.name);
        let mentions = PLACES.scan(&text);
        let [mention] = mentions.as_slice() else { panic!("{text}: {mentions:?}") };
        assert_eq!(mention.span.len(), unit.name.len(), "{text}");
        assert!(PLACES.candidates(&mention.kind).contains(&place), "{text}");
    }
}

/// With its parent before it, every division still in force resolves to itself.
#[test]
fn every_chain() {
    for index in 1..PLACES.units.len() {
        let place = PlaceId(u32::try_from(index).unwrap());
        let unit = *PLACES.unit(place);
        let Some(outer) = PLACES.parent(place).filter(|&outer| outer != PLACES.nation()) else {
            continue;
        };
        if unit.last != i16::MAX {
            continue;
        }
        let text = format!("{}{}12例", PLACES.name(outer), unit.name);
        let mention = PLACES.scan(&text)[0];
        let cx = PlaceContext { year: Some(2025), ..PlaceContext::default() };
        let got = PLACES.resolve(&text, &mention, &cx).and_then(|place| place.id);
        assert_eq!(got, Some(place), "{text}");
    }
}

/// Every country is read, and every word row of the other classes is reached.
#[test]
fn every_country() {
    for index in 1..PLACES.units.len() {
        let place = PlaceId(u32::try_from(index).unwrap());
        if PLACES.level(place) == Level::Country {
            let text = format!("从{}输入3例", PLACES.name(place));
            let mentions = PLACES.scan(&text);
            let [mention] = mentions.as_slice() else { panic!("{text}: {mentions:?}") };
            let resolved = PLACES.resolve(&text, mention, &PlaceContext::default());
            assert_eq!(resolved.and_then(|found| found.id), Some(place), "{text}");
        }
    }
}

#[test]
fn every_block_row() {
    for word in super::words::Words::load().unwrap().patterns {
        use super::words::Class;
        if word.class == Class::Block && word.value.is_empty() {
            assert_eq!(PLACES.scan(word.word), [], "{}", word.word);
        }
    }
}

#[test]
fn homes() {
    for (text, want) in [
        ("许昌市卫健委通报\n5月7日,我市新增3例,其中魏都区2例、建安区1例。", Some("许昌市")),
        ("本报兰州讯 11月1日,我市召开发布会,城关区新增5例。", Some("兰州市")),
        ("河南省卫健委通报:全省新增3例,其中郑州市2例、许昌市1例。全省累计90例。", Some("河南省")),
        ("31个省（自治区、直辖市）报告新增9例,其中河南5例、上海4例。", None),
        ("上海市卫健委通报:本市新增3例,浦东新区2例,闵行区1例。", Some("上海市")),
        ("今天天气很好。", None),
    ] {
        let home = PLACES.infer_home(text).map(|place| PLACES.name(place));
        assert_eq!(home, want, "{text}");
    }
}

#[test]
fn find_names() {
    for (name, code) in [
        ("许昌", Some(411000)),
        ("许昌市", Some(411000)),
        ("郑州市金水区", Some(410105)),
        ("411000", None),
        ("全国", Some(100000)),
        ("北京", Some(110000)),
        ("无此地", None),
        ("", None),
    ] {
        assert_eq!(PLACES.find(name).and_then(|place| PLACES.code(place)), code, "{name}");
    }
}

/// Long runs of one thing stay linear and never panic.
#[test]
fn adversarial() {
    for unit in [
        "村",
        "许昌",
        "31个省（",
        "和平",
        "兵团第",
        "在",
        "日本",
        "镇乡村",
        "鄱阳县古县",
        "a",
        "，",
    ] {
        let text = unit.repeat(100_000);
        let mentions = PLACES.scan(&text);
        assert!(mentions.is_sorted_by(|a, b| a.span.end <= b.span.start), "{unit}");
        for mention in mentions {
            assert!(text.get(mention.span.range()).is_some());
        }
    }
}

/// `cargo test --release --lib place::tests::speed -- --ignored --nocapture`
#[test]
#[ignore = "prints a measurement"]
fn speed() {
    let began = std::time::Instant::now();
    let places = Gazetteer::builtin().unwrap();
    println!("build {:?}", began.elapsed());
    let line = "5月8日,许昌市召开第12场新闻发布会,通报当前疫情防控工作情况。截至8日8时,本轮疫情累计\
        报告本土确诊病例58例、无症状感染者100例,其中魏都区37例、建安区21例、长葛市3例。目前全市设置\
        集中隔离点69个,隔离房间7178间;在明湖街道、张寨镇设置核酸采样点,为群众提供便利,全力保障\
        生活物资供应,坚持人民至上、生命至上,尽快恢复正常生产生活秩序。";
    let text = line.repeat(3_000_000 / line.len());
    for _ in 0..3 {
        let began = std::time::Instant::now();
        let count = places.scan(&text).len();
        let seconds = began.elapsed().as_secs_f64();
        println!("{count} mentions, {:.0} MB/s", text.len() as f64 / seconds / 1e6);
    }
}
