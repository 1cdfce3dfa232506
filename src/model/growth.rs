//! How the cost of a solution grows: what was measured, and what it says.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::problem::{GrowthTarget, Problem};
use super::ratio::Change;
use super::result::Environment;

/// What was found about one solution.
#[derive(Debug, Clone)]
pub struct GrowthReport {
    /// The problem, which has a target.
    pub problem: Arc<Problem>,
    /// The solution, relative to the working directory, with `/`.
    pub path: String,
    /// Its text, for showing lines of it.
    pub source: Arc<str>,
    /// Where it was measured.
    pub environment: Environment,
    /// The parameter of the generator that is the size.
    pub parameter: String,
    /// How cost must grow.
    pub target: GrowthTarget,
    /// The solution's times, smallest size first.
    pub solution: Vec<GrowthPoint>,
    /// The reference's times at the same sizes; empty without a reference.
    pub reference: Vec<GrowthPoint>,
    /// What the solution's times say.
    pub reading: GrowthReading,
    /// Exact counts, where there are any.
    pub counts: Vec<CountPoint>,
    /// The problem's largest size, and what the times say about it.
    pub largest: Option<AtLargest>,
    /// Why larger sizes were not tried.
    pub end: RangeEnd,
    /// The lines that cost the most, at one size.
    pub lines: Option<CostlyLines>,
    /// Peak memory of the call, where it was asked for.
    pub memory: Option<MemoryGrowth>,
}

/// A time at a size: the smallest of all runs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct GrowthPoint {
    /// The size.
    pub size: u64,
    /// CPU time of one call, in seconds.
    pub seconds: f64,
}

/// Exact counts at a size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountPoint {
    /// The size.
    pub size: u64,
    /// Steps of the interpreter: branches, jumps and calls, or lines and calls.
    pub steps: u64,
    /// Comparisons, hashes and arithmetic with the values given, in C code too; None where that could not be counted.
    pub operations: Option<u64>,
}

/// Classes that time can tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum GrowthBand {
    /// 1 or log n.
    Flat,
    /// n or n log n.
    Linear,
    /// n^2.
    Quadratic,
    /// n^3.
    Cubic,
    /// 2^n, or a higher power than n^3.
    Exponential,
}

impl GrowthTarget {
    /// The band that it lies in.
    pub fn band(self) -> GrowthBand {
        match self {
            Self::Constant | Self::Log => GrowthBand::Flat,
            Self::Linear | Self::Linearithmic => GrowthBand::Linear,
            Self::Quadratic => GrowthBand::Quadratic,
            Self::Cubic => GrowthBand::Cubic,
            Self::Exponential => GrowthBand::Exponential,
        }
    }
}

/// A slope of a log-log plot with half of its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Exponent {
    /// The slope.
    pub slope: f64,
    /// The slope may be this much more or less.
    pub give: f64,
}

impl Exponent {
    /// A gap of this size between two intervals is no change: the same solution, measured again, differs by about as
    /// much.
    pub const NO_CHANGE: f64 = 0.1;

    /// How this exponent stands to an earlier one: changed only where the two intervals have a gap between them.
    pub fn change_since(&self, earlier: &Self) -> Change {
        let gap = (self.slope - earlier.slope).abs() - self.give - earlier.give;
        if gap <= Self::NO_CHANGE {
            Change::None
        } else if self.slope > earlier.slope {
            Change::Slower
        } else {
            Change::Faster
        }
    }
}

/// What a series of times says.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct GrowthReading {
    /// What it grows like.
    pub finding: GrowthFinding,
    /// The exponent over the largest sizes; None where there were too few.
    pub exponent: Option<Exponent>,
    /// The exponent of the exact counts, the steeper one of the two.
    pub counted: Option<Exponent>,
}

/// What cost grows like.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum GrowthFinding {
    /// It lies in this band; and it is this class, where the two of a band could be told apart.
    Told(GrowthBand, Option<GrowthTarget>),
    /// It cannot be told.
    CannotTell(Doubt),
}

/// Why a class cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Doubt {
    /// Too few sizes, or too near each other.
    ShortRange,
    /// The exponent lies between this band and the next one.
    Between(GrowthBand),
    /// The times vary too much.
    Unsteady,
}

