//! The miner: the only file that knows the order of the stages.
//!
//! bytes → [`decode`](crate::decode) → [`clean`](crate::clean) → [`split`](crate::split) →
//! [`scan`](crate::scan) → link → [`Record`].

use jiff::civil::DateTime;

use crate::cases::{CaseWords, Page, cases};
use crate::check::check;
use crate::clean::{Clean, clean};
use crate::decode::decode;
use crate::error::{Error, ErrorKind, Result};
use crate::explain::{self, Explanation, reasons};
use crate::lexicon::{Found, Lexicon};
use crate::link::Linker;
use crate::link::carry::Carry;
use crate::link::draft::Draft;
use crate::link::token::Mentions;
use crate::oddity;
use crate::place::{Gazetteer, PlaceContext, PlaceId, PlaceMention};
use crate::record::{ArticleInfo, Diagnostic, Document, Record, SCHEMA_VERSION};
use crate::records::{LONGEST_SENTENCE, records};
use crate::scan::mention::{ScanRecord, scan_records};
use crate::scan::quantity::{Quantity, Reason, Role, Units, quantities};
use crate::scan::time::{Times, all_times};
use crate::segment::Segmenter;
use crate::segmentation::{Locator, Segmentation, segmentation};
use crate::span::Span;
use crate::split::{Article, split};
use crate::time::parse_published;

/// What is known about a document beside its text.
///
/// ```
/// let context = tongbao::Context {
///     id: "许昌-5月9日".into(),
///     published: Some("2022-05-09".into()),
///     place: Some("许昌市".into()),
///     ..Default::default()
/// };
/// assert!(context.encoding.is_none());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// The document's id; it stands in every record as `doc`.
    pub id: String,
    /// When it was published: an ISO 8601 date or date-time. None leaves years open that the
    /// text does not name.
    pub published: Option<String>,
    /// Its home place, by full or short name, or by the name of a body there (河南卫健委). None lets
    /// the text tell.
    pub place: Option<String>,
    /// The label of its encoding. None, or `auto`, is detection.
    pub encoding: Option<String>,
}

/// Reads bulletins. Built once, immutable, shared freely between threads.
///
/// ```
/// # fn main() -> tongbao::Result<()> {
/// let miner = tongbao::Miner::new()?;
/// let context = tongbao::Context {
///     published: Some("2022-05-09".into()),
///     place: Some("许昌市".into()),
///     ..Default::default()
/// };
/// let text = "截至5月8日8时，我市累计报告本土确诊病例58例。";
/// let document = miner.mine_text(text, &context)?;
/// let record = &document.records[0];
/// assert_eq!(record.metric.as_deref(), Some("confirmed_cases"));
/// assert_eq!(record.time_end.as_deref(), Some("2022-05-08T08:00"));
/// assert_eq!(&text[record.byte_start..record.byte_end], "58例");
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Miner {
    units: Units,
    lexicon: Lexicon,
    places: Gazetteer,
    segmenter: Segmenter,
    case_words: CaseWords,
    longest_sentence: usize,
}

/// The settings of a [`Miner`].
///
/// ```
/// # fn main() -> tongbao::Result<()> {
/// let catalogue = "masks\t口罩|医用口罩\t个 只 万只\tnoun";
/// let error = tongbao::Miner::builder().catalogue("mine.tsv", catalogue).build().unwrap_err();
/// assert_eq!(error.to_string(), "mine.tsv:1: unknown unit «万只»");
/// let miner = tongbao::Miner::builder().catalogue("mine.tsv", "masks\t口罩\t个 只\tnoun").build()?;
/// let document = miner.mine_text("发放口罩300只。", &Default::default())?;
/// assert_eq!(document.records[0].metric.as_deref(), Some("masks"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct MinerBuilder {
    catalogues: Vec<(String, String)>,
    reference: bool,
    longest_sentence: Option<usize>,
}

impl MinerBuilder {
    /// Adds a metric catalogue: rows of metric, aliases, units, kind and settings, as in the
    /// built-in `metrics.tsv`. `name` is the file's name, for messages.
    #[must_use]
    pub fn catalogue(mut self, name: &str, tsv: &str) -> Self {
        self.catalogues.push((name.to_owned(), tsv.to_owned()));
        self
    }

    /// So many bytes of a cleaned sentence stand in a record whole, 3000 unless told otherwise; of a
    /// longer one it holds some half of that, around the figure. `usize::MAX` keeps every sentence,
    /// and a hostile one of a megabyte of figures as many times.
    ///
    /// ```
    /// let miner = tongbao::Miner::builder().longest_sentence(30).build()?;
    /// let text = "经过连夜排查，全市新增确诊病例3例，均已转至定点医院治疗。";
    /// let (records, _) = miner.figures_text(text, &Default::default())?;
    /// assert_eq!(&*records[0].sentence, "病例3例，均");
    /// # Ok::<(), tongbao::Error>(())
    /// ```
    #[must_use]
    pub const fn longest_sentence(mut self, bytes: usize) -> Self {
        self.longest_sentence = Some(bytes);
        self
    }

