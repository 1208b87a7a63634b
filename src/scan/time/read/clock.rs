//! Clock times: 18:30, 下午3时15分, 三点半, 3pm.

use super::super::expr::{Clock, DateRef, DayPart};
use super::super::numeral::{self, Form, Num};
use super::super::words::Unit;
use super::{Field, Parsed, Reader, small};
use crate::number::char_at;

impl Reader<'_> {
    pub(super) fn bare_clock(&self, at: usize) -> Option<Parsed> {
        let (clock, end) = self.colon_clock(at, None).or_else(|| self.pm_clock(at))?;
        let mut parsed = Parsed::new(DateRef::Unstated, end);
        parsed.point.clock = Some(clock);
        Some(parsed)
    }

    /// 18:30, 18:30:15, 3:05PM.
    pub(in super::super) fn colon_clock(
        &self,
        at: usize,
        part: Option<DayPart>,
    ) -> Option<(Clock, usize)> {
        let hour = numeral::read(self.text, at).filter(|n| n.len <= 2 && n.form == Form::Arabic)?;
        let minute = self.two_digits(self.one_of(hour.end, [':', '：'])?)?;
        let second = self.one_of(minute.end, [':', '：']).and_then(|at| self.two_digits(at));
        let end = second.map_or(minute.end, |second| second.end);
        let bytes = self.text.as_bytes();
        if matches!(bytes.get(end), Some(b':' | b'.')) && self.digit(end + 1) {
            return None;
        }
        let mut clock = Clock {
            hour: small(hour.value).filter(|hour| *hour <= 24)?,
            minute: small(minute.value).filter(|minute| *minute < 60)?,
            second: second.and_then(|second| small(second.value)).filter(|second| *second < 60),
        };
        let (pm, end) = self.am_pm(end);
        clock.hour = on_24(clock.hour, pm.or(part));
        Some((clock, end))
    }

    pub(in super::super) fn two_digits(&self, at: usize) -> Option<Num> {
        numeral::read(self.text, at).filter(|num| num.len == 2 && num.form == Form::Arabic)
    }

    /// 3pm.
    pub(super) fn pm_clock(&self, at: usize) -> Option<(Clock, usize)> {
        let hour = numeral::read(self.text, at).filter(|n| (1..=12).contains(&n.value))?;
        let (part, end) = self.am_pm(hour.end);
        let clock = Clock { hour: on_24(small(hour.value)?, part), minute: 0, second: None };
        part.is_some().then_some((clock, end))
    }

    pub(super) fn am_pm(&self, at: usize) -> (Option<DayPart>, usize) {
        let rest = &self.text.as_bytes()[self.gap(at)..];
        let len = if matches!(rest.get(1), Some(b'm' | b'M')) { 2 } else { 1 };
        let part = match rest.first() {
            Some(b'a' | b'A') => DayPart::Small,
            Some(b'p' | b'P') => DayPart::Afternoon,
            _ => return (None, at),
        };
        match rest.get(len).is_some_and(u8::is_ascii_alphanumeric) {
            true => (None, at),
            false => (Some(part), self.gap(at) + len),
        }
    }

    pub(super) fn after_part(&self, part: DayPart, end: usize) -> Option<Parsed> {
        let parsed = self.with_clock(Parsed::new(DateRef::Unstated, end), Some(part), end);
        parsed.point.clock.map(|_| parsed)
    }

    pub(super) fn with_clock(&self, day: Parsed, part: Option<DayPart>, at: usize) -> Parsed {
        let mut day = day;
        day.point.part = part;
        let at = self.gap(at);
        if let Some((clock, end)) = self.colon_clock(at, part) {
            day.point.clock = Some(clock);
            day.end = end;
            return day;
        }
        let Some(field) = self.field(at, true) else { return day };
        if !matches!(field.unit, Unit::Hour | Unit::Dian) {
            return day;
        }
        if let Some((clock, end)) = self.minutes(field, part) {
            day.point.clock = Some(clock);
            day.end = end;
            day.open = field.open;
        }
        day
    }

    /// The minutes and seconds after an hour.
    pub(super) fn minutes(&self, field: Field, part: Option<DayPart>) -> Option<(Clock, usize)> {
        let hour = on_24(small(field.num.value)?, part);
        let mut clock = Clock { hour, minute: 0, second: None };
        if field.open {
            return Some((clock, field.end));
        }
        let at = self.gap(field.end);
        for (word, minute) in [("半", 30), ("一刻", 15), ("三刻", 45)] {
            if self.rest(at).starts_with(word) {
                clock.minute = minute;
                return Some((clock, at + word.len()));
            }
        }
        if let Some((minute, end)) = self.fives(field, part.is_some()) {
            return Some((Clock { minute, ..clock }, end));
        }
        let Some(num) = numeral::read(self.text, at).filter(|num| num.value < 60 && num.len <= 3)
        else {
            return Some((clock, field.end));
        };
        let minute = small(num.value)?;
        if let Some(end) = self.one_of(self.gap(num.end), ['分']).filter(|_| !self.is_length(at)) {
            clock.minute = minute;
            let second = numeral::read(self.text, self.gap(end)).filter(|num| num.value < 60);
            let behind = second.and_then(|num| self.one_of(self.gap(num.end), ['秒']));
            if let (Some(second), Some(behind)) = (second, behind) {
                clock.second = small(second.value);
                return Some((clock, behind));
            }
            return Some((clock, end));
        }
        // 三点零五, 3点05: without 分 only at the end of a clause.
        let written = num.len == 2 && num.form != Form::Han || num.value > 10;
        let next = char_at(self.text, num.end);
        let closed =
            self.edge_after(num.end) || next.is_some_and(|next| "开左许前至到起".contains(next));
        if field.unit == Unit::Dian && written && closed {
            clock.minute = minute;
            return Some((clock, num.end));
        }
        Some((clock, field.end))
    }

    /// Minutes counted in fives, as in Cantonese: 三点踏半, 三点搭九, 三点两个字; after a part of
    /// the day 三点九 as well, which else is a decimal.
    fn fives(&self, hour: Field, in_part: bool) -> Option<(i8, usize)> {
        let at = Some(hour.end).filter(|_| hour.unit == Unit::Dian)?;
        let led = self.one_of(at, ['踏', '搭']);
        if let Some(end) = led.and_then(|at| self.one_of(at, ['半'])) {
            return Some((30, end));
        }
        let num = numeral::read(self.text, led.unwrap_or(at))?;
        let five =
            small(num.value).filter(|five| num.form != Form::Digits && (1..=11).contains(five))?;
        let counted = self.one_of(num.end, ['个']).and_then(|at| self.one_of(at, ['字']));
        let bare = in_part && num.form == Form::Han && num.len == 1 && self.edge_after(num.end);
        (led.is_some() || counted.is_some() || bare && num.value < 10)
            .then_some((five * 5, counted.unwrap_or(num.end)))
    }

    /// 5分钟 is a length, not the minutes of a clock.
    pub(super) fn is_length(&self, at: usize) -> bool {
        let num = numeral::read(self.text, at);
        num.is_some_and(|num| self.rest(self.gap(num.end)).starts_with("分钟"))
    }
}

/// The hour on a 24-hour clock; hours beyond 24 are of the next day.
pub(super) const fn on_24(hour: i8, part: Option<DayPart>) -> i8 {
    match (part, hour) {
        (Some(DayPart::Small), 12) => 0,
        (Some(DayPart::Noon), 1..=3) => hour + 12,
        (Some(DayPart::Afternoon), 1..=11) => hour + 12,
        (Some(DayPart::Evening), 5..=11) => hour + 12,
        (Some(DayPart::Evening), 12) => 24,
        (Some(DayPart::Evening), 1..=4) => hour + 24,
        (Some(DayPart::Night), 6..=12) => hour + 12,
        _ => hour,
    }
}
