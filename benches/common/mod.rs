//! Texts to measure on, and the whole that is measured: bulletins made of the sentences of
//! `fixtures/`, shuffled, their digits and place names drawn anew, so that no cache and no branch
//! predictor meets the same text twice.

#![allow(dead_code)] // each bench takes what it needs

#[path = "../../tests/shapes/mod.rs"]
mod shapes;

use std::collections::HashMap;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};

use fastrand::Rng;
use shapes::Setting;
use tongbao::output::json::write_record;
use tongbao::place::Gazetteer;
use tongbao::{Context, Miner};

/// Documents are this long, in bytes.
const DOCUMENT: std::ops::Range<usize> = 1000..3000;

/// Whether the benches shall only run once, as `cargo bench -- --test` wants it: with little text.
pub fn is_test() -> bool {
    std::env::args().any(|argument| argument == "--test")
}

/// What the documents are read with.
pub fn context() -> Context {
    Context { published: Some("2022-05-09".to_owned()), ..Context::default() }
}

/// Reads documents and writes their records as JSON Lines: how many, and how many bytes.
pub fn extract(miner: &Miner, documents: &[Vec<u8>]) -> (usize, usize) {
    let context = context();
    let mut out = Vec::new();
    let (mut records, mut bytes) = (0, 0);
    for document in documents {
        let (figures, _) = miner.figures(black_box(document), &context).expect("any bytes");
        records += figures.len();
        for record in &figures {
            write_record(&mut out, record).expect("memory");
        }
        bytes += black_box(&out).len();
        out.clear();
    }
    (records, bytes)
}

/// Makes documents without end; the same seed makes the same ones.
pub struct Corpus {
    rng: Rng,
    sentences: Vec<Sentence>,
    /// Sentences to mix in, and which share of all they shall be.
    plain: Vec<Sentence>,
    share: f64,
    names: HashMap<char, Vec<&'static str>>,
}

type Sentence = Vec<Piece>;

/// A piece of a sentence.
enum Piece {
    Text(String),
    /// So many digits, to be drawn anew.
    Digits(usize),
    /// A number of a date or clock: the least and the most that it may be.
    Calendar(u32, u32),
    /// The name of a place of the kind that its last character tells.
    Name(char),
}

impl Corpus {
    /// Of all sentences alike.
    pub fn new(seed: u64) -> Self {
        let texts = texts();
        let all: Vec<&str> = texts.iter().flat_map(|text| sentences(text)).collect();
        Self::mixed(seed, &all, &[], 0.0)
    }

    /// With about so many records in 1000 bytes: sentences that give records, and others.
    pub fn with_density(seed: u64, miner: &Miner, density: f64) -> Self {
        let texts = texts();
        let (mut figures, mut plain, mut records) = (Vec::new(), Vec::new(), 0);
        for sentence in texts.iter().flat_map(|text| sentences(text)) {
            let document = miner.mine_text(sentence, &context()).expect("any text");
            records += document.records.len();
            let kind = if document.records.is_empty() { &mut plain } else { &mut figures };
            kind.push(sentence);
        }
        let bytes = |of: &[&str]| of.iter().map(|sentence| sentence.len()).sum::<usize>() as f64;
        // So many plain sentences go with all those that have records.
        let missing = (records as f64 / density * 1e3 - bytes(&figures)).max(0.0);
        let count = missing / bytes(&plain) * plain.len() as f64;
        let share = count / (count + figures.len() as f64);
        Self::mixed(seed, &figures, &plain, share)
    }

    fn mixed(seed: u64, sentences: &[&str], plain: &[&str], share: f64) -> Self {
        let gazetteer = Gazetteer::builtin().expect("the built-in tables");
        let cut = |texts: &[&str]| texts.iter().map(|text| pieces(text, &gazetteer)).collect();
        let (sentences, plain) = (cut(sentences), cut(plain));
        Self { rng: Rng::with_seed(seed), sentences, plain, share, names: names() }
    }

    /// The next document.
    pub fn document(&mut self) -> String {
        let length = self.rng.usize(DOCUMENT);
        let mut text = String::with_capacity(length + 600);
        while text.len() < length {
            // Without plain sentences, nothing is drawn for them.
            let is_plain = self.share > 0.0 && self.rng.f64() < self.share;
            let sentences = if is_plain { &self.plain } else { &self.sentences };
            for piece in &sentences[self.rng.usize(..sentences.len())] {
                match piece {
                    Piece::Text(part) => text.push_str(part),
                    Piece::Digits(count) => {
                        text.push(char::from(b'1' + self.rng.u8(..9)));
                        (1..*count).for_each(|_| text.push(self.rng.digit(10)));
                    }
                    Piece::Calendar(least, most) => {
                        text.push_str(&self.rng.u32(*least..=*most).to_string());
                    }
                    Piece::Name(last) => {
                        let names = &self.names[last];
                        text.push_str(names[self.rng.usize(..names.len())]);
                    }
                }
            }
            if self.rng.u8(..4) == 0 {
                text.push('\n');
            }
        }
        text
    }

