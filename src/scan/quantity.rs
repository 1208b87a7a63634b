//! Numbers with their units: 约1186万人, 不到4个小时, 3至5名, 近三分之一.
//!
//! Enters: clean text (or one sentence of it) and the [`Units`] tables. Leaves: every number in
//! it as a [`Quantity`], sorted by start, none overlapping another. What always holds: spans are
//! byte ranges of the text given and stand on character boundaries; one pass, linear time; numbers
//! that count nothing (dates, ordinals, telephone numbers) are there too, with the [`Reason`] why
//! they are no figures.
//!
//! ```
//! use tongbao::scan::quantity::{Units, quantities};
//! let units = Units::built_in().unwrap();
//! let found = quantities("第三轮已采样约1.2万余人次", &units);
//! let figure = found.iter().find(|quantity| quantity.is_figure()).unwrap();
//! assert_eq!(figure.value.normalize().to_string(), "12000");
//! assert_eq!(figure.unit, Some("人次"));
//! assert_eq!(found.len(), 2); // 第三轮 is there, as an ordinal
//! ```

mod chain;
mod mention;
mod operand;
mod role;
mod share;
mod tables;
#[cfg(test)]
mod tests;

use rust_decimal::Decimal;

pub use crate::number::Style;
pub use tables::Units;

use crate::charset::CharSet;
use crate::number::{char_at, char_before, symbol};
use crate::record::{Bound, Dimension};
use crate::span::Span;
use mention::{Mention, read_mention};
use role::{View, judge};
use tables::Context;

/// Whether a number measures, counts or orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// It has a unit.
    Quantity,
    /// It has none.
    Number,
    /// 第三轮, 5号楼.
    Ordinal,
}

/// Whether a number is a figure by its own looks; the linker has the last word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// A candidate figure.
    Figure,
    /// Certainly none.
    NotFigure(Reason),
}

/// Why a number is no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// 第三轮, 1号线.
    Ordinal,
    /// “四早”, 一户一策, 7×24小时.
    SetPhrase,
    /// 297号院, 5号楼.
    Address,
    /// 1.2.3.
    Version,
    /// 《二十条》, 〔2022〕15号.
    Document,
    /// 7·20.
    Event,
    /// 0371-12320.
    Phone,
    /// A number in an address of mail or web, a licence, a chain of digits.
    Id,
    /// 2版.
    Page,
    /// A date or clock time.
    Time,
    /// KN95, A320.
    Model,
    /// 病例1.
    Label,
    /// 90后.
    Generation,
    /// 三级医院.
    Grade,
    /// 数十人.
    Vague,
    /// 每10万剂次.
    Base,
    /// 一些, 一阵.
    Indefinite,
    /// 1、.
    ListMarker,
    /// No unit, and nothing says that it counts.
    Bare,
    /// It does not fit the decimal type; the value is 0.
    NumberTooLarge,
}

impl Reason {
    const NAMES: [(Self, &str); 20] = [
        (Self::Ordinal, "ordinal"),
        (Self::SetPhrase, "set_phrase"),
        (Self::Address, "address"),
        (Self::Version, "version"),
        (Self::Document, "document"),
        (Self::Event, "event"),
        (Self::Phone, "phone"),
        (Self::Id, "id"),
        (Self::Page, "page"),
        (Self::Time, "time"),
        (Self::Model, "model"),
        (Self::Label, "label"),
        (Self::Generation, "generation"),
        (Self::Grade, "grade"),
        (Self::Vague, "vague"),
        (Self::Base, "base"),
        (Self::Indefinite, "indefinite"),
        (Self::ListMarker, "list_marker"),
        (Self::Bare, "bare"),
        (Self::NumberTooLarge, "number_too_large"),
    ];

    /// The stable name: `set_phrase`.
    ///
    /// ```
    /// use tongbao::scan::quantity::Reason;
    /// assert_eq!(Reason::NumberTooLarge.name(), "number_too_large");
    /// ```
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(reason, _)| *reason == self).map_or("", |(_, name)| name)
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, known)| *known == name).map(|(reason, _)| *reason)
    }
}

/// One number of the text. All spans are byte ranges of the text that was scanned.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// The whole mention, bound words included: 约1186万人, 85%以上.
    pub span: Span,
    /// The number alone, with 余 多 几 and multipliers: 1186万.
    pub numeral: Span,
    /// The unit's characters.
    pub unit_span: Option<Span>,
    /// The number as stated, multipliers included; the midpoint of a range.
    pub value: Decimal,
    /// Lower bound of the wording.
    pub low: Option<Decimal>,
    /// Upper bound of the wording.
    pub high: Option<Decimal>,
    /// What the wording says about exactness.
    pub bound: Bound,
    /// Canonical unit, the multiplier taken out.
    pub unit: Option<&'static str>,
    /// What the unit measures.
    pub dimension: Dimension,
    /// Whether it measures, counts or orders.
    pub kind: Kind,
    /// Whether it is a candidate figure.
    pub role: Role,
    /// 一 before a measure word (一名男孩), which may count nothing.
    pub indefinite: bool,
    /// Which digits.
    pub style: Style,
    /// Its last decimals do not fit and are left out.
    pub cut: bool,
    /// Stable id of the rule that read it.
    pub rule: &'static str,
}

impl Quantity {
    /// True for a candidate figure.
    #[must_use]
    pub fn is_figure(&self) -> bool {
        self.role == Role::Figure
    }
}

