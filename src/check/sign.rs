//! Signatures: numbers that are the same for values that count as the same, so that elements in any order are matched
//! by sorting and not by comparing each with each.
//!
//! The reverse is not claimed; what has one signature is compared still. Floats under a tolerance are the difficulty,
//! because being near is not transitive. All of them are sorted first, and numbers that form a chain in which
//! each is near to the next get one number in place of their own.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::compare::{base64_of, fits, items};
use super::number::{Tolerance, nearest_float};
use super::scope::{Scope, bounded_key_text};
use crate::model::{Type, Value};

/// Makes signatures. First gathers floats under a tolerance, then, given their [`Chains`], signs with them.
#[derive(Debug, Default)]
pub(super) struct Signer {
    /// Floats under a tolerance that were met, in order; each value adds its own.
    pub(super) floats: Vec<(Tolerance, f64)>,
    /// Whether a set stood where no type is declared: there it is also equal to an array, in any order.
    pub(super) met_set: bool,
    /// Signs arrays without their order where no type is declared.
    pub(super) sets_are_arrays: bool,
    pub(super) chains: Option<Chains>,
}

impl Signer {
    /// The signature of a value.
    pub(super) fn sign(&mut self, declared: &Type, scope: &Scope, value: &Value) -> u64 {
        if !fits(declared, value) {
            return self.sign_json(scope, value);
        }
        match declared {
            Type::Any => self.sign_json(scope, value),
            Type::Optional(inner) => self.sign(inner, scope, value),
            Type::Float => self.sign_float(scope, value),
            Type::Int | Type::Str | Type::Bool | Type::None | Type::Bytes => sign_scalar(value),
            Type::List(item) | Type::Iterator(item) | Type::TupleOf(item) => {
                self.sign_items(|_| item, scope, items(value), scope.is_unordered())
            }
            Type::Tuple(types) => {
                let any_order = scope.is_unordered() && types.windows(2).all(|pair| pair[0] == pair[1]);
                self.sign_items(|index| types.get(index).unwrap_or(&Type::Any), scope, items(value), any_order)
            }
            Type::TreeNode => self.sign_items(|_| &Type::Any, scope, items(value), false),
            Type::ListNode => self.sign_items(|_| &Type::Any, scope, items(value), scope.is_unordered()),
            Type::Set(item) | Type::FrozenSet(item) => self.sign_items(|_| item, scope, items(value), true),
            Type::Dict(key, item) => self.sign_dict(key, item, scope, value),
        }
    }

    /// The signature of a dict key. Keys are exact whatever the rules.
    pub(super) fn sign_key(&mut self, declared: &Type, exact: &Scope, key: &Value) -> u64 {
        match declared {
            Type::Any => bounded_key_text(key).map_or(hash(Tag::LongKey), hash),
            declared => self.sign(declared, exact, key),
        }
    }

    fn sign_json(&mut self, scope: &Scope, value: &Value) -> u64 {
        match value {
            Value::Float(_) => mix(hash(Tag::Float), self.sign_float(scope, value)),
            Value::Bytes(bytes) => hash(base64_of(bytes)),
            Value::Dict(_) => self.sign_dict(&Type::Any, &Type::Any, scope, value),
            Value::Set(items) | Value::FrozenSet(items) => {
                self.met_set = true;
                self.sign_items(|_| &Type::Any, scope, items, true)
            }
            Value::List(items) | Value::Tuple(items) | Value::Tree(items) | Value::Linked(items) => {
                let any_order = scope.is_unordered() || self.sets_are_arrays;
                self.sign_items(|_| &Type::Any, scope, items, any_order)
            }
            scalar => sign_scalar(scalar),
        }
    }

