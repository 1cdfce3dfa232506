//! Long values, cut around the first difference.

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::{Answer, CaseInput, Excerpt, Step, Value, json_str_len, json_text_len};

/// Values longer than this as JSON are cut.
const MOST_BYTES: usize = 64 << 10;
/// Items shown on either side of a difference.
const NEIGHBOURS: usize = 3;
/// Bytes of text shown on either side of a difference.
const TEXT_AROUND: usize = 2000;
/// Bytes of JSON that a cut value takes, more or less.
const ROOM: usize = 4000;

/// An input, whole if it is short enough.
pub(super) fn input(input: &Arc<CaseInput>, path: &[Step]) -> Excerpt<CaseInput> {
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
        CaseInput::Stdin(text) => json_str_len(text),
    };
    if bytes <= MOST_BYTES {
        return Excerpt::Whole(Arc::clone(input));
    }
    let text = match &**input {
        CaseInput::Call(args) => values(args),
        CaseInput::Class { init, calls } => {
            // The calls up to the one whose answer is wrong are those that led to it.
            let to = if let Some(Step::Index(call)) = path.first() {
                (call + 1).min(calls.len())
            } else {
                calls.len().min(20)
            };
            let from = to.saturating_sub(20);
            let shown = calls[from..to].iter().map(|(method, args)| format!("[{method:?}, {}]", values(args)));
            let shown = shown.collect::<Vec<_>>().join(", ");
            let (before, after) = (if from > 0 { "..., " } else { "" }, if to < calls.len() { ", ..." } else { "" });
            format!("{{\"init\": {}, \"calls\": [{before}{shown}{after}]}}", values(init))
        }
        CaseInput::Stdin(text) => window(text, 0, TEXT_AROUND),
    };
    Excerpt::Cut { text, bytes, kept: None }
}

/// An answer, whole if it is short enough, else cut around the place where `other` differs: around `path`, and below it
/// around the first item or letter that is not the same; of a printed text around byte `offset`.
pub(super) fn answer(answer: &Arc<Answer>, other: Option<&Answer>, path: &[Step], offset: usize) -> Excerpt<Answer> {
    let bytes = match &**answer {
        Answer::Returned(value) => json_text_len(value, MOST_BYTES),
        Answer::Printed(text) => json_str_len(text),
    };
    if bytes <= MOST_BYTES {
        return Excerpt::Whole(Arc::clone(answer));
    }
    let text = match (&**answer, other) {
        (Answer::Returned(value), Some(Answer::Returned(other))) => cut(value, Some(other), path, ROOM),
        (Answer::Returned(value), _) => cut(value, None, path, ROOM),
        (Answer::Printed(text), _) => window(text, offset, TEXT_AROUND),
    };
    Excerpt::Cut { text, bytes, kept: None }
}

/// How many bytes two texts have in common at their start.
pub(super) fn common_start(a: &[u8], b: &[u8]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
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
    list(values.iter().map(|value| cut(value, None, &[], ROOM)))
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

/// JSON text of about `room` bytes with the place in it where `other` differs; `...` stands for what is left out.
fn cut(value: &Value, other: Option<&Value>, path: &[Step], room: usize) -> String {
    if path.is_empty() && json_text_len(value, room) <= room {
        return value.to_json().to_string();
    }
    match value {
        Value::Str(text) => {
            let at =
                if let Some(Value::Str(other)) = other { common_start(text.as_bytes(), other.as_bytes()) } else { 0 };
            serde_json::Value::from(window(text.as_bytes(), at, room)).to_string()
        }
        Value::Bytes(bytes) => Value::Bytes(bytes[..bytes.len().min(room)].to_vec()).to_json().to_string(),
        Value::BigInt(int) => format!("an int of {} bits", int.bits()),
        Value::Dict(pairs) => cut_dict(pairs, other, path, room),
        value => {
            let Some(items) = value.items() else { return value.to_json().to_string() };
            let others = other.and_then(Value::items);
            let at = match path.first() {
                Some(Step::Index(index)) => *index,
                _ => others.map_or(0, |others| items.iter().zip(others).take_while(|(a, b)| a == b).count()),
            };
            let show = |index: usize, room: usize| {
                let (below, other) = below(index == at, path, others.and_then(|others| others.get(index)));
                cut(&items[index], other, below, room)
            };
            surround(items.len(), at, room, show, ['[', ']'])
        }
    }
}

fn cut_dict(pairs: &[(Value, Value)], other: Option<&Value>, path: &[Step], room: usize) -> String {
    let others: HashMap<String, &Value> = match other {
        Some(Value::Dict(others)) => others.iter().map(|(key, value)| (key.key_text(), value)).collect(),
        _ => HashMap::new(),
    };
    let is_there = |(key, value): &(Value, Value)| match path.first() {
        Some(Step::Key(wanted)) => key.key_text() == *wanted,
        _ => others.get(&key.key_text()) != Some(&value),
    };
    let at = pairs.iter().position(is_there).unwrap_or(0);
    let show = |index: usize, room: usize| {
        let (key, value) = &pairs[index];
        let (key, half) = (key.key_text(), room / 2);
        let (below, other) = below(index == at, path, others.get(&key).copied());
        format!("{}: {}", cut(&Value::Str(key), None, &[], half), cut(value, other, below, half))
    };
    surround(pairs.len(), at, room, show, ['{', '}'])
}

/// What of the path and of the other value concerns an item.
fn below<'a>(is_at: bool, path: &'a [Step], other: Option<&'a Value>) -> (&'a [Step], Option<&'a Value>) {
    if is_at { (path.get(1..).unwrap_or(&[]), other) } else { (&[], None) }
}

