//! Which numbers are figures: everything by which a number in a news text turns out to be a name,
//! a date, a rank or a set phrase.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::mention::Mention;
use super::operand::Shape;
use super::tables::{Context, Units, Use, ahead, behind};
use super::{Quantity, Reason, Role};
use crate::number::{Style, Vague, char_at, char_before, symbol};
use crate::record::{Bound, Dimension};
use crate::span::Span;

/// What the rules may look at besides the mention.
pub(super) struct View<'a> {
    pub text: &'a str,
    pub units: &'a Units,
    pub previous: Option<&'a Quantity>,
    /// Inside of the short quotation that was opened last.
    pub quote: Span,
    /// End of the 《title》 that was opened last.
    pub title_end: usize,
}

/// Decides the role of `mention`.
pub(super) fn judge(mention: &Mention<'_>, view: &View<'_>) -> Role {
    match find_reason(mention, view) {
        Some(reason) => Role::NotFigure(reason),
        None => Role::Figure,
    }
}

fn find_reason(mention: &Mention<'_>, view: &View<'_>) -> Option<Reason> {
    if mention.main.overflow {
        return Some(Reason::NumberTooLarge);
    }
    if mention.name.is_some() {
        return mention.name;
    }
    if mention.ordinal {
        return Some(Reason::Ordinal);
    }
    glued_reason(mention, view)
        .or_else(|| title_reason(mention, view))
        .or_else(|| quote_reason(mention, view))
        .or_else(|| unit_reason(mention, view))
        .or_else(|| phrase_reason(mention, view))
        .or_else(|| bare_reason(mention, view))
}

/// Letters and signs that touch the digits: G105, KN95, A320, 5G, 〔2022〕15号, user@163.
fn glued_reason(mention: &Mention<'_>, view: &View<'_>) -> Option<Reason> {
    let main = &mention.main;
    let numeral = main.numeral.as_ref();
    if numeral.is_some_and(|numeral| numeral.dotted) {
        return Some(Reason::Version);
    }
    if main.style == Style::Chinese || main.dimension == Dimension::Money {
        return None;
    }
    let head = &view.text[..mention.start];
    match head.chars().next_back() {
        Some('@' | '_' | '#' | '№') => return Some(Reason::Id),
        Some(c) if c.is_ascii_alphabetic() => return Some(Reason::Model),
        Some('-' | '.' | '/' | ' ')
            if head[..head.len() - 1].ends_with(|c: char| c.is_ascii_alphabetic()) =>
        {
            let spaced = head.ends_with(' ');
            return (!spaced || main.is_plain()).then_some(Reason::Model);
        }
        Some('〔' | '〕' | '【') => return Some(Reason::Document),
        _ => {}
    }
    let next = char_at(view.text, mention.end);
    let letters = main.unit.is_none() && next.is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
    letters.then_some(Reason::Model)
}

/// 《…十条…》.
fn title_reason(mention: &Mention<'_>, view: &View<'_>) -> Option<Reason> {
    (mention.start < view.title_end).then_some(Reason::Document)
}

/// “四早”, “三个一批”, “1米线”, “新十条”; a quotation that is number and unit only stays.
fn quote_reason(mention: &Mention<'_>, view: &View<'_>) -> Option<Reason> {
    let quote = view.quote;
    if mention.start < quote.start || mention.end > quote.end {
        return None;
    }
    let whole = mention.start == quote.start && mention.end == quote.end && !is_one(mention);
    let counted = mention.main.unit.is_some() || mention.main.shape != Shape::Plain;
    if whole && counted {
        return None;
    }
    let leads =
        view.text[quote.start..].starts_with(|c: char| c.is_ascii_digit() || symbol(c).is_some());
    (leads || !counted || mention.main.style == Style::Chinese).then_some(Reason::SetPhrase)
}

