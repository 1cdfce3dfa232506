//! Arguments of the commands that look for a failing input: stress, repro.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::{OutputFormat, SubjectArgs, seconds};

pub(super) const STRESS_EXAMPLES: &str = "\
Inputs come from the problem's cases, types, constraints and generator.py; the reference says what is right.
What is found is shrunk, and kept in the workspace as cases/PROBLEM/NAME.json: `kumite test` runs it from then on.

Examples:
  kumite stress solutions/longest_binge.py
  kumite stress two_sum.py --seconds 60 --seed 7
  kumite stress two_sum.py --slow            find inputs on which it is far slower than the reference

Exit codes: 0 nothing found, 1 an input was found, 2 usage or a broken problem, 3 the judge itself failed,
4 nothing matched, 130 interrupted";

/// `kumite stress`
#[derive(Debug, Args)]
pub(in crate::cli) struct StressArgs {
    #[command(flatten)]
    pub(in crate::cli) subject: SubjectArgs,

    /// Where random inputs come from: another seed, other inputs
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(in crate::cli) seed: u64,

    /// How long to search and to shrink, together
    #[arg(long, value_name = "S", default_value = "10", value_parser = seconds)]
    pub(in crate::cli) seconds: Duration,

    /// CPU time far over the reference's is a failure too
    #[arg(long)]
    pub(in crate::cli) slow: bool,

    /// What to write to standard output: for people, or one JSON document
    #[arg(long, value_name = "FORMAT", default_value = "terminal")]
    pub(in crate::cli) format: OutputFormat,
}

pub(super) const REPRO_EXAMPLES: &str = "\
The script needs Python and the solution, and nothing of kumite.

Examples:
  kumite repro solutions/two_sum.py > again.py
  kumite repro two-sum --case stress --output again.py

Exit codes: 0 the script is written, 2 usage, 3 the judge itself failed, 4 no case fails or nothing matched";

/// `kumite repro`
#[derive(Debug, Args)]
pub(in crate::cli) struct ReproArgs {
    #[command(flatten)]
    pub(in crate::cli) subject: SubjectArgs,

    /// The case; without it, the first one that is not accepted
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) case: Option<String>,

    /// A new file for the script; without it, standard output
    #[arg(long, short, value_name = "PATH")]
    pub(in crate::cli) output: Option<PathBuf>,
}
