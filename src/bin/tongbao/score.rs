//! `tongbao score`: how well the records agree with annotated bulletins.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use serde::Serialize;
use tongbao::Miner;
use tongbao::output::json;
use tongbao::score::{Gold, Score, Tier, score};

use crate::input::CatalogueArgs;
use crate::report::{Report, usage};
use crate::run::{OutputArgs, conclude};
use crate::sink::Sink;
use crate::walk::Walk;

/// Measure the records against annotated bulletins
///
/// Reads bulletins with the figures that a careful reader finds in them, mines each, and writes
/// precision, recall and F1 in three tiers: Q, the words, value and unit of a figure are right; M,
/// also its metric (or, without one, its subject), aspect and origin; F, also its place and time.
/// Below them stands how often bound, part_of, per, qualifiers and status are right.
#[derive(Args, Debug)]
#[command(after_long_help = AFTER)]
pub struct ScoreArgs {
    /// Annotated bulletins (*.gold), and folders to read through
    #[arg(value_name = "GOLD", required = true)]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    catalogues: CatalogueArgs,

    /// Also write every miss: file, line, what was wanted and what was found
    #[arg(long)]
    misses: bool,

    /// Also write a score for each genre
    #[arg(long)]
    genres: bool,

    /// How the scores are written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// JSON Lines: an object for each miss, each genre, and all together
    Jsonl,
}

const AFTER: &str = "\
The annotation:
  id: river-town
  published: 2022-05-09
  place: 许昌市
  genre: city-notice
  === text
  截至5月8日8时，全市累计报告确诊病例46例，其中魏都区29例，热线12320。
  === figures
  46例 @A | m=confirmed_cases s=确诊病例 a=cumulative p=许昌市 t=/2022-05-08T08:00
  29例 | m=confirmed_cases a=cumulative p=魏都区 t=/2022-05-08T08:00 of=A
  ~ 12320

  A line a figure, in the order of the text: its words, a label @A where others are part of it,
  and keys: m metric, s subject, a aspect, o origin, p place, pc its code, t start/end, of label of
  the whole, v value, u unit, b bound, per, st status, q.KEY a qualifier, opt=1 may be missing,
  each=1 stands for several. Alternatives are split by /, with - for none. ~ marks digits that are
  no figure.

Examples:
  tongbao score mine/ --misses
  tongbao score a.gold b.gold --catalogue masks.tsv --format jsonl";

/// A line of the JSON Lines.
#[derive(Serialize)]
struct Line<'a> {
    /// The genre; none is all together.
    genre: Option<&'a str>,
    documents: usize,
    wanted: usize,
    found: usize,
    tiers: BTreeMap<&'static str, Shares>,
    accuracy: BTreeMap<&'static str, f64>,
}

#[derive(Serialize)]
struct Shares {
    precision: f64,
    recall: f64,
    f1: f64,
}

#[derive(Serialize)]
struct MissLine<'a> {
    file: &'a str,
    line: Option<usize>,
    tier: Option<&'static str>,
    reason: &'a str,
}

/// Scores added up, and over how many documents.
#[derive(Default)]
struct Sum {
    documents: usize,
    score: Score,
}

impl Sum {
    fn add(&mut self, score: Score) {
        self.documents += 1;
        self.score += score;
    }

    fn line<'a>(&self, genre: Option<&'a str>) -> Line<'a> {
        let score = &self.score;
        let shares = |tier| Shares {
            precision: score.precision(tier),
            recall: score.recall(tier),
            f1: score.f1(tier),
        };
        Line {
            genre,
            documents: self.documents,
            wanted: score.wanted,
            found: score.found,
            tiers: Tier::ALL.into_iter().map(|tier| (tier.letter(), shares(tier))).collect(),
            accuracy: score.accuracy.iter().map(|(name, it)| (*name, it.share())).collect(),
        }
    }
}

impl ScoreArgs {
    /// Runs the subcommand.
    pub fn run(self) -> ExitCode {
        let miner = match self.catalogues.miner() {
            Ok(miner) => miner,
            Err(reason) => return usage(reason),
        };
        let mut report = Report::default();
        let written = self.output.open().and_then(|mut sink| {
            self.write(&miner, &mut sink, &mut report)?;
            sink.finish()
        });
        conclude(written, &self.output, report)
    }

    fn write(&self, miner: &Miner, out: &mut Sink, report: &mut Report) -> io::Result<()> {
        let (mut all, mut genres) = (Sum::default(), BTreeMap::<String, Sum>::new());
        for path in self.files(report) {
            let name = path.to_string_lossy();
            let scored = Gold::read(&path).and_then(|gold| {
                let (records, _) = miner.figures_text(&gold.text, &gold.context())?;
                Ok((score(&gold, &records), gold.genre.unwrap_or_default()))
            });
            let (found, genre) = match scored {
                Ok(scored) => scored,
                Err(error) => {
                    report.fail_there(error);
                    continue;
                }
            };
            if self.misses {
                self.write_misses(&name, &found, out)?;
            }
            genres.entry(genre).or_default().add(found.clone());
            all.add(found);
        }
        for (genre, sum) in genres.iter().filter(|_| self.genres) {
            self.write_sum(Some(genre), sum, out)?;
        }
        self.write_sum(None, &all, out)
    }

    /// The files to read, in order.
    fn files(&self, report: &mut Report) -> Vec<PathBuf> {
        let mut files = Vec::new();
        for path in &self.paths {
            if !path.is_dir() {
                files.push(path.clone());
                continue;
            }
            let before = files.len();
            for found in Walk::new(path, &["gold"]) {
                match found {
                    Ok(path) => files.push(path),
                    Err((path, error)) => report.fail(path.display(), error),
                }
            }
            if files.len() == before {
                report.note(path.display(), "no *.gold file in this folder");
            }
        }
        files
    }

    fn write_misses(&self, file: &str, score: &Score, mut out: &mut Sink) -> io::Result<()> {
        for miss in &score.misses {
            match self.format {
                Format::Text => writeln!(out, "{file}: {miss}")?,
                Format::Jsonl => {
                    let tier = miss.tier.map(Tier::letter);
                    let line = MissLine { file, line: miss.line, tier, reason: &miss.reason };
                    json::write_line(&mut out, &line)?;
                }
            }
        }
        Ok(())
    }

    fn write_sum(&self, genre: Option<&str>, sum: &Sum, mut out: &mut Sink) -> io::Result<()> {
        match self.format {
            Format::Text => {
                let name = genre.map_or("all", |name| if name.is_empty() { "-" } else { name });
                writeln!(out, "{name}: {} documents, {}", sum.documents, sum.score)
            }
            Format::Jsonl => json::write_line(&mut out, &sum.line(genre)),
        }
    }
}
