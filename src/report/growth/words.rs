//! Growth in words: classes, exponents, times of any length.

use crate::model::{Doubt, Exponent, GrowthBand, GrowthFinding, GrowthReading, GrowthReport, RangeEnd};
use crate::report::quantity::grouped;

/// `about n^2`, or why it cannot be told.
pub(in crate::report) fn finding(finding: GrowthFinding) -> String {
    match finding {
        GrowthFinding::Told(_, Some(class)) => format!("about {}", class.name()),
        GrowthFinding::Told(band, None) => match band {
            GrowthBand::Exponential => "faster than n^3".to_owned(),
            band => format!("about {}", classes(band)),
        },
        GrowthFinding::CannotTell(doubt) => match doubt {
            Doubt::ShortRange => "cannot tell: too few sizes could be measured".to_owned(),
            Doubt::Between(lower) => {
                format!("cannot tell: between {} and {}", steepest(lower), next(lower))
            }
            Doubt::Unsteady => "cannot tell: the times vary too much".to_owned(),
        },
    }
}

/// The classes of a band.
fn classes(band: GrowthBand) -> &'static str {
    match band {
        GrowthBand::Flat => "1 or log n",
        GrowthBand::Linear => "n or n log n",
        GrowthBand::Quadratic => "n^2",
        GrowthBand::Cubic => "n^3",
        GrowthBand::Exponential => "2^n",
    }
}

fn steepest(band: GrowthBand) -> &'static str {
    match band {
        GrowthBand::Flat => "log n",
        GrowthBand::Linear => "n log n",
        band => classes(band),
    }
}

/// The least class of the band above.
fn next(band: GrowthBand) -> &'static str {
    match band {
        GrowthBand::Flat => "n",
        GrowthBand::Linear => "n^2",
        GrowthBand::Quadratic => "n^3",
        GrowthBand::Cubic | GrowthBand::Exponential => "2^n",
    }
}

/// `exponent 1.98 ± 0.04`.
pub(in crate::report) fn exponent(exponent: Exponent) -> String {
    format!("exponent {:.2} ± {:.2}", exponent.slope, exponent.give.max(0.01))
}

/// `n = 4 to 5,062`.
pub(in crate::report) fn range(report: &GrowthReport) -> String {
    match report.solution.as_slice() {
        [] => "nothing".to_owned(),
        [only] => format!("{} = {}", report.parameter, grouped(only.size as usize)),
        [first, .., last] => {
            format!("{} = {} to {}", report.parameter, grouped(first.size as usize), grouped(last.size as usize))
        }
    }
}

/// Why the range ends where it does; nothing where it is the problem's own end.
pub(in crate::report) fn end(end: RangeEnd) -> Option<&'static str> {
    match end {
        RangeEnd::Largest => None,
        RangeEnd::Time => Some("larger ones would take more than the time there is"),
        RangeEnd::Stopped => Some("the next one was stopped: over a limit"),
    }
}

/// A time of any length, with two digits that count: `3.1 µs`, `41 s`, `12 days`.
pub(in crate::report) fn time(seconds: f64) -> String {
    const UNITS: [(f64, f64, &str, &str); 7] = [
        (1e-3, 1e-6, "µs", "µs"),
        (1.0, 1e-3, "ms", "ms"),
        (100.0, 1.0, "s", "s"),
        (6_000.0, 60.0, "minute", "minutes"),
        (172_800.0, 3_600.0, "hour", "hours"),
        (63_072_000.0, 86_400.0, "day", "days"),
        (3.15e13, 31_536_000.0, "year", "years"),
    ];
    let unit = UNITS.iter().find(|(below, ..)| seconds < below * 0.995);
    let Some((_, unit, one, many)) = unit else { return "over a million years".to_owned() };
    let number = two_digits(seconds / unit);
    format!("{number} {}", if number == "1" { one } else { many })
}

/// Two digits that count: `0.31`, `3.1`, `31`, `310`, `3,100`.
fn two_digits(number: f64) -> String {
    if number <= 0.0 {
        return "0".to_owned();
    }
    let digits = 1 - number.log10().floor() as i32;
    let rounded = (number * 10_f64.powi(digits)).round() / 10_f64.powi(digits);
    if rounded >= 10.0 {
        return grouped(rounded.round() as usize);
    }
    let text = format!("{rounded:.*}", digits.max(0) as usize);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What time does that counts do not, in a sentence.
pub(in crate::report) fn hidden(reading: &GrowthReading) -> Option<String> {
    let counted = reading.counted.filter(|_| reading.hides_copying())?;
    Some(format!(
        "hidden copying: time grows much faster than the number of steps ({}). Something is copied or moved out of \
         sight at every step, as `pop(0)`, `insert(0, x)`, a slice or `+=` on a text or a tuple do.",
        exponent(counted)
    ))
}

#[cfg(test)]
mod tests {
    use super::{time, two_digits};

    #[test]
    fn times_of_any_length_have_two_digits() {
        assert_eq!([time(3.14e-6), time(0.000_31), time(0.0421), time(0.5)], ["3.1 µs", "310 µs", "42 ms", "500 ms"]);
        assert_eq!([time(1.0), time(41.3), time(99.0), time(100.0)], ["1 s", "41 s", "99 s", "1.7 minutes"]);
        assert_eq!([time(3_600.0), time(7_200.0), time(200_000.0)], ["60 minutes", "2 hours", "2.3 days"]);
        assert_eq!(
            [time(1e9), time(1e13), time(1e14), time(f64::INFINITY)],
            ["32 years", "320,000 years", "over a million years", "over a million years"]
        );
    }

    #[test]
    fn rounding_carries_over() {
        assert_eq!([two_digits(9.96), two_digits(0.0), two_digits(123_456.0)], ["10", "0", "120,000"]);
    }
}
