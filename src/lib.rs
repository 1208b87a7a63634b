//! tongbao reads Chinese news and health bulletins and gives back every figure in them.
//!
//! A figure is a number that the text states of the world it reports on: cases, beds, vehicles,
//! money, percentages, ages, durations, and zeros in words (无新增死亡病例). Each becomes one flat
//! [`Record`]: value and bounds, unit, what is counted and how (new, cumulative, current), for which
//! place and time, the total it is a part of, and the bytes of the source that say so. Dates,
//! ordinals, addresses, telephone numbers and slogans are no figures and give none.
//!
//! ```
//! use tongbao::{Aspect, Context, Miner};
//!
//! # fn main() -> tongbao::Result<()> {
//! let miner = Miner::new()?;
//! let context = Context {
//!     published: Some("2022-05-09".into()),
//!     place: Some("许昌市".into()),
//!     ..Context::default()
//! };
//! let text = "截至5月8日8时，全市累计报告本土确诊病例46例，其中魏都区29例。";
//! let document = miner.mine_text(text, &context)?;
//!
//! let [total, part] = &document.records[..] else { panic!("two figures") };
//! assert_eq!(total.metric.as_deref(), Some("confirmed_cases"));
//! assert_eq!(total.aspect, Some(Aspect::Cumulative));
//! assert_eq!(total.time_end.as_deref(), Some("2022-05-08T08:00"));
//! assert_eq!(part.place.as_deref(), Some("魏都区"));
//! assert_eq!(part.part_of, Some(total.id));
//! assert_eq!(&text[part.byte_start..part.byte_end], "29例");
//! # Ok(())
//! # }
//! ```
//!
//! # How it works
//!
//! A text goes one way through a chain of stages, each of them a function from references to a new
//! value:
//!
//! | stage | what it gives |
//! |---|---|
//! | [`decode`] | the text of bytes in any encoding |
//! | [`clean`](mod@clean) | simplified, half-width text without line breaks in sentences, and the way back to the source |
//! | [`split`](mod@split) | articles, paragraphs, sentences |
//! | [`scan`], [`place`] | numbers with their units, times, places |
//! | link | what each number counts, where and when: the figures |
//! | [`output`] | records as JSON Lines, CSV, Parquet, or a page to look at |
//!
//! The text of a web page comes from `web` (a feature), which goes before [`clean`](mod@clean).
//! [`Miner`] runs all of them; those before linking can also be used alone.
//!
//! # Questions
//!
//! *Why rules and tables, and no trained model?* A bulletin's language is narrow and regular, an
//! answer has to be explained (every record names its `rule`), and the same text has to give the
//! same records next year. Words stand in tables, so that a new unit or metric is a new row.
//!
//! *Why does a [`Miner`] have to be built?* It reads and checks its tables once, in some
//! milliseconds; the word list of the segmenter is read at its first use. It never changes
//! afterwards, so one miner serves all threads.
//!
//! *Why exact decimals?* 0.1万 is 1000, not nearly so. Only JSON turns them into floating point,
//! where a number is no integer, and data frames (`output::arrow`) do.
//!
//! *Why two kinds of offsets?* Rust slices by bytes, Python by characters. Both are in the decoded
//! source, not in the cleaned text, so that a record can be shown in the page it is from.
//!
//! *Why is the date an argument?* 昨日 means something else tomorrow. Nothing here asks the clock, the
//! environment or the network.
//!
//! *What happens to odd text?* It is never an error. What is known is given back, and
//! [`Document::diagnostics`] says what was met, each with its place: [`record::Diagnostic::code`]
//! lists the kinds. [`Error`] is for a wrong setting or a wrong table.
//!
//! *How do I count what the catalogue does not have?* Such figures are there, with their `subject`
//! and no `metric`. [`MinerBuilder::catalogue`] adds metrics of your own.
//!
//! # What always holds
//!
//! - `source[byte_start..byte_end] == text`, and the same for the character offsets.
//! - Records stand in the order of the source; `id` is a record's index, `part_of` another's.
//! - The same text and [`Context`] give the same records, on every machine.
//! - No input makes it panic, and time grows in proportion to the length of the text.
//! - No `unsafe` code.
//!
//! Within a major version, keys, names of enums and ids of rules stay what they are; new ones may come.
//! [`Document::schema_version`] changes where a key does. A record itself may change with any version,
//! where a figure is read better: who has to have the same records next year keeps the version, and
//! every file of columns names it.
//!
//! # What does not
//!
//! - That a record is right. How often it is, `tongbao score` measures on annotated bulletins, a genre at
//!   a time (`fixtures/gold/floors.tsv` holds the least that the tests allow); on genres that nobody has
//!   worked on, expect less.
//! - That records stay when the page changes: `cargo test --test invariance` prints which share does when
//!   lines are broken anew, the encoding or script is another, or other articles stand around.
//!
//! # Limits
//!
//! What is over a limit is told in a diagnostic, where a figure or text goes missing by it:
//!
//! | limit | what is over it |
//! |---|---|
//! | 28 digits of a number | it is no figure: `number_too_large`; of decimals the rest: `number_cut` |
//! | exponent 99 (1e99) | `number_too_large` |
//! | 7 digits of a case's number | no case of that number: `case_unread` |
//! | 64 labels that come back, for each case of a list | no more is said of the cases: `case_unread` |
//! | title of a web page, 1024 bytes; its `meta` and `time` elements, 256 | the rest is not read: `page_cut` |
//! | 100 diagnostics of a kind | one more for all the rest, which says how many |
//!
//! Others change how much is looked at, and no figure is lost by them:
//!
//! | limit | what is over it |
//! |---|---|
//! | 3,000 bytes of a [`Record::sentence`] | the part around the figure; [`MinerBuilder::longest_sentence`] sets it |
//! | 200 characters of a [`Case::sentence`], 40 of a [`Case::address`] | the beginning |
//! | 16 brackets in one another | read as if they were not there |
//! | 100 figures back | a whole, a list or a total is looked for no farther: no [`Record::part_of`] |
//! | 60,000 bytes of a text | its home place, where the [`Context`] has none, is looked for in these |
//! | 16,384 bytes of a record's sentence | no words between a whole and its parts are looked for: [`check::Verdict::Partial`] |
//! | 16 KiB of bytes without a label | the encoding is told by these |
//! | 256 elements of a web page in one another | the deeper ones count as part of those |
//! | 60 characters of a cell, 600 of a row | no table of data: its cells are lines |
//! | 12 panels of 8 lines of a chart | those with most points; `tongbao series` chooses others |
//!
//! The command reads documents up to `--max-bytes` (16 MiB), and reports longer ones as failures.
//! That a JSON number is exact holds for whole numbers of any size and for decimals of 15 digits; CSV
//! has all 28.
//!
//! # Features
//!
//! None is on by default.
//!
//! - `csv`: tables as CSV (`output::csv`).
//! - `arrow`: tables as Arrow record batches (`output::arrow`), and documents in them (`batch`).
//! - `parquet`: tables as files of Parquet and Arrow (`output::columnar`).
//! - `schema`: JSON Schemas of what is written (`schema`).
//! - `score`: annotated bulletins, and how well records agree with them (`score`).
//! - `html`: documents as a page to look at (`output::html`).
//! - `plot`: charts of series, as SVG, as a page, for Vega-Lite (`output::plot`).
//! - `web`: the text of web pages (`web`).
//! - `cli`: the `tongbao` command; turns on all of these but `schema`.

#[cfg(feature = "arrow")]
pub mod batch;
pub mod cases;
mod charset;
pub mod check;
pub mod clean;
mod data;
pub mod decode;
pub mod error;
pub mod explain;
mod layout;
mod lexicon;
mod link;
mod matcher;
pub mod miner;
pub mod number;
mod oddity;
pub mod output;
#[cfg(test)]
#[path = "../tests/pin/mod.rs"]
mod pin;
pub mod place;
pub mod record;
mod records;
pub mod scan;
#[cfg(feature = "schema")]
pub mod schema;
#[cfg(feature = "score")]
pub mod score;
pub mod segment;
pub mod segmentation;
pub mod series;
pub mod span;
pub mod split;
pub mod time;
#[cfg(feature = "web")]
pub mod web;

pub use cases::Case;
pub use error::{Error, ErrorKind, Result};
pub use miner::{Context, Miner, MinerBuilder};
pub use record::{Aspect, Bound, Dimension, Document, Origin, Provenance, Record, Status};

/// The README's Rust, compiled and run with the other examples.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
