//! Whether an input keeps to a problem's constraints. Pure: for given cases when a package is read, for generated ones
//! once they are made.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::fmt;

use num_bigint::BigInt;

use crate::model::{Bound, CaseInput, Constraint, Entry, Param, PatternStep, Problem, Step, Value, python_literal};

/// How long a value may be in a message, in characters.
const SHOWN: usize = 60;

/// An input that a constraint does not allow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConstraintBreach {
    /// The first place: `sessions[3][0]`, or `calls[7] record.title` in a class problem.
    pub place: String,
    /// What is wrong there: `is 12, outside the range 0 to 10`.
    pub message: String,
    /// How many more places break the same.
    pub more: usize,
}

impl fmt::Display for ConstraintBreach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.place, self.message)?;
        match self.more {
            0 => Ok(()),
            1 => f.write_str(" (and at one more place)"),
            more => write!(f, " (and at {more} more places)"),
        }
    }
}

/// What in an input the problem's constraints do not allow: the first breach of each thing that a constraint says.
pub fn check_input(problem: &Problem, input: &CaseInput) -> Vec<ConstraintBreach> {
    breaches(&problem.entry, &problem.constraints, input)
}

pub(super) fn breaches(entry: &Entry, constraints: &[Constraint], input: &CaseInput) -> Vec<ConstraintBreach> {
    let mut found = Vec::new();
    for_calls(entry, input, &mut |scopes| {
        found = constraints.iter().flat_map(|constraint| first_breaches(constraint, scopes)).collect();
    });
    found
}

/// Visits every value that a constraint is about, with the rule as it is in that call.
pub(super) fn visit(entry: &Entry, constraint: &Constraint, input: &CaseInput, visit: &mut dyn FnMut(&Rule, &Value)) {
    for_calls(entry, input, &mut |scopes| {
        for scope in scopes {
            let Some(value) = scope.call.arg(&constraint.param) else { continue };
            let rule = Rule::new(constraint, *scope);
            walk(value, &constraint.pattern.0, &mut Vec::new(), &mut |value, _| visit(&rule, value));
        }
    });
}

/// Hands on the calls of an input, each with the arguments that bounds can name.
fn for_calls(entry: &Entry, input: &CaseInput, then: &mut dyn FnMut(&[Scope])) {
    match (entry, input) {
        (Entry::Function { params, .. }, CaseInput::Call(args)) => {
            let call = Call { method: None, number: None, params, args };
            then(&[Scope { call: &call, init: None }]);
        }
        (Entry::Class { init, methods, .. }, CaseInput::Class { init: init_args, calls }) => {
            let init = Call { method: Some("__init__"), number: None, params: init, args: init_args };
            let calls: Vec<Call> = calls
                .iter()
                .enumerate()
                .filter_map(|(number, (name, args))| {
                    let method = methods.iter().find(|method| method.name == *name)?;
                    Some(Call { method: Some(name), number: Some(number), params: &method.params, args })
                })
                .collect();
            let scopes: Vec<Scope> =
                std::iter::once(&init).chain(&calls).map(|call| Scope { call, init: Some(&init) }).collect();
            then(&scopes);
        }
        _ => {}
    }
}

/// One call with its arguments.
struct Call<'a> {
    method: Option<&'a str>,
    number: Option<usize>,
    params: &'a [Param],
    args: &'a [Value],
}

impl<'a> Call<'a> {
    /// The argument that a constraint or a bound names: `sessions`, `record.title`.
    fn arg(&self, name: &str) -> Option<&'a Value> {
        let name = match self.method {
            Some(method) => name.strip_prefix(method)?.strip_prefix('.')?,
            None => name,
        };
        self.args.get(self.params.iter().position(|param| param.name == name)?)
    }
}

/// The arguments that bounds can name: those of the call itself, and of `__init__`.
#[derive(Clone, Copy)]
struct Scope<'a> {
    call: &'a Call<'a>,
    init: Option<&'a Call<'a>>,
}

/// Per kind of rule in the constraint, the first place that breaks it.
fn first_breaches(constraint: &Constraint, scopes: &[Scope]) -> Vec<ConstraintBreach> {
    let mut found = Rule::KINDS.map(|_| None::<ConstraintBreach>);
    for scope in scopes {
        let Some(value) = scope.call.arg(&constraint.param) else { continue };
        let rule = Rule::new(constraint, *scope);
        walk(value, &constraint.pattern.0, &mut Vec::new(), &mut |value, path| {
            for (kind, found) in Rule::KINDS.iter().zip(&mut found) {
                let Some(message) = kind(&rule, value) else { continue };
                if let Some(breach) = found {
                    breach.more += 1;
                } else {
                    let place = place(scope.call.number, &constraint.param, path);
                    *found = Some(ConstraintBreach { place, message, more: 0 });
                }
            }
        });
    }
    found.into_iter().flatten().collect()
}

