//! Arguments of `kumite test`.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

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
  kumite test --report junit=results.xml     for the test tab of a CI system
  kumite test --report html=report.html      one page to filter, sort and read
  kumite test --growth strict                fail also what grows faster than its problem allows

Exit codes: 0 all accepted, 1 not all accepted, 2 usage, 3 the judge itself failed,
4 nothing matched, 130 interrupted";

pub(super) const MERGE_EXAMPLES: &str = "\
Examples:
  kumite test --shard 1/2 --report json=1.json   on one machine
  kumite test --shard 2/2 --report json=2.json   on another
  kumite merge 1.json 2.json --report junit=all.xml

Exit codes: as those of one run; 2 if a part is missing, there twice, or of another run";

/// `kumite merge`
#[derive(Debug, Args)]
pub(in crate::cli) struct MergeArgs {
    /// The JSON reports of all parts, in any order
    #[arg(value_name = "REPORT", required = true)]
    pub(in crate::cli) parts: Vec<PathBuf>,

    /// What to write to standard output: for people, or one JSON document
    #[arg(long, value_name = "FORMAT", default_value = "terminal")]
    pub(in crate::cli) format: OutputFormat,

    /// Also write a report: json, junit, gitlab, markdown or html with =PATH; github with or without
    /// (can be given more than once)
    #[arg(long, value_name = "FORMAT[=PATH]", value_parser = report_of_finished)]
    pub(in crate::cli) report: Vec<ReportTarget>,

    /// Show every failing case, not only the first three
    #[arg(long)]
    pub(in crate::cli) all_failures: bool,
}

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

    /// Judge only solutions that were touched since they parted from this commit
    #[arg(long, value_name = "REV", help_heading = "What to judge")]
    pub(in crate::cli) changed_since: Option<String>,

    /// Judge only one part of N: K/N, or auto (auto/N) for what the CI or the batch system says
    #[arg(long, value_name = "K/N", value_parser = shard, help_heading = "What to judge")]
    pub(in crate::cli) shard: Option<ShardArg>,

    /// Divide by the times in this JSON report of an earlier run, the same for every part
    #[arg(long, value_name = "PATH", requires = "shard", help_heading = "What to judge")]
    pub(in crate::cli) times: Option<PathBuf>,

    /// Stop a submission at its first case that is not accepted
    #[arg(long, help_heading = "How to judge")]
    pub(in crate::cli) fail_fast: bool,

    /// Fail what is only warned of: a time over its limit by too little to tell, reliance on state or a hash seed
    #[arg(long, help_heading = "How to judge")]
    pub(in crate::cli) strict: bool,

    /// Measure how an accepted solution grows: say so when it is faster than the problem's target, or fail it
    /// [default: note, for one solution, at a terminal]
    #[arg(long, value_name = "WHAT", help_heading = "How to judge")]
    pub(in crate::cli) growth: Option<GrowthChoice>,

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

    /// Measure how much CPU time accepted solutions take beside the reference
    #[arg(long, help_heading = "How to judge")]
    pub(in crate::cli) ratios: bool,

    /// Fail what takes more CPU time beside the reference, or grows faster, than in this JSON report of a run with
    /// --ratios or --growth
    #[arg(long, value_name = "PATH", help_heading = "How to judge")]
    pub(in crate::cli) baseline: Option<PathBuf>,

    /// What to write to standard output: for people, one JSON document, or a line of JSON per event
    #[arg(long, value_name = "FORMAT", default_value = "terminal", help_heading = "Reports")]
    pub(in crate::cli) format: TestFormat,

    /// Also write a report: json, jsonl, junit, gitlab, markdown or html with =PATH; github with or
    /// without (can be given more than once)
    #[arg(long, value_name = "FORMAT[=PATH]", value_parser = report_target, help_heading = "Reports")]
    pub(in crate::cli) report: Vec<ReportTarget>,

    /// Do not look for a small input where only large ones fail
    #[arg(long, help_heading = "Reports")]
    pub(in crate::cli) no_search: bool,

    /// Show every failing case, not only the first three
    #[arg(long, help_heading = "Reports")]
    pub(in crate::cli) all_failures: bool,
}

