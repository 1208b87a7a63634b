//! Forms that are a time only when they are all there is of the text: 2013.03, 20130215, 上午,
//! 前两分钟, 下一个元旦. In a sentence the same characters may count or name something else.
//!
//! Enters: the text. Leaves: the one mention it is, or nothing; a text longer than [`LONGEST`]
//! bytes is none.

use super::expr::{DateRef, MonthRef, Point, Reach, TimeExpr, YearRef};
use super::mention::rule;
use super::numeral::{self, Form};
use super::read::{Parsed, Reader};
use super::words::{Head, Whole};
use super::{Anchor, Outlook, TimeMention};
use crate::span::Span;
use crate::time::number;

/// The longest text looked at.
const LONGEST: usize = 48;

impl Reader<'_> {
    /// The mention that the text is as a whole.
    pub(super) fn whole(&self) -> Option<TimeMention> {
        let end = self.text.trim_end_matches([' ', '。', '？', '！', '?', '!']).len();
        if end == 0 || end > LONGEST {
            return None;
        }
        let (expr, outlook) = match self.text.as_bytes()[0] {
            b'0'..=b'9' => (self.digits(end)?, Outlook::Alone),
            _ => self.words(end)?,
        };
        let span = Span::new(0, end);
        Some(TimeMention { span, expr, anchor: Anchor::During, outlook, rule: rule(&expr) })
    }

    /// 2016-2018 after 从 or 自, or as a whole: years, though no 年 stands behind.
    pub(super) fn year_range(&self, at: usize) -> Option<TimeMention> {
        let year = |at| {
            let num = numeral::read(self.text, at).filter(|num| num.form == Form::Arabic)?;
            (num.len == 4 && (1900..2100).contains(&num.value)).then_some(num)
        };
        let first = year(at)?;
        let second = year(self.separator(first.end)?).filter(|last| last.value > first.value)?;
        let before = self.text.get(..at)?;
        let led = before.ends_with(['从', '自']) && !before.ends_with("来自");
        if !led && !self.alone(at, second.end) {
            return None;
        }
        // 从2016-2018年 is read with its 年; 从2016-2018元 is a price.
        if !self.edge_after(second.end) || self.rest(second.end).starts_with(['-', '.', '/']) {
            return None;
        }
        let point = |year| Point { date: DateRef::Years(YearRef::Is(year), 1), ..Point::default() };
        let expr = TimeExpr::Span(point(first.value), point(second.value));
        let span = Span::new(at, second.end);
        let (anchor, rule) = (Anchor::During, rule(&expr));
        Some(TimeMention { span, expr, anchor, outlook: Outlook::Told, rule })
    }

    /// A date in digits, or two with a dash between.
    fn digits(&self, end: usize) -> Option<TimeExpr> {
        let text = &self.text[..end];
        let at = |date| Point { date, ..Point::default() };
        if let Some(date) = date_of_digits(text) {
            return Some(TimeExpr::At(at(date)));
        }
        let (from, to) = text.split_once(['-', '—', '~', '至', '到'])?;
        let dates = [from, to].map(|part| date_of_digits(part.trim()));
        let [Some(from), Some(to)] = dates else { return None };
        Some(TimeExpr::Span(at(from), at(to)))
    }

    fn words(&self, end: usize) -> Option<(TimeExpr, Outlook)> {
        let is_all = |parsed: &Parsed| parsed.end == end;
        let head = self.table.head.at(self.text, 0).filter(|(_, behind)| *behind == end);
        let alone = |point| Some((TimeExpr::At(point), Outlook::Alone));
        match head {
            Some((Head::Part(part), _)) => {
                return alone(Point { part: Some(part), ..Point::default() });
            }
            Some((Head::Season(first, last), _)) => {
                let date = DateRef::Months(YearRef::Unstated, first, last);
                return alone(Point { date, ..Point::default() });
            }
            Some(_) => return None,
            None => {}
        }
        let (whole, at) = self.table.whole(self.text)?;
        let turned = |outlook| {
            let (head, behind) = self.table.head.at(self.text, at)?;
            let Head::Holiday(holiday) = head else { return None };
            let date = holiday.date(YearRef::Unstated);
            let parsed = self.after_day(Parsed::new(date, behind));
            is_all(&parsed).then_some((TimeExpr::At(parsed.point), outlook))
        };
        let stretch = |reach| {
            let parsed = self.window(reach, at).filter(is_all)?;
            alone(parsed.point)
        };
        match whole {
            Whole::Next => turned(Outlook::Next),
            Whole::Previous => turned(Outlook::Previous),
            Whole::Past => stretch(Reach::Past),
            Whole::Future => stretch(Reach::Future),
        }
    }
}

/// The date that a text of digits and marks is: 20130215, 2013.03, 2013 2 15, 3/15/13, 2.15.
fn date_of_digits(text: &str) -> Option<DateRef> {
    const MARKS: [char; 6] = ['.', '/', '·', '-', ' ', '．'];
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return date(&text[..4], &text[4..6], &text[6..]);
    }
    let mark = text.chars().find(|c| !c.is_ascii_digit()).filter(|c| MARKS.contains(c))?;
    let parts: Vec<&str> = text.split(mark).collect();
    match parts[..] {
        [year, month] if year.len() == 4 => month_of(year, month),
        // 3-4 and 3 4 are two numbers.
        [month, day] if matches!(mark, '.' | '·' | '/') => {
            let date = date("2000", month, day)?;
            match date {
                DateRef::Days(MonthRef::Is(_, month), day, _) => {
                    Some(DateRef::Days(MonthRef::Is(YearRef::Unstated, month), day, day))
                }
                _ => None,
            }
        }
        [year, month, day] if year.len() == 4 => date(year, month, day),
        [first, second, year] if mark == '/' && (first.len() == 2 || year.len() == 2) => {
            year_at_an_end(first, second, year)
        }
        _ => None,
    }
}

/// 15/3/3 begins with its year, 3/3/15 ends with it.
fn year_at_an_end(first: &str, second: &str, third: &str) -> Option<DateRef> {
    let full = |year: &str| format!("20{year}");
    let last = || date(&full(third), second, first).or_else(|| date(&full(third), first, second));
    match first.parse::<i8>().ok()? > 12 {
        true => date(&full(first), second, third).or_else(last),
        false => last(),
    }
}

fn month_of(year: &str, month: &str) -> Option<DateRef> {
    let month = number(month, 4).filter(|month| (1..=12).contains(month))?;
    let year = number(year, 4).filter(|year| (1900..2100).contains(year))?;
    Some(DateRef::Month(MonthRef::Is(YearRef::Is(year), i8::try_from(month).ok()?)))
}

fn date(year: &str, month: &str, day: &str) -> Option<DateRef> {
    let DateRef::Month(month) = month_of(year, month)? else { return None };
    let day = number(day, 4).filter(|day| (1..=31).contains(day))?;
    let day = i8::try_from(day).ok()?;
    Some(DateRef::Days(month, day, day))
}
