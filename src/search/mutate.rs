//! An input like a case's, with a few parts changed: left out, doubled, swapped, or another value in their place.

use std::collections::HashMap;

use super::shape::{Part, Place, Shape, at, length, put, with_items};
use crate::catalog::random::Rng;
use crate::model::{CaseInput, Entry, Value};

/// Longer sequences are cut to so many items first.
const LONGEST: usize = 8;
/// At most so many changes.
const CHANGES: usize = 3;

/// The input, changed; None where it is none any more. Whether it is legal is not known here.
pub(super) fn mutated(entry: &Entry, input: &CaseInput, rng: &mut Rng) -> Option<CaseInput> {
    let shape = match Shape::of(entry) {
        Shape::Tokens if rng.percent(50) => Shape::Lines,
        shape => shape,
    };
    let before = shape.tree(input);
    let mut tree = before.clone();
    cut(shape, &mut tree, rng);
    for _ in 0..=rng.below(CHANGES) {
        let places = shape.places(&tree);
        if let Some(place) = rng.pick(&places) {
            change(&mut tree, place, &places, rng);
        }
    }
    if shape == Shape::Tokens {
        keep_counts(&before, &mut tree);
    }
    shape.input(&tree)
}

/// Leaves a few neighbouring items of each long sequence; of sequences that are as long as each other, the same.
fn cut(shape: Shape, tree: &mut Value, rng: &mut Rng) {
    let mut windows: HashMap<usize, usize> = HashMap::new();
    let mut index = 0;
    loop {
        let places = shape.places(tree);
        let Some(place) = places.get(index) else { return };
        index += 1;
        let long = at(tree, &place.path).map_or(0, length);
        if place.part == Part::Sequence && long > LONGEST {
            let start = *windows.entry(long).or_insert_with(|| rng.below(long - LONGEST + 1));
            // What stands first may say what follows.
            let kept: Vec<usize> = std::iter::once(0).chain(start.max(1)..start + LONGEST).collect();
            replace(tree, &place.path, |part| with_items(part, &kept));
        }
    }
}

fn replace(tree: &mut Value, path: &[usize], make: impl FnOnce(&Value) -> Value) {
    if let Some(value) = at(tree, path).map(make) {
        put(tree, path, value);
    }
}

fn change(tree: &mut Value, place: &Place, places: &[Place], rng: &mut Rng) {
    match place.part {
        Part::Sequence => {
            let mut order: Vec<usize> = (0..at(tree, &place.path).map_or(0, length)).collect();
            let (one, other) = (rng.below(order.len()), rng.below(order.len()));
            match (rng.below(4), order.len()) {
                (_, 0) => return,
                (0, _) => drop(order.remove(one)),
                (1, _) => order.insert(one, other),
                (2, _) => order.swap(one, other),
                _ => order[one] = other,
            }
            replace(tree, &place.path, |part| with_items(part, &order));
        }
        Part::Optional if rng.percent(40) => put(tree, &place.path, Value::None),
        Part::Scalar => {
            let known: Vec<Value> = places
                .iter()
                .filter(|other| other.part == Part::Scalar)
                .filter_map(|other| at(tree, &other.path).cloned())
                .collect();
            replace(tree, &place.path, |value| scalar(value, &known, rng));
        }
        Part::Optional | Part::Tree | Part::Any => {}
    }
}

/// Another value of the same type: near to it, simple, or one that stands elsewhere in the input.
fn scalar(value: &Value, known: &[Value], rng: &mut Rng) -> Value {
    let alike: Vec<&Value> = known.iter().filter(|other| other.type_name() == value.type_name()).collect();
    if rng.percent(40)
        && let Some(other) = rng.pick(&alike)
    {
        return (*other).clone();
    }
    match value {
        Value::Bool(truth) => Value::Bool(!truth),
        Value::Int(int) => Value::Int(match rng.below(5) {
            0 => 0,
            1 => int.saturating_neg(),
            2 => int.saturating_mul(2),
            3 => int.saturating_sub(1),
            _ => int.saturating_add(1),
        }),
        Value::Float(float) => Value::Float(match rng.below(4) {
            0 => 0.0,
            1 => -float,
            2 => float.trunc(),
            _ => float + 0.5,
        }),
        other => other.clone(),
    }
}

/// Where a number counted the lines behind it, or the tokens of the next line, it does so again.
fn keep_counts(before: &Value, tree: &mut Value) {
    let is_count = |tree: &Value, path: &[usize], counted: usize| matches!(at(tree, path), Some(Value::Int(int)) if usize::try_from(*int) == Ok(counted));
    let lines = length(tree);
    if is_count(before, &[0, 0], length(before).wrapping_sub(1)) && lines > 0 {
        put(tree, &[0, 0], Value::from(lines - 1));
    }
    for line in 0..lines.saturating_sub(1) {
        let tokens = |tree: &Value| at(tree, &[line + 1]).map_or(usize::MAX, length);
        if at(tree, &[line]).map(length) == Some(1) && is_count(before, &[line, 0], tokens(before)) {
            put(tree, &[line, 0], Value::from(tokens(tree)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_kept_and_inputs_differ() {
        let text = CaseInput::Stdin(b"3\n1 2\n3 4\n5 6\n".to_vec());
        let mut rng = Rng::new(1);
        let made: Vec<CaseInput> = (0..200).filter_map(|_| mutated(&Entry::Stdin, &text, &mut rng)).collect();
        let counted = made.iter().filter(|input| {
            let CaseInput::Stdin(text) = input else { return false };
            let text = String::from_utf8_lossy(text).into_owned();
            let mut lines = text.lines();
            lines.next().and_then(|first| first.parse().ok()) == Some(lines.count())
        });
        assert!(counted.count() > 100);
        let mut texts: Vec<String> = made.iter().map(|input| input.to_json().to_string()).collect();
        texts.sort();
        texts.dedup();
        assert!(texts.len() > 60, "{}", texts.len());
    }
}
