//! Numbers in words: times, sizes, counts.

use std::time::Duration;

/// A measured time: `0.31 s`, `12.4 s`, `under 0.01 s`.
pub(super) fn seconds(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 0.01 {
        "under 0.01 s".to_owned()
    } else if seconds < 9.995 {
        format!("{seconds:.2} s")
    } else {
        format!("{seconds:.1} s")
    }
}

/// A limit, exact: `1.0 s`, `0.25 s`.
pub(super) fn limit_seconds(time: Duration) -> String {
    let text = format!("{:.3}", time.as_secs_f64());
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, "0"));
    let decimals = decimals.trim_end_matches('0');
    format!("{whole}.{} s", if decimals.is_empty() { "0" } else { decimals })
}

/// A size: `512 bytes`, `64 KiB`, `1.2 MiB`.
pub(super) fn bytes(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["KiB", "MiB", "GiB", "TiB"];
    if bytes < 1024 {
        return count(bytes as usize, "byte");
    }
    let mut size = bytes as f64 / 1024.0;
    let mut unit = 0;
    while size >= 1023.95 && unit + 1 < UNITS.len() {
        size /= 1024.0;
        unit += 1;
    }
    let number = format!("{size:.1}");
    format!("{} {}", number.strip_suffix(".0").unwrap_or(&number), UNITS[unit])
}

/// A number of things: `1 case`, `12,000 cases`. The noun takes an `s`.
pub(super) fn count(number: usize, noun: &str) -> String {
    format!("{} {noun}{}", grouped(number), if number == 1 { "" } else { "s" })
}

/// What is left of a number of things: `1 more case`, `12 more cases`. The noun takes an `s`.
pub(super) fn more(number: usize, noun: &str) -> String {
    format!("{} more {noun}{}", grouped(number), if number == 1 { "" } else { "s" })
}

/// A number with a comma between thousands.
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1st`, `2nd`, `3rd`, `11th`.
pub(super) fn ordinal(number: usize) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{}{ending}", grouped(number))
}

#[cfg(test)]
mod tests {
    use super::{Duration, bytes, count, grouped, limit_seconds, ordinal, seconds};

    #[test]
    fn times_are_short_and_limits_exact() {
        let measured = |millis| seconds(Duration::from_millis(millis));
        assert_eq!([measured(0), measured(10), measured(314)], ["under 0.01 s", "0.01 s", "0.31 s"]);
        assert_eq!([measured(9_994), measured(9_996), measured(61_000)], ["9.99 s", "10.0 s", "61.0 s"]);
        let limit = |millis| limit_seconds(Duration::from_millis(millis));
        assert_eq!([limit(1000), limit(250), limit(1500), limit(10_000)], ["1.0 s", "0.25 s", "1.5 s", "10.0 s"]);
    }

    #[test]
    fn sizes_have_a_fitting_unit() {
        assert_eq!([bytes(0), bytes(1), bytes(1023)], ["0 bytes", "1 byte", "1,023 bytes"]);
        assert_eq!([bytes(1024), bytes(256 << 20), bytes(1_234_567)], ["1 KiB", "256 MiB", "1.2 MiB"]);
        assert_eq!(bytes((1 << 20) - 1), "1 MiB");
    }

    #[test]
    fn numbers_agree_with_their_nouns() {
        assert_eq!([count(0, "case"), count(1, "case"), count(2, "case")], ["0 cases", "1 case", "2 cases"]);
        assert_eq!([grouped(999), grouped(1000), grouped(1_234_567)], ["999", "1,000", "1,234,567"]);
        assert_eq!([ordinal(1), ordinal(12), ordinal(23), ordinal(1011)], ["1st", "12th", "23rd", "1,011th"]);
    }
}