fn surround(
    count: usize,
    at: usize,
    room: usize,
    show: impl Fn(usize, usize) -> String,
    [open, close]: [char; 2],
) -> String {
    let at = at.min(count.saturating_sub(1));
    let (from, to) = (at.saturating_sub(NEIGHBOURS), (at + NEIGHBOURS + 1).min(count));
    // Half of the room is for the place itself; what is too deep to fit is not begun.
    let small = room / (4 * NEIGHBOURS);
    if small == 0 {
        return "...".to_owned();
    }
    let mut parts: Vec<String> = (from..to).map(|i| show(i, if i == at { room / 2 } else { small })).collect();
    if from > 0 {
        parts.insert(0, "...".to_owned());
    }
    if to < count {
        parts.push("...".to_owned());
    }
    format!("{open}{}{close}", parts.join(", "))
}

fn window(text: &[u8], at: usize, around: usize) -> String {
    let from = at.saturating_sub(around).min(text.len());
    let to = at.saturating_add(around).min(text.len());
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
        let path = [Step::Index(500), Step::Index(1)];
        let Excerpt::Cut { text, bytes, .. } = answer(&answer_value, None, &path, 0) else { panic!("not cut") };
        assert!(text.contains("\"here\""), "{text}");
        assert!(text.starts_with("[..., [7, 7, 7, 7, ...]") && text.ends_with("...]"), "{text}");
        assert!(text.len() < 4000 && bytes > MOST_BYTES);
    }

    #[test]
    fn a_difference_without_a_path_is_found() {
        let cut_of = |value: Value, other: Value| {
            let other = Answer::Returned(other);
            let Excerpt::Cut { text, .. } = answer(&Arc::new(Answer::Returned(value)), Some(&other), &[], 0) else {
                panic!("not cut")
            };
            assert!(text.len() < 3 * ROOM, "{}", text.len());
            text
        };
        let a = "a".repeat(100_000);
        assert!(cut_of(Value::Str(format!("{a}ZZ{a}")), Value::Str(format!("{a}{a}"))).contains("aZZa"));
        let numbers = |count: i64| Value::List((0..count).map(Value::Int).collect());
        assert!(cut_of(numbers(30_000), numbers(20_000)).contains("19999, 20000, 20001"));
        let keys = |skip: usize| {
            let key = |i: usize| (Value::Str(format!("k{i}")), Value::from(i));
            Value::Dict((0..20_000).filter(|&i| i != skip).map(key).collect())
        };
        assert!(cut_of(keys(0), keys(777)).contains("\"k777\": 777"));
        let deep = (0..7).fold(Value::Str("x".repeat(100)), |inner, _| Value::List(vec![inner; 4]));
        cut_of(deep, Value::None);
        cut_of(Value::Bytes(vec![b'a'; 200_000]), Value::None);
        let long_keys = (0..20).map(|i| (Value::Str(format!("{i}{}", "k".repeat(30_000))), Value::Int(i))).collect();
        cut_of(Value::Dict(long_keys), Value::None);
    }

    #[test]
    fn short_values_stay_whole() {
        let short = Arc::new(CaseInput::Call(vec![Value::Int(1)]));
        assert!(matches!(input(&short, &[]), Excerpt::Whole(_)));
        let long = Arc::new(CaseInput::Stdin(vec![b'x'; MOST_BYTES + 1]));
        assert!(matches!(input(&long, &[]), Excerpt::Cut { .. }));
    }
}
