//! The command line as it is typed. What it means, [`super::resolve`] works out.

mod growth;
mod machine;
mod problems;
mod stress;
mod test;

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use clap::builder::PossibleValue;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::model::{Difficulty, Guarantee, Isolation};
use crate::workspace::CiSystem;

use growth::GROWTH_EXAMPLES;
pub(super) use growth::GrowthArgs;
use machine::{COMPLETIONS_EXAMPLES, INIT_EXAMPLES, MAN_EXAMPLES, SELFTEST_EXAMPLES};
pub(super) use machine::{CacheAction, CompletionsArgs, DoctorArgs, InitArgs, ManArgs, SelftestArgs};
use problems::VERIFY_EXAMPLES;
pub(super) use problems::{ListArgs, NewProblemArgs, ShowArgs, StartArgs, VerifyArgs};
use stress::{REPRO_EXAMPLES, STRESS_EXAMPLES};
pub(super) use stress::{ReproArgs, StressArgs};
pub(super) use test::{GrowthChoice, MergeArgs, ReportFormat, ReportTarget, ShardArg, TestArgs, TestFormat};
use test::{MERGE_EXAMPLES, TEST_EXAMPLES};

const EXAMPLES: &str = "\
Examples:
  kumite list --difficulty easy       what there is to practise
  kumite start longest-binge          write a starter solution
  kumite test                         judge every solution of the workspace
  kumite test solutions/longest_binge.py --samples

Settings are in kumite.toml and in KUMITE_*; `kumite doctor` shows those in force.

Exit codes:
  0    everything judged was accepted, or the command did its job
  1    judged, and something was not accepted
  2    bad arguments, bad configuration, or an invalid problem package
  3    the judge itself failed: no usable Python, a report that cannot be written
  4    nothing to do: no problem or solution matched
  130  interrupted";

/// A local judge for coding-round practice: Python solutions, run against problems, under limits
#[derive(Debug, Parser)]
#[command(name = "kumite", version, arg_required_else_help = true, after_help = EXAMPLES, max_term_width = 100)]
pub(in crate::cli) struct CommandLine {
    /// Use colours: auto, always or never
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_possible_values = true)]
    pub(in crate::cli) color: ColorChoice,

    /// What to do
    #[command(subcommand)]
    pub(in crate::cli) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Command {
    /// List the problems
    List(ListArgs),
    /// Show a problem: its statement, samples, limits and signature
    Show(ShowArgs),
    /// Write a starter solution for a problem
    Start(StartArgs),
    /// Judge solutions
    #[command(after_help = TEST_EXAMPLES)]
    Test(Box<TestArgs>),
    /// Make one report of those of all parts of a run
    #[command(after_help = MERGE_EXAMPLES)]
    Merge(MergeArgs),
    /// Measure how the cost of a solution grows with the size of its input
    #[command(after_help = GROWTH_EXAMPLES)]
    Growth(GrowthArgs),
    /// Look for the smallest input on which a solution fails
    #[command(after_help = STRESS_EXAMPLES)]
    Stress(StressArgs),
    /// Write a Python script that rebuilds one case
    #[command(after_help = REPRO_EXAMPLES)]
    Repro(ReproArgs),
    /// Check problem packages: that their tests prove what they should
    #[command(after_help = VERIFY_EXAMPLES)]
    Verify(VerifyArgs),
    /// Write a package to begin a problem with, into the workspace's problems folder
    NewProblem(NewProblemArgs),
    /// Say what kumite found on this machine, and what is missing
    #[command(after_help = "Exit codes: 0 judging works here, 2 it does not, and what to do about it is said")]
    Doctor(DoctorArgs),
    /// Try on this machine what hostile solutions try
    #[command(after_help = SELFTEST_EXAMPLES)]
    Selftest(SelftestArgs),
    /// Say how much is kept between runs, or remove it
    #[command(subcommand)]
    Cache(CacheAction),
    /// Make this folder a workspace: kumite.toml and solutions/
    #[command(after_help = INIT_EXAMPLES)]
    Init(InitArgs),
    /// Print a script that completes kumite's command lines in a shell
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions(CompletionsArgs),
    /// Print the manual page of kumite, or of one of its commands
    #[command(after_help = MAN_EXAMPLES)]
    Man(ManArgs),
}

/// Where problems come from besides the built-in ones and the workspace's.
#[derive(Debug, Args)]
pub(in crate::cli) struct ProblemsArgs {
    /// A folder with problem packages, at any depth; the last one wins an id
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) problems: Vec<PathBuf>,
}

/// The one solution that a command is about, and what runs it.
#[derive(Debug, Args)]
pub(in crate::cli) struct SubjectArgs {
    /// The solution: a file, or a problem's id where the workspace has one solution of it
    #[arg(value_name = "SOLUTION")]
    pub(in crate::cli) solution: PathBuf,

    /// The problem, whatever the file says
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) problem: Option<String>,

    #[command(flatten)]
    pub(in crate::cli) packages: ProblemsArgs,

    /// The interpreter: a path or a name
    #[arg(long, value_name = "EXE")]
    pub(in crate::cli) python: Option<PathBuf>,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ColorChoice {
    // No documentation comments on values: with one, clap's help takes a line for each of them.
    Auto,
    Always,
    Never,
}

/// What goes to standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum OutputFormat {
    Terminal,
    Json,
}

fn seconds(text: &str) -> Result<Duration, &'static str> {
    let number = text.parse().ok().filter(|seconds: &f64| (0.1..=86_400.0).contains(seconds));
    number.map(Duration::from_secs_f64).ok_or("it must be a number of seconds from 0.1 to 86400")
}

fn jobs(text: &str) -> Result<NonZeroUsize, &'static str> {
    text.parse().map_err(|_| "it must be a whole number of at least 1")
}

impl ValueEnum for Difficulty {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Easy, Self::Medium, Self::Hard]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}

impl ValueEnum for Isolation {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}

impl ValueEnum for CiSystem {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}

impl ValueEnum for Guarantee {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}
