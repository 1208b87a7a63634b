//! Reads the tables: tab-separated text, one row a line, `#` for a comment.
//!
//! Every table of the crate goes through [`rows`], so that a wrong row, built in or a caller's
//! own, is reported the same way: file, line, reason.

use crate::error::{Error, Result};

/// One row of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'a> {
    /// The table's name, for messages.
    pub file: &'a str,
    /// Line in the file, from 1.
    pub line: usize,
    text: &'a str,
}

impl<'a> Row<'a> {
    /// The cells, as they stand.
    pub fn cells(&self) -> impl Iterator<Item = &'a str> {
        self.text.split('\t')
    }

    /// The cells of a row that has `N` of them.
    pub fn columns<const N: usize>(&self) -> Result<[&'a str; N]> {
        let mut columns = [""; N];
        let mut cells = self.cells();
        let filled = columns.iter_mut().zip(&mut cells).map(|(column, cell)| *column = cell);
        match filled.count() == N && cells.next().is_none() {
            true => Ok(columns),
            false => Err(self.error(format_args!("want {N} columns"))),
        }
    }

    /// The cell in column `index`, trimmed; empty when the row is shorter.
    pub fn cell(&self, index: usize) -> &'a str {
        self.cells().nth(index).unwrap_or("").trim()
    }

    /// The cell in column `index`, or an error naming `what` is missing.
    pub fn required(&self, index: usize, what: &str) -> Result<&'a str> {
        match self.cell(index) {
            "" => Err(self.error(format_args!("column {} ({what}) is empty", index + 1))),
            cell => Ok(cell),
        }
    }

    /// The words of a cell, which are separated by `|`; blank ones are an error.
    pub fn words(&self, index: usize, what: &str) -> Result<Vec<&'a str>> {
        let cell = self.required(index, what)?;
        if cell.split('|').any(|word| word.trim().is_empty()) {
            return Err(self.error(format_args!("an empty {what} in «{cell}»")));
        }
        Ok(cell.split('|').map(str::trim).collect())
    }

    /// An error at this row.
    pub fn error(&self, reason: impl std::fmt::Display) -> Error {
        Error::table(self.file, self.line, reason)
    }
}

/// The rows of `text`, without comments and blank lines.
pub(crate) fn rows<'a>(file: &'a str, text: &'a str) -> impl Iterator<Item = Row<'a>> {
    text.lines()
        .enumerate()
        .map(move |(index, text)| Row { file, line: index + 1, text })
        .filter(|row| !row.text.trim().is_empty() && !row.text.starts_with('#'))
}
