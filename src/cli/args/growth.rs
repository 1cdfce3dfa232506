//! Arguments of `kumite growth`.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::{OutputFormat, ProblemsArgs};

pub(super) const GROWTH_EXAMPLES: &str = "\
Runs the solution and the problem's reference on larger and larger inputs and times the calls alone.
The problem's [growth] says how inputs are made and how cost may grow. What it finds is advice:
docs/growth.md says what can be told.

Examples:
  kumite growth two_sum.py                    what it grows like, and which lines cost the most
  kumite growth two_sum.py --plot growth.svg  the same with a picture
  kumite growth two_sum.py --memory           peak memory beside it: does it stream?
  kumite growth two_sum.py --seconds 10       more and larger sizes

Exit codes: 0 no slower than the target, or it cannot be told, 1 slower than the target or it fails,
2 usage, 3 the judge itself failed, 4 the problem has no [growth], 130 interrupted";

/// `kumite growth`
#[derive(Debug, Args)]
pub(in crate::cli) struct GrowthArgs {
    /// The solution: a file, or a problem that has one solution in the workspace
    #[arg(value_name = "SOLUTION")]
    pub(in crate::cli) solution: PathBuf,

    /// Measure it as a solution of this problem, whatever the file says
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) problem: Option<String>,

    #[command(flatten)]
    pub(in crate::cli) packages: ProblemsArgs,

    /// About how long to measure
    #[arg(long, value_name = "SECONDS", default_value = "3", value_parser = seconds)]
    pub(in crate::cli) seconds: Duration,

    /// Measure the call's peak memory, too
    #[arg(long)]
    pub(in crate::cli) memory: bool,

    /// Also draw the times into an SVG file
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) plot: Option<PathBuf>,

    /// The interpreter: a path or a name
    #[arg(long, value_name = "EXE")]
    pub(in crate::cli) python: Option<PathBuf>,

    /// What to write to standard output: for people, or one JSON document
    #[arg(long, value_name = "FORMAT", default_value = "terminal")]
    pub(in crate::cli) format: OutputFormat,
}

fn seconds(text: &str) -> Result<Duration, &'static str> {
    let rule = "it must be a number of seconds from 0.1 to 3600";
    let seconds: f64 = text.parse().map_err(|_| rule)?;
    if (0.1..=3600.0).contains(&seconds) { Ok(Duration::from_secs_f64(seconds)) } else { Err(rule) }
}