impl GrowthReading {
    /// From this difference of exponents on, time is spent on what no count sees.
    pub const COPYING: f64 = 0.6;

    /// Whether it grows faster than the target. None: that cannot be told.
    pub fn is_slower_than(&self, target: GrowthTarget) -> Option<bool> {
        match self.finding {
            GrowthFinding::Told(band, class) if band == target.band() => {
                // What counts tell apart is exact; log n and 1 are told apart by time, and that is not.
                Some(class == Some(GrowthTarget::Linearithmic) && target == GrowthTarget::Linear)
            }
            GrowthFinding::Told(band, _) => Some(band > target.band()),
            GrowthFinding::CannotTell(Doubt::Between(lower)) if lower > target.band() => Some(true),
            GrowthFinding::CannotTell(Doubt::Between(lower)) if lower < target.band() => Some(false),
            GrowthFinding::CannotTell(_) => None,
        }
    }

    /// Whether time grows much faster than the steps: something is copied or moved in C code, out of sight.
    pub fn hides_copying(&self) -> bool {
        let steep = matches!(self.finding, GrowthFinding::Told(band, _) if band >= GrowthBand::Quadratic);
        match (self.exponent, self.counted) {
            (Some(time), Some(counted)) => steep && time.slope - counted.slope > Self::COPYING,
            _ => false,
        }
    }
}

/// What is said of the problem's largest size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AtLargest {
    /// The size.
    pub size: u64,
    /// The solution's time there: measured, or read off its curve. None: it cannot be told.
    pub solution: Option<f64>,
    /// The reference's.
    pub reference: Option<f64>,
    /// Whether the size itself was measured.
    pub measured: bool,
}

/// Why no larger size was tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RangeEnd {
    /// It was the problem's largest, or the largest that is ever tried.
    Largest,
    /// The next one would have taken too much of the time there is.
    Time,
    /// The next one was stopped: over a limit.
    Stopped,
}

/// Lines and what they cost.
#[derive(Debug, Clone, PartialEq)]
pub struct CostlyLines {
    /// The size that they were counted at.
    pub size: u64,
    /// The dearest first.
    pub lines: Vec<CostlyLine>,
}

/// A line and what it cost.
#[derive(Debug, Clone, PartialEq)]
pub struct CostlyLine {
    /// The file as tracebacks show it.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// How often it ran.
    pub hits: u64,
    /// Its part of the time of all lines, from 0 to 1.
    pub share: f64,
}

/// How memory grows.
#[derive(Debug, Clone, PartialEq)]
pub struct MemoryGrowth {
    /// Size, and the most bytes that the call held at once.
    pub points: Vec<(u64, u64)>,
    /// What they say.
    pub reading: GrowthReading,
}

/// What `kumite test` found of how an accepted submission's cost grows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SubmissionGrowth {
    /// The parameter of the generator that is the size.
    pub parameter: String,
    /// Its times, smallest size first.
    pub solution: Vec<GrowthPoint>,
    /// The reference's times; empty without a reference.
    pub reference: Vec<GrowthPoint>,
    /// What its times say.
    pub reading: GrowthReading,
    /// How cost must grow.
    pub target: GrowthTarget,
    /// Whether growing faster is a failure, and not only worth a note.
    pub required: bool,
}

impl SubmissionGrowth {
    /// Whether it surely grows faster than the target.
    pub fn is_slower(&self) -> bool {
        self.reading.is_slower_than(self.target) == Some(true)
    }

    /// Whether that is a failure of the run. No verdict changes.
    pub fn fails(&self) -> bool {
        self.required && self.is_slower()
    }
}

#[cfg(test)]
mod tests {
    use super::{Change, Exponent};

    #[test]
    fn an_exponent_has_changed_where_the_intervals_have_a_gap() {
        let earlier = Exponent { slope: 1.0, give: 0.05 };
        let change = |slope, give| Exponent { slope, give }.change_since(&earlier);
        assert_eq!(change(1.0, 0.0), Change::None);
        assert_eq!(change(1.3, 0.2), Change::None, "1.1 to 1.5 begins 0.05 above 0.95 to 1.05");
        assert_eq!(change(1.3, 0.05), Change::Slower, "1.25 to 1.35 begins 0.2 above it");
        assert_eq!(change(0.5, 0.05), Change::Faster);
    }
}
