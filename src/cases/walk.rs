//! One walk over an article: words, places and times in order, each told to the list.

mod place;

use rust_decimal::Decimal;

use super::label::{backwards, is_too_long, read_numbers};
use super::list::{Entry, List, Said};
use super::words::{CaseWords, Class, Word};
use super::{CaseKind, Page, Sex};
use crate::place::PlaceMention;
use crate::record::{Origin, Provenance};
use crate::scan::time::{Anchor, TimeContext, TimeMention};
use crate::span::Span;

/// True when `text` may hold a case list: a label with a number, or with a sex near.
pub(super) fn has_list(words: &CaseWords, text: &str) -> bool {
    words.label_ends(text).any(|end| {
        read_numbers(words, text, end).is_some()
            || is_too_long(text, end)
            || text[end..].chars().take(12).any(|c| matches!(c, '男' | '女'))
    })
}

/// What of a list could not be read, and why.
pub(super) type Unread = (Span, &'static str);

/// The entries of the article at `span`, and what of its lists could not be read.
pub(super) fn walk(words: &CaseWords, page: &Page<'_>, span: Span) -> (Vec<Entry>, Vec<Unread>) {
    let text = &page.clean.text;
    let mut walker = Walker::new(words, page, span);
    for mut word in words.find(&text[span.range()]) {
        word.span = word.span.shifted(span.start);
        walker.places_before(word.span.start);
        walker.times_before(word.span.start);
        walker.gap(word.span.start);
        walker.word(word);
        walker.before = Some(word);
    }
    walker.gap(span.end);
    walker.end_words(span.end);
    if walker.list.spent {
        let whole = Span::new(span.start, walker.label_end);
        walker
            .unread
            .push((whole, "too much is said of cases named before: not all of it is read"));
    }
    (walker.list.entries, walker.unread)
}

/// What the sentences before a list say of it.
#[derive(Debug, Default)]
struct Section {
    origin: Option<Origin>,
    kind: Option<CaseKind>,
    date: Option<String>,
}

/// What the sentence at hand has said.
#[derive(Debug, Default)]
struct Sentence {
    /// Origins named, the last one; None when two differ.
    origin: Option<Origin>,
    both: bool,
    kinds: Vec<CaseKind>,
    date: Option<(String, bool)>,
    report: bool,
    new: bool,
    cases: bool,
    contacts: bool,
    all: bool,
}

/// A label without a number.
#[derive(Debug, Clone, Copy)]
struct Pending {
    span: Span,
    kind: CaseKind,
    converted: bool,
}

struct Walker<'a> {
    words: &'a CaseWords,
    page: &'a Page<'a>,
    text: &'a str,
    list: List,
    section: Section,
    sentence: Sentence,
    /// The paragraph has named a case.
    opened: bool,
    pending: Option<Pending>,
    /// The word before.
    before: Option<Word>,
    places: &'a [PlaceMention],
    times: &'a [TimeMention],
    clock: TimeContext,
    /// Up to here full stops have been looked for.
    at: usize,
    /// The last character was a comma, blanks and line ends aside.
    comma: bool,
    /// Where the last label with its numbers ended.
    label_end: usize,
    label_kind: Option<CaseKind>,
    /// First entry whose words go on.
    open: usize,
    /// Where the last age or sex ended.
    person_end: usize,
    /// A place after 在: where it ends, its name.
    stayed: Option<(usize, String)>,
    /// A place at the start of a clause.
    native: Option<PlaceMention>,
    /// The last day named: where it ends.
    day: Option<(usize, String)>,
    unread: Vec<Unread>,
}

impl<'a> Walker<'a> {
    fn new(words: &'a CaseWords, page: &'a Page<'a>, span: Span) -> Self {
        let places = &page.places[page.places.partition_point(|p| p.span.start < span.start)..];
        let times = &page.times[page.times.partition_point(|t| t.span.start < span.start)..];
        Self {
            words,
            page,
            text: &page.clean.text,
            list: List::default(),
            section: Section::default(),
            sentence: Sentence::default(),
            opened: false,
            pending: None,
            before: None,
            places,
            times,
            clock: TimeContext::new(page.published),
            at: span.start,
            comma: false,
            label_end: span.start,
            label_kind: None,
            open: 0,
            person_end: span.start,
            stayed: None,
            native: None,
            day: None,
            unread: Vec::new(),
        }
    }

    /// Looks for the ends of sentences and paragraphs up to `to`.
    fn gap(&mut self, to: usize) {
        let from = self.at;
        self.at = from.max(to);
        for (at, char) in self.text.get(from..to).unwrap_or_default().char_indices() {
            match char {
                '。' | '！' | '？' => self.end_sentence(from + at),
                '；' | ';' => {
                    self.list.stop();
                    self.pending = None;
                }
                '\n' if !self.comma => self.end_paragraph(from + at),
                _ => {}
            }
            if !char.is_whitespace() {
                self.comma = matches!(char, '，' | ',' | '、');
            }
        }
    }