fn unit_reason(mention: &Mention<'_>, view: &View<'_>) -> Option<Reason> {
    let unit = mention.main.unit?;
    let value = || mention.main.value.to_i64();
    match unit.usage {
        Use::Label(reason) => return label_reason(mention, view, reason),
        Use::Calendar => return calendar_reason(mention, view, unit.surface, value()),
        Use::Loose if is_one(mention) => return Some(Reason::Indefinite),
        _ => {}
    }
    match unit.surface {
        "年" => year_reason(mention, view, value()),
        "月" => month_reason(mention, view, value()),
        "日" => day_reason(mention, view, value()),
        "分" | "秒" => minute_reason(mention, view),
        "级" => grade_reason(mention, view),
        "度" if view.units.follows(view.text, mention.start, Context::Degree) => {
            Some(Reason::Address)
        }
        "条" => article_reason(mention, view),
        "层" | "室" => address_reason(mention, view),
        "栋" | "幢" => building_reason(mention, view),
        "名" | "位" if rank(mention, view) => Some(Reason::Ordinal),
        "届" if mention.main.style == Style::Chinese => Some(Reason::Ordinal),
        "国" | "省" | "市" | "县" | "区" | "州" | "旗" | "镇" | "乡" | "村"
            if is_digit_word(mention) =>
        {
            Some(Reason::SetPhrase)
        }
        "起" if is_one(mention) => incident_reason(mention, view),
        "次" if view.units.follows(view.text, mention.start, Context::Page) => Some(Reason::Page),
        _ if is_pair(mention) => Some(Reason::Bare),
        _ if is_base(mention, view) => Some(Reason::Base),
        _ if is_one(mention) && view.units.follows(view.text, mention.start, Context::One) => {
            Some(Reason::Indefinite)
        }
        _ => None,
    }
}

/// 两国, 三省: said of the ones already named.
fn is_digit_word(mention: &Mention<'_>) -> bool {
    mention.main.style == Style::Chinese && mention.main.value < Decimal::TEN
}

/// 二七区: two digits side by side are a name.
fn is_pair(mention: &Mention<'_>) -> bool {
    let numeral = mention.main.numeral.as_ref();
    numeral.is_some_and(|numeral| numeral.positional && numeral.symbols == 2)
}

/// 每10万剂次, 每千人: what a rate is counted by.
fn is_base(mention: &Mention<'_>, view: &View<'_>) -> bool {
    let value = mention.main.value;
    let power = [100, 1_000, 10_000, 100_000, 1_000_000, 100_000_000];
    view.text[..mention.start].ends_with('每')
        && (mention.main.dimension == Dimension::Count || mention.main.is_plain())
        && power.iter().any(|power| value == Decimal::from(*power))
}

fn is_one(mention: &Mention<'_>) -> bool {
    mention.main.style == Style::Chinese && mention.main.value == Decimal::ONE
}

fn label_reason(mention: &Mention<'_>, view: &View<'_>, reason: Reason) -> Option<Reason> {
    let surface = mention.main.unit.map_or("", |unit| unit.surface);
    // 3栋楼 counts, 2楼 does not; 2版 is a page.
    let counted = mention.bound != Bound::Exact && surface == "楼";
    let document = view.text[..mention.start].ends_with(['〕', ']', '】']);
    match () {
        () if counted => None,
        () if document => Some(Reason::Document),
        () => Some(reason),
    }
}

fn calendar_reason(
    mention: &Mention<'_>,
    view: &View<'_>,
    surface: &str,
    value: Option<i64>,
) -> Option<Reason> {
    match surface {
        "时" if value.is_some_and(|hour| hour > 24) => None,
        "点" => {
            let hour = value.is_some_and(|hour| (0..=24).contains(&hour));
            let counted = view.units.precedes(view.text, mention.end, Context::Point);
            (hour && !counted).then_some(Reason::Time)
        }
        "号" => number_sign_reason(mention, view, value),
        _ => Some(Reason::Time),
    }
}

fn number_sign_reason(
    mention: &Mention<'_>,
    view: &View<'_>,
    value: Option<i64>,
) -> Option<Reason> {
    let head = &view.text[..mention.start];
    if head.ends_with(['〕', ']', '】', ')', '）']) {
        return Some(Reason::Document);
    }
    if view.units.follows(view.text, mention.start, Context::Street) {
        return Some(Reason::Address);
    }
    let day = value.is_some_and(|day| (1..=31).contains(&day));
    Some(if day { Reason::Time } else { Reason::Address })
}

