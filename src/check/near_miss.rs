//! What a wrong answer nearly was: the same comparison, with one thing forgiven at a time.

use super::compare::{compare, is_node, items};
use super::number::Tolerance;
use super::scope::{Leniency, Scope};
use super::sign::Signer;
use crate::model::{CheckerSpec, NearMiss, Step, Type, Value, json_text_len, python_literal};

/// Answers longer than this as JSON, in bytes, are not looked at: nobody reads them by eye, and each guess copies them.
const LONGEST: usize = 1 << 21;
/// Printed answers longer than this are not recognised.
const LONGEST_PRINTED: usize = 1 << 16;

/// What else is known of an execution whose answer is wrong.
#[derive(Debug, Clone, Copy, Default)]
pub struct Aside<'a> {
    /// What was printed.
    pub stdout: &'a [u8],
    /// The arguments before the call.
    pub args_before: &'a [Value],
    /// The arguments after the call, where None was returned.
    pub args_after: Option<&'a [Value]>,
    /// What was returned, where the answer is a changed argument.
    pub returned: Option<&'a Value>,
    /// Whether the answer is a list with one answer per call of a class. Then the first wrong one is looked at alone.
    pub calls: bool,
}

/// What a wrong answer nearly was; None: nothing that has a name.
pub fn near_miss(
    spec: &CheckerSpec,
    declared: &Type,
    expected: &Value,
    got: &Value,
    aside: &Aside,
) -> Option<NearMiss> {
    if json_text_len(expected, LONGEST) > LONGEST || json_text_len(got, LONGEST) > LONGEST {
        return None;
    }
    let scope = Scope::root(spec);
    if !aside.calls {
        let attempt = Attempt { declared, scope, expected, got };
        return attempt.instead(aside).or_else(|| attempt.nearly());
    }
    let mismatch = compare(declared, &scope, expected, got).err()?;
    let Some(&Step::Index(call)) = mismatch.first_step() else { return None };
    let declared = if let Type::Tuple(types) = declared { types.get(call)? } else { &Type::Any };
    let scope = scope.children().index(call).clone();
    Attempt { declared, scope, expected: items(expected).get(call)?, got: items(got).get(call)? }.nearly()
}

struct Attempt<'a> {
    declared: &'a Type,
    scope: Scope<'a>,
    expected: &'a Value,
    got: &'a Value,
}

