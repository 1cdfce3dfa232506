//! Ints of any length as readable text, without converting what nobody reads: conversion takes quadratic time.

use std::f64::consts::LOG10_2;

use num_bigint::{BigInt, BigUint, Sign};

/// Digits shown at each end of an int that is cut.
const END_DIGITS: u32 = 12;
/// Of longer ints, in bits, six first digits are shown: finding more would take seconds.
const EXACT_BITS: u64 = 1 << 20;

/// The int in decimal; None: it has more than about `room` digits, and enough to be cut.
pub(super) fn whole_int(int: &BigInt, room: usize) -> Option<String> {
    let about_digits = (int.bits() as f64 * LOG10_2) as usize;
    (about_digits <= room.max(3 * END_DIGITS as usize)).then(|| int.to_string())
}

/// The int by its ends: `123456789012...123456789012 (1000 digits)`.
pub(super) fn cut_int(int: &BigInt) -> String {
    let sign = if int.sign() == Sign::Minus { "-" } else { "" };
    let int = int.magnitude();
    let (first, digits) = if int.bits() <= EXACT_BITS { first_digits(int) } else { about_first_digits(int) };
    let last = (int % 10_u64.pow(END_DIGITS)).to_string();
    format!("{sign}{first}...{last:0>width$} ({digits} digits)", width = END_DIGITS as usize)
}

/// The first digits and the number of all.
fn first_digits(int: &BigUint) -> (String, u64) {
    let below = (int.bits() as f64 * LOG10_2) as u32;
    // A quotient of few digits: cheap, although both numbers are long.
    let cut_off = below.saturating_sub(END_DIGITS);
    let mut first = (int / BigUint::from(10_u8).pow(cut_off)).to_string();
    let digits = u64::from(cut_off) + first.len() as u64;
    first.truncate(END_DIGITS as usize);
    (first, digits)
}

/// As [`first_digits`], by logarithm: fewer digits, and the count may be off by one beside a power of ten.
fn about_first_digits(int: &BigUint) -> (String, u64) {
    let shift = int.bits().saturating_sub(64);
    let top: u64 = (int >> shift).try_into().unwrap_or(u64::MAX);
    let log10 = shift as f64 * LOG10_2 + (top as f64).log10();
    (((10_f64.powf(log10.fract()) * 1e5) as u64).to_string(), log10 as u64 + 1)
}

#[cfg(test)]
mod tests {
    use num_bigint::BigInt;
    use proptest::prelude::*;

    use super::{cut_int, whole_int};

    #[test]
    fn what_fits_is_whole() {
        let int = BigInt::from(10).pow(100);
        assert_eq!(whole_int(&int, 120), Some(int.to_string()));
        assert_eq!(whole_int(&int, 80), None);
        // Cut, it would hardly be shorter.
        assert!(whole_int(&BigInt::from(10).pow(30), 10).is_some());
    }

    #[test]
    fn long_ints_keep_their_ends() {
        let nines: BigInt = BigInt::from(10).pow(5000) - 1;
        assert_eq!(cut_int(&-nines.clone()), "-999999999999...999999999999 (5000 digits)");
        assert_eq!(cut_int(&(nines + 8)), "100000000000...000000000007 (5001 digits)");
    }

    #[test]
    fn an_int_of_millions_of_digits_is_cheap_to_show() {
        // As computed with forty digits: 1.036073517...e10000000, ending in 203461476352 + 1.
        let int = (BigInt::from(1) << 33_219_281_u32) + 1;
        assert_eq!(cut_int(&int), "103607...203461476353 (10000001 digits)");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn ends_are_those_of_the_whole(digits in "[1-9][0-9]{60,200}") {
            let expected = format!("{}...{} ({} digits)", &digits[..12], &digits[digits.len() - 12..], digits.len());
            prop_assert_eq!(cut_int(&digits.parse().unwrap()), expected);
        }
    }
}
