//! Which numbers are figures: everything by which a number in a news text turns out to be a name,
//! a date, a rank or a set phrase.

mod bare;
mod calendar;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use bare::{bare_reason, is_clause_end};
use calendar::{
    calendar_reason, day_reason, follows_time, minute_reason, month_reason, weekday_reason,
    year_reason,
};

use super::mention::Mention;
use super::operand::Shape;
use super::tables::{Context, Units, Use, ahead, behind};
use super::{Quantity, Reason, Role};
use crate::number::{Style, char_at, symbol};
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
        _ if is_lettered(mention, view) => return Some(Reason::Model),
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

/// 20M, 2.4G: what the letter counts is left open.
fn is_lettered(mention: &Mention<'_>, view: &View<'_>) -> bool {
    mention.main.unit.is_none() && view.text[mention.numeral.range()].ends_with(['M', 'G'])
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
    match unit.single.unwrap_or_default() {
        '年' if is_pronoun(mention, view) => Some(Reason::SetPhrase),
        '年' => year_reason(mention, view, value()),
        '月' => month_reason(mention, view, value()),
        '日' => day_reason(mention, view, value()),
        '分' | '秒' => minute_reason(mention, view),
        '级' => grade_reason(mention, view),
        '度' if view.units.follows(view.text, mention.start, Context::Degree) => {
            Some(Reason::Address)
        }
        '条' => article_reason(mention, view),
        '层' | '室' => address_reason(mention, view),
        '栋' | '幢' => building_reason(mention, view),
        '名' | '位' if rank(mention, view) => Some(Reason::Ordinal),
        '届' if mention.main.style == Style::Chinese => Some(Reason::Ordinal),
        '国' | '省' | '市' | '县' | '区' | '州' | '旗' | '镇' | '乡' | '村'
            if is_digit_word(mention) =>
        {
            Some(Reason::SetPhrase)
        }
        '起' if is_one(mention) => incident_reason(mention, view),
        '次' if view.units.follows(view.text, mention.start, Context::Page) => Some(Reason::Page),
        _ if is_pronoun(mention, view) => Some(Reason::Indefinite),
        '线' if view.units.follows(view.text, mention.start, Context::Road) => {
            Some(Reason::Address)
        }
        _ if is_pair(mention) => Some(Reason::Bare),
        _ if is_base(mention, view) => Some(Reason::Base),
        _ if is_one(mention) && is_member(mention, view) => Some(Reason::Indefinite),
        _ if is_one(mention) && view.units.follows(view.text, mention.start, Context::One) => {
            Some(Reason::Indefinite)
        }
        _ => None,
    }
}

/// A number below ten in words: 两国, 三省, said of the ones already named.
fn is_digit_word(mention: &Mention<'_>) -> bool {
    mention.main.style == Style::Chinese && mention.main.value < Decimal::TEN
}

/// 他是其中一位: one of them, where nothing more is said of it.
fn is_member(mention: &Mention<'_>, view: &View<'_>) -> bool {
    view.text[..mention.start].ends_with("其中") && is_clause_end(char_at(view.text, mention.end))
}

/// 二人均于, 两项合计: said of those already counted; 两年平均 names a kind of rate.
fn is_pronoun(mention: &Mention<'_>, view: &View<'_>) -> bool {
    let few = is_digit_word(mention) && !is_one(mention);
    let word = mention.main.unit.and_then(|unit| unit.single);
    few && matches!(word, Some('人' | '项' | '地' | '校' | '年'))
        && mention.bound == Bound::Exact
        && if word == Some('年') {
            view.text[mention.end..].starts_with("平均")
        } else {
            view.units.precedes(view.text, mention.end, Context::Pronoun)
        }
}

/// 二七区: two digits side by side are a name.
fn is_pair(mention: &Mention<'_>) -> bool {
    let numeral = mention.main.numeral.as_ref();
    let pair = numeral.is_some_and(|numeral| numeral.positional && numeral.symbols == 2);
    pair && mention.main.dimension != Dimension::Ratio
}

/// 每10万剂次, 每千人: what a rate is counted by.
fn is_base(mention: &Mention<'_>, view: &View<'_>) -> bool {
    let counted = || mention.main.dimension == Dimension::Count || mention.main.is_plain();
    let power = [100, 1_000, 10_000, 100_000, 1_000_000, 100_000_000];
    let round = || power.iter().any(|power| mention.main.value == Decimal::from(*power));
    view.text[..mention.start].ends_with('每') && counted() && round()
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

/// Grades are figures only where they measure wind, quakes and the like.
fn grade_reason(mention: &Mention<'_>, view: &View<'_>) -> Option<Reason> {
    let name = view.text[mention.end..].starts_with("风圈");
    // 上千级台阶: no scale of grades goes that far.
    let steps = mention.main.value > Decimal::from(20);
    let whole = mention.main.value.fract().is_zero() && mention.bound != Bound::Range;
    if name || steps {
        return name.then_some(Reason::Grade);
    }
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
    if is_one(mention) && is_slogan(view.text, mention, surface) {
        return Some(Reason::SetPhrase);
    }
    let person = matches!(surface, "名" | "位" | "例" | "天" | "周" | "年" | "日");
    let pair = next == '一' && surface.chars().count() == 1 && !person;
    let batch = surface == "个"
        && symbol(next).is_some()
        && view.units.unit_at(view.text, mention.end + next.len_utf8()).is_none();
    (pair || batch).then_some(Reason::SetPhrase)
}

/// 登记一户、回访一户: the same 一 and word after two verbs, neither of which tells an event.
fn is_slogan(text: &str, mention: &Mention<'_>, surface: &str) -> bool {
    let Some(unit) = mention.main.unit_span.filter(|span| text[span.range()] == *surface) else {
        return false;
    };
    let one = &text[mention.numeral.start..unit.end];
    let verb = |verb: &str| (1..=2).contains(&verb.chars().count()) && !verb.contains(EVENT);
    let head = behind(text, mention.start, 7);
    let said = head.rsplit(PAUSE).next().unwrap_or_default();
    let before = head
        .strip_suffix(said)
        .and_then(|head| head.strip_suffix(PAUSE))
        .and_then(|head| head.strip_suffix(one))
        .is_some_and(|head| {
            let known = behind(head, head.len(), 2);
            !known.is_empty() && !known.contains(EVENT)
        });
    let after = ahead(text, mention.end, 6).strip_prefix(PAUSE).and_then(|rest| {
        let (other, _) = rest.split_once(one)?;
        Some(verb(other))
    });
    let own = behind(text, mention.start, 2);
    !own.contains(EVENT) && (before && verb(said) || after == Some(true))
}

const PAUSE: [char; 4] = ['、', '，', ',', ' '];
/// Characters of verbs that tell what happened to one person.
const EVENT: [char; 12] = ['死', '伤', '亡', '失', '踪', '诊', '愈', '院', '阳', '增', '性', '染'];
