//! What is read and what is known about it: the arguments, checked before any document is read,
//! and the [`Source`] that each document comes as.

use std::borrow::Cow;
use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use tongbao::explain::Reason;
use tongbao::record::Diagnostic;
use tongbao::web::{Page, text_of};
use tongbao::{Context, Document, ErrorKind, Miner, Record};

use crate::lines::{Fields, Keys, Text};
use crate::read::BATCH;
use crate::walk::Walk;

/// The path that stands for standard input.
pub const STDIN: &str = "-";

/// What is read, and what is known about it.
#[derive(Args, Debug)]
pub struct InputArgs {
    /// Files to read, folders to read through, `-` for standard input
    ///
    /// A folder is read with all its subfolders, in sorted order: its *.txt files; with
    /// --input-format jsonl its *.jsonl, with parquet its *.parquet, with html its *.html, *.htm and
    /// *.shtml files. Links are followed, each folder is read once. Without any PATH, standard input
    /// is read, unless it is a terminal.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// What a file holds
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = InputFormat::Text)]
    pub input_format: InputFormat,

    /// When the documents were published, as 2022-05-09 or 2022-05-09T08:00:00+08:00
    ///
    /// The year of a date without one and words such as 昨日 are read by it. A document of JSON
    /// Lines or Parquet that has its own goes by that. A web page goes by this, or else by the date that it
    /// says it was published on.
    #[arg(long, value_name = "DATE")]
    published: Option<String>,

    /// Home place of the documents, such as 许昌市
    ///
    /// 我市 and 全市 stand for it, short and ambiguous place names are read by it, and a figure
    /// for which the text names no place is about it. A document of JSON Lines or Parquet that
    /// has its own goes by that.
    #[arg(long, value_name = "NAME")]
    place: Option<String>,

    /// Encoding of text files, web pages and binary columns: a label such as utf-8, gb18030, gbk,
    /// big5, or auto to detect it
    #[arg(long, value_name = "LABEL", default_value = "auto")]
    encoding: String,

    /// Longest document to read: bytes of a text file, of a line of JSON Lines, of a text in Parquet
    ///
    /// A plain number, or one with K, M or G (1024 each). A longer document is skipped and
    /// reported. One that is full of figures takes up to a hundred times its length of memory.
    #[arg(long, value_name = "SIZE", default_value = "16M", value_parser = size)]
    pub max_bytes: u64,

    #[command(flatten)]
    catalogues: CatalogueArgs,

    #[command(flatten)]
    pub keys: Keys,
}

/// What the miner is built with.
#[derive(Args, Debug)]
pub struct CatalogueArgs {
    /// Catalogue of metrics to add to the built-in one: a TSV file of the same format (repeatable)
    #[arg(long, value_name = "FILE")]
    catalogue: Vec<PathBuf>,
}

impl CatalogueArgs {
    /// The miner, or what is wrong with a catalogue.
    pub fn miner(&self) -> Result<Miner, String> {
        let mut builder = Miner::builder();
        for path in &self.catalogue {
            let name = path.to_string_lossy();
            let tsv = fs::read_to_string(path).map_err(|error| format!("{name}: {error}"))?;
            builder = builder.catalogue(&name, &tsv);
        }
        builder.build().map_err(|error| error.to_string())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum InputFormat {
    /// One document: all of the file, in any encoding
    Text,
    /// A document a line: a JSON object with `text`, and if known `id`, `published`, `place`
    Jsonl,
    /// A document a row: an Apache Parquet file with the column `text` (string, or binary in any
    /// encoding), and if known `id`, `published` (string, date or timestamp), `place`
    Parquet,
    /// One document: the main text of a web page; offsets are in that text, which --format json
    /// carries as `text`
    Html,
}

/// One document, before anything is made of it.
#[derive(Debug)]
pub struct Source {
    body: Body,
    pub context: Context,
}

#[derive(Debug)]
enum Body {
    Bytes(Vec<u8>),
    Text(String),
    Page(Page),
}

/// A text, its figures, and the reasons of each.
pub type Explained<'a> = (Cow<'a, str>, Document, Vec<Vec<Reason>>);

impl Source {
    /// All of a file.
    pub fn file(
        format: InputFormat,
        at: &str,
        bytes: Vec<u8>,
        defaults: &Context,
    ) -> tongbao::Result<Self> {
        let context = Context { id: at.to_owned(), ..defaults.clone() };
        if format != InputFormat::Html {
            return Ok(Self { body: Body::Bytes(bytes), context });
        }
        let page = text_of(&bytes, context.encoding.as_deref())?;
        let published = context.published.or_else(|| page.published.clone());
        Ok(Self { body: Body::Page(page), context: Context { published, ..context } })
    }

