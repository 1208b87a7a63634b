//! Finds the next character of a set.
//!
//! Enters: a text. Leaves: where the next character of the set stands. A bit for each character of
//! the basic plane; none beyond it is in any set.

/// A set of characters of the basic plane.
#[derive(Debug)]
pub(crate) struct CharSet([u64; 1024]);

impl Default for CharSet {
    fn default() -> Self {
        Self::new()
    }
}

impl CharSet {
    pub(crate) const fn new() -> Self {
        Self([0; 1024])
    }

    /// The characters of `chars`.
    pub(crate) const fn of(chars: &[char]) -> Self {
        let mut set = Self::new();
        let mut at = 0;
        while at < chars.len() {
            set.insert(chars[at] as u32);
            at += 1;
        }
        set
    }

    /// Adds the character with that code, if it is of the basic plane.
    pub(crate) const fn insert(&mut self, code: u32) {
        if code < 0x1_0000 {
            self.0[(code >> 6) as usize] |= 1 << (code & 63);
        }
    }

    /// Whether `c` is in the set.
    #[inline]
    pub(crate) const fn holds(&self, c: char) -> bool {
        let code = c as usize;
        code < 0x1_0000 && self.0[code >> 6] >> (code & 63) & 1 == 1
    }

    /// Where the first character of the set stands in `text`, from the character edge `from` on.
    #[inline]
    pub(crate) fn find(&self, text: &str, from: usize) -> Option<usize> {
        let mut rest = text.as_bytes().get(from..)?;
        loop {
            let (row, bit, next) = match rest {
                [lead @ 0..0x80, next @ ..] => (lead >> 6, lead, next),
                [lead @ 0xE0..0xF0, second, third, next @ ..] => {
                    let row = usize::from(lead & 0xF) << 6 | usize::from(second & 0x3F);
                    if self.0[row] >> (third & 0x3F) & 1 == 1 {
                        return Some(text.len() - rest.len());
                    }
                    rest = next;
                    continue;
                }
                [lead @ 0x80..0xE0, second, next @ ..] => (lead & 0x1F, second, next),
                // Beyond the basic plane.
                [_, _, _, _, next @ ..] => {
                    rest = next;
                    continue;
                }
                _ => return None,
            };
            if self.0[usize::from(row)] >> (bit & 0x3F) & 1 == 1 {
                return Some(text.len() - rest.len());
            }
            rest = next;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_found() {
        let set = CharSet::of(&['。', '!', 'é', '\u{FFFD}']);
        let text = "𠮷例。x!é\u{FFFD}";
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(next) = set.find(text, at) {
            found.push(text[next..].chars().next().unwrap());
            at = next + found.last().unwrap().len_utf8();
        }
        assert_eq!(found, ['。', '!', 'é', '\u{FFFD}']);
        assert_eq!(set.find("", 0), None);
    }
}
