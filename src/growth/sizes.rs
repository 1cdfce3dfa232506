//! Which sizes are tried: close together while they are small, and up to the problem's largest.

use crate::model::{Bound, CaseSource, Growth, PatternStep, Problem, Value};

/// The smallest size: some generators make nothing of less.
const SMALLEST: u64 = 4;
/// Up to here sizes grow by a quarter, then by a half: what grows exponentially ends early.
const DENSE: u64 = 64;
/// No size is larger.
pub(super) const LARGEST: u64 = 1 << 18;

/// The sizes in order, up to and including `largest`.
pub(super) fn grid(largest: u64) -> Vec<u64> {
    let mut sizes = Vec::new();
    let mut size = SMALLEST;
    while size < largest {
        sizes.push(size);
        size += if size < DENSE { (size / 4).max(1) } else { size / 2 };
    }
    // Not two that are nearly the same.
    sizes.pop_if(|last| *last * 9 > largest * 8);
    sizes.push(largest);
    sizes
}

/// The problem's largest size: that of its generated cases, else what its constraints allow.
pub(super) fn largest_of(problem: &Problem, growth: &Growth) -> Option<u64> {
    let same = largest_generated(problem, growth, |function| function == growth.function);
    let generated = same.or_else(|| largest_generated(problem, growth, |_| true));
    generated.map(|(size, _)| size).or_else(|| largest_allowed(problem, growth))
}

/// The other parameters of the generator's function, and a seed: those of its largest case.
pub(super) fn settings(problem: &Problem, growth: &Growth) -> (Vec<(String, Value)>, u64) {
    let Some((_, case)) = largest_generated(problem, growth, |function| function == growth.function) else {
        return (Vec::new(), 0);
    };
    let CaseSource::Generated { params, seed, .. } = &problem.cases[case].source else { return (Vec::new(), 0) };
    let others = params.iter().filter(|(name, _)| *name != growth.parameter);
    (others.cloned().collect(), *seed)
}

/// The largest size of a generated case, and which case it is.
fn largest_generated(problem: &Problem, growth: &Growth, wanted: impl Fn(&str) -> bool) -> Option<(u64, usize)> {
    let size = |(index, case): (usize, &std::sync::Arc<crate::model::TestCase>)| {
        let CaseSource::Generated { function, params, .. } = &case.source else { return None };
        let (_, value) = params.iter().find(|(name, _)| wanted(function) && *name == growth.parameter)?;
        if let Value::Int(size) = value { Some((u64::try_from(*size).ok()?, index)) } else { None }
    };
    problem.cases.iter().enumerate().filter_map(size).max_by_key(|(size, _)| *size)
}

/// The largest value of the parameter of that name, else the largest length of a whole argument.
fn largest_allowed(problem: &Problem, growth: &Growth) -> Option<u64> {
    let most = |bounds: &Option<(Bound, Bound)>| match bounds {
        Some((_, Bound::Int(most))) => u64::try_from(*most).ok(),
        _ => None,
    };
    let whole = || problem.constraints.iter().filter(|constraint| is_whole(&constraint.pattern.0));
    let value = whole().filter(|constraint| constraint.param == growth.parameter).find_map(|one| most(&one.range));
    value.or_else(|| whole().filter_map(|constraint| most(&constraint.length)).max())
}

fn is_whole(pattern: &[PatternStep]) -> bool {
    pattern.is_empty()
}

#[cfg(test)]
mod tests {
    use super::grid;

    #[test]
    fn sizes_rise_to_the_largest() {
        for largest in [5, 20, 63, 64, 65, 1_000, 100_000, 1 << 18] {
            let sizes = grid(largest);
            assert_eq!(sizes.last(), Some(&largest));
            assert!(sizes.windows(2).all(|pair| pair[0] < pair[1] && pair[1] * 2 <= pair[0] * 4), "{sizes:?}");
        }
        assert_eq!(grid(20), [4, 5, 6, 7, 8, 10, 12, 15, 20]);
        assert_eq!(grid(1_000)[14..], [63, 78, 117, 175, 262, 393, 589, 883, 1_000]);
        // 883 and 950 are nearly the same.
        assert_eq!(grid(950)[20..], [589, 950]);
    }

    #[test]
    fn a_problem_of_tiny_inputs_has_one_size() {
        assert_eq!(grid(3), [3]);
        assert_eq!(grid(4), [4]);
    }
}
