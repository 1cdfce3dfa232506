//! Which of two inputs is the smaller: the one of fewer parts; of as many, the one whose parts are simpler, from the
//! front. No input has endlessly many smaller ones after each other, so shrinking ends.

use num_bigint::BigUint;

use crate::model::Value;

/// How simple one part is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Plain(u128),
    Huge(BigUint),
}

/// The place of a tree in the order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Size {
    parts: usize,
    ranks: Vec<Rank>,
}

impl Size {
    pub(super) fn of(tree: &Value) -> Self {
        let mut ranks = Vec::new();
        rank(tree, &mut ranks);
        Self { parts: ranks.len(), ranks }
    }
}

/// A float that is no whole number stands behind all that are.
const FRACTION: u128 = 1 << 100;
/// nan and the infinities stand behind all other floats.
const NOT_FINITE: u128 = 1 << 120;

fn rank(value: &Value, out: &mut Vec<Rank>) {
    match value {
        Value::Bool(truth) => out.push(Rank::Plain(1 + u128::from(*truth))),
        Value::Int(int) => out.push(signed(u128::from(int.unsigned_abs()), *int < 0)),
        Value::BigInt(int) => out.push(Rank::Huge(int.magnitude().clone())),
        Value::Float(float) => out.push(of_float(*float)),
        Value::Str(text) => {
            out.push(Rank::Plain(1));
            out.extend(text.chars().map(|letter| Rank::Plain(of_letter(letter))));
        }
        Value::Bytes(bytes) => {
            out.push(Rank::Plain(1));
            out.extend(bytes.iter().map(|&byte| Rank::Plain(byte.into())));
        }
        Value::Dict(pairs) => {
            out.push(Rank::Plain(1));
            for (key, value) in pairs {
                rank(key, out);
                rank(value, out);
            }
        }
        other => {
            out.push(Rank::Plain(u128::from(*other != Value::None)));
            other.items().unwrap_or_default().iter().for_each(|item| rank(item, out));
        }
    }
}

/// Nearer to zero is simpler, and of two as near the positive one.
fn signed(magnitude: u128, negative: bool) -> Rank {
    Rank::Plain(1 + 2 * magnitude + u128::from(negative))
}

fn of_float(float: f64) -> Rank {
    let negative = float.is_sign_negative();
    if !float.is_finite() {
        return Rank::Plain(NOT_FINITE + u128::from(negative) + 2 * u128::from(float.is_nan()));
    }
    if float.fract() == 0.0 && float.abs() < 1e18 {
        return signed(float.abs() as u128, negative);
    }
    // Fewer digits are simpler.
    let digits = format!("{float:e}").len() as u128;
    Rank::Plain(FRACTION + (digits << 70) + 2 * u128::from(float.abs().to_bits()) + u128::from(negative))
}

/// Small letters, then capital ones, digits and the space, then everything else.
pub(super) fn of_letter(letter: char) -> u128 {
    let code = u128::from(u32::from(letter));
    match letter {
        'a'..='z' => code - u128::from(u32::from('a')),
        'A'..='Z' => 100 + code,
        '0'..='9' => 200 + code,
        ' ' => 300,
        _ => 400 + code,
    }
}

#[cfg(test)]
mod tests {
    use super::{Size, Value};

    fn size(json: &str) -> Size {
        Size::of(&Value::from_json(serde_json::from_str(json).unwrap()))
    }

    #[test]
    fn fewer_parts_then_simpler_ones() {
        for ascending in [
            &["null", "0", "1", "-1", "2", "1000000000", "10000000000000000000"][..],
            &["false", "true"],
            &["\"\"", "\"a\"", "\"b\"", "\"A\"", "\"0\"", "\" \"", "\"-\"", "\"aaa\""],
            &["null", "[]", "[0]", "[0, 0]", "[0, 1]", "[1, 0]", "[[0], 0]"],
        ] {
            for (index, smaller) in ascending.iter().enumerate() {
                for larger in &ascending[index + 1..] {
                    assert!(size(smaller) < size(larger), "{smaller} {larger}");
                }
            }
        }
        let floats = [0.0, 1.0, -1.0, 2.0, 1e15, 0.5, 0.25, 0.125, 1.0 / 3.0, f64::INFINITY, f64::NAN];
        for pair in floats.windows(2) {
            assert!(Size::of(&Value::Float(pair[0])) < Size::of(&Value::Float(pair[1])), "{pair:?}");
        }
        let big = |text: &str| Size::of(&Value::from_bigint(text.parse().unwrap()));
        assert!(big("9223372036854775807") < big("9223372036854775808"));
        assert!(big("9223372036854775808") < big("10000000000000000000"));
    }
}