fn year_reason(mention: &Mention<'_>, view: &View<'_>, value: Option<i64>) -> Option<Reason> {
    let numeral = mention.main.numeral.as_ref()?;
    let plain = !numeral.scaled && !numeral.grouped && !numeral.decimal;
    let year = plain && value.is_some_and(|year| (1000..=2999).contains(&year));
    if year || numeral.positional || numeral.zero_led {
        return Some(Reason::Time);
    }
    let short = plain && numeral.style == Style::Arabic && numeral.symbols == 2;
    if !short || mention.bound != Bound::Exact {
        return None;
    }
    let month = read_month(&view.text[mention.end..]);
    let season = view.units.precedes(view.text, mention.end, Context::Year);
    (month || season).then_some(Reason::Time)
}

/// A month begins here: 5月, 12月.
fn read_month(rest: &str) -> bool {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&digits) && rest[digits..].starts_with('月')
}

fn month_reason(mention: &Mention<'_>, view: &View<'_>, value: Option<i64>) -> Option<Reason> {
    let two = &view.text[mention.numeral.range()] == "两" || mention.main.shape == Shape::Half;
    let month = value.is_some_and(|month| (1..=12).contains(&month));
    let range = mention.rule == "range" || mention.rule == "neighbours";
    let exact = mention.bound == Bound::Exact || range;
    (!two && (month || range) && exact).then_some(Reason::Time)
}

fn day_reason(mention: &Mention<'_>, view: &View<'_>, value: Option<i64>) -> Option<Reason> {
    let text = view.text;
    let two = &text[mention.numeral.range()] == "两" || mention.main.shape == Shape::Half;
    let day = value.is_some_and(|day| (1..=31).contains(&day));
    let lasting = view.units.follows(text, mention.start, Context::Duration);
    let dated = follows_time(mention, view);
    let bounded = !matches!(mention.bound, Bound::Exact | Bound::Range | Bound::About);
    let free = two || !day || lasting || bounded;
    (dated || !free).then_some(Reason::Time)
}

/// A date or clock time ends right before.
fn follows_time(mention: &Mention<'_>, view: &View<'_>) -> bool {
    view.previous.is_some_and(|previous| {
        previous.span.end == mention.start && previous.role == Role::NotFigure(Reason::Time)
    })
}

fn minute_reason(mention: &Mention<'_>, view: &View<'_>) -> Option<Reason> {
    follows_time(mention, view).then_some(Reason::Time)
}

/// Grades are figures only where they measure wind, quakes and the like.
fn grade_reason(mention: &Mention<'_>, view: &View<'_>) -> Option<Reason> {
    let whole = mention.main.value.fract().is_zero() && mention.bound != Bound::Range;
    let measured = view.units.holds(behind(view.text, mention.start, 7), Context::GradeBefore)
        || view.units.precedes(view.text, mention.end, Context::GradeAfter);
    (whole && !measured).then_some(Reason::Grade)
}

/// 二十条措施.
fn article_reason(mention: &Mention<'_>, view: &View<'_>) -> Option<Reason> {
    let chinese = mention.main.style == Style::Chinese && mention.main.value >= Decimal::TEN;
    let measure = view.units.precedes(view.text, mention.end, Context::Measure);
    (chinese && measure).then_some(Reason::Document)
}

/// 3层 after 5号楼.
fn address_reason(mention: &Mention<'_>, view: &View<'_>) -> Option<Reason> {
    let previous = view.previous.filter(|_| mention.main.style == Style::Arabic)?;
    let near = mention.start - previous.span.end <= "单元".len();
    let address = previous.role == Role::NotFigure(Reason::Address);
    (near && address).then_some(Reason::Address)
}

/// 3栋2单元.
fn building_reason(mention: &Mention<'_>, view: &View<'_>) -> Option<Reason> {
    let digit = char_at(view.text, mention.end).is_some_and(|c| c.is_ascii_digit());
    (mention.main.style == Style::Arabic && digit || address_reason(mention, view).is_some())
        .then_some(Reason::Address)
}

