//! Figures do not change when the page does: the share that does, for each way to change it.
//!
//! `cargo test --release --all-features --test invariance` prints the table and fails when a share is
//! above the limit. `-- --show SHAPE` prints what changed.

#[path = "../it/house.rs"]
#[allow(dead_code, clippy::disallowed_methods)] // shared with tests that the environment steers
mod house;
#[path = "../shapes/mod.rs"]
mod shapes;

use std::process::ExitCode;

use encoding_rs::{BIG5, Encoding, GB18030};
use fastrand::Rng;
use house::{BULLETINS, MINER, files};
use shapes::Setting;
use tongbao::score::Gold;
use tongbao::split::{Paragraph, ParagraphKind};
use tongbao::{Context, Record};

/// So many in a thousand figures may change.
const LIMIT: usize = 5;
/// Each text is changed so often, each time by other draws.
const ROUNDS: usize = 4;

/// A text and what is known beside it.
struct Page {
    text: String,
    context: Context,
}

/// A page changed: its bytes, and which of them are the page's own.
type Changed = Option<(Vec<u8>, std::ops::Range<usize>)>;

impl Page {
    /// Cleaning takes nothing away but blanks: no page that is set in lines or polluted already.
    fn is_plain(&self) -> bool {
        let chars = |text: &str| text.chars().filter(|c| *c == '\n' || !c.is_whitespace()).count();
        chars(&self.text) == chars(&tongbao::clean::clean(&self.text).text)
    }

    /// One report with a headline, and nothing in it that looks like the headline of another.
    fn is_article(&self) -> bool {
        let articles = tongbao::split::split(&self.text);
        let [article] = &articles[..] else { return false };
        let is_subhead = |paragraph: &Paragraph| paragraph.kind == ParagraphKind::Subhead;
        article.byline.is_some()
            && !article.headlines.is_empty()
            && !article.paragraphs.iter().any(is_subhead)
    }
}

