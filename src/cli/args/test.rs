//! Arguments of `kumite test`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};

use super::{OutputFormat, ProblemsArgs, jobs};
use crate::model::{Guarantee, Isolation};

pub(super) const TEST_EXAMPLES: &str = "\
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

/// `kumite test`
#[derive(Debug, Args)]
// Each is a switch of its own on the command line.
#[allow(clippy::struct_excessive_bools)]
pub(in crate::cli) struct TestArgs {
    /// Solutions, folders with solutions, or problem ids; none: every solution of the workspace
    #[arg(value_name = "SOLUTION|FOLDER|PROBLEM")]
    pub(in crate::cli) targets: Vec<PathBuf>,

    /// Judge the files against this problem, whatever they say
    #[arg(long, value_name = "ID", help_heading = "What to judge")]
    pub(in crate::cli) problem: Option<String>,

    #[command(flatten, next_help_heading = "What to judge")]
    pub(in crate::cli) packages: ProblemsArgs,

    /// Run only this case (can be given more than once)
    #[arg(long, value_name = "NAME", help_heading = "What to judge")]
    pub(in crate::cli) case: Vec<String>,

    /// Run only the sample cases
    #[arg(long, help_heading = "What to judge")]
    pub(in crate::cli) samples: bool,

    /// Stop a submission at its first case that is not accepted
    #[arg(long, help_heading = "How to judge")]
    pub(in crate::cli) fail_fast: bool,

    /// Fail what is only warned of: a time over its limit by too little to tell
    #[arg(long, help_heading = "How to judge")]
    pub(in crate::cli) strict: bool,

    /// How many cases may run at the same time [default: one per core]
    #[arg(long, short, value_name = "N", value_parser = jobs, help_heading = "How to judge")]
    pub(in crate::cli) jobs: Option<NonZeroUsize>,

    /// The interpreter: a path or a name
    #[arg(long, value_name = "EXE", help_heading = "How to judge")]
    pub(in crate::cli) python: Option<PathBuf>,

    /// How cases are kept apart: a fork of a clean interpreter, or a fresh one [default: fork]
    #[arg(long, value_name = "HOW", help_heading = "How to judge")]
    pub(in crate::cli) isolation: Option<Isolation>,

    /// Protections without which nothing is judged
    #[arg(long, value_name = "LIST", value_delimiter = ',', help_heading = "How to judge")]
    pub(in crate::cli) require: Vec<Guarantee>,

    /// Judge without containment: only for code that you trust
    #[arg(long, conflicts_with = "require", help_heading = "How to judge")]
    pub(in crate::cli) no_sandbox: bool,

    /// Run every case, and neither use nor keep results of earlier runs
    #[arg(long, help_heading = "How to judge")]
    pub(in crate::cli) no_cache: bool,

    /// What to write to standard output: for people, or one JSON document
    #[arg(long, value_name = "FORMAT", default_value = "terminal", help_heading = "Reports")]
    pub(in crate::cli) format: OutputFormat,

    /// Also write a report to a file, as json, junit or markdown (can be given more than once)
    #[arg(long, value_name = "FORMAT=PATH", value_parser = report_target, help_heading = "Reports")]
    pub(in crate::cli) report: Vec<ReportTarget>,

    /// Show every failing case, not only the first three
    #[arg(long, help_heading = "Reports")]
    pub(in crate::cli) all_failures: bool,
}

/// A format that a report file can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ReportFormat {
    Json,
    Junit,
    Markdown,
}

impl ReportFormat {
    fn names() -> String {
        let names: Vec<_> = Self::value_variants().iter().filter_map(Self::to_possible_value).collect();
        names.iter().map(PossibleValue::get_name).collect::<Vec<_>>().join(", ")
    }
}

/// A report to write beside the one on standard output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) struct ReportTarget {
    /// Its format.
    pub(in crate::cli) format: ReportFormat,
    /// Where it goes.
    pub(in crate::cli) path: PathBuf,
}

fn report_target(text: &str) -> Result<ReportTarget, String> {
    let (format, path) = text.split_once('=').ok_or("write FORMAT=PATH, for example json=results.json")?;
    let format = ReportFormat::from_str(format, false)
        .map_err(|_| format!("there is no report format `{format}`; there are {}", ReportFormat::names()))?;
    if path.is_empty() {
        return Err("the path after `=` is missing".to_owned());
    }
    Ok(ReportTarget { format, path: path.into() })
}