/// Every number in `text`, in source order.
///
/// ```
/// use tongbao::record::Bound;
/// use tongbao::scan::quantity::{Units, quantities};
/// let units = Units::built_in().unwrap();
/// let found = quantities("收治不超过3.5万人", &units);
/// assert_eq!(found[0].bound, Bound::AtMost);
/// assert_eq!(found[0].high.unwrap().normalize().to_string(), "35000");
/// ```
#[must_use]
pub fn quantities(text: &str, units: &Units) -> Vec<Quantity> {
    let mut scanner =
        Scanner { text, units, found: Vec::new(), quote: Span::default(), title_end: 0 };
    let mut at = 0;
    while let Some(next) = CANDIDATES.find(text, at) {
        at = scanner.step(next);
    }
    share::share_units(text, &mut scanner.found);
    scanner.found
}

struct Scanner<'a> {
    text: &'a str,
    units: &'a Units,
    found: Vec<Quantity>,
    quote: Span,
    title_end: usize,
}

impl Scanner<'_> {
    /// Reads what begins at `at`; returns where to go on.
    fn step(&mut self, at: usize) -> usize {
        let Some(c) = char_at(self.text, at) else { return at + 1 };
        let next = at + c.len_utf8();
        match c {
            '.' if !self.leads_decimals(at) => {}
            '《' => self.title_end = closing(self.text, next, '》', 60).unwrap_or(0),
            '“' => self.open_quote(next, '”'),
            '‘' => self.open_quote(next, '’'),
            '「' => self.open_quote(next, '」'),
            '"' => self.open_quote(next, '"'),
            _ => return self.read_number(at).max(next),
        }
        next
    }

    /// .5 with nothing before the point.
    fn leads_decimals(&self, at: usize) -> bool {
        let before = char_before(self.text, at);
        let word = before.is_some_and(|c| c.is_alphanumeric() || c == '.');
        !word && self.text.as_bytes().get(at + 1).is_some_and(u8::is_ascii_digit)
    }

    fn open_quote(&mut self, from: usize, close: char) {
        if let Some(end) = closing(self.text, from, close, 9) {
            self.quote = Span::new(from, end);
        }
    }

    fn read_number(&mut self, at: usize) -> usize {
        let floor = self.found.last().map_or(0, |last| last.span.end);
        let digit = self.text.as_bytes()[at].is_ascii();
        let phrase = if digit { None } else { self.units.phrase_over(self.text, at) };
        let mention = read_mention(self.text, at, self.units, floor);
        let Some(mention) = &mention else {
            return phrase.unwrap_or(at);
        };
        if let Some(end) = phrase.filter(|end| mention.end <= *end) {
            let incident = mention.main.unit.is_some_and(|unit| unit.surface == "起");
            if !incident {
                return end;
            }
        }
        let end = mention.end;
        if self.is_stray(mention) {
            return end;
        }
        let quantity = self.conclude(mention);
        self.found.push(quantity);
        end
    }

    /// 陆续, 万豪: one character that is a digit elsewhere, inside a word.
    fn is_stray(&self, mention: &Mention<'_>) -> bool {
        let Some(numeral) = &mention.main.numeral else { return false };
        let lone = numeral.symbols == 1 && (numeral.formal || numeral.bare_scale);
        let bare = mention.main.is_plain() && mention.bound == Bound::Exact;
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        // 叁 ends no word.
        let word = !self.text[..mention.end].ends_with(['叁', '贰', '柒', '捌', '玖']);
        lone && bare
            && !mention.ordinal
            && (word && letter(char_before(self.text, mention.start))
                || letter(char_at(self.text, mention.end)))
    }

    /// 为期一个月 measures.
    fn is_lasting(&self, mention: &Mention<'_>) -> bool {
        mention.main.dimension == Dimension::Duration
            && self.units.follows(self.text, mention.start, Context::Duration)
    }

    fn conclude(&self, mention: &Mention<'_>) -> Quantity {
        let view = View {
            text: self.text,
            units: self.units,
            previous: self.found.last(),
            quote: self.quote,
            title_end: self.title_end,
        };
        let role = judge(mention, &view);
        let (low, high) = mention.limits();
        let main = &mention.main;
        let numeral = self.text.get(mention.numeral.range()).unwrap_or_default();
        let ordinal =
            mention.ordinal || matches!(role, Role::NotFigure(Reason::Ordinal | Reason::Address));
        Quantity {
            span: Span::new(mention.start, mention.end),
            numeral: mention.numeral,
            unit_span: main.unit_span,
            value: main.value,
            low,
            high,
            bound: mention.bound,
            unit: main.canonical,
            dimension: if main.canonical.is_some() || main.dimension == Dimension::Ratio {
                main.dimension
            } else {
                Dimension::Count
            },
            kind: match (ordinal, main.canonical) {
                (true, _) => Kind::Ordinal,
                (false, Some(_)) => Kind::Quantity,
                (false, None) => Kind::Number,
            },
            role,
            indefinite: numeral == "一"
                && mention.bound == Bound::Exact
                && main.canonical.is_some()
                && main.value == Decimal::ONE
                && !self.is_lasting(mention),
            style: main.style,
            cut: main.cut && !main.overflow,
            rule: mention.rule,
        }
    }
}

/// End of what stands before `close`, at most `reach` characters on.
fn closing(text: &str, from: usize, close: char, reach: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let found = rest.char_indices().take(reach).find(|(_, c)| *c == close);
    found.map(|(at, _)| from + at)
}

/// Characters at which something can begin.
static CANDIDATES: CharSet = candidates();

const fn candidates() -> CharSet {
    let mut set = CharSet::of(&['.', '半', '几', '数', '参', '《', '“', '‘', '「', '"']);
    let mut code = 0;
    while code < 0x1_0000 {
        if let Some(c) = char::from_u32(code)
            && (symbol(c).is_some() || c.is_ascii_digit())
        {
            set.insert(code);
        }
        code += 1;
    }
    set
}
