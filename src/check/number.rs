//! When two numbers count as the same.

use num_bigint::BigInt;

use crate::model::Value;

/// Floats that lie nearer than this, relatively or not, differ only by how they were computed.
const COMPUTED: f64 = 1e-6;

/// How far two floats may lie apart: `|a - b| <= max(rel * max(|a|, |b|), abs)`, as in Python's `math.isclose`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Tolerance {
    pub(super) rel: f64,
    pub(super) abs: f64,
}

impl Tolerance {
    /// No tolerance: the same number.
    pub(super) const EXACT: Self = Self { rel: 0.0, abs: 0.0 };

    /// What forgives rounding to so many decimals, and floats that were computed in another order.
    pub(super) fn of_rounding(decimals: usize) -> Self {
        let last_place = i32::try_from(decimals).map_or(0.0, |decimals| 0.1_f64.powi(decimals));
        Self { rel: COMPUTED, abs: (0.5 * last_place).max(COMPUTED) * (1.0 + COMPUTED) }
    }

    pub(super) fn is_exact(self) -> bool {
        self == Self::EXACT
    }

    /// Whether two numbers count as the same where a float is declared; either may be an int.
    ///
    /// Without a tolerance an int and a float are compared as the numbers they are, without rounding. An infinity is
    /// only itself, and nan only nan, whatever the tolerance.
    pub(super) fn accepts(self, a: &Value, b: &Value) -> bool {
        if let (Value::Float(a), Value::Float(b)) = (a, b) {
            return self.accepts_floats(*a, *b);
        }
        is_same_number(a, b)
            || (!self.is_exact() && nearest_float(a).zip(nearest_float(b)).is_some_and(|(a, b)| self.is_near(a, b)))
    }

    /// As [`Tolerance::accepts`], for two floats.
    pub(super) fn accepts_floats(self, a: f64, b: f64) -> bool {
        is_same_float(a, b) || self.is_near(a, b)
    }

    /// Whether two different numbers are near enough.
    fn is_near(self, a: f64, b: f64) -> bool {
        if !a.is_finite() || !b.is_finite() {
            return false;
        }
        (a - b).abs() <= (self.rel * a.abs().max(b.abs())).max(self.abs)
    }
}

/// Whether two floats are the same number: `-0.0` is `0.0`, and nan is nan.
#[allow(clippy::float_cmp, reason = "exact is the rule")]
pub(super) fn is_same_float(a: f64, b: f64) -> bool {
    a == b || (a.is_nan() && b.is_nan())
}

/// Whether the value is an int or a float; a bool is neither.
pub(super) fn is_number(value: &Value) -> bool {
    matches!(value, Value::Int(_) | Value::BigInt(_) | Value::Float(_))
}

/// Whether two ints or floats are the same number, without rounding.
fn is_same_number(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => a == b,
        (Value::BigInt(a), Value::BigInt(b)) => a == b,
        (Value::Float(a), Value::Float(b)) => is_same_float(*a, *b),
        (Value::Float(float), int) | (int, Value::Float(float)) => int_of(*float).is_some_and(|float| float == *int),
        _ => false,
    }
}

/// The int that a float is; None: it is not a whole number.
fn int_of(float: f64) -> Option<Value> {
    if !float.is_finite() || float.fract() != 0.0 {
        return None;
    }
    // Exactly 2^63 is the first float that does not fit.
    if (-9.223_372_036_854_776e18..9.223_372_036_854_776e18).contains(&float) {
        return Some(Value::Int(float as i64));
    }
    // So large a float is a whole number of 53 bits, shifted.
    let bits = float.to_bits();
    let exponent = ((bits >> 52) & 0x7ff) as i32 - 1075;
    let mantissa = (bits & ((1 << 52) - 1)) | (1 << 52);
    let magnitude = BigInt::from(mantissa) << exponent.unsigned_abs();
    Some(Value::from_bigint(if float < 0.0 { -magnitude } else { magnitude }))
}