    /// Documents of so many bytes together.
    pub fn documents(&mut self, bytes: usize) -> Vec<String> {
        let mut left = bytes;
        let mut documents = Vec::new();
        while left > 0 {
            let document = self.document();
            left = left.saturating_sub(document.len());
            documents.push(document);
        }
        documents
    }
}

/// The files of a folder of fixtures whose names end in `suffix`, sorted.
fn files(folder: &str, suffix: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder);
    let entries = fs::read_dir(folder).expect("the fixtures");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut files: Vec<_> = paths.filter(|path| path.to_string_lossy().ends_with(suffix)).collect();
    files.sort();
    files
}

/// The bulletins of `fixtures/bulletins` that are UTF-8.
fn bulletins() -> Vec<String> {
    files("bulletins", ".txt").iter().filter_map(|path| fs::read_to_string(path).ok()).collect()
}

/// The annotated bulletins, without their annotation.
fn annotated() -> Vec<String> {
    let text = |path: &PathBuf| {
        let gold = fs::read_to_string(path).expect("an annotated bulletin");
        let (_, rest) = gold.split_once("=== text\n").expect("a text");
        rest.split_once("=== figures").expect("figures").0.to_owned()
    };
    files("gold", ".gold").iter().map(text).collect()
}

/// All texts of the fixtures in simplified script without pinyin.
fn texts() -> Vec<String> {
    let mut texts = bulletins();
    texts.extend(annotated());
    texts.retain(|text| tongbao::clean::clean(text).text.len() + text.len() / 20 > text.len());
    texts
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['。', '\n']).filter(|sentence| sentence.trim().len() > 12)
}

/// What may be drawn anew in a sentence.
fn pieces(sentence: &str, gazetteer: &Gazetteer) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    for mention in gazetteer.scan(sentence) {
        let name = &sentence[mention.span.range()];
        let last = name.chars().next_back().unwrap_or_default();
        if KINDS.contains(&last) && mention.span.start >= at && name.chars().count() >= 3 {
            numbers(&sentence[at..mention.span.start], &mut pieces);
            pieces.push(Piece::Name(last));
            at = mention.span.end;
        }
    }
    numbers(&sentence[at..], &mut pieces);
    pieces
}

/// Cuts `text` at its runs of ASCII digits.
fn numbers(text: &str, pieces: &mut Vec<Piece>) {
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        pieces.push(Piece::Text(rest[..start].to_owned()));
        rest = &rest[start..];
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (digits, after) = rest.split_at(end);
        pieces.push(match after.chars().next() {
            Some('年') if end == 4 => Piece::Calendar(2003, 2024),
            Some('月') if end <= 2 => Piece::Calendar(1, 12),
            Some('日') if end <= 2 => Piece::Calendar(1, 28),
            Some('时' | '点') if end <= 2 => Piece::Calendar(0, 23),
            Some('时' | '—' | '-') if digits == "0" || digits == "24" => {
                Piece::Text(digits.to_owned())
            }
            _ => Piece::Digits(end),
        });
        rest = after;
    }
    pieces.push(Piece::Text(rest.to_owned()));
}

/// The last characters of names that are drawn anew.
const KINDS: [char; 4] = ['省', '市', '区', '县'];

/// Names of divisions by their last character.
fn names() -> HashMap<char, Vec<&'static str>> {
    let mut names: HashMap<char, Vec<&str>> = HashMap::new();
    for row in include_str!("../../src/data/divisions.tsv").lines() {
        if let Some(name) = row.split('\t').nth(1)
            && let Some(last) = name.chars().next_back().filter(|last| KINDS.contains(last))
            && !row.starts_with('#')
        {
            names.entry(last).or_default().push(name);
        }
    }
    names
}

/// The shapes that pages come in.
pub const SHAPES: [&str; 6] =
    ["clean", "traditional", "pinyin", "full_width", "columns", "gb18030"];

/// Documents as the bytes of one of the `SHAPES`.
pub fn shaped(documents: &[String], shape: &str) -> Vec<Vec<u8>> {
    let mut rng = Rng::with_seed(2);
    let mut shaped = |text: &String| match shape {
        "clean" => text.clone().into_bytes(),
        "traditional" => shapes::traditional(text).into_bytes(),
        "pinyin" => shapes::pinyin(text, &mut rng).into_bytes(),
        "full_width" => shapes::full_width(text).into_bytes(),
        "columns" => shapes::columns(text, 20, "", Setting::Characters).into_bytes(),
        "gb18030" => encoding_rs::GB18030.encode(text).0.into_owned(),
        _ => unreachable!("no such shape: {shape}"),
    };
    documents.iter().map(&mut shaped).collect()
}
