//! Which types stand at a place of a declared type: `[*][0]` of `list[tuple[int, str]]` is `int`.

use crate::model::{PatternStep, Type};

/// The types at the places that the steps lead to; several only where a step goes over a tuple's items.
///
/// The error says which step leads nowhere.
pub(super) fn types_at<'t>(ty: &'t Type, steps: &[PatternStep]) -> Result<Vec<&'t Type>, String> {
    let Some((step, rest)) = steps.split_first() else { return Ok(vec![ty]) };
    match (ty, step) {
        (Type::Any, _) => Ok(vec![&Type::Any]),
        (Type::Optional(inner), _) => types_at(inner, steps),
        (Type::List(item) | Type::TupleOf(item) | Type::Iterator(item), PatternStep::Index(_) | PatternStep::Any)
        | (Type::Set(item) | Type::FrozenSet(item) | Type::Dict(_, item), PatternStep::Any)
        | (Type::Dict(_, item), PatternStep::Key(_)) => types_at(item, rest),
        (Type::TreeNode | Type::ListNode, PatternStep::Index(_) | PatternStep::Any) => types_at(&Type::Any, rest),
        (Type::Tuple(items), PatternStep::Index(index)) => match items.get(*index) {
            Some(item) => types_at(item, rest),
            None => Err(format!("`{ty}` has no item {index}")),
        },
        (Type::Tuple(items), PatternStep::Any) => any_of(items, rest),
        (Type::Dict(..), PatternStep::Index(index)) => {
            Err(format!("`{ty}` has keys, not items; a key is written `[\"{index}\"]`"))
        }
        (Type::Set(_) | Type::FrozenSet(_), PatternStep::Index(_)) => Err(format!("`{ty}` has no order; write `[*]`")),
        (_, PatternStep::Key(key)) => Err(format!("`{ty}` has no key `{key}`")),
        (_, PatternStep::Index(_) | PatternStep::Any) => Err(format!("`{ty}` has no items")),
    }
}

/// The types at the steps from any of these; an error only where they lead nowhere from all.
pub(super) fn any_of<'t>(
    types: impl IntoIterator<Item = &'t Type>,
    steps: &[PatternStep],
) -> Result<Vec<&'t Type>, String> {
    let mut found = Vec::new();
    let mut problem = None;
    for ty in types {
        match types_at(ty, steps) {
            Ok(types) => found.extend(types),
            Err(message) => problem = problem.or(Some(message)),
        }
    }
    match problem {
        Some(message) if found.is_empty() => Err(message),
        _ => Ok(found),
    }
}