/// Which part of a run is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum ShardArg {
    /// This one, from 1, of so many.
    Part {
        /// The number.
        index: usize,
        /// How many there are.
        total: usize,
    },
    /// The one that the environment names.
    Auto {
        /// How many there are, where the environment does not say that.
        total: Option<usize>,
    },
}

fn shard(text: &str) -> Result<ShardArg, String> {
    let number = |text: &str| {
        let number = text.parse().ok().filter(|&number: &usize| (1..=100_000).contains(&number));
        number.ok_or_else(|| format!("`{text}` is not a number of parts; write K/N, for example 1/4, or auto"))
    };
    match text.split_once('/') {
        None if text == "auto" => Ok(ShardArg::Auto { total: None }),
        Some(("auto", total)) => Ok(ShardArg::Auto { total: Some(number(total)?) }),
        Some((index, total)) => match (number(index)?, number(total)?) {
            (index, total) if index <= total => Ok(ShardArg::Part { index, total }),
            (index, total) => Err(format!("there is no part {index} of {total}; the parts are numbered from 1")),
        },
        None => Err("write K/N, for example 1/4, or auto".to_owned()),
    }
}

/// What becomes of a solution that is accepted and grows faster than its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum GrowthChoice {
    Off,
    Note,
    Strict,
}

/// What goes to standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum TestFormat {
    Terminal,
    Json,
    Jsonl,
}

/// A format that a report beside standard output can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ReportFormat {
    Json,
    Jsonl,
    Junit,
    Github,
    Gitlab,
    Markdown,
    Html,
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
    /// Where it goes; None: the log of the job, which only annotations can go to.
    pub(in crate::cli) path: Option<PathBuf>,
}

impl ReportTarget {
    /// The files that are written.
    pub(in crate::cli) fn files(&self) -> Vec<PathBuf> {
        self.path.clone().into_iter().chain(self.junit_of_gitlab()).collect()
    }

    /// GitLab reads test results from a file of their own, beside that of the findings.
    pub(in crate::cli) fn junit_of_gitlab(&self) -> Option<PathBuf> {
        let path = self.path.as_ref().filter(|_| self.format == ReportFormat::Gitlab)?;
        Some(path.with_extension("xml"))
    }
}

/// A report that can be made of a finished run.
fn report_of_finished(text: &str) -> Result<ReportTarget, String> {
    let target = report_target(text)?;
    if target.format == ReportFormat::Jsonl {
        return Err("jsonl is written while a run lasts, and this one is over".to_owned());
    }
    Ok(target)
}

fn report_target(text: &str) -> Result<ReportTarget, String> {
    let (name, path) = text.split_once('=').map_or((text, None), |(name, path)| (name, Some(path)));
    let format = ReportFormat::from_str(name, false).map_err(|_| match path {
        Some(_) => format!("there is no report format `{name}`; there are {}", ReportFormat::names()),
        None => "write FORMAT=PATH, for example junit=results.xml".to_owned(),
    })?;
    match path {
        None if format == ReportFormat::Github => {}
        None => return Err(format!("write {name}=PATH")),
        Some("") => return Err("the path after `=` is missing".to_owned()),
        Some("-") => return Err("a report goes to a file; --format says what goes to standard output".to_owned()),
        Some(path)
            if format == ReportFormat::Gitlab && Path::new(path).extension().is_some_and(|ending| ending == "xml") =>
        {
            return Err("the test results go beside PATH with the ending .xml: give PATH another one".to_owned());
        }
        Some(_) => {}
    }
    Ok(ReportTarget { format, path: path.map(PathBuf::from) })
}
