//! Any bytes as what a case wrote: understood or refused, never more than this kind of program can say at this place,
//! and never more than a report can show.
#![no_main]

use kumite::harness::{encode_value, parse_reply};
use kumite::model::{Earlier, Frame, Raised, Reply, Value};
use libfuzzer_sys::fuzz_target;

fn encoded(head: &[u8], values: &[&Value]) -> Vec<u8> {
    let mut bytes = head.to_vec();
    for value in values {
        encode_value(value, &mut bytes);
    }
    bytes
}

fn text(text: &str) -> Value {
    Value::Str(text.to_owned())
}

fn number(number: Option<usize>) -> Value {
    number.map_or(Value::None, Value::from)
}

fn encoded_frame(frame: &Frame) -> Value {
    let counts = [frame.repeats, frame.left_out].map(Value::from);
    let place = [text(&frame.file), Value::from(frame.line), number(frame.column), text(&frame.function)];
    Value::Tuple(place.into_iter().chain(counts).collect())
}

fn encoded_frames(frames: &[Frame]) -> Value {
    assert!(frames.len() <= 40);
    Value::List(frames.iter().map(encoded_frame).collect())
}

fn encoded_earlier(earlier: &Earlier) -> Value {
    let Earlier { is_cause, type_name, message, frames } = earlier;
    Value::Tuple(vec![Value::Bool(*is_cause), text(type_name), text(message), encoded_frames(frames)])
}

/// The reply as the harness would have sent it.
fn encoded_raised(raised: &Raised) -> Vec<u8> {
    let earlier = Value::List(raised.earlier.iter().map(encoded_earlier).collect());
    let frames = encoded_frames(&raised.frames);
    let facts = vec![text(&raised.type_name), text(&raised.message), frames, number(raised.call), earlier];
    encoded(if raised.loaded { b"LR" } else { b"R" }, &[&Value::Tuple(facts)])
}

fn check(bytes: &[u8], program: bool) {
    let reply = parse_reply(bytes, program);
    let loaded = bytes.starts_with(b"L");
    let sent_again = match &reply {
        Reply::Answer { answer, aside } => {
            assert!(loaded && !program);
            let values: Vec<&Value> = std::iter::once(answer).chain(aside).collect();
            encoded(b"LA", &values)
        }
        Reply::Raised(raised) => {
            assert_eq!(raised.loaded, loaded);
            assert!(raised.type_name.chars().count() <= 400 && raised.message.chars().count() <= 4000);
            assert!(raised.earlier.len() <= 5);
            encoded_raised(raised)
        }
        Reply::MissingEntry { defined } => {
            assert!(!loaded && !program && defined.len() <= 20);
            encoded(b"M", &[&Value::Tuple(defined.iter().map(|name| text(name)).collect())])
        }
        Reply::Unencodable(what) => {
            assert!(loaded && !program);
            encoded(b"LU", &[&Value::Tuple(vec![text(&what.type_name), text(&what.path), text(&what.reason)])])
        }
        Reply::Finished => {
            assert!(loaded && program);
            bytes.to_vec()
        }
        Reply::Nothing { loaded: said } => {
            assert!(*said == loaded && bytes.len() <= 1);
            return;
        }
        Reply::Garbled => return,
    };
    let again = parse_reply(&sent_again, program);
    assert_eq!(format!("{again:?}"), format!("{reply:?}"));
    // Nothing may follow. A first value after an answer would be what the harness sends aside, a second one cannot be.
    assert_eq!(parse_reply(&[&sent_again[..], b"NN"].concat(), program), Reply::Garbled);
}

fuzz_target!(|bytes: &[u8]| {
    check(bytes, false);
    check(bytes, true);
});
