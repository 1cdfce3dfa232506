//! The command line as it is typed. What it means, [`super::resolve`] works out.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::model::{Difficulty, Guarantee, Isolation};

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

const TEST_EXAMPLES: &str = "\
A solution's problem is, in this order: --problem, a comment `# kumite: PROBLEM` in its first
lines, its file name with `_` for `-`, its folder's name.

Examples:
  kumite test two_sum.py                     judge one file
  kumite test two-sum                        judge the workspace's solutions of a problem
  kumite test two_sum.py --case empty        run one case
  kumite test --format json > results.json   one JSON document, nothing else
  kumite test --report json=results.json     the same beside the terminal report

Exit codes: 0 all accepted, 1 not all accepted, 2 usage, 3 the judge itself failed,
4 nothing matched, 130 interrupted";

const VERIFY_EXAMPLES: &str = "\
Without a problem: every one of the --problems folders if there are any, else of the workspace's
problems folder, else of the built-in library. docs/verifying.md lists what is found.

Examples:
  kumite verify longest-binge                check one problem
  kumite verify --problems packs --format json

Exit codes: 0 no errors, 1 errors were found, 2 usage or a package that cannot be read, 3 the judge itself
failed, 4 nothing matched, 130 interrupted";

const SELFTEST_EXAMPLES: &str = "\
Takes half a minute, and does no harm where something is not contained: it says so.

Examples:
  kumite selftest                            everything, by group
  kumite selftest files network --all        two groups, every program by name
  kumite selftest --isolation process        with a fresh interpreter for every case

Exit codes: 0 all was contained and judged right, 1 something was not, 3 the judge itself failed,
4 there is no such group, 130 interrupted";

/// A local judge for coding-round practice: Python solutions, run against problems, under limits
#[derive(Debug, Parser)]
#[command(name = "kumite", version, arg_required_else_help = true, after_help = EXAMPLES, max_term_width = 100)]
pub(super) struct CommandLine {
    /// Use colours: auto, always or never
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_possible_values = true)]
    pub(super) color: ColorChoice,

    /// What to do
    #[command(subcommand)]
    pub(super) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// List the problems
    List(ListArgs),
    /// Show a problem: its statement, samples, limits and signature
    Show(ShowArgs),
    /// Write a starter solution for a problem
    Start(StartArgs),
    /// Judge solutions
    #[command(after_help = TEST_EXAMPLES)]
    Test(Box<TestArgs>),
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
    /// Make this folder a workspace: kumite.toml and solutions/
    Init,
}

/// Where problems come from besides the built-in ones and the workspace's.
#[derive(Debug, Args)]
pub(super) struct ProblemsArgs {
    /// A folder with problem packages, at any depth; the last one wins an id
    #[arg(long, value_name = "DIR")]
    pub(super) problems: Vec<PathBuf>,
}

/// `kumite list`
#[derive(Debug, Args)]
pub(super) struct ListArgs {
    /// Only problems with this topic
    #[arg(long, value_name = "TOPIC")]
    pub(super) topic: Option<String>,

    /// Only problems of this difficulty
    #[arg(long, value_name = "DIFFICULTY")]
    pub(super) difficulty: Option<Difficulty>,

    #[command(flatten)]
    pub(super) packages: ProblemsArgs,
}

/// `kumite show`
#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// The problem's id
    pub(super) problem: String,

    #[command(flatten)]
    pub(super) packages: ProblemsArgs,
}

/// `kumite start`
#[derive(Debug, Args)]
pub(super) struct StartArgs {
    /// The problem's id
    pub(super) problem: String,

    #[command(flatten)]
    pub(super) packages: ProblemsArgs,
}

/// `kumite test`
#[derive(Debug, Args)]
// Each is a switch of its own on the command line.
#[allow(clippy::struct_excessive_bools)]
pub(super) struct TestArgs {
    /// Solutions, folders with solutions, or problem ids; none: every solution of the workspace
    #[arg(value_name = "SOLUTION|FOLDER|PROBLEM")]
    pub(super) targets: Vec<PathBuf>,

    /// Judge the files against this problem, whatever they say
    #[arg(long, value_name = "ID", help_heading = "What to judge")]
    pub(super) problem: Option<String>,

    #[command(flatten, next_help_heading = "What to judge")]
    pub(super) packages: ProblemsArgs,

    /// Run only this case (can be given more than once)
    #[arg(long, value_name = "NAME", help_heading = "What to judge")]
    pub(super) case: Vec<String>,

    /// Run only the sample cases
    #[arg(long, help_heading = "What to judge")]
    pub(super) samples: bool,

    /// Stop a submission at its first case that is not accepted
    #[arg(long, help_heading = "How to judge")]
    pub(super) fail_fast: bool,

    /// How many cases may run at the same time [default: one per core]
    #[arg(long, short, value_name = "N", value_parser = jobs, help_heading = "How to judge")]
    pub(super) jobs: Option<NonZeroUsize>,

    /// The interpreter: a path or a name
    #[arg(long, value_name = "EXE", help_heading = "How to judge")]
    pub(super) python: Option<PathBuf>,

