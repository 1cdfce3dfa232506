//! Passes that leave parts out: of one sequence, of several that go together, and the count that goes with them.

use std::ops::Range;

use super::steps::largest;
use super::{Shrinker, Stop};
use crate::model::Value;
use crate::search::shape::{Part, Place, Shape, at, length, put, with_items};

/// Chunks of more items than this are tried before single ones.
const COARSE: usize = 4;
/// Sequences elsewhere that may go together with one; and numbers that may count it.
const PARTNERS: usize = 4;

/// What is left out besides: the same items of other sequences, and as many of some number.
#[derive(Default, Clone)]
struct Along {
    sequences: Vec<Vec<usize>>,
    lowered: Option<(Vec<usize>, usize)>,
}

impl<E> Shrinker<'_, E> {
    /// Empties whole parts.
    pub(super) fn empty_parts(&mut self) -> Result<(), Stop<E>> {
        let wanted = |part| matches!(part, Part::Sequence | Part::Tree | Part::Optional);
        self.at_each(wanted, |shrinker, place| {
            let empty = match place.part {
                Part::Optional => Value::None,
                Part::Tree => Value::Tree(Vec::new()),
                _ => with_items(shrinker.part(&place.path), &[]),
            };
            shrinker.consider(shrinker.with(&[(&place.path, empty)])).map(drop)
        })
    }

    /// Puts something that stands inside a value of any type in its place.
    pub(super) fn take_out_parts(&mut self) -> Result<(), Stop<E>> {
        self.at_each(
            |part| part == Part::Any,
            |shrinker, Place { path, .. }| {
                let children = match shrinker.part(path) {
                    Value::List(items) => items.clone(),
                    Value::Dict(pairs) => pairs.iter().map(|(_, value)| value.clone()).collect(),
                    _ => Vec::new(),
                };
                for child in children {
                    if shrinker.consider(shrinker.with(&[(path, child)]))? {
                        break;
                    }
                }
                Ok(())
            },
        )
    }

    /// Leaves out items of every sequence.
    pub(super) fn delete(&mut self) -> Result<(), Stop<E>> {
        self.at_each(|part| part == Part::Sequence, |shrinker, place| shrinker.delete_at(&place.path))?;
        if self.shape == Shape::Tokens {
            self.delete_blocks()?;
        }
        Ok(())
    }

    fn delete_at(&mut self, path: &[usize]) -> Result<(), Stop<E>> {
        let mut chunk = length(self.part(path)) / 2;
        while chunk > COARSE {
            let mut end = length(self.part(path));
            while end >= chunk {
                self.remove(path, end - chunk..end)?;
                end -= chunk;
            }
            chunk /= 2;
        }
        let mut end = length(self.part(path));
        while end > 0 {
            let mut gone = 0;
            let found = largest(end, |wanted| {
                let removed = self.remove(path, end - wanted..end - gone)?;
                gone = if removed { wanted } else { gone };
                Ok(removed)
            })?;
            end -= found.max(1);
        }
        Ok(())
    }

    /// Leaves out a range of items: alone, or else together with what goes with them.
    fn remove(&mut self, path: &[usize], range: Range<usize>) -> Result<bool, Stop<E>> {
        if range.end > length(self.part(path)) {
            return Ok(false);
        }
        if self.consider(self.without(path, &range, &Along::default()))? {
            return Ok(true);
        }
        for along in self.along(path, &range) {
            if self.consider(self.without(path, &range, &along))? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn without(&self, path: &[usize], range: &Range<usize>, along: &Along) -> Value {
        let mut tree = self.tree.clone();
        if let Some((number, by)) = &along.lowered
            && let Some(Value::Int(int)) = at(&tree, number)
        {
            let lower = Value::Int(int - (*by as u64).cast_signed());
            put(&mut tree, number, lower);
        }
        for path in along.sequences.iter().map(Vec::as_slice).chain([path]) {
            if let Some(part) = at(&tree, path) {
                let kept: Vec<usize> = (0..length(part)).filter(|index| !range.contains(index)).collect();
                let part = with_items(part, &kept);
                put(&mut tree, path, part);
            }
        }
        tree
    }

    /// What may have to go together with a range of a sequence: in the others beside it that are as long, in one
    /// elsewhere that is as long, and in a number that may count its items.
    fn along(&self, path: &[usize], range: &Range<usize>) -> Vec<Along> {
        let part = self.part(path);
        let long = length(part);
        let is_text = matches!(part, Value::Str(_) | Value::Bytes(_));
        let goes_with = |other: &[usize]| {
            let other_part = self.part(other);
            let other_text = matches!(other_part, Value::Str(_) | Value::Bytes(_));
            other != path && is_text == other_text && length(other_part) == long
        };
        let places = self.places();
        let others = || places.iter().filter(|place| place.part == Part::Sequence).map(|place| &place.path);
        // Texts stand beside each other where they are the same.
        let beside = |other: &[usize]| match part {
            Value::Str(_) | Value::Bytes(_) => self.part(other) == part,
            _ => path.split_last().map(|(_, up)| up) == other.split_last().map(|(_, up)| up),
        };
        let siblings: Vec<Vec<usize>> = others().filter(|other| goes_with(other) && beside(other)).cloned().collect();
        let mut found = Vec::new();
        if !siblings.is_empty() {
            found.push(Along { sequences: siblings.clone(), lowered: None });
        }
        let apart = |other: &&Vec<usize>| !other.starts_with(path) && !path.starts_with(other);
        let far = others().filter(|other| goes_with(other) && !beside(other)).filter(apart).take(PARTNERS);
        found.extend(far.map(|other| Along { sequences: vec![other.clone()], lowered: None }));
        if is_text {
            return found;
        }
        for number in self.counts(path, range, long) {
            for sequences in [Vec::new(), siblings.clone()] {
                let lowered = Some((number.clone(), range.len()));
                if sequences.is_empty() || !siblings.is_empty() {
                    found.push(Along { sequences, lowered });
                }
            }
        }
        found
    }

    /// Numbers that may count the items of a sequence: as large as it is long, or one less, or, inside one of its
    /// items, at most as large as what follows that.
    fn counts(&self, path: &[usize], range: &Range<usize>, long: usize) -> Vec<Vec<usize>> {
        let places = self.places();
        let numbers = places.iter().filter(|place| place.part == Part::Scalar).filter_map(|place| {
            let Value::Int(int) = self.part(&place.path) else { return None };
            let number = usize::try_from(*int).ok().filter(|&number| number >= range.len())?;
            let follows = place
                .path
                .strip_prefix(path)
                .and_then(|rest| rest.first())
                .map(|&index| index < range.start && number <= long - 1 - index);
            follows.unwrap_or(number == long || number + 1 == long).then(|| place.path.clone())
        });
        numbers.take(PARTNERS).collect()
    }

    /// Leaves out a line that begins with a count together with the lines that it counts; what counts such blocks is
    /// lowered by one.
    fn delete_blocks(&mut self) -> Result<(), Stop<E>> {
        let mut line = length(&self.tree);
        while line > 0 {
            line -= 1;
            let Some(Value::Int(count)) = at(&self.tree, &[line, 0]) else { continue };
            let Ok(count) = usize::try_from(*count) else { continue };
            let Some(end) = line.checked_add(count).map(|last| last + 1).filter(|&end| end <= length(&self.tree))
            else {
                continue;
            };
            let range = line..end;
            let counts = self.counts(&[], &(line..line + 1), length(&self.tree));
            let ways = counts.into_iter().map(|number| Along { lowered: Some((number, 1)), ..Along::default() });
            for along in std::iter::once(Along::default()).chain(ways.collect::<Vec<_>>()) {
                if self.consider(self.without(&[], &range, &along))? {
                    break;
                }
            }
        }
        Ok(())
    }
}