impl Attempt<'_> {
    fn accepts(&self, got: &Value) -> bool {
        compare(self.declared, &self.scope, self.expected, got).is_ok()
    }

    /// The answer went elsewhere.
    fn instead(&self, aside: &Aside) -> Option<NearMiss> {
        if aside.returned.is_some_and(|returned| self.accepts(returned)) {
            return Some(NearMiss::ReturnedInstead);
        }
        if *aside.returned.unwrap_or(self.got) != Value::None {
            return None;
        }
        if is_printed(self.expected, aside.stdout) {
            return Some(NearMiss::PrintedInstead);
        }
        let mut pairs = aside.args_before.iter().zip(aside.args_after?);
        let changed = pairs.position(|(before, after)| before != after && self.accepts(after))?;
        Some(NearMiss::ChangedArgument(changed))
    }

    /// The answer is right but for one thing.
    fn nearly(&self) -> Option<NearMiss> {
        Some(if self.but_for_number_types() {
            NearMiss::NumberType
        } else if self.but_for_text(str::to_lowercase) {
            NearMiss::LetterCase
        } else if self.but_for_text(|text| text.split_whitespace().collect()) {
            NearMiss::WhiteSpace
        } else if self.in_reverse() {
            NearMiss::Reversed
        } else if self.in_any_order() {
            NearMiss::Order
        } else if self.but_for_duplicates() {
            NearMiss::Duplicates
        } else if self.but_for_rounding() {
            NearMiss::Rounding
        } else if self.but_for_wrapping() {
            NearMiss::Wrapping
        } else {
            NearMiss::ConstantOffset(self.offset()?)
        })
    }

    fn but_for_number_types(&self) -> bool {
        let (expected, got) = (map(self.expected, &plain_number), map(self.got, &plain_number));
        compare(&without_scalars(self.declared), &self.scope, &expected, &got).is_ok()
    }

    fn but_for_text(&self, plain: impl Fn(&str) -> String) -> bool {
        let plain = |value: &Value| if let Value::Str(text) = value { Value::Str(plain(text)) } else { value.clone() };
        compare(self.declared, &self.scope, &map(self.expected, &plain), &map(self.got, &plain)).is_ok()
    }

    fn in_any_order(&self) -> bool {
        let scope = self.scope.forgiving(Leniency { order: true, tolerance: None });
        compare(self.declared, &scope, self.expected, self.got).is_ok()
    }

    fn in_reverse(&self) -> bool {
        let reversed = match self.got {
            Value::List(items) | Value::Tuple(items) => Value::List(items.iter().rev().cloned().collect()),
            Value::Linked(items) => Value::Linked(items.iter().rev().cloned().collect()),
            _ => return false,
        };
        self.accepts(&reversed)
    }

    fn but_for_duplicates(&self) -> bool {
        let (Value::List(expected), Value::List(got)) = (self.expected, self.got) else { return false };
        let item = match self.declared {
            Type::List(item) | Type::Iterator(item) => item,
            Type::Any => &Type::Any,
            _ => return false,
        };
        let scope = self.scope.forgiving(Leniency { order: true, tolerance: None });
        let children = scope.children();
        let distinct = |items: &[Value]| {
            let mut signer = Signer::default();
            let mut seen = std::collections::HashSet::new();
            let kept = items.iter().filter(|value| seen.insert(signer.sign(item, children.element(), value)));
            Value::List(kept.cloned().collect())
        };
        compare(self.declared, &scope, &distinct(expected), &distinct(got)).is_ok()
    }

    /// Floats that were computed another way, or were rounded to fewer decimals.
    fn but_for_rounding(&self) -> bool {
        let (mut decimals, mut all_zero) = (0, true);
        visit(self.got, &mut |value| {
            if let Value::Float(float) = value {
                decimals = decimals.max(decimals_of(*float));
            }
            all_zero &= matches!(value, Value::Float(0.0) | Value::Int(0));
        });
        // A zero is more often a wrong start than a rounded result.
        if all_zero {
            return false;
        }
        let tolerance = Tolerance::of_rounding(decimals);
        let scope = self.scope.forgiving(Leniency { order: false, tolerance: Some(tolerance) });
        compare(self.declared, &scope, self.expected, self.got).is_ok()
    }

    fn but_for_wrapping(&self) -> bool {
        if let Value::List(items) | Value::Tuple(items) = self.got
            && let [item] = &items[..]
            && self.accepts(item)
        {
            return true;
        }
        let (Value::List(items) | Value::Tuple(items)) = self.expected else { return false };
        let declared = match self.declared {
            Type::List(item) | Type::TupleOf(item) | Type::Iterator(item) => item,
            Type::Tuple(types) if types.len() == 1 => &types[0],
            Type::Any => &Type::Any,
            _ => return false,
        };
        matches!(&items[..], [item] if compare(declared, self.scope.children().index(0), item, self.got).is_ok())
    }

    /// By how much every int is too high. Sums tell, in whatever order they stand.
    fn offset(&self) -> Option<i64> {
        let (expected, got) = (sum_of_ints(self.expected)?, sum_of_ints(self.got)?);
        let (count, difference) = (expected.count, got.sum.checked_sub(expected.sum)?);
        if count == 0 || count != got.count || difference == 0 || difference % count != 0 {
            return None;
        }
        let offset = i64::try_from(difference / count).ok()?;
        // A single number is always off by something; only beside the right one it is worth a word.
        if count == 1 && offset.abs() != 1 {
            return None;
        }
        let moved = map(self.got, &|value| match value {
            Value::Int(int) => int.checked_sub(offset).map_or(Value::None, Value::Int),
            other => other.clone(),
        });
        self.accepts(&moved).then_some(offset)
    }
}