    /// Takes no short cuts: every sentence is cut into words whole. Slow, with the same records;
    /// for tests of just that.
    #[must_use]
    pub const fn reference(mut self) -> Self {
        self.reference = true;
        self
    }

    /// The miner.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Table`] for a wrong catalogue row, with file, line and reason.
    pub fn build(self) -> Result<Miner> {
        let units = Units::built_in()?;
        let lexicon = Lexicon::new(&self.catalogues, &|unit| units.contains(unit))?;
        Ok(Miner {
            units,
            lexicon,
            places: Gazetteer::builtin()?,
            segmenter: if self.reference { Segmenter::reference() } else { Segmenter::new() },
            case_words: CaseWords::built_in()?,
            longest_sentence: self.longest_sentence.unwrap_or(LONGEST_SENTENCE),
        })
    }
}

/// What the scanners found in a clean text.
struct Scanned<'a> {
    quantities: Vec<Quantity>,
    times: Times,
    places: Vec<PlaceMention>,
    words: Vec<Found<'a>>,
}

impl Miner {
    /// A miner with the built-in tables.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Table`] when a built-in table is wrong, which the tests rule out.
    pub fn new() -> Result<Self> {
        Self::builder().build()
    }

    /// A builder, to add catalogues.
    #[must_use]
    pub fn builder() -> MinerBuilder {
        MinerBuilder::default()
    }

    /// Reads a document of any encoding. Offsets are in the decoded text.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::UnknownEncoding`], [`ErrorKind::InvalidDate`], [`ErrorKind::UnknownPlace`]
    /// for what `context` says; never for the document's bytes.
    pub fn mine(&self, bytes: &[u8], context: &Context) -> Result<Document> {
        let decoded = decode(bytes, context.encoding.as_deref())?;
        let mut document = self.mine_text(&decoded.text, context)?;
        decoded.encoding.clone_into(&mut document.encoding);
        document.diagnostics.splice(0..0, decoded.diagnostics);
        Ok(document)
    }

    /// Reads a document that is text already. Offsets are in `text`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidDate`] or [`ErrorKind::UnknownPlace`] for what `context` says.
    pub fn mine_text(&self, text: &str, context: &Context) -> Result<Document> {
        self.read(text, context, |reading| self.document(text, context, &reading))
    }

    /// Reads a document as [`Miner::mine_text`] does, and says for each of its records, in their
    /// order, why it says what it says.
    ///
    /// ```
    /// # fn main() -> tongbao::Result<()> {
    /// let miner = tongbao::Miner::new()?;
    /// let text = "新增确诊病例58例、无症状感染者100例。";
    /// let (document, reasons) = miner.explain_all(text, &Default::default())?;
    /// assert_eq!(document.records[1].aspect, Some(tongbao::Aspect::New));
    /// let aspect = reasons[1].iter().find(|reason| reason.attribute == "aspect").unwrap();
    /// assert_eq!((aspect.text.as_deref(), aspect.char_start), (Some("新增"), Some(0)));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As for [`Miner::mine_text`].
    pub fn explain_all(
        &self,
        text: &str,
        context: &Context,
    ) -> Result<(Document, Vec<Vec<explain::Reason>>)> {
        self.read(text, context, |reading| {
            let document = self.document(text, context, &reading);
            let made = document.records.iter().zip(reading.drafts);
            let reasons = made.map(|(record, draft)| reasons(record, draft, text, reading.locator));
            let reasons = reasons.collect();
            (document, reasons)
        })
    }

    /// The records and diagnostics of [`Miner::mine`] alone, without articles, cases and checks:
    /// some 5 % faster where nobody asks for these.
    ///
    /// # Errors
    ///
    /// As for [`Miner::mine`].
    ///
    /// ```
    /// let miner = tongbao::Miner::new()?;
    /// let (records, diagnostics) = miner.figures("新增58例。".as_bytes(), &Default::default())?;
    /// assert_eq!((records.len(), diagnostics.len()), (1, 0));
    /// # Ok::<(), tongbao::Error>(())
    /// ```
    pub fn figures(
        &self,
        bytes: &[u8],
        context: &Context,
    ) -> Result<(Vec<Record>, Vec<Diagnostic>)> {
        let mut decoded = decode(bytes, context.encoding.as_deref())?;
        let (records, diagnostics) = self.figures_text(&decoded.text, context)?;
        decoded.diagnostics.extend(diagnostics);
        Ok((records, decoded.diagnostics))
    }

