//! Whether a page is set in columns, and how wide they are.
//!
//! Enters: the lines of a text after the first pass. Leaves: [`Columns`], where a typesetter or a
//! terminal broke running text at a width: nearly no line is longer, and the lines that are as long
//! end anywhere, also inside words and numbers.

use crate::span::Span;

/// Fewer full lines are chance, and so few are it where any line is longer.
const FULL_LINES: usize = 4;
const FEW_LINES: usize = 6;
/// No column is narrower, in characters.
const NARROWEST: usize = 7;
/// Longer lines are paragraphs, not lines of a column: in half-width characters.
const WIDEST: usize = 200;
/// An indent is two characters wide.
const INDENT: usize = 2;

/// How a page is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Columns {
    unit: Unit,
    width: usize,
    /// What sets paragraphs apart.
    pub(super) apart: Apart,
}

/// What sets the paragraphs of a page apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Apart {
    /// Their first lines are indented.
    Indent,
    /// Blank lines stand between them.
    Gap,
    /// Nothing.
    Nothing,
}

impl Apart {
    fn of(lines: &[Span], indents: &[usize]) -> Self {
        let gaps = lines.windows(2).filter(|pair| is_gap(pair[0], pair[1])).count();
        if indents.len() > 1 {
            Self::Indent
        } else if gaps > 1 && gaps * 2 < lines.len() {
            Self::Gap
        } else {
            Self::Nothing
        }
    }
}

/// A blank line stands between two lines.
pub(super) const fn is_gap(line: Span, next: Span) -> bool {
    next.start > line.end + 1
}

/// What a width is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    /// Characters.
    Char,
    /// Half the width of a Han character, which is that of an ASCII character.
    Half,
}

impl Unit {
    /// How far lines may be shorter or longer: a mark hangs over, a wide character does not fit.
    const fn slack(self) -> usize {
        match self {
            Self::Char => 1,
            Self::Half => 3,
        }
    }

    const fn of_han(self) -> usize {
        match self {
            Self::Char => 1,
            Self::Half => 2,
        }
    }

    fn width(self, line: &str, indented: bool) -> usize {
        let width = |char: char| if char.is_ascii() { 1 } else { self.of_han() };
        let indent = usize::from(indented) * INDENT * self.of_han();
        indent + line.chars().take(WIDEST).map(width).sum::<usize>()
    }
}

impl Columns {
    /// How the page `text` with the `lines` is set, if it is set in columns.
    pub(super) fn of(text: &str, lines: &[Span], indents: &[usize]) -> Option<Self> {
        if lines.len() <= FULL_LINES {
            return None;
        }
        let apart = Apart::of(lines, indents);
        let rows = lines.iter().map(|line| (&text[line.range()], line.start));
        let rows: Vec<(&str, bool)> = rows
            .filter(|(line, _)| !line.contains('|'))
            .map(|(line, start)| (line, indents.binary_search(&start).is_ok()))
            .collect();
        let pages = [Unit::Char, Unit::Half].into_iter().filter_map(|unit| {
            let width = |(line, indented): &(&str, bool)| unit.width(line, *indented);
            let widths: Vec<usize> = rows.iter().map(width).collect();
            let page = Self { unit, width: mode(unit, &widths)?, apart };
            let full = page.full(rows.iter().map(|(line, _)| *line).zip(widths))?;
            Some((full, page))
        });
        pages.max_by_key(|(full, _)| *full).map(|(_, page)| page)
    }

    /// The line goes as far as a line of a column goes.
    pub(super) fn is_full(&self, line: &str, indented: bool) -> bool {
        self.fits(self.unit.width(line, indented))
    }

    const fn fits(&self, width: usize) -> bool {
        width.abs_diff(self.width) <= self.unit.slack()
    }

    /// How many lines, each with its width, are full, if many are and nearly none is longer, and if
    /// the full ones are running text.
    fn full<'a>(&self, lines: impl Iterator<Item = (&'a str, usize)>) -> Option<usize> {
        let (mut all, mut longer, mut full, mut marked, mut stopped) = (0, 0, 0, 0, 0);
        for (line, width) in lines {
            all += 1;
            longer += usize::from(width > self.width + self.unit.slack());
            if self.fits(width) {
                full += 1;
                marked += usize::from(line.contains(['，', ',', '。', '、', '；']));
                stopped += usize::from(line.ends_with(['。', '；', ';', '：', ':', '！', '？']));
            }
        }
        let holds = full >= FULL_LINES
            && full * 5 >= all * 2
            && longer * 20 <= all
            && (full > FEW_LINES || longer == 0)
            && marked * 4 >= full
            && stopped * 5 <= full * 2;
        holds.then_some(full)
    }
}

/// The width that most lines have, give or take the slack.
fn mode(unit: Unit, widths: &[usize]) -> Option<usize> {
    let slack = unit.slack();
    let mut counts = [0usize; 2 * WIDEST + 8];
    for &width in widths {
        if (NARROWEST * unit.of_han()..=WIDEST).contains(&width) {
            counts[width - slack..=width + slack].iter_mut().for_each(|count| *count += 1);
        }
    }
    let (width, count) = counts.iter().enumerate().max_by_key(|(_, count)| **count)?;
    (*count >= FULL_LINES).then_some(width)
}
