//! The wire format: Python's marshal, version 2, as far as plain values need it.
//!
//! Python writes and reads it at C speed without an import, it keeps list and tuple, int and float, str and bytes
//! apart, and version 2 has not changed since Python 2.5. What comes from a candidate is untrusted: every length is
//! checked against what is left, and depth is bounded.

use num_bigint::{BigInt, Sign};

use crate::model::Value;

/// No deeper than the harness lets an answer be, plus what the protocol wraps around it.
const MAX_DEPTH: usize = 220;
/// The base of the digits of a long int.
const DIGIT_BITS: u32 = 15;

/// Bytes that are no value of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Cut off, too deep, or of a kind that is never sent.
    #[error("not a value")]
    Malformed,
    /// A str with half of a surrogate pair, which is no text.
    #[error("a str with a lone surrogate")]
    LoneSurrogate,
}

/// Appends the encoding of a value. Trees and linked lists are sent as lists, as their shapes tell the harness.
pub fn encode(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::None => out.push(b'N'),
        Value::Bool(true) => out.push(b'T'),
        Value::Bool(false) => out.push(b'F'),
        Value::Int(int) => match i32::try_from(*int) {
            Ok(small) => {
                out.push(b'i');
                out.extend(small.to_le_bytes());
            }
            Err(_) => encode_big(&BigInt::from(*int), out),
        },
        Value::BigInt(int) => encode_big(int, out),
        Value::Float(float) => {
            out.push(b'g');
            out.extend(float.to_le_bytes());
        }
        Value::Str(text) => encode_str(text, out),
        Value::Bytes(bytes) => encode_bytes(bytes, out),
        Value::List(items) | Value::Tree(items) | Value::Linked(items) => encode_items(b'[', items, out),
        Value::Tuple(items) => encode_items(b'(', items, out),
        Value::Set(items) => encode_items(b'<', items, out),
        Value::FrozenSet(items) => encode_items(b'>', items, out),
        Value::Dict(pairs) => {
            out.push(b'{');
            for (key, value) in pairs {
                encode(key, out);
                encode(value, out);
            }
            out.push(b'0');
        }
    }
}

/// Appends the encoding of a str.
pub(super) fn encode_str(text: &str, out: &mut Vec<u8>) {
    out.push(b'u');
    encode_length(text.len(), out);
    out.extend(text.as_bytes());
}

/// Appends the encoding of a bytes.
pub(super) fn encode_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    out.push(b's');
    encode_length(bytes.len(), out);
    out.extend(bytes);
}

/// Appends the head of a list or tuple (`[` or `(`) of this many items, which follow.
pub(super) fn encode_head(kind: u8, count: usize, out: &mut Vec<u8>) {
    out.push(kind);
    encode_length(count, out);
}

fn encode_items(kind: u8, items: &[Value], out: &mut Vec<u8>) {
    encode_head(kind, items.len(), out);
    for item in items {
        encode(item, out);
    }
}

fn encode_length(length: usize, out: &mut Vec<u8>) {
    // More than four bytes can say would not fit the memory limit either; Python reads it as an error.
    out.extend(i32::try_from(length).unwrap_or(-1).to_le_bytes());
}

fn encode_big(int: &BigInt, out: &mut Vec<u8>) {
    let digits = int.magnitude().to_radix_le(1 << 8);
    let mut fifteen = Vec::with_capacity(digits.len() * 8 / DIGIT_BITS as usize + 1);
    let (mut buffer, mut bits) = (0_u32, 0);
    for byte in digits {
        buffer |= u32::from(byte) << bits;
        bits += 8;
        if bits >= DIGIT_BITS {
            fifteen.push((buffer & 0x7fff) as u16);
            buffer >>= DIGIT_BITS;
            bits -= DIGIT_BITS;
        }
    }
    if buffer > 0 {
        fifteen.push(buffer as u16);
    }
    while fifteen.last() == Some(&0) {
        fifteen.pop();
    }
    out.push(b'l');
    let count = i32::try_from(fifteen.len()).unwrap_or(i32::MAX);
    out.extend(if int.sign() == Sign::Minus { -count } else { count }.to_le_bytes());
    for digit in fifteen {
        out.extend(digit.to_le_bytes());
    }
}