    /// A line of JSON Lines, or a row of Parquet.
    pub fn of(at: &str, fields: Fields, defaults: &Context) -> Self {
        let context = Context {
            id: fields.id.unwrap_or_else(|| at.to_owned()),
            published: fields.published.or_else(|| defaults.published.clone()),
            place: fields.place.or_else(|| defaults.place.clone()),
            encoding: defaults.encoding.clone(),
        };
        let body = match fields.text {
            Text::Decoded(text) => Body::Text(text),
            Text::Bytes(bytes) => Body::Bytes(bytes),
        };
        Self { body, context }
    }

    /// The document's figures.
    pub fn mine(&self, miner: &Miner) -> tongbao::Result<Document> {
        let decoded = self.decoded(miner)?;
        let document = miner.mine_text(&decoded.text, &self.context)?;
        Ok(decoded.complete(document))
    }

    /// The text, the document's figures alone, and what was odd.
    pub fn figures(&self, miner: &Miner) -> tongbao::Result<Figures<'_>> {
        let Decoded { text, mut diagnostics, .. } = self.decoded(miner)?;
        let (records, more) = miner.figures_text(&text, &self.context)?;
        diagnostics.extend(more);
        Ok((text, records, diagnostics))
    }

    /// The text, its figures, and the reasons of each.
    pub fn explain(&self, miner: &Miner) -> tongbao::Result<Explained<'_>> {
        let mut decoded = self.decoded(miner)?;
        let (document, reasons) = miner.explain_all(&decoded.text, &self.context)?;
        let text = std::mem::take(&mut decoded.text);
        Ok((text, decoded.complete(document), reasons))
    }

    /// The text, decoded where it is still bytes, and what is odd in it.
    pub fn text(&self, miner: &Miner) -> tongbao::Result<(Cow<'_, str>, Vec<Diagnostic>)> {
        let Decoded { text, mut diagnostics, .. } = self.decoded(miner)?;
        diagnostics.extend(miner.diagnostics(&text, &self.context)?);
        Ok((text, diagnostics))
    }

    fn decoded(&self, miner: &Miner) -> tongbao::Result<Decoded<'_>> {
        Ok(match &self.body {
            Body::Bytes(bytes) => {
                let (text, encoding, diagnostics) = miner.decode(bytes, &self.context)?;
                Decoded { text: text.into(), encoding: Some(encoding), page: None, diagnostics }
            }
            Body::Text(text) => Decoded { text: text.into(), ..Decoded::default() },
            Body::Page(page) => Decoded {
                text: (&page.text).into(),
                encoding: Some(page.encoding.to_owned()),
                page: Some(&page.text),
                diagnostics: page.diagnostics.clone(),
            },
        })
    }
}

/// A text, its figures, and what was odd.
pub type Figures<'a> = (Cow<'a, str>, Vec<Record>, Vec<Diagnostic>);

/// The text of a document, and what became known on the way to it.
#[derive(Default)]
struct Decoded<'a> {
    text: Cow<'a, str>,
    /// The encoding, where it was bytes.
    encoding: Option<String>,
    /// The text again, where it was taken out of a web page.
    page: Option<&'a str>,
    diagnostics: Vec<Diagnostic>,
}

impl Decoded<'_> {
    /// The document that was made of the text, with what is known of it besides.
    fn complete(self, mut document: Document) -> Document {
        if let Some(encoding) = self.encoding {
            document.encoding = encoding;
        }
        document.text = self.page.map(str::to_owned);
        document.diagnostics.splice(0..0, self.diagnostics);
        document
    }
}

