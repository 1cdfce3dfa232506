//! Pairs elements that are near to each other, where being near is not transitive.
//!
//! 1.0 may be near to 1.1 and 1.1 to 1.2, so the first partner at hand may be the wrong one. Elements are
//! first paired in the order of their floats, which for plain numbers leaves over as few as possible. If it leaves
//! something over, a maximum matching is looked for by augmenting paths.

use std::cmp::Ordering;
use std::collections::VecDeque;

use super::bag::Leftover;
use super::number::Tolerance;

/// Comparisons spent on looking for a maximum matching: all pairs of two thousand elements. Only more elements that each
/// hold several floats, all in one chain of near numbers, need more; the pairing by the order of their floats then stands.
const MOST_COMPARISONS: usize = 1 << 22;

/// An element of one side.
#[derive(Debug, Clone, Copy)]
pub(super) struct Element<'s> {
    index: usize,
    /// Its floats under a tolerance, in one order for all elements of one shape.
    floats: &'s [(Tolerance, f64)],
    /// The largest of their tolerances.
    reach: Tolerance,
}

impl<'s> Element<'s> {
    pub(super) fn new(index: usize, floats: &'s [(Tolerance, f64)]) -> Self {
        let reach = floats.iter().fold(Tolerance::EXACT, |reach, (tolerance, _)| Tolerance {
            rel: reach.rel.max(tolerance.rel),
            abs: reach.abs.max(tolerance.abs),
        });
        Self { index, floats, reach }
    }

    /// The order of the first float that differs.
    pub(super) fn by_floats(&self, other: &Self) -> Ordering {
        let pairs = self.floats.iter().zip(other.floats);
        pairs.map(|((_, a), (_, b))| a.total_cmp(b)).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }

    /// Whether the first float lies so far below or above the other's that the two cannot be the same.
    fn apart(&self, other: &Self) -> Ordering {
        match (self.floats.first(), other.floats.first()) {
            // From 1 on, what lies between two near numbers need not be near to them.
            (Some((_, a)), Some((_, b))) if self.reach.rel < 1.0 && !self.reach.accepts_floats(*a, *b) => {
                a.total_cmp(b)
            }
            _ => Ordering::Equal,
        }
    }
}

/// Pairs up the elements of one group, both sides in the order of their floats.
pub(super) fn pair_near(
    wanted: &[Element],
    given: &[Element],
    same: impl Fn(usize, usize) -> bool,
    leftover: &mut Leftover,
) {
    let in_order = pair_in_order(wanted, given, &same);
    let is_one_pair = wanted.len() == 1 && given.len() == 1;
    let best_possible = is_one_pair || in_order.missing.is_empty() || in_order.unexpected.is_empty();
    let found = if best_possible { None } else { pair_most(wanted, given, &same) };
    let Leftover { missing, unexpected } = found.unwrap_or(in_order);
    leftover.missing.extend(missing);
    leftover.unexpected.extend(unexpected);
}

fn pair_in_order(wanted: &[Element], given: &[Element], same: impl Fn(usize, usize) -> bool) -> Leftover {
    let mut leftover = Leftover::default();
    let (mut wanted, mut given) = (wanted.iter().peekable(), given.iter().peekable());
    while let (Some(a), Some(b)) = (wanted.peek(), given.peek()) {
        if same(a.index, b.index) {
            wanted.next();
            given.next();
        } else if a.by_floats(b).is_lt() {
            leftover.missing.push(a.index);
            wanted.next();
        } else {
            leftover.unexpected.push(b.index);
            given.next();
        }
    }
    leftover.missing.extend(wanted.map(|element| element.index));
    leftover.unexpected.extend(given.map(|element| element.index));
    leftover
}