/// A way to change a page: its name, and what it makes of one; none where it can't be.
type Shape = (&'static str, fn(&Page, &[Page], &mut Rng) -> Changed);

const SHAPES: [Shape; 12] = [
    ("broken", |page, _, rng| broken(page, rng, "　　", Setting::Characters)),
    ("broken-bare", |page, _, rng| broken(page, rng, "", Setting::Characters)),
    ("typeset", |page, _, rng| broken(page, rng, "　　", Setting::Type)),
    ("typeset-bare", |page, _, rng| broken(page, rng, "", Setting::Type)),
    ("gb18030", |page, _, _| encoded(&page.text, GB18030)),
    ("big5", |page, _, _| encoded(&shapes::traditional(&page.text), BIG5)),
    ("utf-16", |page, _, _| {
        let units = std::iter::once(0xFEFF).chain(page.text.encode_utf16());
        let bytes: Vec<u8> = units.flat_map(u16::to_le_bytes).collect();
        let end = page.text.len();
        Some((bytes, 0..end))
    }),
    ("traditional", |page, _, _| whole(shapes::traditional(&page.text))),
    ("full-width", |page, _, _| whole(shapes::full_width(&page.text))),
    ("pinyin", |page, _, rng| whole(shapes::pinyin(&page.text, rng))),
    ("crlf", |page, _, _| whole(page.text.replace('\n', "\r\n"))),
    ("between", |page, others, rng| {
        let others: Vec<&Page> = others.iter().filter(|other| other.is_article()).collect();
        let mut other = || others[rng.usize(..others.len())].text.trim();
        let before = format!("{}\n\n", other());
        let text = format!("{before}{}\n\n{}\n", page.text.trim(), other());
        let own = before.len()..before.len() + page.text.len();
        // A home that nobody tells is read off the whole page, so it may change.
        let fits = page.is_article() && page.context.place.is_some();
        fits.then_some((text.into_bytes(), own))
    }),
];

fn whole(text: String) -> Changed {
    let end = text.len();
    Some((text.into_bytes(), 0..end))
}

fn broken(page: &Page, rng: &mut Rng, indent: &str, setting: Setting) -> Changed {
    let width = rng.usize(8..45);
    page.is_plain().then(|| whole(shapes::columns(&page.text, width, indent, setting)))?
}

fn encoded(text: &str, encoding: &'static Encoding) -> Changed {
    let (bytes, _, lost) = encoding.encode(text);
    (!lost).then(|| (bytes.into_owned(), 0..text.len()))
}

/// All bulletins of the fixtures that are text of UTF-8, and all annotated ones; each also as a
/// newspaper has it, with a headline and a byline.
fn pages() -> Vec<Page> {
    let bulletins = BULLETINS.iter().filter_map(|bulletin| {
        let text = String::from_utf8(bulletin.bytes.clone()).ok()?;
        Some(Page { text, context: bulletin.context.clone() })
    });
    let gold = files("fixtures/gold", ".gold").into_iter().map(|path| {
        let gold = Gold::read(&path).expect("an annotated bulletin");
        let context =
            Context { published: gold.published, place: gold.place, ..Context::default() };
        Page { text: gold.text, context }
    });
    let pages: Vec<Page> = bulletins.chain(gold).collect();
    let articles = pages.iter().map(|page| {
        let (head, body) = page.text.trim().split_once('\n').unwrap_or(("", &page.text));
        let (head, body) = match head.contains('。') {
            true => ("市域要闻", page.text.trim()),
            false => (head, body.trim()),
        };
        let text = format!("{head}\n\n本报讯(记者 王甲){body}\n");
        Page { text, context: page.context.clone() }
    });
    let articles: Vec<Page> = articles.collect();
    pages.into_iter().chain(articles).collect()
}

/// What may not change of a record: everything but where it stands.
fn figures(records: &[Record]) -> Vec<String> {
    let value = |record: &Record| {
        let mut value = serde_json::to_value(record).expect("a record");
        let object = value.as_object_mut().expect("an object");
        let whole = record.part_of.map(|id| records[id].value.to_string());
        for key in ["doc", "article", "id", "part_of", "text", "sentence"] {
            object.remove(key);
        }
        object.retain(|key, _| !key.starts_with("byte_") && !key.starts_with("char_"));
        format!("{value} of {whole:?}")
    };
    records.iter().map(value).collect()
}

/// How many of `one` stand in `other`, in order.
fn common(one: &[String], other: &[String]) -> usize {
    let mut row = vec![0; other.len() + 1];
    for figure in one {
        let mut diagonal = 0;
        for (at, with) in other.iter().enumerate() {
            let best = if figure == with { diagonal + 1 } else { row[at].max(row[at + 1]) };
            diagonal = std::mem::replace(&mut row[at + 1], best);
        }
    }
    row[other.len()]
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let show = arguments.windows(2).find(|pair| pair[0] == "--show").map(|pair| pair[1].clone());
    let pages = pages();
    println!("{:12}{:>8}{:>9}{:>9}{:>10}", "shape", "texts", "figures", "changed", "share");
    let mut failed = false;
    for (name, change) in SHAPES {
        let mut rng = Rng::with_seed(7);
        let (mut texts, mut all, mut changed) = (0, 0, 0);
        for page in (0..ROUNDS).flat_map(|_| &pages) {
            let Some((bytes, own)) = change(page, &pages, &mut rng) else { continue };
            let before = MINER.mine_text(&page.text, &page.context).expect("a text");
            let mut after = MINER.mine(&bytes, &page.context).expect("bytes");
            let before = figures(&before.records);
            let mut kept = figures(&after.records);
            let mut at = after.records.drain(..).map(|record| own.contains(&record.byte_start));
            kept.retain(|_| at.next().unwrap_or_default());
            drop(at);
            let lost = before.len().max(kept.len()) - common(&before, &kept);
            texts += 1;
            all += before.len();
            changed += lost;
            if show.as_deref() == Some(name) && lost > 0 {
                before.iter().filter(|it| !kept.contains(it)).for_each(|it| println!("- {it}"));
                kept.iter().filter(|it| !before.contains(it)).for_each(|it| println!("+ {it}"));
                println!("= {} of {} in {}", lost, before.len(), String::from_utf8_lossy(&bytes));
            }
        }
        let share = changed as f64 / all as f64;
        failed |= changed * 1000 > all * LIMIT;
        println!("{name:12}{texts:8}{all:9}{changed:9}{:9.2}%", share * 100.0);
    }
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