    fn sign_items<'t>(
        &mut self,
        type_of: impl Fn(usize) -> &'t Type,
        scope: &Scope,
        items: &[Value],
        any_order: bool,
    ) -> u64 {
        let children = scope.children();
        let mut sum = mix(hash(Tag::Items), items.len() as u64);
        let first_float = self.floats.len();
        for (index, item) in items.iter().enumerate() {
            let scope = if any_order { children.element() } else { children.index(index) };
            let sign = self.sign(type_of(index), scope, item);
            sum = if any_order { sum.wrapping_add(mix(0, sign)) } else { mix(sum, sign) };
        }
        if any_order {
            // So that the floats of two such collections stand in one order.
            self.floats[first_float..].sort_by(|(_, a), (_, b)| a.total_cmp(b));
        }
        sum
    }

    fn sign_dict(&mut self, key: &Type, item: &Type, scope: &Scope, value: &Value) -> u64 {
        let Value::Dict(pairs) = value else { return 0 };
        let (children, exact) = (scope.children(), Scope::exact());
        let mut names: Vec<(u64, usize)> =
            pairs.iter().enumerate().map(|(index, (name, _))| (self.sign_key(key, &exact, name), index)).collect();
        // So that the floats of two such dicts stand in one order.
        names.sort_unstable();
        names.into_iter().fold(mix(hash(Tag::Dict), pairs.len() as u64), |so_far, (name, index)| {
            let (key, value) = &pairs[index];
            mix(mix(so_far, name), self.sign(item, children.key(key), value))
        })
    }

    fn sign_float(&mut self, scope: &Scope, value: &Value) -> u64 {
        let float = nearest_float(value).unwrap_or(f64::NAN);
        let tolerance = scope.tolerance();
        if tolerance.is_exact() {
            return mix(0, bits(float));
        }
        if let Some(chains) = &self.chains {
            return chains.number(tolerance, float);
        }
        self.floats.push((tolerance, float));
        0
    }
}

/// Floats under each tolerance, in chains in which each is near to the next.
#[derive(Debug)]
pub(super) struct Chains(Vec<(Tolerance, Vec<f64>)>);

impl Chains {
    /// Sorts the floats into chains; only where each begins is kept.
    pub(super) fn new(floats: &[(Tolerance, f64)]) -> Self {
        let mut chains: Vec<(Tolerance, Vec<f64>)> = Vec::new();
        for (tolerance, float) in floats {
            match chains.iter_mut().find(|(other, _)| other == tolerance) {
                Some((_, floats)) => floats.push(*float),
                None => chains.push((*tolerance, vec![*float])),
            }
        }
        for (tolerance, floats) in &mut chains {
            // A little more than the rule, so that rounding never splits what it accepts.
            let reach = Tolerance { rel: tolerance.rel * (1.0 + 1e-9), abs: tolerance.abs * (1.0 + 1e-9) };
            floats.sort_by(f64::total_cmp);
            let mut last = f64::NAN;
            floats.retain(|&float| {
                let starts = !reach.accepts_floats(last, float);
                last = float;
                starts
            });
        }
        Self(chains)
    }

    /// The number of the chain that a float is in.
    fn number(&self, tolerance: Tolerance, float: f64) -> u64 {
        if float.is_nan() || tolerance.rel >= 1.0 {
            // With so much tolerance what lies between two near numbers need not be near to them.
            return u64::from(float.is_nan());
        }
        let starts = self.0.iter().find(|(other, _)| *other == tolerance).map_or(&[][..], |(_, starts)| starts);
        2 + starts.partition_point(|start| *start <= float) as u64
    }
}

/// What kind of thing is signed, so that `[]`, `{}`, `""` and `0` differ.
#[derive(Hash)]
enum Tag {
    None,
    Bool,
    Float,
    Items,
    Dict,
    LongKey,
}

fn sign_scalar(value: &Value) -> u64 {
    match value {
        Value::Bool(value) => mix(hash(Tag::Bool), u64::from(*value)),
        Value::Int(int) => mix(1, int.cast_unsigned()),
        Value::BigInt(int) => hash(int),
        Value::Float(float) => mix(0, bits(*float)),
        Value::Str(text) => hash(text),
        Value::Bytes(bytes) => hash(bytes),
        _ => hash(Tag::None),
    }
}

fn bits(float: f64) -> u64 {
    if float == 0.0 {
        0
    } else if float.is_nan() {
        f64::NAN.to_bits()
    } else {
        float.to_bits()
    }
}

fn hash(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Puts a number behind another; the order counts. The constants are those of splitmix64.
fn mix(so_far: u64, next: u64) -> u64 {
    let mut z = so_far.rotate_left(23).wrapping_add(next).wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
