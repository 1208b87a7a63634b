//! `tongbao view`: a page to look at.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Args;
use tongbao::check::Series;
use tongbao::output::html::{self, Sheet};
use tongbao::{Document, Miner};

use crate::input::{InputArgs, Source};
use crate::report::Report;
use crate::run::{Failure, Job, Output, OutputArgs, RunArgs, run};
use crate::sink::Sink;

/// Write a page that shows the documents with their figures marked
///
/// One HTML file for a browser, which needs nothing else and asks no network. Each figure is
/// marked in its text, coloured by metric; chosen, it shows its record, and for each attribute
/// the words and the rule that gave it. Records can be filtered by metric, aspect, place and words,
/// and lead to their text; checks that fail are red, with the records that they are about.
#[derive(Args, Debug)]
#[command(after_long_help = AFTER)]
pub struct View {
    #[command(flatten)]
    input: InputArgs,

    #[command(flatten)]
    output: OutputArgs,

    #[command(flatten)]
    how: RunArgs,
}

const AFTER: &str = "\
Keys of the page:
  Tab goes to the filters, the lists and the text. In the text the arrow keys, Home and End go from
  figure to figure, Enter to what is said of it, and Escape back. In a list the arrow keys go from
  row to row, and Enter to the text.

Examples:
  One bulletin:
    tongbao view notice.txt --published 2022-05-09 --place 许昌市 -o notice.html

  A folder of pages, with the checks between them:
    tongbao view pages/ --encoding gb18030 -o pages.html

  Some lines of a corpus:
    head -20 news.jsonl | tongbao view --input-format jsonl -o news.html";

impl View {
    /// Runs the subcommand.
    pub fn run(self) -> ExitCode {
        let Self { input, output, how } = &self;
        run(&Job::new(input, output, how), draw, &mut Page::default())
    }
}

/// A document, and how it is written in the page.
struct Drawn {
    document: Document,
    bytes: Vec<u8>,
}

fn draw(miner: &Miner, source: &Source) -> Result<Drawn, Failure> {
    let (text, document, reasons) = source.explain(miner)?;
    let mut bytes = Vec::new();
    let sheet = Sheet { text: &text, document: &document, reasons: &reasons };
    html::write_document(&mut bytes, &sheet)?;
    Ok(Drawn { document, bytes })
}

#[derive(Default)]
struct Page {
    series: Series,
}

impl Output<Drawn> for Page {
    fn start(&mut self, sink: &mut Sink) -> io::Result<()> {
        html::write_start(sink)
    }

    fn write(
        &mut self,
        made: Drawn,
        at: &str,
        sink: &mut Sink,
        report: &mut Report,
    ) -> io::Result<()> {
        report.read(at, made.document.records.len(), &made.document.diagnostics);
        self.series.add(&made.document.records);
        sink.write_all(&made.bytes)
    }

    fn end(&mut self, sink: &mut Sink) -> io::Result<()> {
        html::write_end(sink, &self.series.checks())
    }
}