    /// [`Miner::figures`] of a document that is text already.
    ///
    /// # Errors
    ///
    /// As for [`Miner::mine_text`].
    pub fn figures_text(
        &self,
        text: &str,
        context: &Context,
    ) -> Result<(Vec<Record>, Vec<Diagnostic>)> {
        self.read(
            text,
            context,
            |Reading { clean, locator, scanned, drafts, published, .. }| {
                let records = self.records(text, locator, drafts, context);
                (records, diagnostics(clean, &scanned.quantities, &scanned.times, published))
            },
        )
    }

    /// What is odd in a text, as [`Miner::figures_text`] tells it beside the records: for those who
    /// [scan](Miner::scan), [segment](Miner::segment) or [explain](Miner::explain) it.
    ///
    /// # Errors
    ///
    /// As for [`Miner::mine_text`].
    ///
    /// ```
    /// let miner = tongbao::Miner::new()?;
    /// let text = "13月5日新增3例。";
    /// let [odd] = &miner.diagnostics(text, &Default::default())?[..] else { panic!("one") };
    /// assert_eq!((odd.code.as_str(), &text[odd.span.range()]), ("impossible_date", "13月5日"));
    /// # Ok::<(), tongbao::Error>(())
    /// ```
    pub fn diagnostics(&self, text: &str, context: &Context) -> Result<Vec<Diagnostic>> {
        let published = self.carry(context)?.published();
        let clean = clean(text);
        let quantities = quantities(&clean.text, &self.units);
        Ok(diagnostics(&clean, &quantities, &all_times(&clean.text), published))
    }

    /// Why the record at `char_offset` (Unicode scalars of `text`) says what it says; none when no
    /// figure stands there.
    ///
    /// # Errors
    ///
    /// As for [`Miner::mine_text`].
    pub fn explain(
        &self,
        text: &str,
        context: &Context,
        char_offset: usize,
    ) -> Result<Option<Explanation>> {
        self.read(text, context, |reading| {
            let records = self.records(text, reading.locator, reading.drafts, context);
            let at = records
                .iter()
                .position(|record| (record.char_start..record.char_end).contains(&char_offset))?;
            let reasons = reasons(&records[at], &reading.drafts[at], text, reading.locator);
            Some(Explanation { record: records[at].clone(), reasons })
        })
    }

    /// What was found, as it is given to the caller.
    fn document(&self, text: &str, context: &Context, reading: &Reading<'_>) -> Document {
        let &Reading { clean, locator, articles, scanned, drafts, home, published } = reading;
        let page = Page {
            doc: &context.id,
            source: text,
            clean,
            articles,
            places: &scanned.places,
            times: &scanned.times.mentions,
            gazetteer: &self.places,
            home,
            published,
        };
        let records = self.records(text, locator, drafts, context);
        let (cases, unread) = cases(&self.case_words, &page);
        let odd = diagnostics(clean, &scanned.quantities, &scanned.times, published);
        Document {
            schema_version: SCHEMA_VERSION,
            doc: context.id.clone(),
            encoding: "UTF-8".to_owned(),
            text: None,
            articles: infos(locator, articles),
            checks: check(&records),
            records,
            cases,
            diagnostics: [odd, unread].concat(),
        }
    }

