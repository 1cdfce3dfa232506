//! A run in parts: each on a machine of its own, put together again afterwards.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::result::{Environment, RunReport};
use super::shelf::Shelf;
use super::submissions::Submissions;

/// Which part of a run a report is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// The number of the part, from 1.
    pub index: usize,
    /// How many parts there are.
    pub total: usize,
    /// The fingerprint of what all parts judge together.
    pub plan: String,
    /// How many submissions all parts have together.
    pub submissions: usize,
    /// Where among those of all parts each submission of this one stands, from 0.
    pub positions: Vec<usize>,
}

/// Why reports are not the parts of one run. Reports are named as they were given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MergeError {
    /// It is a report of a whole run.
    #[error("{0} is no part of a run: it was written without --shard")]
    Whole(String),
    /// Not as many parts as the first one says, another commit, ...
    #[error("{first} and {second} are not of one run: {what} differs ({of_first}, and {of_second})")]
    Differs {
        /// The first report.
        first: String,
        /// The one that does not fit to it.
        second: String,
        /// In what.
        what: &'static str,
        /// What the first one says.
        of_first: String,
        /// What the second one says.
        of_second: String,
    },
    /// Two reports of the same part.
    #[error("{first} and {second} are both part {index}")]
    Doubled {
        /// The first report.
        first: String,
        /// The second.
        second: String,
        /// The part.
        index: usize,
    },
    /// Parts without a report.
    #[error("of {total} parts {} missing: {}", if missing.len() == 1 { "one is" } else { "some are" }, numbers(missing))]
    Missing {
        /// Their numbers.
        missing: Vec<usize>,
        /// How many parts there are.
        total: usize,
    },
    /// The parts do not make the whole.
    #[error("the parts do not have every submission exactly once")]
    Torn,
}

fn numbers(numbers: &[usize]) -> String {
    numbers.iter().map(usize::to_string).collect::<Vec<_>>().join(", ")
}

/// The report of the run whose parts these are, each with its name; as if it had been one run. What the parts found
/// together is put on `shelf`.
pub fn merge(parts: Vec<(String, RunReport)>, shelf: Shelf) -> Result<RunReport, MergeError> {
    let mut by_index: BTreeMap<usize, (String, Shard, RunReport)> = BTreeMap::new();
    for (name, report) in parts {
        let shard = report.shard.clone().ok_or_else(|| MergeError::Whole(name.clone()))?;
        if let Some((first, known, other)) = by_index.values().next() {
            same_run((first, known, other), (&name, &shard, &report))?;
        }
        if let Some((first, ..)) = by_index.get(&shard.index) {
            return Err(MergeError::Doubled { first: first.clone(), second: name, index: shard.index });
        }
        by_index.insert(shard.index, (name, shard, report));
    }
    let Some((_, Shard { total, submissions: all, .. }, first)) = by_index.values().next() else {
        return Err(MergeError::Torn);
    };
    let (total, all) = (*total, *all);
    let missing: Vec<usize> = (1..=total).filter(|index| !by_index.contains_key(index)).collect();
    if !missing.is_empty() {
        return Err(MergeError::Missing { missing, total });
    }
    let mut merged = RunReport { shard: None, ..first.clone() };
    let mut submissions = Submissions::on(shelf);
    for (_, shard, report) in by_index.into_values() {
        merged.interrupted |= report.interrupted;
        // The parts ran beside each other.
        merged.wall = merged.wall.max(report.wall);
        if shard.positions.len() != report.submissions.len() {
            return Err(MergeError::Torn);
        }
        for (position, submission) in shard.positions.into_iter().zip(report.submissions.iter()) {
            if position >= all || submissions.has(position) {
                return Err(MergeError::Torn);
            }
            submissions.put(position, &submission);
        }
    }
    if submissions.len() != all {
        return Err(MergeError::Torn);
    }
    merged.submissions = submissions;
    Ok(merged)
}

/// Whether two reports can be of one run.
fn same_run(
    (first, one, of_first): (&String, &Shard, &RunReport),
    (second, other, of_second): (&String, &Shard, &RunReport),
) -> Result<(), MergeError> {
    let commit = |report: &RunReport| report.commit.clone().unwrap_or_else(|| "none".to_owned());
    let place = |environment: &Environment| {
        let Environment { python, platform, isolation, protections, .. } = environment;
        format!("Python {python} on {platform}, isolation by {}, {}", isolation.name(), protections.join(" "))
    };
    let facts = [
        ("the number of parts", one.total.to_string(), other.total.to_string()),
        ("the commit", commit(of_first), commit(of_second)),
        ("what is judged", one.plan.clone(), other.plan.clone()),
        ("where it ran", place(&of_first.environment), place(&of_second.environment)),
    ];
    for (what, of_first, of_second) in facts {
        if of_first != of_second {
            let (first, second) = (first.clone(), second.clone());
            return Err(MergeError::Differs { first, second, what, of_first, of_second });
        }
    }
    Ok(())
}
