//! Long values, cut around the first difference.

use std::sync::Arc;

use crate::model::{Answer, CaseInput, Excerpt, Path, Step, Value, json_text_len};

/// Values longer than this as JSON are cut.
const MOST_BYTES: usize = 64 << 10;
/// Items shown on either side of a difference.
const NEIGHBOURS: usize = 3;
/// Bytes of text shown on either side of a difference.
const TEXT_AROUND: usize = 2000;
/// A neighbour longer than this is cut itself.
const SHORT: usize = 400;

/// An input, whole if it is short enough.
pub(super) fn input(input: &Arc<CaseInput>) -> Excerpt<CaseInput> {
    let bytes = match &**input {
        CaseInput::Call(args) => lengths(args),
        CaseInput::Class { init, calls } => {
            let mut bytes = lengths(init);
            for (method, args) in calls {
                bytes += method.len() + lengths(args);
                if bytes > MOST_BYTES {
                    break;
                }
            }
            bytes
        }
        CaseInput::Stdin(text) => text.len(),
    };
    if bytes <= MOST_BYTES {
        return Excerpt::Whole(Arc::clone(input));
    }
    let text = match &**input {
        CaseInput::Call(args) => list(args.iter().map(|arg| cut(arg, &[], SHORT * 4))),
        CaseInput::Class { init, calls } => {
            let shown = calls.iter().take(20).map(|(method, args)| format!("[{:?}, {}]", method, values(args)));
            format!("{{\"init\": {}, \"calls\": [{}, ...]}}", values(init), shown.collect::<Vec<_>>().join(", "))
        }
        CaseInput::Stdin(text) => window(text, 0),
    };
    Excerpt::Cut { text, bytes, kept: None }
}

/// An answer, whole if it is short enough, else cut around `path` (or around byte `offset` of a text).
pub(super) fn answer(answer: &Arc<Answer>, path: Option<&Path>, offset: usize) -> Excerpt<Answer> {
    let bytes = match &**answer {
        Answer::Returned(value) => json_text_len(value, MOST_BYTES),
        Answer::Printed(text) => text.len(),
    };
    if bytes <= MOST_BYTES {
        return Excerpt::Whole(Arc::clone(answer));
    }
    let text = match &**answer {
        Answer::Returned(value) => cut(value, path.map_or(&[], |path| &path.0), SHORT * 4),
        Answer::Printed(text) => window(text, offset),
    };
    Excerpt::Cut { text, bytes, kept: None }
}

fn lengths(values: &[Value]) -> usize {
    let mut bytes = 0;
    for value in values {
        bytes += json_text_len(value, MOST_BYTES);
        if bytes > MOST_BYTES {
            break;
        }
    }
    bytes
}

fn values(values: &[Value]) -> String {
    list(values.iter().map(|value| cut(value, &[], SHORT)))
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

/// JSON text of about `budget` bytes with the place `path` in it; `...` stands for what is left out.
fn cut(value: &Value, path: &[Step], budget: usize) -> String {
    if path.is_empty() && json_text_len(value, budget) <= budget {
        return value.to_json().to_string();
    }
    match value {
        Value::Str(text) => serde_json::Value::from(window(text.as_bytes(), 0)).to_string(),
        Value::BigInt(int) => format!("an int of {} bits", int.bits()),
        Value::Dict(pairs) => {
            let wanted = if let Some(Step::Key(key)) = path.first() { Some(key) } else { None };
            let at = wanted.and_then(|key| pairs.iter().position(|(name, _)| name.key_text() == *key)).unwrap_or(0);
            let show = |(index, (key, value)): (usize, &(Value, Value))| {
                let below = if index == at { path.get(1..).unwrap_or(&[]) } else { &[] };
                format!("{}: {}", serde_json::Value::from(key.key_text()), cut(value, below, SHORT))
            };
            surround(pairs, at, show, '{', '}')
        }
        other => {
            let Some(items) = other.items() else { return other.to_json().to_string() };
            let at = if let Some(Step::Index(index)) = path.first() { *index } else { 0 };
            let show = |(index, item): (usize, &Value)| {
                let below = if index == at { path.get(1..).unwrap_or(&[]) } else { &[] };
                cut(item, below, SHORT)
            };
            surround(items, at, show, '[', ']')
        }
    }
}

fn surround<T>(items: &[T], at: usize, show: impl Fn((usize, &T)) -> String, open: char, close: char) -> String {
    let from = at.saturating_sub(NEIGHBOURS).min(items.len());
    let to = at.saturating_add(NEIGHBOURS + 1).min(items.len());
    let mut parts: Vec<String> = (from..).zip(&items[from..to]).map(show).collect();
    if from > 0 {
        parts.insert(0, "...".to_owned());
    }
    if to < items.len() {
        parts.push("...".to_owned());
    }
    format!("{open}{}{close}", parts.join(", "))
}

fn window(text: &[u8], offset: usize) -> String {
    let from = offset.saturating_sub(TEXT_AROUND).min(text.len());
    let to = offset.saturating_add(TEXT_AROUND).min(text.len());
    let shown = String::from_utf8_lossy(&text[from..to]);
    format!("{}{shown}{}", if from > 0 { "..." } else { "" }, if to < text.len() { "..." } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cut_has_the_difference_in_it() {
        let mut items = vec![Value::List(vec![Value::Int(7); 1000]); 1000];
        items[500] = Value::List(vec![Value::Int(7), Value::Str("here".into())]);
        let answer_value = Arc::new(Answer::Returned(Value::List(items)));
        let path = Path(vec![Step::Index(500), Step::Index(1)]);
        let Excerpt::Cut { text, bytes, .. } = answer(&answer_value, Some(&path), 0) else { panic!("not cut") };
        assert!(text.contains("\"here\""), "{text}");
        assert!(text.starts_with("[..., [7, 7, 7, 7, ...]") && text.ends_with("...]"), "{text}");
        assert!(text.len() < 4000 && bytes > MOST_BYTES);
    }

    #[test]
    fn short_values_stay_whole() {
        let short = Arc::new(CaseInput::Call(vec![Value::Int(1)]));
        assert!(matches!(input(&short), Excerpt::Whole(_)));
        let long = Arc::new(CaseInput::Stdin(vec![b'x'; MOST_BYTES + 1]));
        assert!(matches!(input(&long), Excerpt::Cut { .. }));
    }
}
