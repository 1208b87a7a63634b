use super::*;

fn kinds(text: &str) -> Vec<Vec<(ParagraphKind, &str)>> {
    let articles = split(text);
    let paragraph = |p: &Paragraph| (p.kind, &text[p.span.range()]);
    articles.iter().map(|article| article.paragraphs.iter().map(paragraph).collect()).collect()
}

#[test]
fn a_page_of_articles() {
    use ParagraphKind::{Body, Caption, Chrome, Headline};
    let text = "李某检查采样点时强调\n\n抓紧抓细 早日清零\n\n\
        本报讯(某报记者 王甲 通讯员 李乙)3日，全市采样5万人。\n\n又检查2处。\n\n\
        怎么保证供水?\n\n加派3支队伍。\n\n夜间加班\n\n昨晚，南区增开4个点。\n\n\
        图为队员在搬运。 赵丙摄\n\n责编 王丁 校对 李戊\n";
    let want = vec![vec![
        (Headline, "李某检查采样点时强调"),
        (Headline, "抓紧抓细 早日清零"),
        (Body, "本报讯(某报记者 王甲 通讯员 李乙)3日，全市采样5万人。"),
        (Body, "又检查2处。"),
        (Body, "怎么保证供水?"),
        (Body, "加派3支队伍。"),
        (ParagraphKind::Subhead, "夜间加班"),
        (Body, "昨晚，南区增开4个点。"),
        (Caption, "图为队员在搬运。 赵丙摄"),
        (Chrome, "责编 王丁 校对 李戊"),
    ]];
    assert_eq!(kinds(text), want);
    let twice = format!("{text}\n另一条消息\n\n(上接第二版)继续做好。");
    let articles = split(&twice);
    assert_eq!(articles.len(), 3);
    assert_eq!(&twice[articles[0].kicker.unwrap().range()], "李某检查采样点时强调");
    assert_eq!(&twice[articles[1].headlines[0].range()], "夜间加班");
    assert_eq!(&twice[articles[2].jump.unwrap().range()], "(上接第二版)");
    assert_eq!(articles[0].byline.as_ref().unwrap().reporters.len(), 1);
}

#[test]
fn sections_begin_no_article() {
    let text = "某市通报\n发布时间：2022-05-09 来源：某市\n5月8日新增3例。\n\n一、本土情况\n\n病例1：男。\n\n其他情况\n\n无新增。";
    let articles = split(text);
    assert_eq!(articles.len(), 1);
    assert_eq!(articles[0].headlines.len(), 1);
    let kinds: Vec<ParagraphKind> = articles[0].paragraphs.iter().map(|p| p.kind).collect();
    use ParagraphKind::{Body, Chrome, Headline, Subhead};
    assert_eq!(kinds, [Headline, Chrome, Body, Subhead, Body, Subhead, Body]);
}

#[test]
fn a_programme_of_items() {
    let text = "某台消息（联播）：\n甲地通车\n甲地今天通车，全长8公里。\n乙地下雪\n乙地下雪3厘米。";
    assert_eq!(split(text).len(), 1, "no house of that name is known");
    let text = text.replace("某台消息", "央视网消息");
    let articles = split(&text);
    assert_eq!(articles.len(), 2);
}

#[test]
fn a_dateline() {
    let text = "标题在此\n新华社合肥5月8日电（记者赵一）8日新增1例。";
    let article = &split(text)[0];
    assert_eq!(&text[article.dateline.unwrap().range()], "合肥5月8日");
}
