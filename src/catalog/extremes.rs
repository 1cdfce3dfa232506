//! Which ends of the ranges and lengths of the constraints an input reaches: an end that no case reaches is untested.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use crate::model::{Bound, CaseInput, Problem, Value};

use super::legal::{self, Rule};

/// One end of a range or of a length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BoundEnd {
    /// The constraint, by its index in the problem.
    pub constraint: usize,
    /// Whether it is an end of `length`, not of `range`.
    pub is_length: bool,
    /// Whether it is the largest, not the smallest.
    pub is_high: bool,
}

impl BoundEnd {
    /// The bound as it is written.
    pub fn bound(self, problem: &Problem) -> Option<&Bound> {
        let constraint = problem.constraints.get(self.constraint)?;
        let (low, high) = if self.is_length { constraint.length.as_ref() } else { constraint.range.as_ref() }?;
        Some(if self.is_high { high } else { low })
    }
}

/// Every end of every range and length of the problem's constraints.
pub fn bound_ends(problem: &Problem) -> BTreeSet<BoundEnd> {
    let mut ends = BTreeSet::new();
    for (index, constraint) in problem.constraints.iter().enumerate() {
        for (is_length, is_given) in [(false, constraint.range.is_some()), (true, constraint.length.is_some())] {
            if is_given {
                ends.extend([false, true].map(|is_high| BoundEnd { constraint: index, is_length, is_high }));
            }
        }
    }
    ends
}

/// Takes off `missing` the ends that this input reaches.
pub fn strike_reached(problem: &Problem, input: &CaseInput, missing: &mut BTreeSet<BoundEnd>) {
    for (index, constraint) in problem.constraints.iter().enumerate() {
        if !missing.iter().any(|end| end.constraint == index) {
            continue;
        }
        legal::visit(&problem.entry, constraint, input, &mut |rule: &Rule, value: &Value| {
            for (is_length, ends) in [(false, &rule.range), (true, &rule.length)] {
                let Some((low, high)) = ends else { continue };
                let number = if is_length { legal::length(value).map(Value::from) } else { Some(value.clone()) };
                let Some(number) = number else { continue };
                for (is_high, end) in [(false, low), (true, high)] {
                    if legal::compare(end, &number) == Some(Ordering::Equal) {
                        missing.remove(&BoundEnd { constraint: index, is_length, is_high });
                    }
                }
            }
        });
    }
}