impl InputArgs {
    /// Builds the miner and tries the settings that hold for all documents, or says what is wrong.
    pub fn prepare(&self) -> Result<(Miner, Context), String> {
        if self.paths.is_empty() && io::stdin().is_terminal() {
            return Err("no PATH given, and standard input is a terminal (try --help)".into());
        }
        if self.input_format == InputFormat::Jsonl && !self.reads_utf8() {
            return Err("--encoding: JSON Lines are always UTF-8".into());
        }
        if self.input_format == InputFormat::Parquet
            && self.paths().any(|it| it == Path::new(STDIN))
        {
            return Err(
                "standard input cannot be read as Parquet, which has its index at the end: \
                        name a file"
                    .into(),
            );
        }
        let miner = self.catalogues.miner()?;
        let defaults = self.defaults();
        miner.mine(b"", &defaults).map_err(|error| match error.kind() {
            ErrorKind::InvalidDate => format!("--published: {error}"),
            ErrorKind::UnknownPlace => format!("--place: {error}"),
            ErrorKind::UnknownEncoding => format!("--encoding: {error}"),
            _ => error.to_string(),
        })?;
        Ok((miner, defaults))
    }

    fn reads_utf8(&self) -> bool {
        ["auto", "utf-8", "utf8"].iter().any(|label| self.encoding.eq_ignore_ascii_case(label))
    }

    fn defaults(&self) -> Context {
        let encoding = Some(&self.encoding).filter(|label| !label.eq_ignore_ascii_case("auto"));
        Context {
            id: String::new(),
            published: self.published.clone(),
            place: self.place.clone(),
            encoding: encoding.cloned(),
        }
    }

    /// Whether all there is fits into one batch, as one document does.
    pub fn is_short(&self) -> bool {
        let mut paths = self.paths();
        let (Some(path), None) = (paths.next(), paths.next()) else { return false };
        match fs::metadata(path) {
            Ok(about) if about.is_dir() => false,
            Ok(about) if about.is_file() && about.len() <= BATCH as u64 => {
                self.input_format != InputFormat::Parquet // which is packed
            }
            _ => !self.input_format.holds_many(),
        }
    }

    /// Bytes to read in the files and folders, where that can be known: Parquet is packed.
    pub fn total<'a>(&self, mut paths: impl Iterator<Item = &'a Path>) -> Option<u64> {
        if self.input_format == InputFormat::Parquet {
            return None;
        }
        let of = |about: fs::Metadata| {
            let is_read = self.input_format.holds_many() || about.len() <= self.max_bytes;
            if is_read { about.len() } else { 0 }
        };
        paths.try_fold(0, |sum, path| {
            let about = fs::metadata(path).ok()?;
            if about.is_dir() {
                let files = Walk::new(path, self.input_format.extensions()).flatten();
                let sizes = files.filter_map(|path| fs::metadata(path).ok()).map(of);
                return Some(sum + sizes.sum::<u64>());
            }
            about.is_file().then(|| sum + of(about))
        })
    }

    /// The paths to read, in order.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        let stdin = self.paths.is_empty().then_some(Path::new(STDIN));
        self.paths.iter().map(PathBuf::as_path).chain(stdin)
    }
}

impl InputFormat {
    /// Of the files that are read in a folder.
    pub const fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Text => &["txt"],
            Self::Jsonl => &["jsonl"],
            Self::Parquet => &["parquet"],
            Self::Html => &["html", "htm", "shtml"],
        }
    }

    /// A file holds more documents than one.
    pub const fn holds_many(self) -> bool {
        matches!(self, Self::Jsonl | Self::Parquet)
    }
}

/// Reads `300`, `64K`, `256M`, `1G`.
fn size(text: &str) -> Result<u64, String> {
    let (digits, unit) = match text.to_ascii_uppercase().chars().last() {
        Some('K') => (&text[..text.len() - 1], 1 << 10),
        Some('M') => (&text[..text.len() - 1], 1 << 20),
        Some('G') => (&text[..text.len() - 1], 1 << 30),
        _ => (text, 1_u64),
    };
    let number = digits.parse::<u64>().map_err(|_| "not a size such as 300, 64K, 256M, 1G")?;
    number.checked_mul(unit).ok_or_else(|| "too large".into())
}
