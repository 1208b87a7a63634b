//! `tongbao completions` and `tongbao man`: what a shell and `man` know of the command, out of
//! what it says of itself.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Command};
use clap_complete::Shell;
use clap_mangen::Man;

use crate::report::{Report, usage};
use crate::run::{OutputArgs, conclude};

/// Write the completions of a shell
///
/// Sourced by the shell, they complete subcommands, options and their values.
#[derive(Args, Debug)]
pub struct Completions {
    /// The shell
    shell: Shell,

    #[command(flatten)]
    output: OutputArgs,
}

impl Completions {
    /// Runs the subcommand.
    pub fn run(self, mut command: Command) -> ExitCode {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut command, "tongbao", &mut script);
        let written = self.output.open().and_then(|mut sink| {
            io::Write::write_all(&mut sink, &script)?;
            sink.finish()
        });
        conclude(written, &self.output, Report::default())
    }
}

/// Write the man pages
///
/// With a FOLDER, a page of the command and one of each subcommand (tongbao.1,
/// tongbao-extract.1 …); without one, the page of the command to standard output.
#[derive(Args, Debug)]
pub struct ManPages {
    /// Where the pages go, such as ~/.local/share/man/man1
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,
}

impl ManPages {
    /// Runs the subcommand.
    pub fn run(self, command: Command) -> ExitCode {
        let Some(folder) = self.folder else {
            let written = Man::new(command).render(&mut io::stdout());
            return conclude(written, &OutputArgs::default(), Report::default());
        };
        let command = command.disable_help_subcommand(true);
        match clap_mangen::generate_to(command, &folder) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => usage(format_args!("{}: {error}", folder.display())),
        }
    }
}