/// A maximum matching; None: it would take too many comparisons.
fn pair_most(wanted: &[Element], given: &[Element], same: impl Fn(usize, usize) -> bool) -> Option<Leftover> {
    let partner_of_given = maximum_matching(&edges(wanted, given, same)?, given.len());
    let mut has_partner = vec![false; wanted.len()];
    for partner in partner_of_given.iter().flatten() {
        has_partner[*partner] = true;
    }
    let free = |elements: &[Element], is_paired: &dyn Fn(usize) -> bool| {
        elements.iter().enumerate().filter(|(at, _)| !is_paired(*at)).map(|(_, element)| element.index).collect()
    };
    Some(Leftover {
        missing: free(wanted, &|at| has_partner[at]),
        unexpected: free(given, &|at| partner_of_given[at].is_some()),
    })
}

/// For each wanted element the given ones that are the same.
fn edges(wanted: &[Element], given: &[Element], same: impl Fn(usize, usize) -> bool) -> Option<Vec<Vec<usize>>> {
    let mut comparisons = 0;
    let mut start = 0;
    let mut edges = Vec::with_capacity(wanted.len());
    for a in wanted {
        // Both sides are sorted, so what was too low for the last one is too low for this one.
        while given.get(start).is_some_and(|b| b.apart(a).is_lt()) {
            start += 1;
        }
        let mut alike = Vec::new();
        for (at, b) in given.iter().enumerate().skip(start).take_while(|(_, b)| b.apart(a).is_le()) {
            comparisons += 1;
            if same(a.index, b.index) {
                alike.push(at);
            }
        }
        if comparisons > MOST_COMPARISONS {
            return None;
        }
        edges.push(alike);
    }
    Some(edges)
}

/// For each element of the right side its partner on the left, as many pairs as possible.
fn maximum_matching(edges: &[Vec<usize>], right: usize) -> Vec<Option<usize>> {
    let mut left_of: Vec<Option<usize>> = vec![None; right];
    let mut right_of: Vec<Option<usize>> = vec![None; edges.len()];
    // From which left element a search came to a right one. What a failed search has seen leads nowhere, ever.
    let mut came_from: Vec<Option<usize>> = vec![None; right];
    for start in 0..edges.len() {
        let mut seen = Vec::new();
        let mut queue = VecDeque::from([start]);
        let mut end = None;
        'search: while let Some(left) = queue.pop_front() {
            for &next in &edges[left] {
                if came_from[next].is_some() {
                    continue;
                }
                came_from[next] = Some(left);
                seen.push(next);
                let Some(partner) = left_of[next] else {
                    end = Some(next);
                    break 'search;
                };
                queue.push_back(partner);
            }
        }
        if end.is_none() {
            continue;
        }
        // Along the way back every right element goes to the left one that it was reached from.
        while let Some(at) = end {
            let Some(left) = came_from[at] else { break };
            left_of[at] = Some(left);
            end = right_of[left].replace(at);
        }
        for at in seen {
            came_from[at] = None;
        }
    }
    left_of
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::maximum_matching;

    /// The size of a maximum matching, by trying everything.
    fn best(edges: &[Vec<usize>], taken: u32) -> usize {
        let Some((first, rest)) = edges.split_first() else { return 0 };
        let with = first.iter().filter(|&&at| taken & (1 << at) == 0).map(|&at| 1 + best(rest, taken | (1 << at)));
        with.max().unwrap_or(0).max(best(rest, taken))
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn as_many_pairs_as_possible(rows in proptest::collection::vec(0_u32..64, 0..7)) {
            let edges: Vec<Vec<usize>> =
                rows.iter().map(|row| (0..6).filter(|at| row & (1 << at) != 0).collect()).collect();
            let left_of = maximum_matching(&edges, 6);
            let pairs: Vec<(usize, usize)> =
                left_of.iter().enumerate().filter_map(|(right, left)| Some(((*left)?, right))).collect();
            let mut lefts: Vec<usize> = pairs.iter().map(|(left, _)| *left).collect();
            lefts.sort_unstable();
            lefts.dedup();
            prop_assert_eq!(lefts.len(), pairs.len());
            prop_assert!(pairs.iter().all(|(left, right)| edges[*left].contains(right)));
            prop_assert_eq!(pairs.len(), best(&edges, 0));
        }
    }
}