fn place(call: Option<usize>, param: &str, path: &[Step]) -> String {
    let below = crate::model::Path(path.to_vec()).to_string();
    let call = call.map_or_else(String::new, |number| format!("calls[{number}] "));
    format!("{call}{param}{}", below.strip_prefix('$').unwrap_or(&below))
}

/// Visits what the pattern leads to. None is left out: `T | None` is constrained where there is a `T`.
fn walk(value: &Value, steps: &[PatternStep], path: &mut Vec<Step>, visit: &mut dyn FnMut(&Value, &[Step])) {
    let Some((step, rest)) = steps.split_first() else {
        if *value != Value::None {
            visit(value, path);
        }
        return;
    };
    let mut go = |step: Step, value: &Value| {
        path.push(step);
        walk(value, rest, path, visit);
        path.pop();
    };
    match (step, value, value.items()) {
        (PatternStep::Any, Value::Dict(pairs), _) => {
            for (key, value) in pairs {
                go(Step::Key(key.key_text()), value);
            }
        }
        (PatternStep::Key(wanted), Value::Dict(pairs), _) => {
            if let Some((_, value)) = pairs.iter().find(|(key, _)| key.key_text() == *wanted) {
                go(Step::Key(wanted.clone()), value);
            }
        }
        (PatternStep::Any, _, Some(items)) => {
            for (index, item) in items.iter().enumerate() {
                go(Step::Index(index), item);
            }
        }
        (PatternStep::Index(index), _, Some(items)) => {
            if let Some(item) = items.get(*index) {
                go(Step::Index(*index), item);
            }
        }
        _ => {}
    }
}

/// A constraint with the numbers that its bounds have in one call.
pub(super) struct Rule<'a> {
    constraint: &'a Constraint,
    pub(super) range: Option<(Value, Value)>,
    pub(super) length: Option<(Value, Value)>,
    /// The ASCII letters of the alphabet, one bit each: texts are long, and searched letter by letter.
    ascii: u128,
}

impl<'a> Rule<'a> {
    /// What a constraint can say, each on its own.
    const KINDS: [fn(&Self, &Value) -> Option<String>; 6] = [
        Self::range_breach,
        Self::length_breach,
        Self::alphabet_breach,
        Self::choice_breach,
        Self::order_breach,
        Self::doubled,
    ];

    fn new(constraint: &'a Constraint, scope: Scope) -> Self {
        let both = |(low, high): &(Bound, Bound)| Some((evaluate(low, scope)?, evaluate(high, scope)?));
        Self {
            constraint,
            range: constraint.range.as_ref().and_then(both),
            length: constraint.length.as_ref().and_then(both),
            ascii: constraint
                .alphabet
                .iter()
                .flat_map(|letters| letters.bytes())
                .fold(0, |set, byte| set | ascii_bit(byte)),
        }
    }

    fn range_breach(&self, value: &Value) -> Option<String> {
        let (low, high) = self.range.as_ref()?;
        let bounds = self.constraint.range.as_ref()?;
        let inside =
            compare(low, value).is_some_and(Ordering::is_le) && compare(value, high).is_some_and(Ordering::is_le);
        (!inside).then(|| format!("is {}, outside the range {}", shown(value), range_text(bounds, low, high)))
    }

    fn length_breach(&self, value: &Value) -> Option<String> {
        let (low, high) = self.length.as_ref()?;
        let bounds = self.constraint.length.as_ref()?;
        let length = length(value)?;
        let number = Value::Int(i64::try_from(length).unwrap_or(i64::MAX));
        let inside =
            compare(low, &number).is_some_and(Ordering::is_le) && compare(&number, high).is_some_and(Ordering::is_le);
        (!inside).then(|| format!("has the length {length}, outside {}", range_text(bounds, low, high)))
    }

    fn alphabet_breach(&self, value: &Value) -> Option<String> {
        let (Some(alphabet), Value::Str(text)) = (&self.constraint.alphabet, value) else { return None };
        let known = |letter: char| match u8::try_from(letter) {
            Ok(byte) if byte.is_ascii() => self.ascii & ascii_bit(byte) != 0,
            _ => alphabet.contains(letter),
        };
        let stranger = text.chars().find(|&letter| !known(letter))?;
        let letter = python_literal(&Value::Str(stranger.to_string()), SHOWN);
        Some(format!("is {} with {letter}, which is not in the alphabet", shown(value)))
    }

    fn choice_breach(&self, value: &Value) -> Option<String> {
        let legal = self.constraint.one_of.as_ref()?;
        let json = value.to_json();
        (!legal.contains(&json)).then(|| {
            let legal: Vec<String> = legal.iter().take(8).map(ToString::to_string).collect();
            format!("is {}, not one of {}", shown(value), legal.join(", "))
        })
    }