    fn end_sentence(&mut self, at: usize) {
        if !self.sentence.cases && (!self.opened || self.sentence.new) {
            self.commit();
        }
        self.end_words(at);
        self.list.stop();
        self.sentence = Sentence::default();
        self.pending = None;
    }

    fn end_paragraph(&mut self, at: usize) {
        self.end_sentence(at);
        self.list.break_paragraph();
        self.opened = false;
    }

    /// The words of the last entries end at `at`.
    fn end_words(&mut self, at: usize) {
        for entry in &mut self.list.entries[self.open..] {
            entry.words.end = at;
        }
        self.open = self.list.entries.len();
    }

    /// What the sentence says of the list to come begins a section.
    fn commit(&mut self) {
        let said = &mut self.sentence;
        let names = said.origin.is_some() || said.both || !said.kinds.is_empty();
        if !said.report || said.all || !names {
            return;
        }
        if said.origin.is_some() || said.both {
            self.section.origin = said.origin;
        }
        self.section.kind = match said.kinds[..] {
            [] => self.section.kind,
            [kind] => Some(kind),
            _ => None,
        };
        if let Some((date, _)) = said.date.take() {
            self.section.date = Some(date);
        }
        self.list.begin_section();
    }

    fn word(&mut self, word: Word) {
        let said = &mut self.sentence;
        match word.class {
            Class::Label(kind, converted) => self.label(word.span, kind, converted),
            Class::Sex(sex) => self.sex(word.span, sex),
            Class::Age(unit) => self.age(word.span, unit),
            Class::Residence => self.residence(word.span.end),
            Class::Native => self.native(word.span.start),
            Class::Found(index) if said.cases || !said.contacts => {
                let said = Said::Found(self.words.found(index).to_owned());
                self.tell(&said);
            }
            Class::Converted => self.tell(&Said::Converted),
            Class::Origin(origin) => self.origin(origin),
            Class::Stay => self.stay(word.span.start),
            Class::Dated => self.date(word.span.start),
            Class::Diagnosed(kind) => {
                self.date(word.span.start);
                self.tell(&Said::Diagnosed(kind));
            }
            Class::Report(new) => (said.report, said.new) = (true, said.new || new),
            Class::Contacts => said.contacts = true,
            Class::All => said.all = said.cases || !said.contacts,
            Class::From => self.left(word.span.end),
            Class::This | Class::Found(_) => {}
        }
    }

    fn tell(&mut self, said: &Said) {
        self.list.tell(said, self.sentence.all);
    }

    fn origin(&mut self, origin: Origin) {
        let said = &mut self.sentence;
        if !said.cases {
            said.both |= said.origin.is_some_and(|other| other != origin);
            said.origin = (!said.both).then_some(origin);
        }
    }

    /// A label opens an entry, names one again, or stands without a number.
    fn label(&mut self, span: Span, kind: CaseKind, converted: bool) {
        let Some(numbers) = read_numbers(self.words, self.text, span.end) else {
            if is_too_long(self.text, span.end) {
                self.unread.push((span, "the number of this case has more than 7 digits"));
            }
            self.bare_label(span, kind, converted);
            return;
        };
        let (start, origin) = self.prefix(span.start);
        if self.at > span.start || !self.begins_clause(start) {
            return;
        }
        let joined = self.joins(start);
        self.at = numbers.end;
        self.comma = false;
        self.label_end = numbers.end;
        if !self.sentence.cases {
            self.commit();
        }
        self.sentence.cases = true;
        self.opened = true;
        if self.label_kind.replace(kind).is_some_and(|before| before != kind) && numbers.first == 1
        {
            self.list.begin_section();
        }
        let pair = (numbers.first, numbers.last);
        if let Some(end) = backwards(self.words, self.text, numbers) {
            let range = Span::new(span.start, end);
            self.unread.push((range, "this range runs backwards: only its first number is read"));
        }
        if let Some(last) = self.list.last_number().filter(|last| numbers.first <= *last) {
            if numbers.last > last {
                let range = Span::new(span.start, numbers.end);
                self.unread
                    .push((range, "this range begins among cases named before: it adds none"));
            }
            self.list.refer(pair, joined);
            return;
        }
        if !joined {
            self.end_words(span.start);
            self.sentence.all = false;
        }
        let label = Span::new(span.start, numbers.end);
        let entry = self.entry(label, Some(pair), Pending { span, kind, converted }, origin);
        self.list.push(entry, joined);
    }

    fn bare_label(&mut self, span: Span, kind: CaseKind, converted: bool) {
        if !self.sentence.cases && !self.sentence.kinds.contains(&kind) {
            self.sentence.kinds.push(kind);
        }
        let this = self.before.filter(|w| w.class == Class::This && w.span.end == span.start);
        let span = Span::new(this.map_or(span.start, |this| this.span.start), span.end);
        self.pending = Some(Pending { span, kind, converted });
    }