/// 前10名.
fn rank(mention: &Mention<'_>, view: &View<'_>) -> bool {
    let head = behind(view.text, mention.start, 2);
    head.ends_with('前') && !head.ends_with("以前") && !head.ends_with("目前")
}

/// 一起 is "together" unless a case or accident follows.
fn incident_reason(mention: &Mention<'_>, view: &View<'_>) -> Option<Reason> {
    let after = ahead(view.text, mention.end, 12);
    let clause = after.split(['，', '。', ',', '；']).next().unwrap_or_default();
    (!view.units.holds(clause, Context::Incident)).then_some(Reason::SetPhrase)
}

/// 周三, 星期五: the number is the day's name.
fn weekday_reason(mention: &Mention<'_>, view: &View<'_>) -> Option<Reason> {
    if !matches!(char_before(view.text, mention.start), Some('期' | '拜' | '周')) {
        return None;
    }
    let head = behind(view.text, mention.start, 2);
    let chinese = mention.main.style == Style::Chinese && mention.main.unit.is_none();
    let adjacent = view.previous.is_some_and(|previous| previous.span.end == mention.start);
    let day = head.ends_with("星期") || head.ends_with("礼拜") || head.ends_with('周');
    (chinese && day && !adjacent).then_some(Reason::Time)
}

/// 一户一策, 一人不落, 两码一证, 三个一: number, word, number without a break.
fn phrase_reason(mention: &Mention<'_>, view: &View<'_>) -> Option<Reason> {
    let main = &mention.main;
    let numeral = main.numeral.as_ref()?;
    let short = main.style == Style::Chinese && numeral.symbols == 1 && main.unit.is_some();
    if !short || mention.bound != Bound::Exact {
        return None;
    }
    let rest = view.text.get(mention.end..).unwrap_or_default();
    let mut chars = rest.chars();
    let (next, after) = (chars.next().unwrap_or(' '), chars.next());
    let lost = next == '不' && after.is_some_and(|c| "漏落少留掉丢减".contains(c));
    let kept = view.text[..mention.start].ends_with(['漏', '落']);
    if is_one(mention) && (lost || kept) {
        return Some(Reason::SetPhrase);
    }
    let surface = main.unit.map_or("", |unit| unit.surface);
    let person = matches!(surface, "名" | "位" | "例" | "天" | "周" | "年" | "日");
    let pair = next == '一' && surface.chars().count() == 1 && !person;
    let batch = surface == "个"
        && symbol(next).is_some()
        && view.units.unit_at(view.text, mention.end + next.len_utf8()).is_none();
    (pair || batch).then_some(Reason::SetPhrase)
}

/// What a number without a unit is.
fn bare_reason(mention: &Mention<'_>, view: &View<'_>) -> Option<Reason> {
    let main = &mention.main;
    if main.vague == Vague::Some {
        return Some(Reason::Vague);
    }
    let numeral = main.numeral.as_ref();
    let alone = mention.is_bare_scale() && numeral.is_some_and(|numeral| numeral.symbols == 1);
    if alone && mention.bound == Bound::Exact && main.shape == Shape::Plain {
        return Some(Reason::Vague);
    }
    if main.canonical.is_some() || main.shape != Shape::Plain {
        return None;
    }
    if is_base(mention, view) {
        return Some(Reason::Base);
    }
    if let Some(reason) = weekday_reason(mention, view) {
        return Some(reason);
    }
    let numeral = numeral?;
    if is_toll(mention, view) {
        return None;
    }
    if main.style == Style::Chinese {
        let scaled = numeral.scaled && numeral.symbols > 1 && numeral.tail > 1;
        let stated = scaled || numeral.decimal || mention.bound == Bound::MoreThan;
        return (!stated).then_some(Reason::Bare);
    }
    if numeral.scaled || mention.rule == "ratio_part" {
        return None;
    }
    arabic_reason(mention, view, numeral)
}

