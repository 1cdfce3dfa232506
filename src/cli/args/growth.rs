//! Arguments of `kumite growth`.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::{OutputFormat, SubjectArgs, seconds};

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
    #[command(flatten)]
    pub(in crate::cli) subject: SubjectArgs,

    /// About how long to measure
    #[arg(long, value_name = "SECONDS", default_value = "3", value_parser = seconds)]
    pub(in crate::cli) seconds: Duration,

    /// Measure the call's peak memory, too
    #[arg(long)]
    pub(in crate::cli) memory: bool,

    /// Also draw the times into an SVG file
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) plot: Option<PathBuf>,

    /// What to write to standard output: for people, or one JSON document
    #[arg(long, value_name = "FORMAT", default_value = "terminal")]
    pub(in crate::cli) format: OutputFormat,
}