    /// How cases are kept apart: a fork of a clean interpreter, or a fresh one [default: fork]
    #[arg(long, value_name = "HOW", help_heading = "How to judge")]
    pub(super) isolation: Option<Isolation>,

    /// Protections without which nothing is judged
    #[arg(long, value_name = "LIST", value_delimiter = ',', help_heading = "How to judge")]
    pub(super) require: Vec<Guarantee>,

    /// Judge without containment: only for code that you trust
    #[arg(long, conflicts_with = "require", help_heading = "How to judge")]
    pub(super) no_sandbox: bool,

    /// What to write to standard output: for people, or one JSON document
    #[arg(long, value_name = "FORMAT", default_value = "terminal", help_heading = "Reports")]
    pub(super) format: OutputFormat,

    /// Also write a report to a file: json=PATH (can be given more than once)
    #[arg(long, value_name = "FORMAT=PATH", value_parser = report_target, help_heading = "Reports")]
    pub(super) report: Vec<ReportTarget>,

    /// Show every failing case, not only the first three
    #[arg(long, help_heading = "Reports")]
    pub(super) all_failures: bool,
}

/// `kumite new-problem`
#[derive(Debug, Args)]
pub(super) struct NewProblemArgs {
    /// The problem's id: small letters and digits, words joined by `-`
    #[arg(value_parser = kebab_case)]
    pub(super) id: String,

    /// The folder that it goes into, and its first topic
    #[arg(long, value_name = "TOPIC", default_value = "practice", value_parser = kebab_case)]
    pub(super) topic: String,
}

/// `kumite verify`
#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    /// The problems' ids
    #[arg(value_name = "PROBLEM")]
    pub(super) targets: Vec<String>,

    #[command(flatten)]
    pub(super) packages: ProblemsArgs,

    /// Where random inputs come from: another seed, other inputs
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) seed: u64,

    /// Do without random inputs and slow submissions; stop what must fail at its first failing case
    #[arg(long)]
    pub(super) quick: bool,

    /// How many cases may run at the same time [default: one per core]
    #[arg(long, short, value_name = "N", value_parser = jobs)]
    pub(super) jobs: Option<NonZeroUsize>,

    /// The interpreter: a path or a name
    #[arg(long, value_name = "EXE")]
    pub(super) python: Option<PathBuf>,

    /// What to write to standard output: for people, or one JSON document
    #[arg(long, value_name = "FORMAT", default_value = "terminal")]
    pub(super) format: OutputFormat,
}

/// `kumite doctor`
#[derive(Debug, Args)]
pub(super) struct DoctorArgs {
    /// The interpreter to look at: a path or a name
    #[arg(long, value_name = "EXE")]
    pub(super) python: Option<PathBuf>,

    #[command(flatten)]
    pub(super) packages: ProblemsArgs,
}

/// `kumite selftest`
#[derive(Debug, Args)]
pub(super) struct SelftestArgs {
    /// Groups of programs; none: all
    #[arg(value_name = "GROUP")]
    pub(super) groups: Vec<String>,

    /// Show every program, not only those that came out otherwise than they must
    #[arg(long)]
    pub(super) all: bool,

    /// How many cases may run at the same time [default: one per core]
    #[arg(long, short, value_name = "N", value_parser = jobs)]
    pub(super) jobs: Option<NonZeroUsize>,

    /// The interpreter: a path or a name
    #[arg(long, value_name = "EXE")]
    pub(super) python: Option<PathBuf>,

    /// How cases are kept apart: a fork of a clean interpreter, or a fresh one [default: fork]
    #[arg(long, value_name = "HOW")]
    pub(super) isolation: Option<Isolation>,

    /// What to write to standard output: for people, or one JSON document
    #[arg(long, value_name = "FORMAT", default_value = "terminal")]
    pub(super) format: OutputFormat,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorChoice {
    // No documentation comments on values: with one, clap's help takes a line for each of them.
    Auto,
    Always,
    Never,
}

/// What goes to standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum OutputFormat {
    Terminal,
    Json,
}

/// A format that a report file can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    Json,
}

/// A report to write beside the one on standard output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReportTarget {
    /// Its format.
    pub(super) format: ReportFormat,
    /// Where it goes.
    pub(super) path: PathBuf,
}

fn jobs(text: &str) -> Result<NonZeroUsize, &'static str> {
    text.parse().map_err(|_| "it must be a whole number of at least 1")
}

fn kebab_case(text: &str) -> Result<String, &'static str> {
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    if text.split('-').all(is_word) {
        Ok(text.to_owned())
    } else {
        Err("it must be small letters and digits, words joined by `-`")
    }
}

fn report_target(text: &str) -> Result<ReportTarget, String> {
    let (format, path) = text.split_once('=').ok_or("write FORMAT=PATH, for example json=results.json")?;
    let format = ReportFormat::from_str(format, false)
        .map_err(|_| format!("there is no report format `{format}`; there is json"))?;
    if path.is_empty() {
        return Err("the path after `=` is missing".to_owned());
    }
    Ok(ReportTarget { format, path: path.into() })
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

impl ValueEnum for Guarantee {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}
