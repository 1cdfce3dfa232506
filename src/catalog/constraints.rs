//! `[constraints]`: which inputs are legal, by parameter.

use crate::model::{Constraint, Entry, Param, PathPattern, PatternStep, Type};

use super::bounds::{Scope, bounds};
use super::fields::{Fields, did_you_mean, list};
use super::node::Node;
use super::reach::types_at;
use super::source::Source;

/// Reads the table; what is wrong is reported, what is right returned.
pub(super) fn constraints(table: Fields, entry: Option<&Entry>, source: &Source) -> Vec<Constraint> {
    let params = entry.map(parameters);
    table.rest().filter_map(|(key, key_at, node)| constraint(&key, key_at, node, params.as_deref(), source)).collect()
}

/// Every parameter by the name that a constraint stores: `sessions`, `record.title`, `__init__.k`.
fn parameters(entry: &Entry) -> Vec<(String, &Type)> {
    let of = |method: &str, params: &'_ [Param]| -> Vec<String> {
        params.iter().map(|param| format!("{method}.{}", param.name)).collect()
    };
    match entry {
        Entry::Function { params, .. } => params.iter().map(|param| (param.name.clone(), &param.ty)).collect(),
        Entry::Class { init, methods, .. } => std::iter::once(("__init__", init))
            .chain(methods.iter().map(|method| (method.name.as_str(), &method.params)))
            .flat_map(|(method, params)| of(method, params).into_iter().zip(params.iter().map(|param| &param.ty)))
            .collect(),
        Entry::Stdin => Vec::new(),
    }
}

/// One constraint. `params` is None where the entry is not known: then only the form is checked.
fn constraint(
    key: &str,
    key_at: usize,
    node: Node,
    params: Option<&[(String, &Type)]>,
    source: &Source,
) -> Option<Constraint> {
    let Some(mut fields) = node.fields(source, "a constraint") else {
        let message = format!("the constraint of `{key}` must be a table, not {}", node.kind());
        source.error("wrong-type", node.at(), message, "Write such as `{ range = [0, 10] }`.");
        return None;
    };
    let place = match params {
        Some([]) => {
            source.error(
                "unknown-parameter",
                key_at,
                format!("`{key}`: the entry has no parameters"),
                "Check the input in validator.py.",
            );
            None
        }
        Some(params) => place(key, key_at, params, source),
        None => None,
    };
    let types = place.as_ref().map_or(&[][..], |place| &place.types);
    let scope =
        Scope { params: params.unwrap_or_default(), of: place.as_ref().map_or(key, |place| place.param), source };
    let range = bounds(&mut fields, "range", &scope);
    let length = bounds(&mut fields, "length", &scope);
    let alphabet = fields.string("alphabet");
    let one_of = one_of(&mut fields, types, source);
    let sorted = flag(&mut fields, "sorted");
    let unique = flag(&mut fields, "unique");
    // `record.title = {...}` without quotes is a table in a table to TOML.
    fields.finish_with(|inner, node| (node.kind() == "a table").then(|| format!("Quote it: `\"{key}.{inner}\"`.")));
    let place = place?;
    let mut fits_all = true;
    for (name, given, fits) in [
        ("range", range.is_some(), has_range as fn(&Type) -> bool),
        ("length", length.is_some(), has_length),
        ("alphabet", alphabet.is_some(), has_alphabet),
        ("sorted", sorted, has_items),
        ("unique", unique, has_items),
    ] {
        if given && !place.types.iter().any(|ty| fits(inner(ty))) {
            let declared: Vec<String> = place.types.iter().map(ToString::to_string).collect();
            let message = format!("`{name}` says nothing of `{key}`, which is {}", declared.join(" or "));
            source.warning("constraint-type", key_at, message, hint_for(name, key, &place.types));
            fits_all = false;
        }
    }
    let param = place.param.to_owned();
    // Cases are not held against a constraint that means something else.
    fits_all.then_some(Constraint { param, pattern: place.pattern, range, length, alphabet, one_of, sorted, unique })
}

/// What a constraint is about.
struct Place<'p> {
    param: &'p str,
    pattern: PathPattern,
    types: Vec<&'p Type>,
}