/// Whether the printed text is the answer: as a literal or plainly, in one line or in several, alone or last.
fn is_printed(expected: &Value, stdout: &[u8]) -> bool {
    if stdout.is_empty() || json_text_len(expected, LONGEST_PRINTED) > LONGEST_PRINTED {
        return false;
    }
    let printed = String::from_utf8_lossy(stdout);
    let last_line = printed.trim_end().rsplit('\n').next().unwrap_or_default();
    let alike = |wanted: &str| {
        let wanted = words(wanted);
        !wanted.is_empty() && (words(&printed) == wanted || words(last_line) == wanted)
    };
    let plain = if let Value::Str(text) = expected { alike(text) } else { false };
    plain || alike(&python_literal(expected, usize::MAX))
}

/// What is left of a text without brackets, quotes, commas and spaces.
fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| c.is_whitespace() || "[](){},:'\"".contains(c)).filter(|word| !word.is_empty()).collect()
}

/// The value with every scalar in it replaced, dict keys too.
fn map(value: &Value, replace: &dyn Fn(&Value) -> Value) -> Value {
    let all = |items: &[Value]| items.iter().map(|item| map(item, replace)).collect();
    match value {
        Value::List(items) => Value::List(all(items)),
        Value::Tuple(items) => Value::Tuple(all(items)),
        Value::Set(items) => Value::Set(all(items)),
        Value::FrozenSet(items) => Value::FrozenSet(all(items)),
        Value::Tree(items) => Value::Tree(all(items)),
        Value::Linked(items) => Value::Linked(all(items)),
        Value::Dict(pairs) => {
            Value::Dict(pairs.iter().map(|(key, value)| (map(key, replace), map(value, replace))).collect())
        }
        scalar => replace(scalar),
    }
}

/// Calls `look` with every scalar in the value, dict keys excepted.
fn visit(value: &Value, look: &mut dyn FnMut(&Value)) {
    match value {
        Value::Dict(pairs) => pairs.iter().for_each(|(_, value)| visit(value, look)),
        other => match other.items() {
            Some(items) => items.iter().for_each(|item| visit(item, look)),
            None => look(other),
        },
    }
}

/// A number however it is written: `True`, `1.0` and `"1"` are 1.
fn plain_number(value: &Value) -> Value {
    match value {
        Value::Bool(bool) => Value::Int(i64::from(*bool)),
        Value::Float(float) if float.fract() == 0.0 && float.abs() < 1e15 => Value::Int(*float as i64),
        Value::Str(text) => match (text.parse::<i64>(), text.parse::<f64>()) {
            (Ok(int), _) if int.to_string() == *text => Value::Int(int),
            (_, Ok(float)) if python_literal(&Value::Float(float), usize::MAX) == *text => {
                plain_number(&Value::Float(float))
            }
            _ => value.clone(),
        },
        other => other.clone(),
    }
}

/// The type with `Any` for every scalar.
fn without_scalars(declared: &Type) -> Type {
    let inner = |ty: &Type| Box::new(without_scalars(ty));
    match declared {
        Type::List(item) => Type::List(inner(item)),
        Type::Iterator(item) => Type::Iterator(inner(item)),
        Type::TupleOf(item) => Type::TupleOf(inner(item)),
        Type::Tuple(types) => Type::Tuple(types.iter().map(without_scalars).collect()),
        Type::Set(item) => Type::Set(inner(item)),
        Type::FrozenSet(item) => Type::FrozenSet(inner(item)),
        Type::Dict(key, item) => Type::Dict(inner(key), inner(item)),
        Type::Optional(item) => Type::Optional(inner(item)),
        node if is_node(node) => node.clone(),
        _ => Type::Any,
    }
}

/// How many decimals a float is written with.
fn decimals_of(float: f64) -> usize {
    float.to_string().split_once('.').map_or(0, |(_, decimals)| decimals.len())
}

struct Ints {
    count: i128,
    sum: i128,
}

/// None: there is an int that does not fit 64 bits.
fn sum_of_ints(value: &Value) -> Option<Ints> {
    let mut ints = Some(Ints { count: 0, sum: 0 });
    visit(value, &mut |value| match (value, &mut ints) {
        (Value::Int(int), Some(ints)) => {
            ints.count += 1;
            ints.sum += i128::from(*int);
        }
        (Value::BigInt(_), _) => ints = None,
        _ => {}
    });
    ints
}