    fn records(
        &self,
        text: &str,
        locator: &Locator<'_>,
        drafts: &[Draft<'_>],
        context: &Context,
    ) -> Vec<Record> {
        records(text, locator, drafts, &context.id, self.longest_sentence)
    }

    /// Runs the stages up to the drafts and hands over what they found.
    fn read<T>(
        &self,
        text: &str,
        context: &Context,
        finish: impl FnOnce(Reading<'_>) -> T,
    ) -> Result<T> {
        let mut carry = self.carry(context)?;
        let clean = clean(text);
        let articles = split(&clean.text);
        let scanned = self.scan_clean(&clean.text);
        if carry.home.is_none() {
            carry.home = self.infer_home(&clean.text, &scanned.places);
        }
        let (home, published) = (carry.home, carry.published());
        let linker =
            Linker { lexicon: &self.lexicon, places: &self.places, segmenter: &self.segmenter };
        let drafts = linker.link(&clean.text, &articles, scanned.mentions(), carry);
        Ok(finish(Reading {
            clean: &clean,
            locator: &Locator::new(text, &clean),
            articles: &articles,
            scanned: &scanned,
            drafts: &drafts,
            home,
            published,
        }))
    }

    /// Every mention in `text`: numbers, ordinals, quantities, times, places, metrics.
    ///
    /// # Errors
    ///
    /// As for [`Miner::mine_text`].
    pub fn scan(&self, text: &str, context: &Context) -> Result<Vec<ScanRecord>> {
        let mut carry = self.carry(context)?;
        let clean = clean(text);
        let scanned = self.scan_clean(&clean.text);
        Ok(scan_records(text, &clean, scanned.mentions(), &mut carry, &self.places, &context.id))
    }

    /// The text of a document of any encoding.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::UnknownEncoding`] for an unknown label.
    pub fn decode(
        &self,
        bytes: &[u8],
        context: &Context,
    ) -> Result<(String, String, Vec<Diagnostic>)> {
        let decoded = decode(bytes, context.encoding.as_deref())?;
        Ok((decoded.text.into_owned(), decoded.encoding.to_owned(), decoded.diagnostics))
    }

    /// Articles, paragraphs, sentences and words of `text`, each with offsets in it.
    ///
    /// # Errors
    ///
    /// As for [`Miner::mine_text`].
    pub fn segment(&self, text: &str, context: &Context) -> Result<Segmentation> {
        self.carry(context)?;
        let clean = clean(text);
        let articles: Vec<Article> = split(&clean.text);
        Ok(segmentation(text, &clean, &articles, &self.segmenter, &context.id))
    }

    /// What the caller says about the document, read.
    fn carry(&self, context: &Context) -> Result<Carry<'_>> {
        let published = context.published.as_deref().map(parse_published).transpose()?;
        let home = context.place.as_deref().map(|name| self.home(name)).transpose()?;
        Ok(Carry::new(published, home))
    }

    fn home(&self, name: &str) -> Result<PlaceId> {
        let publisher = || {
            let mention = self.places.scan(name).into_iter().find(|place| place.span.start == 0)?;
            self.places.resolve(name, &mention, &PlaceContext::default())?.id
        };
        let nation = || name.starts_with("国家").then(|| self.places.nation());
        self.places.find(name).or_else(publisher).or_else(nation).ok_or_else(|| {
            Error::new(ErrorKind::UnknownPlace, format!("no place is called «{name}»"))
        })
    }

    /// The home that the text tells: the nation where it sums up the provinces.
    fn infer_home(&self, text: &str, places: &[PlaceMention]) -> Option<PlaceId> {
        if places.iter().any(|place| place.rule == "place.provinces") {
            Some(self.places.nation())
        } else if text.len() <= Gazetteer::HOME_READ {
            self.places.home_among(text, places)
        } else {
            self.places.infer_home(text)
        }
    }

    fn scan_clean<'a>(&'a self, clean: &'a str) -> Scanned<'a> {
        Scanned {
            quantities: quantities(clean, &self.units),
            times: all_times(clean),
            places: self.places.scan(clean),
            words: self.lexicon.find(clean).collect(),
        }
    }
}

/// What the stages up to the drafts found in a document.
struct Reading<'a> {
    clean: &'a Clean<'a>,
    locator: &'a Locator<'a>,
    articles: &'a [Article],
    scanned: &'a Scanned<'a>,
    drafts: &'a [Draft<'a>],
    home: Option<PlaceId>,
    published: Option<DateTime>,
}

impl Scanned<'_> {
    fn mentions(&self) -> Mentions<'_> {
        Mentions {
            quantities: &self.quantities,
            times: &self.times.mentions,
            places: &self.places,
            words: &self.words,
        }
    }
}

fn infos(locator: &Locator<'_>, articles: &[Article]) -> Vec<ArticleInfo> {
    articles.iter().map(|article| locator.info(article)).collect()
}

/// What was odd in the text, kind by kind.
fn diagnostics(
    clean: &Clean<'_>,
    quantities: &[Quantity],
    times: &Times,
    published: Option<DateTime>,
) -> Vec<Diagnostic> {
    let told = |code, spans: &mut dyn Iterator<Item = Span>, message: &str| {
        let spots: Vec<_> = spans.map(|span| (clean.map.source(span), ())).collect();
        oddity::report(code, &spots, |()| message.into())
    };
    let too_large = |quantity: &&Quantity| quantity.role == Role::NotFigure(Reason::NumberTooLarge);
    let spans = |quantity: &Quantity| quantity.span;
    let impossible = times.impossible(&clean.text, published.map(DateTime::date));
    [
        clean.diagnostics.clone(),
        told(
            "number_too_large",
            &mut quantities.iter().filter(too_large).map(spans),
            "a number of more than 28 digits is not read as a figure",
        ),
        told(
            "number_cut",
            &mut quantities.iter().filter(|quantity| quantity.cut).map(spans),
            "of more than 28 digits the last decimals are left out",
        ),
        told(
            "impossible_date",
            &mut impossible.into_iter(),
            "no such day or hour: it is not read as a time",
        ),
    ]
    .concat()
}