/// Reads `sessions[*][0]`, `record.title`, or a plain name that only one method has.
fn place<'p>(key: &str, key_at: usize, params: &'p [(String, &'p Type)], source: &Source) -> Option<Place<'p>> {
    let Some((param, ty, rest)) = parameter(key, params) else {
        let plain = &key[..key.find(['.', '[']).unwrap_or(key.len())];
        let same: Vec<&str> =
            params.iter().map(|(name, _)| name.as_str()).filter(|name| plain_name(name) == plain).collect();
        if same.len() > 1 {
            let hint = format!("Write {}.", list(&same));
            source.error("unknown-parameter", key_at, format!("`{plain}` is a parameter of several methods"), hint);
        } else {
            let names: Vec<&str> = params.iter().map(|(name, _)| name.as_str()).collect();
            let wanted = if params.iter().any(|(name, _)| name.contains('.')) { key } else { plain };
            source.error("unknown-parameter", key_at, format!("`{key}` is no parameter"), did_you_mean(wanted, &names));
        }
        return None;
    };
    let hint = "Write steps such as `[*]`, `[0]` or `.key` after the parameter.";
    let said = |message: String| format!("`{key}` leads nowhere: {message}");
    let pattern = PathPattern::parse_steps(rest);
    let pattern = pattern.map_err(|message| source.error("bad-path", key_at, said(message), hint)).ok()?;
    match types_at(ty, &pattern.0) {
        Ok(types) => Some(Place { param, pattern, types }),
        Err(message) => {
            // There is nothing that it could forbid.
            source.warning("bad-path", key_at, said(message), hint);
            None
        }
    }
}

/// The parameter that a key starts with, and the rest of the key.
fn parameter<'p, 'k>(key: &'k str, params: &'p [(String, &'p Type)]) -> Option<(&'p str, &'p Type, &'k str)> {
    let end = |from: usize| key[from..].find(['.', '[']).map_or(key.len(), |at| from + at);
    let plain = end(0);
    if key[plain..].starts_with('.') {
        let whole = end(plain + 1);
        if let Some((name, ty)) = params.iter().find(|(name, _)| *name == key[..whole] && name.contains('.')) {
            return Some((name, ty, &key[whole..]));
        }
    }
    let mut same = params.iter().filter(|(name, _)| plain_name(name) == &key[..plain]);
    match (same.next(), same.next()) {
        (Some((name, ty)), None) => Some((name, ty, &key[plain..])),
        _ => None,
    }
}

fn plain_name(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(_, name)| name)
}

/// The legal values, each as a value of the declared type.
fn one_of(fields: &mut Fields, types: &[&Type], source: &Source) -> Option<Vec<serde_json::Value>> {
    let items = fields.read("one_of", "an array of values", |node| node.items(source))?;
    let mut legal = Vec::with_capacity(items.len());
    for item in items {
        let Some(value) = item.value(source) else { continue };
        let mut problem = None;
        let read = types.iter().find_map(|ty| ty.coerce(value.clone()).map_err(|error| problem = Some(error)).ok());
        match (read, problem) {
            (Some(value), _) => legal.push(value.to_json()),
            (None, Some(error)) => {
                let message = format!("a value of `one_of` can never occur: {error}");
                source.error("type-mismatch", item.at(), message, "Write values of the declared type.");
            }
            (None, None) => {}
        }
    }
    Some(legal)
}

fn flag(fields: &mut Fields, key: &'static str) -> bool {
    fields.read(key, "true or false", Node::boolean).unwrap_or(false)
}

/// The type without its `| None`.
pub(super) fn inner(ty: &Type) -> &Type {
    if let Type::Optional(inner) = ty { inner } else { ty }
}

/// Whether `range` can say something of it.
pub(super) fn has_range(ty: &Type) -> bool {
    matches!(ty, Type::Int | Type::Float | Type::Any)
}

/// Whether `length` can say something of it.
pub(super) fn has_length(ty: &Type) -> bool {
    !matches!(ty, Type::Int | Type::Float | Type::Bool | Type::None)
}

fn has_alphabet(ty: &Type) -> bool {
    matches!(ty, Type::Str | Type::Any)
}

fn has_items(ty: &Type) -> bool {
    has_length(ty) && !matches!(ty, Type::Str | Type::Bytes | Type::Dict(..) | Type::Set(_) | Type::FrozenSet(_))
}

fn hint_for(name: &str, key: &str, types: &[&Type]) -> String {
    let items: Vec<&Type> = types.iter().filter_map(|ty| types_at(ty, &[PatternStep::Any]).ok()).flatten().collect();
    let below = match name {
        "range" => items.iter().any(|ty| has_range(inner(ty))),
        "alphabet" => items.iter().any(|ty| has_alphabet(inner(ty))),
        _ => false,
    };
    if below {
        return format!("For its items write `\"{key}[*]\"`.");
    }
    match name {
        "range" => "`range` is for numbers, `length` for texts and lists.",
        "length" => "`length` is for texts, lists and dicts, `range` for numbers.",
        "alphabet" => "`alphabet` is for texts.",
        _ => "`sorted` and `unique` are for lists and tuples.",
    }
    .to_owned()
}
