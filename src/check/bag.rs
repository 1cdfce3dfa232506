//! Matches elements whose order does not count.
//!
//! Elements are grouped by signature. Where being alike is an equivalence, any pairing inside a group is as good as
//! another, and a hundred thousand elements take one sort. Under a tolerance it is not, and `matching` pairs the group.

use std::collections::VecDeque;

use super::compare::compare;
use super::matching::{Element, pair_near};
use super::number::Tolerance;
use super::scope::Scope;
use super::sign::{Chains, Signer};
use crate::model::{Type, Value};

/// What found no partner, as ascending indices.
#[derive(Debug, Default)]
pub(super) struct Leftover {
    /// Into the expected elements.
    pub(super) missing: Vec<usize>,
    /// Into the given elements.
    pub(super) unexpected: Vec<usize>,
}

/// Pairs up expected and given elements that count as the same, as many as possible.
pub(super) fn match_up(item: &Type, scope: &Scope, expected: &[Value], got: &[Value]) -> Leftover {
    let same = |a: usize, b: usize| compare(item, scope, &expected[a], &got[b]).is_ok();
    if expected.len() == got.len() && (0..got.len()).all(|index| same(index, index)) {
        return Leftover::default();
    }
    if expected.len() == 1 && got.len() == 1 {
        // Asking again, at each level of a deep nest, would double the work.
        return Leftover { missing: vec![0], unexpected: vec![0] };
    }
    let mut signer = Signer::default();
    let sign =
        |signer: &mut Signer| (Signed::new(signer, item, scope, expected), Signed::new(signer, item, scope, got));
    let (mut wanted, mut given) = sign(&mut signer);
    if signer.met_set {
        signer = Signer { sets_are_arrays: true, ..Signer::default() };
        (wanted, given) = sign(&mut signer);
    }
    let is_equivalence = signer.floats.is_empty() && !signer.sets_are_arrays;
    if !signer.floats.is_empty() {
        signer.chains = Some(Chains::new(&signer.floats));
        let (wanted_chains, given_chains) = sign(&mut signer);
        (wanted.by_sign, given.by_sign) = (wanted_chains.by_sign, given_chains.by_sign);
    }

    let mut leftover = Leftover::default();
    for (wanted_here, given_here) in groups(&wanted.by_sign, &given.by_sign) {
        if is_equivalence {
            pair_equivalent(wanted_here, given_here, same, &mut leftover);
        } else {
            pair_near(&wanted.elements(wanted_here), &given.elements(given_here), same, &mut leftover);
        }
    }
    leftover.missing.sort_unstable();
    leftover.unexpected.sort_unstable();
    leftover
}

type SignAndIndex = (u64, usize);

/// The elements of one side.
struct Signed {
    by_sign: Vec<SignAndIndex>,
    /// The floats under a tolerance of each element, in one order for elements of one shape.
    floats: Vec<Vec<(Tolerance, f64)>>,
}

impl Signed {
    fn new(signer: &mut Signer, item: &Type, scope: &Scope, values: &[Value]) -> Self {
        let mut by_sign = Vec::with_capacity(values.len());
        let mut floats = Vec::with_capacity(values.len());
        for (index, value) in values.iter().enumerate() {
            let start = signer.floats.len();
            by_sign.push((signer.sign(item, scope, value), index));
            floats.push(signer.floats[start..].to_vec());
        }
        by_sign.sort_unstable();
        Self { by_sign, floats }
    }

    /// A group's elements in the order of their floats.
    fn elements(&self, group: &[SignAndIndex]) -> Vec<Element<'_>> {
        let mut elements: Vec<Element> =
            group.iter().map(|&(_, index)| Element::new(index, &self.floats[index])).collect();
        elements.sort_by(Element::by_floats);
        elements
    }
}

/// The elements of one signature, wanted and given; one of them may be none.
fn groups<'s>(
    mut wanted: &'s [SignAndIndex],
    mut given: &'s [SignAndIndex],
) -> impl Iterator<Item = (&'s [SignAndIndex], &'s [SignAndIndex])> {
    std::iter::from_fn(move || {
        let sign = match (wanted.first(), given.first()) {
            (Some((a, _)), Some((b, _))) => *a.min(b),
            (Some((sign, _)), None) | (None, Some((sign, _))) => *sign,
            (None, None) => return None,
        };
        let split = |signs: &'s [SignAndIndex]| {
            signs.split_at(signs.iter().position(|(other, _)| *other != sign).unwrap_or(signs.len()))
        };
        let ((wanted_here, wanted_rest), (given_here, given_rest)) = (split(wanted), split(given));
        (wanted, given) = (wanted_rest, given_rest);
        Some((wanted_here, given_here))
    })
}

/// Pairs each given element with the first free wanted one that is the same.
fn pair_equivalent(
    wanted: &[SignAndIndex],
    given: &[SignAndIndex],
    same: impl Fn(usize, usize) -> bool,
    leftover: &mut Leftover,
) {
    let mut free: VecDeque<usize> = wanted.iter().map(|(_, index)| *index).collect();
    for &(_, index) in given {
        match free.iter().position(|&candidate| same(candidate, index)) {
            Some(position) => {
                free.remove(position);
            }
            None => leftover.unexpected.push(index),
        }
    }
    leftover.missing.extend(free);
}