/// The float nearest to a number, infinite for an int beyond all floats; None: not a number.
pub(super) fn nearest_float(value: &Value) -> Option<f64> {
    match value {
        Value::Float(float) => Some(*float),
        Value::Int(int) => Some(*int as f64),
        Value::BigInt(int) if int.bits() > 1024 => {
            Some(if int.sign() == num_bigint::Sign::Minus { f64::NEG_INFINITY } else { f64::INFINITY })
        }
        // At most 309 digits.
        Value::BigInt(int) => int.to_string().parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use num_bigint::BigInt;
    use proptest::prelude::*;

    use super::{Tolerance, Value};

    const BILLIONTH: Tolerance = Tolerance { rel: 1e-9, abs: 1e-9 };

    fn big(exponent: u32, plus: i64) -> Value {
        Value::from_bigint(BigInt::from(2).pow(exponent) + plus)
    }

    #[test]
    fn an_int_is_a_float_only_if_it_is_the_same_number() {
        let two_53 = Value::Float(9_007_199_254_740_992.0);
        assert!(Tolerance::EXACT.accepts(&two_53, &Value::Int(9_007_199_254_740_992)));
        assert!(!Tolerance::EXACT.accepts(&two_53, &Value::Int(9_007_199_254_740_993)));
        for exponent in [63, 64, 100, 1023] {
            let float = Value::Float(2.0_f64.powi(exponent));
            let exponent = exponent.unsigned_abs();
            assert!(Tolerance::EXACT.accepts(&float, &big(exponent, 0)), "{exponent}");
            assert!(!Tolerance::EXACT.accepts(&float, &big(exponent, 1)), "{exponent}");
            assert!(!Tolerance::EXACT.accepts(&big(exponent, -1), &float), "{exponent}");
            assert!(BILLIONTH.accepts(&float, &big(exponent, 1)), "{exponent}");
        }
        assert!(Tolerance::EXACT.accepts(&Value::Float(-9.223_372_036_854_776e18), &Value::Int(i64::MIN)));
        assert!(!Tolerance::EXACT.accepts(&Value::Float(0.5), &Value::Int(0)));
    }

    #[test]
    fn infinities_and_nan_are_only_themselves() {
        let huge = Tolerance { rel: 1e300, abs: 1e300 };
        let (inf, nan) = (Value::Float(f64::INFINITY), Value::Float(f64::NAN));
        for tolerance in [Tolerance::EXACT, BILLIONTH, huge] {
            assert!(tolerance.accepts(&inf, &inf) && tolerance.accepts(&nan, &nan));
            for other in [Value::Float(f64::NEG_INFINITY), Value::Float(f64::MAX), Value::Int(0), big(2000, 0)] {
                assert!(!tolerance.accepts(&inf, &other) && !tolerance.accepts(&other, &inf));
                assert!(!tolerance.accepts(&nan, &other) && !tolerance.accepts(&other, &nan));
            }
        }
    }

    #[test]
    fn the_larger_magnitude_and_the_larger_allowance_count() {
        let relative = Tolerance { rel: 0.1, abs: 0.0 };
        assert!(relative.accepts_floats(90.0, 100.0) && relative.accepts_floats(100.0, 90.0));
        assert!(!relative.accepts_floats(89.9, 100.0) && !relative.accepts_floats(0.0, 1e-300));
        let both = Tolerance { rel: 0.1, abs: 1.0 };
        assert!(both.accepts_floats(0.0, 1.0) && both.accepts_floats(90.0, 100.0) && !both.accepts_floats(0.0, 1.1));
        assert!(Tolerance::EXACT.accepts_floats(0.0, -0.0));
        assert!(!Tolerance::EXACT.accepts_floats(0.1 + 0.2, 0.3) && BILLIONTH.accepts_floats(0.1 + 0.2, 0.3));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn more_tolerance_accepts_no_less(
            a in any::<f64>(), b in any::<f64>(), rel in 0.0..0.5, abs in 0.0..10.0, more in 0.0..10.0,
        ) {
            let tight = Tolerance { rel, abs };
            let loose = Tolerance { rel: rel + more, abs: abs + more };
            prop_assert!(!tight.accepts_floats(a, b) || loose.accepts_floats(a, b));
            prop_assert_eq!(tight.accepts_floats(a, b), tight.accepts_floats(b, a));
        }

        #[test]
        fn ints_of_floats_are_exact(float in any::<f64>().prop_filter("finite", |float| float.is_finite())) {
            let whole = float.trunc();
            let int = super::int_of(whole).unwrap();
            prop_assert_eq!(super::nearest_float(&int), Some(whole));
            let text = format!("{whole:.0}").replace("-0", "0");
            if whole.abs() >= 1.0 {
                prop_assert_eq!(int.to_json().to_string(), format!("{whole:.0}"), "{}", text);
            }
        }
    }
}