/// Reads one value from the start of `bytes`; what follows it stays there.
pub fn decode(bytes: &mut &[u8]) -> Result<Value, DecodeError> {
    decode_at(bytes, MAX_DEPTH)
}

fn decode_at(bytes: &mut &[u8], depth: usize) -> Result<Value, DecodeError> {
    let depth = depth.checked_sub(1).ok_or(DecodeError::Malformed)?;
    Ok(match take::<1>(bytes)?[0] {
        b'N' => Value::None,
        b'T' => Value::Bool(true),
        b'F' => Value::Bool(false),
        b'i' => Value::Int(i64::from(i32::from_le_bytes(take(bytes)?))),
        b'l' => decode_big(bytes)?,
        b'g' => Value::Float(f64::from_le_bytes(take(bytes)?)),
        b'u' | b't' => {
            let text = take_counted(bytes)?;
            Value::Str(String::from_utf8(text.to_vec()).map_err(|_| DecodeError::LoneSurrogate)?)
        }
        b's' => Value::Bytes(take_counted(bytes)?.to_vec()),
        b'[' => Value::List(decode_items(bytes, depth)?),
        b'(' => decode_tuple(bytes, depth)?,
        b'<' => Value::Set(decode_items(bytes, depth)?),
        b'>' => Value::FrozenSet(decode_items(bytes, depth)?),
        b'{' => {
            let mut pairs = Vec::new();
            while bytes.first() != Some(&b'0') {
                let key = decode_at(bytes, depth)?;
                pairs.push((key, decode_at(bytes, depth)?));
            }
            take::<1>(bytes)?;
            Value::Dict(pairs)
        }
        _ => return Err(DecodeError::Malformed),
    })
}

/// A tuple; one that starts with Ellipsis is a tree or a linked list.
fn decode_tuple(bytes: &mut &[u8], depth: usize) -> Result<Value, DecodeError> {
    let mut ahead = *bytes;
    let count = take_count(&mut ahead)?;
    if count == 3 && ahead.first() == Some(&b'.') {
        take::<1>(&mut ahead)?;
        let kind = decode_at(&mut ahead, depth)?;
        let items = decode_at(&mut ahead, depth)?;
        *bytes = ahead;
        return match (kind, items) {
            (Value::Str(kind), Value::List(items)) if kind == "tree" => Ok(Value::Tree(items)),
            (Value::Str(kind), Value::List(items)) if kind == "linked" => Ok(Value::Linked(items)),
            _ => Err(DecodeError::Malformed),
        };
    }
    Ok(Value::Tuple(decode_items(bytes, depth)?))
}

/// Items for which room is made before they are seen.
const MOST_RESERVED: usize = 1024;

fn decode_items(bytes: &mut &[u8], depth: usize) -> Result<Vec<Value>, DecodeError> {
    let count = take_count(bytes)?;
    // The count is only a claim, and lists in lists could each make one.
    let mut items = Vec::with_capacity(count.min(MOST_RESERVED));
    for _ in 0..count {
        items.push(decode_at(bytes, depth)?);
    }
    Ok(items)
}

