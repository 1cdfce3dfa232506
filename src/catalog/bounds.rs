//! The bounds of a constraint: numbers, parameters, lengths of parameters.

use crate::model::{Bound, Type, Value};

use super::constraints::{has_length, has_range, inner};
use super::fields::{Fields, did_you_mean};
use super::node::Node;
use super::source::Source;

const INIT: &str = "__init__";

/// What names in a bound may mean.
pub(super) struct Scope<'s, 'a> {
    /// Every parameter of the entry by its whole name.
    pub(super) params: &'s [(String, &'s Type)],
    /// The constraint's own parameter.
    pub(super) of: &'s str,
    pub(super) source: &'s Source<'a>,
}

/// `[smallest, largest]`.
pub(super) fn bounds(fields: &mut Fields, key: &'static str, scope: &Scope) -> Option<(Bound, Bound)> {
    let node = fields.take(key)?;
    let items = match node.items(scope.source) {
        Some(items) if items.len() == 2 => items,
        Some(items) => {
            let message = format!("`{key}` takes two bounds, not {}", items.len());
            scope.source.error("bad-value", node.at(), message, format!("Write `{key} = [smallest, largest]`."));
            return None;
        }
        None => {
            fields.wrong_type(key, node, "an array of two bounds");
            return None;
        }
    };
    let low = bound(items[0], scope);
    let high = bound(items[1], scope);
    let (low, high) = (low?, high?);
    if number(&low).zip(number(&high)).is_some_and(|(low, high)| low > high) {
        let message = format!("no number is in this `{key}`: the smallest is over the largest");
        scope.source.error("bad-value", node.at(), message, "Swap the bounds.");
    }
    Some((low, high))
}

fn number(bound: &Bound) -> Option<f64> {
    match bound {
        Bound::Int(int) => Some(*int as f64),
        Bound::Float(float) => Some(*float),
        Bound::Len(..) | Bound::Param(..) => None,
    }
}

fn bound(node: Node, scope: &Scope) -> Option<Bound> {
    let wrong = |message: String| {
        let hint = "Write a number, a parameter or `len(parameter)`, with `+ 1` or `- 1` where needed.";
        scope.source.error("bad-value", node.at(), message, hint);
        None
    };
    match node.value(scope.source)? {
        Value::Int(int) => Some(Bound::Int(int)),
        Value::BigInt(_) => wrong("a bound must fit 64 bits".to_owned()),
        Value::Float(float) if !float.is_nan() => Some(Bound::Float(float)),
        Value::Str(text) => match named_bound(&text) {
            Some((of_length, name, plus)) => resolve(name, of_length, plus, node, scope),
            None => wrong(format!("`{text}` is no bound")),
        },
        _ => wrong(format!("{} is no bound", node.kind())),
    }
}

/// `len(nums) - 1` as (true, "nums", -1).
fn named_bound(text: &str) -> Option<(bool, &str, i64)> {
    let (name, plus) = match text.rfind(['+', '-']) {
        Some(sign) => {
            let number: i64 = text[sign + 1..].trim().parse().ok().filter(|number| *number >= 0)?;
            (text[..sign].trim(), if text[sign..].starts_with('-') { -number } else { number })
        }
        None => (text.trim(), 0),
    };
    let inner = name.strip_prefix("len(").and_then(|rest| rest.strip_suffix(')'));
    let name_only = inner.unwrap_or(name).trim();
    let plain = !name_only.is_empty() && name_only.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.');
    plain.then_some((inner.is_some(), name_only, plus))
}

/// A name in a bound is a parameter of the same function or method, or of `__init__`.
fn resolve(name: &str, of_length: bool, plus: i64, node: Node, scope: &Scope) -> Option<Bound> {
    let method = scope.of.rsplit_once('.').map(|(method, _)| method);
    let reachable: Vec<&(String, &Type)> = scope
        .params
        .iter()
        .filter(|(full, _)| full.rsplit_once('.').is_none_or(|(of, _)| Some(of) == method || of == INIT))
        .collect();
    let own = method.map(|method| format!("{method}.{name}"));
    let found = [own.as_deref().unwrap_or(name), name, &format!("{INIT}.{name}")]
        .into_iter()
        .find_map(|wanted| reachable.iter().find(|(full, _)| full == wanted));
    let Some((full, ty)) = found else {
        if !scope.params.is_empty() {
            let names: Vec<&str> = reachable.iter().map(|(full, _)| full.as_str()).collect();
            let message = format!("the bound names `{name}`, which is no parameter");
            scope.source.error("unknown-parameter", node.at(), message, did_you_mean(name, &names));
        }
        return None;
    };
    let (fits, hint) = if of_length {
        (has_length(inner(ty)), format!("Write `{name}`."))
    } else {
        (has_range(inner(ty)), format!("Write `len({name})`."))
    };
    if !fits {
        let message =
            format!("`{full}` is `{ty}`, which is no {}", if of_length { "thing with a length" } else { "number" });
        scope.source.error("bad-value", node.at(), message, hint);
    }
    Some(if of_length { Bound::Len(full.clone(), plus) } else { Bound::Param(full.clone(), plus) })
}
