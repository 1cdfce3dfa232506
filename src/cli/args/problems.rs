//! Arguments of the commands about problems: list, show, start, new-problem, verify.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Args;

use super::{OutputFormat, ProblemsArgs, jobs};
use crate::model::Difficulty;

pub(super) const VERIFY_EXAMPLES: &str = "\
Without a problem: every one of the --problems folders if there are any, else of the workspace's
problems folder, else of the built-in library. docs/verifying.md lists what is found.

Examples:
  kumite verify longest-binge                check one problem
  kumite verify --problems packs --format json

Exit codes: 0 no errors, 1 errors were found, 2 usage or a package that cannot be used,
3 the judge itself failed, 4 nothing matched, 130 interrupted";

/// `kumite list`
#[derive(Debug, Args)]
pub(in crate::cli) struct ListArgs {
    /// Only problems with this topic
    #[arg(long, value_name = "TOPIC")]
    pub(in crate::cli) topic: Option<String>,

    /// Only problems of this difficulty
    #[arg(long, value_name = "DIFFICULTY")]
    pub(in crate::cli) difficulty: Option<Difficulty>,

    #[command(flatten)]
    pub(in crate::cli) packages: ProblemsArgs,
}

/// `kumite show`
#[derive(Debug, Args)]
pub(in crate::cli) struct ShowArgs {
    /// The problem's id
    pub(in crate::cli) problem: String,

    #[command(flatten)]
    pub(in crate::cli) packages: ProblemsArgs,
}

/// `kumite start`
#[derive(Debug, Args)]
pub(in crate::cli) struct StartArgs {
    /// The problem's id
    pub(in crate::cli) problem: String,

    #[command(flatten)]
    pub(in crate::cli) packages: ProblemsArgs,
}

/// `kumite new-problem`
#[derive(Debug, Args)]
pub(in crate::cli) struct NewProblemArgs {
    /// The problem's id: small letters and digits, words joined by `-`
    #[arg(value_parser = kebab_case)]
    pub(in crate::cli) id: String,

    /// The folder that it goes into, and its first topic
    #[arg(long, value_name = "TOPIC", default_value = "practice", value_parser = kebab_case)]
    pub(in crate::cli) topic: String,
}

/// `kumite verify`
#[derive(Debug, Args)]
pub(in crate::cli) struct VerifyArgs {
    /// The problems' ids
    #[arg(value_name = "PROBLEM")]
    pub(in crate::cli) targets: Vec<String>,

    #[command(flatten)]
    pub(in crate::cli) packages: ProblemsArgs,

    /// Where random inputs come from: another seed, other inputs
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(in crate::cli) seed: u64,

    /// Do without random inputs, mutants and slow submissions; stop what must fail at its first failing case
    #[arg(long)]
    pub(in crate::cli) quick: bool,

    /// How many cases may run at the same time [default: one per core]
    #[arg(long, short, value_name = "N", value_parser = jobs)]
    pub(in crate::cli) jobs: Option<NonZeroUsize>,

    /// The interpreter: a path or a name
    #[arg(long, value_name = "EXE")]
    pub(in crate::cli) python: Option<PathBuf>,

    /// What to write to standard output: for people, or one JSON document
    #[arg(long, value_name = "FORMAT", default_value = "terminal")]
    pub(in crate::cli) format: OutputFormat,
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
