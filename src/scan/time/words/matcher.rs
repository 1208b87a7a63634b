//! A matcher of words at a known place.
//!
//! Enters: words that begin with a Han character, each with a meaning. Leaves: the longest word
//! at an offset of a text. A look at the first two characters rejects nearly all places.

/// First code point that a matcher indexes; words begin with one from here to [`TOP`].
const BASE: u32 = 0x3000;
const TOP: u32 = 0xA000;

/// Finds the longest of some words at a given place: an index by the first character, then the
/// words that begin with it.
#[derive(Debug)]
pub(in super::super) struct Matcher<T> {
    /// For each character: the bucket of the words that begin with it (0: none), and a mark.
    index: Vec<u16>,
    buckets: Vec<Bucket<T>>,
}

/// Words with the same first character, longest first.
#[derive(Debug)]
struct Bucket<T> {
    /// One bit for each second character, by the low bits of its code point.
    seconds: u64,
    /// Whether the first character is a word of its own.
    single: bool,
    /// For each word the code point of its second character, 0 for none.
    second: Vec<u32>,
    words: Vec<(Box<str>, T)>,
}

/// The bit of [`Matcher::index`] that marks a numeral.
const MARK: u16 = 0x8000;

impl<T: Copy> Matcher<T> {
    pub fn new() -> Self {
        Self { index: vec![0; (TOP - BASE) as usize], buckets: vec![Bucket::new()] }
    }

    pub fn add(&mut self, word: &str, means: T) -> std::result::Result<(), &'static str> {
        let first = word.chars().next().ok_or("empty word")?;
        let slot = slot(first).ok_or("a word begins with a Han character")?;
        if self.index[slot] == 0 {
            let fresh = u16::try_from(self.buckets.len()).ok().filter(|n| n & MARK == 0);
            self.index[slot] = fresh.ok_or("too many first characters")?;
            self.buckets.push(Bucket::new());
        }
        self.buckets[usize::from(self.index[slot])].add(word, means)
    }

    pub fn mark(&mut self, character: char) {
        if let Some(slot) = slot(character) {
            self.index[slot] |= MARK;
        }
    }

    /// The characters that are marked or begin a word.
    pub fn firsts(&self) -> impl Iterator<Item = char> {
        let known = (BASE..).zip(&self.index).filter(|(_, class)| **class != 0);
        known.filter_map(|(code, _)| char::from_u32(code))
    }

    /// 0 when nothing can begin with the three bytes of a character.
    #[inline]
    pub fn class(&self, bytes: [u8; 3]) -> u16 {
        let slot = code(bytes).wrapping_sub(BASE) as usize;
        self.index.get(slot).copied().unwrap_or(0)
    }

    /// False when no word begins with these characters, of the first of which the class is known.
    /// Numerals always may.
    #[inline]
    pub fn hopeful(&self, class: u16, next: Option<&[u8; 3]>) -> bool {
        let bucket = self.bucket(class);
        let next = next.map_or(0, |three| code(*three));
        class & MARK != 0 || bucket.single || bucket.seconds & (1 << (next & 63)) != 0
    }

    fn bucket(&self, class: u16) -> &Bucket<T> {
        &self.buckets[usize::from(class & !MARK)]
    }

    /// The longest word at `at` and its end.
    pub fn at(&self, text: &str, at: usize) -> Option<(T, usize)> {
        let rest = text.get(at..)?;
        let class = rest.as_bytes().first_chunk::<3>().map_or(0, |three| self.class(*three));
        if class & !MARK == 0 {
            return None;
        }
        let next = rest.as_bytes()[3..].first_chunk::<3>().map_or(0, |three| code(*three));
        let starts = |word: &str| rest.as_bytes().starts_with(word.as_bytes());
        let (word, means) = self.bucket(class).find(next, starts)?;
        Some((means, at + word))
    }

    /// The longest word that ends at `end` and its beginning, words being kept reversed.
    pub fn ending(&self, text: &str, end: usize) -> Option<(T, usize)> {
        let mut back = text.get(..end)?.chars().rev();
        let class = self.index[slot(back.next()?)?];
        if class & !MARK == 0 {
            return None;
        }
        let next = back.next().map_or(0, u32::from);
        let rest = text.get(..end)?;
        let ends = |word: &str| {
            let mut back = rest.chars().rev();
            word.chars().all(|c| back.next() == Some(c))
        };
        let (word, means) = self.bucket(class).find(next, ends)?;
        Some((means, end - word))
    }
}

impl<T: Copy> Bucket<T> {
    const fn new() -> Self {
        Self { seconds: 0, single: false, second: Vec::new(), words: Vec::new() }
    }

    fn add(&mut self, word: &str, means: T) -> std::result::Result<(), &'static str> {
        if self.words.iter().any(|(known, _)| **known == *word) {
            return Err("word given twice");
        }
        let place = self.words.partition_point(|(known, _)| known.len() >= word.len());
        let second = word.chars().nth(1).map_or(0, u32::from);
        self.words.insert(place, (word.into(), means));
        self.second.insert(place, second);
        self.seconds |= 1 << (second & 63);
        self.single |= second == 0;
        Ok(())
    }

    /// The longest word with that second character which `fits`: its length and meaning.
    fn find(&self, next: u32, fits: impl Fn(&str) -> bool) -> Option<(usize, T)> {
        let alone = self.words.last().filter(|_| self.single);
        let found = match self.seconds & (1 << (next & 63)) {
            0 => alone,
            _ => {
                let likely =
                    self.second.iter().zip(&self.words).filter(|(second, _)| **second == next);
                likely.map(|(_, word)| word).find(|(word, _)| fits(word)).or(alone)
            }
        };
        found.map(|(word, means)| (word.len(), *means))
    }
}

/// The code point of a character of three bytes.
#[inline]
fn code(bytes: [u8; 3]) -> u32 {
    if bytes[0] & 0xF0 != 0xE0 {
        return 0;
    }
    (u32::from(bytes[0] & 0x0F) << 12)
        | (u32::from(bytes[1] & 0x3F) << 6)
        | u32::from(bytes[2] & 0x3F)
}

fn slot(character: char) -> Option<usize> {
    let code = u32::from(character);
    (BASE..TOP).contains(&code).then(|| (code - BASE) as usize)
}