    fn entry(
        &self,
        label: Span,
        numbers: Option<(u32, u32)>,
        pending: Pending,
        origin: Option<Origin>,
    ) -> Entry {
        let kind = match (pending.kind, self.section.kind) {
            (CaseKind::Other, Some(kind)) => kind,
            (_, Some(CaseKind::Asymptomatic)) if self.text[label.range()].starts_with("病例") => {
                CaseKind::Asymptomatic
            }
            (kind, _) => kind,
        };
        Entry {
            label,
            words: label,
            numbers,
            kind,
            converted: pending.converted,
            sex: None,
            age: None,
            residence: None,
            origin: origin.or(self.section.origin),
            imported_from: None,
            part_from: None,
            found_in: None,
            date: self.section.date.clone().map(|day| (day, Provenance::Context)),
        }
    }

    /// Where 本土 or 新增本土 before a label begins, and the origin it says.
    fn prefix(&self, start: usize) -> (usize, Option<Origin>) {
        match self.before {
            Some(Word { span, class: Class::Origin(origin) }) if span.end == start => {
                (span.start, Some(origin))
            }
            Some(Word { span, class: Class::Report(_) | Class::All }) if span.end == start => {
                (span.start, None)
            }
            _ => (start, None),
        }
    }

    fn begins_clause(&self, at: usize) -> bool {
        let before = self.text[..at].chars().next_back();
        at <= self.label_end + "以及".len() && self.joins(at)
            || before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '“' | '"'))
            || self.text[..at].ends_with("新增")
    }

    /// True when nothing but a conjunction stands between the last label and `at`.
    fn joins(&self, at: usize) -> bool {
        let between = self.text.get(self.label_end..at).unwrap_or("?").trim();
        self.label_kind.is_some()
            && matches!(between, "、" | "和" | "及" | "以及" | "与" | "，" | ",")
    }

    fn sex(&mut self, span: Span, sex: Sex) {
        if !self.is_person(span) {
            return;
        }
        self.open_bare(span.start);
        self.tell_person(span.end, |entry| _ = entry.sex.get_or_insert(sex));
    }

    /// Tells the entries at hand, ranges apart, what a word that ends at `end` says of a person.
    fn tell_person(&mut self, end: usize, tell: impl Fn(&mut Entry)) {
        self.person_end = end;
        self.list.tell_run(|entry| {
            if entry.numbers.is_none_or(|(first, last)| first == last) {
                tell(entry);
            }
        });
    }

    /// 男 as the whole of a clause or before an age, not in 男2例 or 女儿.
    fn is_person(&self, span: Span) -> bool {
        let before = self.text[..span.start].chars().next_back();
        let starts = before.is_none_or(|c| !c.is_alphanumeric() || "为系是别者例某岁".contains(c))
            || self.label_end == span.start;
        let rest = &self.text[span.end..];
        let digits = rest.bytes().take(4).take_while(u8::is_ascii_digit).count();
        let ends = rest.starts_with(|c: char| !c.is_alphanumeric());
        starts && (rest.is_empty() || ends || (digits > 0 && rest[digits..].starts_with('岁')))
    }

    /// An entry without a number: 该病例，女.
    fn open_bare(&mut self, at: usize) {
        let Some(pending) = self.pending.take() else { return };
        let between = self.text.get(pending.span.end..at).unwrap_or_default();
        let near = between.chars().count() <= 10 && !between.contains(|c: char| c.is_ascii_digit());
        if self.sentence.cases || !near || self.list.last_number().is_some() {
            return;
        }
        self.sentence.cases = true;
        self.opened = true;
        self.end_words(pending.span.start);
        let entry = self.entry(pending.span, None, pending, None);
        self.list.push(entry, false);
    }

    fn age(&mut self, span: Span, unit: &'static str) {
        let head = &self.text[..span.start];
        let digits = head.bytes().rev().take(4).take_while(u8::is_ascii_digit).count();
        let Some(age) = head[head.len() - digits..].parse::<u32>().ok().filter(|_| digits < 4)
        else {
            return;
        };
        let age = Decimal::from(age);
        self.tell_person(span.end, |entry| _ = entry.age.get_or_insert((age, unit)));
    }

    fn times_before(&mut self, at: usize) {
        while let Some((time, rest)) = self.times.split_first()
            && time.span.start < at
        {
            self.gap(time.span.start);
            self.time(time);
            self.times = rest;
        }
    }

    fn time(&mut self, mention: &TimeMention) {
        let span = self.clock.advance(mention);
        if mention.anchor != Anchor::During {
            return;
        }
        let Some(day) =
            span.start.filter(|moment| moment.precision() >= crate::time::Precision::Day)
        else {
            return;
        };
        let day = day.cut(crate::time::Precision::Day).to_string();
        let is_span = mention.is_span();
        if self.sentence.date.as_ref().is_none_or(|(_, span)| is_span && !span) {
            self.sentence.date = Some((day.clone(), is_span));
        }
        self.day = Some((mention.span.end, day));
    }

    /// 1月8日确诊.
    fn date(&mut self, at: usize) {
        if let Some((end, day)) = self.day.take()
            && self.text.get(end..at).is_some_and(|between| between.chars().count() <= 2)
        {
            self.tell(&Said::Date(day));
        }
    }
}
