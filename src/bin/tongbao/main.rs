//! The `tongbao` command: bulletins in, one line a figure out.
//!
//! `main` reads the arguments; `extract`, `scan`, `segment`, `check`, `explain` and `view` say what
//! is done with one document, `score` measures them, `series` gathers them; `run` is the frame
//! around them; `input` holds the arguments, `read`, `walk`,
//! `lines` and `rows` bring the documents, `stop` the signals that end it, `workers` works on several
//! at a time, `writer` sees to what was made, `table` and `sink` take it, `shards` says which input
//! has which output, `journal` how far it came, `report` the complaints and the exit code. `manual` is what shells and `man` know of all this.

mod check;
mod explain;
mod extract;
mod input;
mod journal;
mod lines;
mod manual;
mod read;
mod report;
mod rows;
mod run;
mod scan;
mod score;
mod segment;
mod series;
mod shards;
mod sink;
mod stop;
mod table;
mod view;
mod walk;
mod workers;
mod writer;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use mimalloc::MiMalloc;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Reads Chinese news and health bulletins and gives back every figure in them.
///
/// Every count, rate, amount, age and duration that a bulletin states becomes one record: its
/// value and bounds, unit, what it counts, for which place and time, whether it is new or
/// cumulative, which total it is a part of, and where exactly it stands in the source.
#[derive(Parser)]
#[command(version, propagate_version = true, max_term_width = 100, after_long_help = AFTER)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Extract(extract::Extract),
    Scan(scan::Scan),
    Segment(segment::Segment),
    Check(check::Check),
    Explain(explain::Explain),
    View(view::View),
    Score(score::ScoreArgs),
    Series(series::SeriesArgs),
    Completions(manual::Completions),
    Man(manual::ManPages),
}

const AFTER: &str = "\
Exit status:
    0  all documents were read
    1  some document could not be read (the others were), or the output could not be written, or
       with --strict something was odd
    2  the command line or a setting is wrong; nothing was read
  130  stopped by Ctrl-C, 143 by `kill`: the documents in work were finished, and FILE.partial has
       what was made until then; --resume goes on with it
  141  the reader of the output closed the pipe

Examples:
  tongbao extract notice.txt --published 2022-05-09 --place 许昌市
  tongbao extract pages/ --format csv -o figures.csv
  tongbao extract --input-format jsonl < notices.jsonl | head
  tongbao help extract";

fn main() -> ExitCode {
    let about = Cli::command();
    let matches = about.clone().get_matches();
    let settings = &journal::Settings::of(&about, &matches);
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    match cli.command {
        Command::Extract(command) => command.run(settings),
        Command::Scan(command) => command.run(settings),
        Command::Segment(command) => command.run(settings),
        Command::Check(command) => command.run(),
        Command::Explain(command) => command.run(),
        Command::View(command) => command.run(),
        Command::Score(command) => command.run(),
        Command::Series(command) => command.run(),
        Command::Completions(command) => command.run(about),
        Command::Man(command) => command.run(about),
    }
}
