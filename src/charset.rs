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
        while let Some((code, next)) = decode(rest) {
            let bit = self.0[(code >> 6 & 1023) as usize] >> (code & 63) & 1;
            if bit == 1 && code < 0x1_0000 {
                return Some(text.len() - rest.len());
            }
            rest = next;
        }
        None
    }
}

/// The code of the first character of well-formed `bytes`, and what follows it.
#[inline]
const fn decode(bytes: &[u8]) -> Option<(u32, &[u8])> {
    Some(match bytes {
        [lead @ 0..0x80, rest @ ..] => (*lead as u32, rest),
        [lead @ 0xE0..0xF0, second, third, rest @ ..] => {
            let low = (*second as u32 & 0x3F) << 6 | *third as u32 & 0x3F;
            ((*lead as u32 & 0xF) << 12 | low, rest)
        }
        [lead @ 0x80..0xE0, second, rest @ ..] => {
            ((*lead as u32 & 0x1F) << 6 | *second as u32 & 0x3F, rest)
        }
        [lead, second, third, fourth, rest @ ..] => {
            let high = (*lead as u32 & 0x7) << 18 | (*second as u32 & 0x3F) << 12;
            (high | (*third as u32 & 0x3F) << 6 | *fourth as u32 & 0x3F, rest)
        }
        _ => return None,
    })
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
