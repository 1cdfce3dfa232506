//! How much CPU time a solution takes beside the reference, and whether that has changed.

use serde::{Deserialize, Serialize};

/// A part of this size is no change: where a program happens to lie in memory makes about as much.
pub const NO_CHANGE: f64 = 0.1;

/// The CPU time of a solution divided by that of the reference, on the same case, measured in turns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CpuRatio {
    /// The case that was measured.
    pub case: String,
    /// A sum of the problem as it was: the ratios of two problems are not to be compared.
    pub problem: String,
    /// The median of the rounds.
    pub value: f64,
    /// The smallest of the rounds.
    pub low: f64,
    /// The largest of the rounds.
    pub high: f64,
}

/// How a ratio stands to an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Another case, or another problem.
    NotComparable,
    /// Not so different that it could not be chance.
    None,
    /// Slower, and not by chance.
    Slower,
    /// Faster, and not by chance.
    Faster,
}

impl Change {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotComparable => "not_comparable",
            Self::None => "none",
            Self::Slower => "slower",
            Self::Faster => "faster",
        }
    }
}

impl CpuRatio {
    /// The ratio that these rounds make; None without a round.
    pub fn of_rounds(case: &str, problem: String, mut rounds: Vec<f64>) -> Option<Self> {
        rounds.sort_by(f64::total_cmp);
        let (low, high) = (*rounds.first()?, *rounds.last()?);
        Some(Self { case: case.to_owned(), problem, value: rounds[rounds.len() / 2], low, high })
    }

    /// How this ratio stands to an earlier one: changed only where the two intervals have a gap between them that is
    /// larger than what chance and memory make.
    pub fn change_since(&self, earlier: &Self) -> Change {
        if (&self.case, &self.problem) != (&earlier.case, &earlier.problem) {
            Change::NotComparable
        } else if self.low > earlier.high * (1.0 + NO_CHANGE) {
            Change::Slower
        } else if self.high * (1.0 + NO_CHANGE) < earlier.low {
            Change::Faster
        } else {
            Change::None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Change, CpuRatio};

    fn ratio(rounds: &[f64]) -> CpuRatio {
        CpuRatio::of_rounds("large", "sum".to_owned(), rounds.to_vec()).unwrap()
    }

    #[test]
    fn the_interval_is_from_the_smallest_round_to_the_largest() {
        let ratio = ratio(&[1.2, 1.0, 1.1, 3.0, 1.15]);
        assert_eq!([ratio.low, ratio.value, ratio.high].map(f64::to_bits), [1.0, 1.15, 3.0].map(f64::to_bits));
        assert_eq!(CpuRatio::of_rounds("large", String::new(), Vec::new()), None);
    }

    #[test]
    fn only_a_gap_between_the_intervals_is_a_change() {
        let earlier = ratio(&[1.0, 1.05, 1.1]);
        let change = |rounds: &[f64]| ratio(rounds).change_since(&earlier);
        assert_eq!(change(&[1.1, 5.0, 9.0]), Change::None, "they overlap");
        assert_eq!(change(&[1.2, 1.3, 1.4]), Change::None, "a gap of less than a tenth");
        assert_eq!(change(&[1.22, 1.3, 1.4]), Change::Slower);
        assert_eq!(change(&[0.5, 0.6, 0.92]), Change::None);
        assert_eq!(change(&[0.5, 0.6, 0.9]), Change::Faster);
        for other in [
            CpuRatio { case: "other".to_owned(), ..ratio(&[9.0]) },
            CpuRatio { problem: "changed".to_owned(), ..ratio(&[9.0]) },
        ] {
            assert_eq!(other.change_since(&earlier), Change::NotComparable);
        }
    }
}
