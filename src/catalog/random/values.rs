//! One random value of a type at a place.

use crate::model::{Constraint, Step, Type, Value};

use super::number;
use super::rng::Rng;
use crate::catalog::legal;

/// Letters of a text where no constraint names any.
const LETTERS: &str = "abcAB 01-_";
/// Lengths are not over this, unless a constraint demands more.
const LONGEST: usize = 40;

/// Makes the values of one input. Its habits (a few letters, numbers near one place) are the input's own, so that
/// values repeat and ties happen.
pub(super) struct Maker<'r> {
    pub(super) rng: &'r mut Rng,
    pub(super) constraints: &'r [Constraint],
    size: usize,
    /// Where in its range a number mostly lies: 0 at its low end, 1 at its high end, else anywhere.
    anchor: usize,
    /// How far from there.
    spread: i64,
    /// Whether lists are in order although nothing says so.
    ordered: bool,
    /// Whether numbers without a range may be negative.
    negative: bool,
    /// Texts and numbers so far.
    texts: Vec<String>,
    ints: Vec<i64>,
}

/// What the constraints say of one place.
#[derive(Clone, Copy, Default)]
struct Said<'c> {
    range: Option<(f64, f64)>,
    length: Option<(usize, usize)>,
    alphabet: Option<&'c str>,
    one_of: Option<&'c [serde_json::Value]>,
    sorted: bool,
    unique: bool,
}

impl<'r> Maker<'r> {
    pub(super) fn new(rng: &'r mut Rng, constraints: &'r [Constraint], size: usize) -> Self {
        let anchor = rng.below(4);
        let spread = [1, 2, 4, 10, 100][rng.below(5)];
        let (ordered, negative) = (rng.percent(40), rng.percent(30));
        Self { rng, constraints, size, anchor, spread, ordered, negative, texts: Vec::new(), ints: Vec::new() }
    }

    /// A value for a parameter, given the arguments that are made already.
    pub(super) fn value(&mut self, param: &str, ty: &Type, made: &[(String, Value)]) -> Value {
        self.at(param, ty, &mut Vec::new(), made)
    }

