//! Values that the judge sends, and bytes that a case might: what is encoded decodes to the same, whole and alone.
#![no_main]

use kumite::harness::{decode_value, encode_value};
use kumite::model::Value;
use kumite_fuzz::any_value;
use libfuzzer_sys::arbitrary::Unstructured;
use libfuzzer_sys::fuzz_target;

fn encoded(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    encode_value(value, &mut bytes);
    bytes
}

/// Trees and linked lists are sent as the lists of their values.
fn as_sent(value: &Value) -> Value {
    let items = |items: &[Value]| items.iter().map(as_sent).collect();
    match value {
        Value::List(list) | Value::Tree(list) | Value::Linked(list) => Value::List(items(list)),
        Value::Tuple(tuple) => Value::Tuple(items(tuple)),
        Value::Set(set) => Value::Set(items(set)),
        Value::FrozenSet(set) => Value::FrozenSet(items(set)),
        Value::Dict(pairs) => Value::Dict(pairs.iter().map(|(key, value)| (as_sent(key), as_sent(value))).collect()),
        other => other.clone(),
    }
}

/// The values as text, in which nan is itself.
fn shown(value: &Value) -> String {
    format!("{value:?}")
}

fn check(value: &Value) {
    let bytes = encoded(value);
    let mut rest = &bytes[..];
    let decoded = decode_value(&mut rest).expect("what was encoded");
    assert_eq!(shown(&decoded), shown(value));
    assert!(rest.is_empty());
    // The end is known from the value itself: whatever follows is left, and a part of it is nothing.
    let longer = [&bytes[..], b"NT"].concat();
    let mut rest = &longer[..];
    assert!(decode_value(&mut rest).is_ok() && rest == b"NT");
    for end in [0, bytes.len() / 2, bytes.len() - 1] {
        assert!(decode_value(&mut &bytes[..end]).is_err(), "{value:?} cut at {end}");
    }
}

fuzz_target!(|data: &[u8]| {
    if let Ok(value) = any_value(&mut Unstructured::new(data), 4) {
        check(&value);
    }
    let mut rest = data;
    if let Ok(value) = decode_value(&mut rest) {
        assert!(data.ends_with(rest));
        check(&as_sent(&value));
    }
});