/// 1死8伤, 两男一女, 2金1银.
fn is_toll(mention: &Mention<'_>, view: &View<'_>) -> bool {
    let after = ahead(view.text, mention.end, 2);
    let person =
        after.ends_with(['子', '性', '生', '童', '孩', '者', '角', '色', '行', '牌', '额']);
    let short = mention.main.value < Decimal::ONE_THOUSAND && !person;
    let medal = mention.main.style == Style::Arabic
        && view.units.precedes(view.text, mention.end, Context::Medal);
    short && (medal || view.units.precedes(view.text, mention.end, Context::Toll))
}

fn arabic_reason(
    mention: &Mention<'_>,
    view: &View<'_>,
    numeral: &crate::number::Numeral,
) -> Option<Reason> {
    let (text, units) = (view.text, view.units);
    let head = &text[..mention.start];
    let next = char_at(text, mention.end);
    if is_phone(mention, view) {
        return Some(Reason::Phone);
    }
    if numeral.grouped {
        return None;
    }
    if next == Some('后')
        && numeral.symbols == 2
        && (mention.main.value % Decimal::from(5)).is_zero()
    {
        return Some(Reason::Generation);
    }
    let opened = head.ends_with(['(', '（']);
    if opened && matches!(next, Some(')' | '）')) {
        let day = ahead(text, mention.end, 2).ends_with(['日', '月', '时', '号']);
        return Some(if day { Reason::Time } else { Reason::ListMarker });
    }
    if is_line_start(head) && matches!(next, Some('.' | '、' | '．' | ')' | '）')) {
        return Some(Reason::ListMarker);
    }
    let near = behind(text, mention.start, 6);
    if units.follows(text, mention.start, Context::Label)
        && !(units.holds(behind(text, mention.start, 12), Context::Count) && is_clause_end(next))
    {
        return Some(Reason::Label);
    }
    if units.holds(near, Context::Id) {
        return Some(Reason::Id);
    }
    if numeral.decimal {
        let event = units.precedes(text, mention.end, Context::Event);
        return event.then_some(Reason::Event);
    }
    if follows_time(mention, view) {
        return Some(Reason::Time);
    }
    let year = numeral.symbols == 4 && (1900..=2099).contains(&mention.main.value.to_i64()?);
    let bounded = mention.bound != Bound::Exact && mention.bound != Bound::Range;
    let ends = units.follows(text, mention.start, Context::Number) && is_clause_end(next);
    let stated = (bounded || ends) && !year && !numeral.zero_led;
    (!stated).then_some(Reason::Bare)
}

fn is_clause_end(next: Option<char>) -> bool {
    next.is_none_or(|c| "，。；、,;\n！？！?）)".contains(c))
}

fn is_line_start(head: &str) -> bool {
    let head = head.trim_end_matches([' ', '　']);
    head.is_empty() || head.ends_with(['\n', '。', '；', '：', ':'])
}

/// Words such as 热线 within reach, a number listed after one, or a well-known short number.
fn is_phone(mention: &Mention<'_>, view: &View<'_>) -> bool {
    let text = view.text;
    let digits = mention.numeral.len();
    let plain = mention.main.numeral.as_ref().is_some_and(|n| !n.decimal && !n.grouped);
    if !plain || digits < 3 || mention.rule != "number" {
        return false;
    }
    let listed = view.previous.is_some_and(|previous| {
        let gap = text.get(previous.span.end..mention.start).unwrap_or_default();
        let short = gap.chars().count() <= 2 && gap.chars().all(|c| "、或，,/和; 转".contains(c));
        previous.role == Role::NotFigure(Reason::Phone) && short
    });
    let spoken = view.units.holds(behind(text, mention.start, 10), Context::Phone);
    let after = ahead(text, mention.end, 2);
    let service = ["急救", "负压", "救护", "报警", "热线", "电话", "指挥", "平台", "专线"]
        .iter()
        .any(|word| after.starts_with(word));
    listed
        || spoken
        || service && digits <= 5
        || digits >= 11 && char_before(text, mention.start) != Some('为')
}
