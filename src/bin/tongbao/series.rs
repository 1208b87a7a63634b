//! `tongbao series`: the figures of many documents as one tidy table.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use clap::builder::PossibleValuesParser;
use tongbao::output::json;
use tongbao::output::plot::{Chart, write_page};
use tongbao::record::Diagnostic;
use tongbao::series::{Point, Series};
use tongbao::{Aspect, Miner, Origin, Record};

use crate::input::{InputArgs, Source};
use crate::report::{Report, usage};
use crate::run::{Job, Output, OutputArgs, RunArgs, run};
use crate::sink::{Sink, Target};
use crate::table::{Form, Table};

/// Gather the figures of many documents into one table, a row a value
///
/// A row is what is counted (metric, aspect, origin, qualifiers, unit), where, when, and the value.
/// What several documents state alike is one row, with all of its sources; where they differ, each
/// value has its row, and `standing` says: stated (nobody says otherwise), revised (a document
/// published later says otherwise), revision (it is that later value), conflict (nothing tells
/// which came last). Figures without a metric, place or time, rates, and what is planned or
/// required are left out; the summary says how many, and why.
#[derive(Args, Debug)]
#[command(after_long_help = AFTER)]
pub struct SeriesArgs {
    #[command(flatten)]
    input: InputArgs,

    #[command(flatten)]
    only: Only,

    /// Draw a chart: FILE.svg, FILE.html (a page with the picture, its figures and Vega-Lite), or
    /// FILE.json (Vega-Lite alone)
    ///
    /// A panel for each metric, aspect and unit, a line for each place, origin and qualifiers. The
    /// twelve panels and eight lines of a panel with most points are drawn; choose others with
    /// --metric, --aspect, --origin and --only-place. The table is then written only where
    /// --output names a file, or `-`.
    #[arg(long, value_name = "FILE", value_parser = drawable)]
    plot: Option<PathBuf>,

    /// How rows are written
    #[arg(long, value_enum, default_value_t = Form::Csv)]
    format: Form,

    #[command(flatten)]
    output: OutputArgs,

    #[command(flatten)]
    how: RunArgs,
}

/// Which figures are wanted: all, unless something is named.
#[derive(Args, Debug)]
struct Only {
    /// Only this metric (repeatable)
    #[arg(long, value_name = "METRIC")]
    metric: Vec<String>,

    /// Only this aspect (repeatable)
    #[arg(long, value_name = "ASPECT", value_parser = PossibleValuesParser::new(ASPECTS))]
    aspect: Vec<String>,

    /// Only this origin (repeatable)
    #[arg(long, value_name = "ORIGIN", value_parser = PossibleValuesParser::new(ORIGINS))]
    origin: Vec<String>,

    /// Only this place: its full name or its code (repeatable)
    #[arg(long, value_name = "NAME")]
    only_place: Vec<String>,
}

/// What `--aspect` and `--origin` take; `none` is a figure of which nothing is said.
const ASPECTS: [&str; 6] = ["new", "cumulative", "current", "increase", "decrease", "none"];
const ORIGINS: [&str; 3] = ["local", "imported", "none"];

impl Only {
    fn wants(&self, record: &Record) -> bool {
        let names = |wanted: &[String], found: &[Option<&str>]| {
            wanted.is_empty() || wanted.iter().any(|name| found.contains(&Some(name)))
        };
        let aspect = record.aspect.map_or("none", Aspect::name);
        let origin = record.origin.map_or("none", Origin::name);
        names(&self.metric, &[record.metric.as_deref()])
            && names(&self.aspect, &[Some(aspect)])
            && names(&self.origin, &[Some(origin)])
            && names(&self.only_place, &[record.place.as_deref(), record.place_code.as_deref()])
    }
}

/// A file whose name says how a chart is written.
fn drawable(name: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(name);
    Picture::of(&path).map(|_| path).ok_or_else(|| "not a .svg, .html or .json".into())
}

/// How a chart is written.
#[derive(Clone, Copy, Debug)]
enum Picture {
    Svg,
    Page,
    VegaLite,
}

impl Picture {
    fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "svg" => Some(Self::Svg),
            "html" | "htm" => Some(Self::Page),
            "json" => Some(Self::VegaLite),
            _ => None,
        }
    }

    fn write(self, chart: &Chart, mut out: &mut Sink) -> io::Result<()> {
        match self {
            Self::Svg => out.write_all(chart.svg()?.as_bytes()),
            Self::Page => write_page(out, chart),
            Self::VegaLite => json::write_line(&mut out, &chart.vega_lite()),
        }
    }
}

fn open(path: &Path) -> io::Result<Sink> {
    Sink::open(&Target::of(Some(path))?)
}
const AFTER: &str = "\
Examples:
  A year of notices, new and cumulative confirmed cases:
    tongbao series --input-format jsonl notices.jsonl --metric confirmed_cases -o cases.csv

  The epidemic curve of a city, as a page to look at:
    tongbao series notices/ --metric confirmed_cases --aspect new --only-place 许昌市 --plot curve.html

  What was revised later:
    tongbao series notices/ --format jsonl | grep -v '\"standing\":\"stated\"'";

impl SeriesArgs {
    /// Runs the subcommand.
    pub fn run(self) -> ExitCode {
        let format = (self.plot.is_none() || self.output.is_given()).then_some(self.format);
        if let Some(Err(reason)) = format.map(|form| form.refuse(&self.output)) {
            return usage(reason);
        }
        let plot = match self.plot.as_deref().map(|path| (path, open(path))) {
            Some((path, Err(error))) => return usage(format_args!("{}: {error}", path.display())),
            Some((path, Ok(sink))) => Picture::of(path).zip(Some(sink)),
            None => None,
        };
        let work = |miner: &Miner, source: &Source| {
            let (_, mut records, diagnostics) = source.figures(miner)?;
            records.retain(|record| self.only.wants(record));
            Ok(Stated { records, published: source.context.published.clone(), diagnostics })
        };
        let mut rows = Rows { format, plot, series: Series::default() };
        let Self { input, output, how, .. } = &self;
        run(&Job::new(input, output, how), work, &mut rows)
    }
}

/// What a document states.
struct Stated {
    records: Vec<Record>,
    published: Option<String>,
    diagnostics: Vec<Diagnostic>,
}

struct Rows {
    /// None where no table is wanted.
    format: Option<Form>,
    plot: Option<(Picture, Sink)>,
    series: Series,
}

impl Output<Stated> for Rows {
    fn write(
        &mut self,
        Stated { records, published, diagnostics }: Stated,
        at: &str,
        _: &mut Sink,
        report: &mut Report,
    ) -> io::Result<()> {
        report.read(at, records.len(), &diagnostics);
        self.series.add(&records, published.as_deref());
        report.leave_out(self.series.left_out().iter().map(|(why, count)| (why.name(), *count)));
        Ok(())
    }

    fn end(&mut self, sink: &mut Sink) -> io::Result<()> {
        let points = self.series.points();
        if let Some((picture, mut plot)) = self.plot.take() {
            picture.write(&Chart::of(&points), &mut plot)?;
            plot.finish()?;
        }
        let Some(form) = self.format else { return Ok(()) };
        let mut table = Table::default();
        table.start::<Point>(form, sink)?;
        table.write(form.part(&points)?, sink)?;
        table.end(sink)
    }
}