    fn order_breach(&self, value: &Value) -> Option<String> {
        let items = if self.constraint.sorted { value.items()? } else { return None };
        let index = items.windows(2).position(|pair| !compare(&pair[0], &pair[1]).is_some_and(Ordering::is_le))? + 1;
        Some(format!("is not sorted: item {index} is {} after {}", shown(&items[index]), shown(&items[index - 1])))
    }

    fn doubled(&self, value: &Value) -> Option<String> {
        let items = if self.constraint.unique { value.items()? } else { return None };
        let mut seen = HashSet::with_capacity(items.len());
        let index = items.iter().position(|item| *item != Value::None && !seen.insert(item.to_json().to_string()))?;
        Some(format!("is not unique: item {index}, {}, stands there before", shown(&items[index])))
    }
}

/// The bit of an ASCII character; none for any other byte.
fn ascii_bit(byte: u8) -> u128 {
    if byte.is_ascii() { 1 << byte } else { 0 }
}

fn shown(value: &Value) -> String {
    python_literal(value, SHOWN)
}

fn range_text((low, high): &(Bound, Bound), low_value: &Value, high_value: &Value) -> String {
    let text = |bound: &Bound, value: &Value| match bound {
        Bound::Int(_) | Bound::Float(_) => shown(value),
        Bound::Len(name, plus) => format!("{} (len({name}){})", shown(value), plus_text(*plus)),
        Bound::Param(name, plus) => format!("{} ({name}{})", shown(value), plus_text(*plus)),
    };
    format!("{} to {}", text(low, low_value), text(high, high_value))
}

fn plus_text(plus: i64) -> String {
    match plus {
        0 => String::new(),
        plus if plus < 0 => format!(" - {}", plus.unsigned_abs()),
        plus => format!(" + {plus}"),
    }
}

/// The number that a bound is in a call. None where the argument has none (it is None, say): then there is no bound.
fn evaluate(bound: &Bound, scope: Scope) -> Option<Value> {
    let arg = |name: &str| scope.call.arg(name).or_else(|| scope.init?.arg(name));
    match bound {
        Bound::Int(int) => Some(Value::Int(*int)),
        Bound::Float(float) => Some(Value::Float(*float)),
        Bound::Len(name, plus) => Some(Value::Int(i64::try_from(length(arg(name)?)?).ok()?.checked_add(*plus)?)),
        Bound::Param(name, plus) => match arg(name)? {
            Value::Int(int) => Some(Value::from_bigint(BigInt::from(*int) + plus)),
            Value::BigInt(int) => Some(Value::from_bigint(&**int + plus)),
            Value::Float(float) => Some(Value::Float(float + *plus as f64)),
            _ => None,
        },
    }
}

/// What `len` says in Python; for a tree the number of its nodes.
pub(super) fn length(value: &Value) -> Option<usize> {
    match value {
        Value::Str(text) => Some(text.chars().count()),
        Value::Bytes(bytes) => Some(bytes.len()),
        Value::Dict(pairs) => Some(pairs.len()),
        Value::Tree(nodes) => Some(nodes.iter().filter(|node| **node != Value::None).count()),
        other => other.items().map(<[Value]>::len),
    }
}

/// Python's order, where two values have one.
pub(super) fn compare(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => Some(a.cmp(b)),
        (Value::Str(a), Value::Str(b)) => Some(a.cmp(b)),
        (Value::Bytes(a), Value::Bytes(b)) => Some(a.cmp(b)),
        (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(b)),
        (Value::Float(a), Value::Float(b)) => a.partial_cmp(b),
        (Value::Int(_) | Value::BigInt(_), Value::Int(_) | Value::BigInt(_)) => Some(integer(a)?.cmp(&integer(b)?)),
        (Value::Float(a), b) => a.partial_cmp(&float(b)?),
        (a, Value::Float(b)) => float(a)?.partial_cmp(b),
        (Value::List(a), Value::List(b)) | (Value::Tuple(a), Value::Tuple(b)) => {
            for (a, b) in a.iter().zip(b) {
                match compare(a, b)? {
                    Ordering::Equal => {}
                    unequal => return Some(unequal),
                }
            }
            Some(a.len().cmp(&b.len()))
        }
        _ => None,
    }
}

fn integer(value: &Value) -> Option<BigInt> {
    match value {
        Value::Int(int) => Some(BigInt::from(*int)),
        Value::BigInt(int) => Some((**int).clone()),
        _ => None,
    }
}

fn float(value: &Value) -> Option<f64> {
    match value {
        Value::Int(int) => Some(*int as f64),
        Value::BigInt(int) => int.to_string().parse().ok(),
        _ => None,
    }
}
