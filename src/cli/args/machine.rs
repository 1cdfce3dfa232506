//! Arguments of the commands about this machine and this folder: doctor, selftest, init, completions, man.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use clap_complete::Shell;

use super::{OutputFormat, ProblemsArgs, jobs};
use crate::model::Isolation;
use crate::workspace::CiSystem;

pub(super) const SELFTEST_EXAMPLES: &str = "\
Takes half a minute, and does no harm where something is not contained: it says so.

Examples:
  kumite selftest                            everything, by group
  kumite selftest files network --all        two groups, every program by name
  kumite selftest --isolation process        with a fresh interpreter for every case

Exit codes: 0 all was contained and judged right, 1 something was not, 3 the judge itself failed,
4 there is no such group, 130 interrupted";

pub(super) const INIT_EXAMPLES: &str = "\
What is there already stays as it is.

Examples:
  kumite init                  kumite.toml and solutions/, here
  kumite init --ci github      also .github/workflows/kumite.yml, in the repository's root
  kumite init --ci gitlab      also .gitlab-ci.yml";

pub(super) const COMPLETIONS_EXAMPLES: &str = "\
Where a shell looks for them:
  kumite completions bash > ~/.local/share/bash-completion/completions/kumite
  kumite completions zsh > ~/.zfunc/_kumite      (with ~/.zfunc in $fpath)
  kumite completions fish > ~/.config/fish/completions/kumite.fish";

pub(super) const MAN_EXAMPLES: &str = "\
Examples:
  kumite man test | man -l -                                 read a page
  kumite man > ~/.local/share/man/man1/kumite.1              keep the pages where `man` finds them
  kumite man test > ~/.local/share/man/man1/kumite-test.1";

/// `kumite doctor`
#[derive(Debug, Args)]
pub(in crate::cli) struct DoctorArgs {
    /// The interpreter to look at: a path or a name
    #[arg(long, value_name = "EXE")]
    pub(in crate::cli) python: Option<PathBuf>,

    #[command(flatten)]
    pub(in crate::cli) packages: ProblemsArgs,
}

/// `kumite selftest`
#[derive(Debug, Args)]
pub(in crate::cli) struct SelftestArgs {
    /// Groups of programs; none: all
    #[arg(value_name = "GROUP")]
    pub(in crate::cli) groups: Vec<String>,

    /// Show every program, not only those that came out otherwise than they must
    #[arg(long)]
    pub(in crate::cli) all: bool,

    /// How many cases may run at the same time [default: one per core]
    #[arg(long, short, value_name = "N", value_parser = jobs)]
    pub(in crate::cli) jobs: Option<NonZeroUsize>,

    /// The interpreter: a path or a name
    #[arg(long, value_name = "EXE")]
    pub(in crate::cli) python: Option<PathBuf>,

    /// How cases are kept apart: a fork of a clean interpreter, or a fresh one [default: fork]
    #[arg(long, value_name = "HOW")]
    pub(in crate::cli) isolation: Option<Isolation>,

    /// What to write to standard output: for people, or one JSON document
    #[arg(long, value_name = "FORMAT", default_value = "terminal")]
    pub(in crate::cli) format: OutputFormat,
}

/// `kumite init`
#[derive(Debug, Args)]
pub(in crate::cli) struct InitArgs {
    /// Also write a workflow that judges every push and pull request
    #[arg(long, value_name = "SYSTEM")]
    pub(in crate::cli) ci: Option<CiSystem>,
}

/// `kumite completions`
#[derive(Debug, Args)]
pub(in crate::cli) struct CompletionsArgs {
    /// The shell
    pub(in crate::cli) shell: Shell,
}

/// `kumite man`
#[derive(Debug, Args)]
pub(in crate::cli) struct ManArgs {
    /// The command; none: kumite as a whole
    #[arg(value_name = "COMMAND")]
    pub(in crate::cli) command: Option<String>,
}

/// `kumite cache`
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum CacheAction {
    /// Where the cache lies, and how much is in it
    Stats,
    /// Remove everything from it
    Clear,
}