    fn said(&self, param: &str, path: &[Step], made: &[(String, Value)]) -> Said<'r> {
        let mut said = Said::default();
        for constraint in self.constraints {
            if constraint.param != param || !constraint.pattern.matches(path) {
                continue;
            }
            let both = |(low, high): &(_, _)| Some((number(low, made)?, number(high, made)?));
            said.range = constraint.range.as_ref().and_then(both).or(said.range);
            let length = constraint.length.as_ref().and_then(both);
            said.length = length.map(|(low, high)| (low.max(0.0) as usize, high.max(0.0) as usize)).or(said.length);
            said.alphabet = constraint.alphabet.as_deref().or(said.alphabet);
            said.one_of = constraint.one_of.as_deref().or(said.one_of);
            said.sorted |= constraint.sorted;
            said.unique |= constraint.unique;
        }
        said
    }

    fn at(&mut self, param: &str, ty: &Type, path: &mut Vec<Step>, made: &[(String, Value)]) -> Value {
        let said = self.said(param, path, made);
        if let Some(choice) = said.one_of.and_then(|choices| self.rng.pick(choices)) {
            let value = Value::from_json(choice.clone());
            return ty.coerce(value).unwrap_or(Value::None);
        }
        match ty {
            Type::Int | Type::Any => Value::Int(self.int(&said)),
            Type::Float => Value::Float(self.float(&said)),
            Type::Bool => Value::Bool(self.rng.percent(50)),
            Type::None => Value::None,
            Type::Str => Value::Str(self.text(&said)),
            Type::Bytes => {
                let length = self.length(&said);
                Value::Bytes((0..length).map(|_| self.rng.below(256) as u8).collect())
            }
            Type::Optional(_) if self.rng.percent(25) => Value::None,
            Type::Optional(inner) => self.at(param, inner, path, made),
            Type::List(item) | Type::Iterator(item) => Value::List(self.items(param, item, &said, path, made)),
            Type::TupleOf(item) => Value::Tuple(self.items(param, item, &said, path, made)),
            Type::Set(item) => Value::Set(self.distinct(param, item, &said, path, made)),
            Type::FrozenSet(item) => Value::FrozenSet(self.distinct(param, item, &said, path, made)),
            Type::Tuple(types) => {
                let each = types.iter().enumerate().map(|(index, ty)| {
                    path.push(Step::Index(index));
                    let value = self.at(param, ty, path, made);
                    path.pop();
                    value
                });
                Value::Tuple(each.collect())
            }
            Type::Dict(key, item) => {
                let keys = self.distinct_keys(key, &said);
                let pairs = keys.into_iter().map(|key| {
                    path.push(Step::Key(key.key_text()));
                    let value = self.at(param, item, path, made);
                    path.pop();
                    (key, value)
                });
                Value::Dict(pairs.collect())
            }
            Type::TreeNode => Value::Tree(self.tree(param, &said, path, made)),
            Type::ListNode => Value::Linked(self.items(param, &Type::Any, &said, path, made)),
        }
    }

    fn length(&mut self, said: &Said) -> usize {
        let (low, high) = said.length.unwrap_or((0, usize::MAX));
        // The ends now and then, where they are small enough.
        let length = match self.rng.below(12) {
            0 => low,
            1 if high <= LONGEST => high,
            _ => low.saturating_add(self.rng.below(self.size + 1)),
        };
        length.clamp(low, high.max(low)).min(low.max(LONGEST))
    }

    fn items(
        &mut self,
        param: &str,
        item: &Type,
        said: &Said,
        path: &mut Vec<Step>,
        made: &[(String, Value)],
    ) -> Vec<Value> {
        let mut items: Vec<Value> = Vec::new();
        for index in 0..self.length(said) {
            let value = match self.rng.pick(&items) {
                // The same item again: duplicates and ties.
                Some(earlier) if !said.unique && self.rng.percent(20) => earlier.clone(),
                _ => {
                    path.push(Step::Index(index));
                    let value = self.at(param, item, path, made);
                    path.pop();
                    value
                }
            };
            if !(said.unique && items.contains(&value)) {
                items.push(value);
            }
        }
        if said.sorted || self.ordered {
            items.sort_by(|a, b| legal::compare(a, b).unwrap_or(std::cmp::Ordering::Equal));
        }
        items
    }

    fn distinct(
        &mut self,
        param: &str,
        item: &Type,
        said: &Said,
        path: &mut Vec<Step>,
        made: &[(String, Value)],
    ) -> Vec<Value> {
        self.items(param, item, &Said { unique: true, ..*said }, path, made)
    }

    fn distinct_keys(&mut self, key: &Type, said: &Said) -> Vec<Value> {
        let mut keys = Vec::new();
        for _ in 0..self.length(said) {
            // No constraint speaks of keys: no parameter is called ``.
            let value = self.at("", key, &mut Vec::new(), &[]);
            if !keys.contains(&value) {
                keys.push(value);
            }
        }
        keys
    }

    /// A tree in level order: after each node its two children, or None.
    fn tree(&mut self, param: &str, said: &Said, path: &mut Vec<Step>, made: &[(String, Value)]) -> Vec<Value> {
        let nodes = self.length(said);
        let (mut values, mut count, mut free) = (Vec::new(), 0, 1);
        while count < nodes && free > 0 {
            // A missing child, unless it is the last place for the nodes that are left.
            if free > 1 && self.rng.percent(30) {
                values.push(Value::None);
                free -= 1;
                continue;
            }
            path.push(Step::Index(values.len()));
            let value = self.at(param, &Type::Any, path, made);
            path.pop();
            values.push(value);
            count += 1;
            free += 1;
        }
        while values.last() == Some(&Value::None) {
            values.pop();
        }
        values
    }

    fn int(&mut self, said: &Said) -> i64 {
        let (low, high) = match said.range {
            Some((low, high)) => (low.ceil() as i64, high.floor() as i64),
            None => (if self.negative { -10 } else { 0 }, 10),
        };
        if low >= high {
            return low;
        }
        let near: Vec<i64> = self
            .ints
            .iter()
            .flat_map(|int| [*int, int.saturating_add(1), int.saturating_sub(1)])
            .filter(|int| (low..=high).contains(int))
            .collect();
        let int = match self.rng.below(20) {
            0 => low,
            1 => high,
            2..=7 if !near.is_empty() => self.rng.pick(&near).copied().unwrap_or(low),
            8 => self.rng.between(low, high),
            _ => {
                let around = match self.anchor {
                    0 => low,
                    1 => high,
                    2 => 0_i64.clamp(low, high),
                    _ => low / 2 + high / 2,
                };
                let (from, to) = (around.saturating_sub(self.spread), around.saturating_add(self.spread));
                self.rng.between(from.max(low), to.min(high))
            }
        };
        self.ints.push(int);
        int
    }

    fn float(&mut self, said: &Said) -> f64 {
        let (low, high) = said.range.unwrap_or((-10.0, 10.0));
        let float = match self.rng.below(6) {
            0 => low,
            1 => high,
            2 => (self.rng.between(-8, 8) as f64) / 4.0,
            3 => low.max(0.0).floor() + self.rng.below(4) as f64,
            _ => low + (high - low) * (self.rng.below(1 << 20) as f64 / f64::from(1 << 20)),
        };
        float.clamp(low, high)
    }

    fn text(&mut self, said: &Said) -> String {
        let (low, high) = said.length.unwrap_or((0, usize::MAX));
        let alphabet: Vec<char> = said.alphabet.unwrap_or(LETTERS).chars().collect();
        let fits = |text: &&String| {
            (low..=high).contains(&text.chars().count()) && text.chars().all(|letter| alphabet.contains(&letter))
        };
        let known: Vec<&String> = self.texts.iter().filter(fits).collect();
        if self.rng.percent(45)
            && let Some(known) = self.rng.pick(&known)
        {
            return (*known).clone();
        }
        // A few letters, so that texts are like each other; the last of an alphabet are often the special ones.
        let few: Vec<char> = (0..3)
            .filter_map(|_| {
                let from = if self.rng.percent(50) { alphabet.len().saturating_sub(16) } else { 0 };
                self.rng.pick(&alphabet[from..]).copied()
            })
            .collect();
        let length = self.length(said);
        let text: String = (0..length)
            .filter_map(|_| if self.rng.percent(15) { self.rng.pick(&alphabet) } else { self.rng.pick(&few) }.copied())
            .collect();
        self.texts.push(text.clone());
        text
    }
}