fn decode_big(bytes: &mut &[u8]) -> Result<Value, DecodeError> {
    let count = i32::from_le_bytes(take(bytes)?);
    let length = usize::try_from(count.unsigned_abs()).map_err(|_| DecodeError::Malformed)?;
    let raw = take_slice(bytes, length.checked_mul(2).ok_or(DecodeError::Malformed)?)?;
    let mut magnitude = Vec::with_capacity(length * DIGIT_BITS as usize / 8 + 1);
    let (mut buffer, mut bits) = (0_u32, 0);
    for pair in raw.chunks_exact(2) {
        let digit = u16::from_le_bytes([pair[0], pair[1]]);
        if digit >> DIGIT_BITS != 0 {
            return Err(DecodeError::Malformed);
        }
        buffer |= u32::from(digit) << bits;
        bits += DIGIT_BITS;
        while bits >= 8 {
            magnitude.push((buffer & 0xff) as u8);
            buffer >>= 8;
            bits -= 8;
        }
    }
    magnitude.push(buffer as u8);
    let sign = if count < 0 { Sign::Minus } else { Sign::Plus };
    Ok(Value::from_bigint(BigInt::from_bytes_le(sign, &magnitude)))
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Result<[u8; N], DecodeError> {
    let (head, rest) = bytes.split_first_chunk().ok_or(DecodeError::Malformed)?;
    *bytes = rest;
    Ok(*head)
}

fn take_slice<'a>(bytes: &mut &'a [u8], length: usize) -> Result<&'a [u8], DecodeError> {
    let (head, rest) = bytes.split_at_checked(length).ok_or(DecodeError::Malformed)?;
    *bytes = rest;
    Ok(head)
}

/// A count of items. Every item takes a byte at least, so a count over what is left is a lie.
fn take_count(bytes: &mut &[u8]) -> Result<usize, DecodeError> {
    let count = i32::from_le_bytes(take(bytes)?);
    usize::try_from(count).ok().filter(|&count| count <= bytes.len()).ok_or(DecodeError::Malformed)
}

fn take_counted<'a>(bytes: &mut &'a [u8]) -> Result<&'a [u8], DecodeError> {
    let length = take_count(bytes)?;
    take_slice(bytes, length)
}

#[cfg(test)]
mod tests {
    use num_bigint::BigInt;
    use proptest::prelude::*;

    use super::{DecodeError, decode, encode};
    use crate::model::Value;

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::None),
            any::<bool>().prop_map(Value::Bool),
            any::<i64>().prop_map(Value::Int),
            (-40_000_i64..40_000).prop_map(Value::Int),
            (any::<i128>(), 0_u32..400).prop_map(|(int, shift)| Value::from_bigint(BigInt::from(int) << shift)),
            any::<f64>().prop_filter("nan is not equal", |float| !float.is_nan()).prop_map(Value::Float),
            ".*".prop_map(Value::Str),
            any::<Vec<u8>>().prop_map(Value::Bytes),
        ];
        leaf.prop_recursive(4, 32, 6, |inner| {
            let many = prop::collection::vec(inner.clone(), 0..6);
            prop_oneof![
                many.clone().prop_map(Value::List),
                many.clone().prop_map(Value::Tuple),
                many.clone().prop_map(Value::Set),
                many.prop_map(Value::FrozenSet),
                prop::collection::vec((inner.clone(), inner), 0..6).prop_map(Value::Dict),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_decoded(value in values()) {
            let mut bytes = Vec::new();
            encode(&value, &mut bytes);
            let mut rest = bytes.as_slice();
            prop_assert_eq!(decode(&mut rest), Ok(value));
            prop_assert!(rest.is_empty());
        }

        #[test]
        fn any_bytes_are_decoded_or_refused(bytes in any::<Vec<u8>>()) {
            let _ = decode(&mut bytes.as_slice());
        }
    }

    #[test]
    fn lies_are_refused() {
        for lie in [&b"["[..], b"[\xff\xff\xff\x7f", b"u\x05\0\0\0abc", b"{N", b"?", b"l\x01\0\0\0\xff\xff"] {
            assert_eq!(decode(&mut &lie[..]), Err(DecodeError::Malformed));
        }
        assert_eq!(decode(&mut &b"u\x03\0\0\0\xed\xa0\x80"[..]), Err(DecodeError::LoneSurrogate));
        let deep = b"[\x01\0\0\0".repeat(100_000);
        assert_eq!(decode(&mut deep.as_slice()), Err(DecodeError::Malformed));
    }
}
