//! From times and counts to a class, or to the reason why there is none.
//!
//! Time alone tells bands apart and no more: the caches of a processor bend a straight line as much as a logarithm does.
//! Exact counts tell n from n log n; how far apart times lie tells 1 from log n. `docs/growth.md` has the thresholds'
//! reasons.

use super::fit::{ExponentialLaw, Point, PowerLaw};
use crate::model::{AtLargest, CountPoint, Doubt, Exponent, GrowthBand, GrowthFinding, GrowthReading, GrowthTarget};

/// Between two bands: exponents from the first number to the second one are in neither.
const BORDERS: [(GrowthBand, f64, f64); 4] = [
    (GrowthBand::Flat, 0.55, 0.65),
    (GrowthBand::Linear, 1.5, 1.7),
    (GrowthBand::Quadratic, 2.45, 2.55),
    (GrowthBand::Cubic, 3.5, 3.7),
];
/// An exponent that may be off by more says nothing.
const MOST_GIVE: f64 = 0.5;
/// Times that differ by less over sizes that are `WIDE` apart do not grow, whatever the noise on them looks like.
const LEVEL: f64 = 1.5;
const WIDE: f64 = 64.0;
/// Constant costs were never seen to differ by more over `VERY_WIDE` sizes on an idle machine, logarithmic ones by less.
const CONSTANT: f64 = 1.8;
const LOGARITHMIC: f64 = 2.3;
const VERY_WIDE: f64 = 1000.0;
/// How much of the way from n to n log n an exponent of counts may have gone, and from where on it is there.
const STILL_LINEAR: f64 = 0.3;
const LINEARITHMIC: f64 = 0.6;
/// Counts that grow more slowly have not seen what takes the time.
const SEES_IT: f64 = 0.9;

/// What times say by themselves.
pub(super) fn read_times(times: &[Point]) -> GrowthReading {
    let law = PowerLaw::of_times(times);
    let finding = match law {
        _ if is_level(times) => GrowthFinding::Told(GrowthBand::Flat, constant_or_log(times)),
        None => GrowthFinding::CannotTell(Doubt::ShortRange),
        Some(law) => match band_of(law.exponent) {
            GrowthFinding::Told(GrowthBand::Flat, _) => GrowthFinding::Told(GrowthBand::Flat, constant_or_log(times)),
            GrowthFinding::Told(GrowthBand::Exponential, _) => {
                let class = ExponentialLaw::of_times(times).map(|_| GrowthTarget::Exponential);
                GrowthFinding::Told(GrowthBand::Exponential, class)
            }
            finding => finding,
        },
    };
    GrowthReading { finding, exponent: law.map(|law| law.exponent), counted: None }
}

/// What counts add to what times say.
pub(super) fn refine(mut reading: GrowthReading, counts: &[CountPoint]) -> GrowthReading {
    let steps: Vec<Point> = counts.iter().map(|point| (point.size as f64, point.steps as f64)).collect();
    let operations: Option<Vec<Point>> =
        counts.iter().map(|point| Some((point.size as f64, point.operations? as f64))).collect();
    let laws = [PowerLaw::of_counts(&steps), operations.and_then(|points| PowerLaw::of_counts(&points))];
    let steepest = laws.into_iter().flatten().max_by(|a, b| a.exponent.slope.total_cmp(&b.exponent.slope));
    let Some(law) = steepest else { return reading };
    reading.counted = Some(law.exponent);
    if let (GrowthFinding::CannotTell(Doubt::Between(_)), Some(times)) = (reading.finding, reading.exponent)
        && let told @ GrowthFinding::Told(..) = band_of(law.exponent)
        && (times.slope - law.exponent.slope).abs() < GrowthReading::COPYING
    {
        // Time alone is in doubt, and the steps are not.
        reading.finding = told;
    }
    if let GrowthFinding::Told(GrowthBand::Linear, class) = &mut reading.finding {
        *class = linear_or_linearithmic(law.exponent.slope, &steps);
    }
    reading
}

/// What is to be said of the largest size.
pub(super) fn at_largest(size: u64, reading: &GrowthReading, solution: &[Point], reference: &[Point]) -> AtLargest {
    let measured = solution.last().is_some_and(|point| point.0 as u64 == size);
    let told = matches!(reading.finding, GrowthFinding::Told(..) | GrowthFinding::CannotTell(Doubt::Between(_)));
    let of = |points: &[Point], exponential: bool| {
        let last = points.last()?;
        if last.0 as u64 == size {
            Some(last.1)
        } else if exponential {
            ExponentialLaw::of_times(points).map(|law| law.at(size as f64))
        } else {
            PowerLaw::of_times(points).map(|law| law.at(size as f64))
        }
    };
    let exponential = reading.finding == GrowthFinding::Told(GrowthBand::Exponential, Some(GrowthTarget::Exponential));
    AtLargest {
        size,
        solution: of(solution, exponential).filter(|_| measured || told),
        reference: of(reference, false),
        measured,
    }
}

/// Whether costs hardly differ over a wide range of sizes.
fn is_level(points: &[Point]) -> bool {
    growth(points, WIDE).is_some_and(|growth| growth < LEVEL)
}

fn constant_or_log(points: &[Point]) -> Option<GrowthTarget> {
    match growth(points, VERY_WIDE)? {
        growth if growth < CONSTANT => Some(GrowthTarget::Constant),
        growth if growth > LOGARITHMIC => Some(GrowthTarget::Log),
        _ => None,
    }
}

/// How many times more the largest size costs than the smallest; None where they are not this far apart.
fn growth(points: &[Point], apart: f64) -> Option<f64> {
    let (first, last) = (points.first()?, points.last()?);
    (last.0 >= first.0 * apart).then(|| last.1 / first.1)
}

fn band_of(exponent: Exponent) -> GrowthFinding {
    if exponent.give > MOST_GIVE && exponent.slope < BORDERS[3].2 {
        return GrowthFinding::CannotTell(Doubt::Unsteady);
    }
    for (band, from, to) in BORDERS {
        if exponent.slope < from {
            return GrowthFinding::Told(band, None);
        }
        if exponent.slope < to {
            return GrowthFinding::CannotTell(Doubt::Between(band));
        }
    }
    GrowthFinding::Told(GrowthBand::Exponential, None)
}

/// By how far the exponent of counts has gone from that of n towards that of n log n, over the same sizes.
fn linear_or_linearithmic(slope: f64, counted: &[Point]) -> Option<GrowthTarget> {
    let logarithmic: Vec<Point> = counted.iter().map(|&(size, _)| (size, size * size.ln())).collect();
    let of_n_log_n = PowerLaw::of_counts(&logarithmic)?.exponent.slope;
    match (slope - 1.0) / (of_n_log_n - 1.0) {
        _ if slope < SEES_IT => None,
        way if way < STILL_LINEAR => Some(GrowthTarget::Linear),
        way if way > LINEARITHMIC => Some(GrowthTarget::Linearithmic),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use GrowthTarget as T;
    use proptest::prelude::*;

    use super::*;

    fn sizes() -> Vec<f64> {
        super::super::sizes::grid(100_000).into_iter().map(|size| size as f64).collect()
    }

    fn series(sizes: &[f64], cost: impl Fn(f64) -> f64) -> Vec<Point> {
        sizes.iter().map(|&size| (size, cost(size))).collect()
    }

    /// The sizes at which a cost stays under half a second.
    fn affordable(cost: impl Fn(f64) -> f64) -> Vec<Point> {
        series(&sizes(), cost).into_iter().filter(|point| point.1 < 0.5).collect()
    }

    fn told(points: &[Point]) -> Option<GrowthBand> {
        match read_times(points).finding {
            GrowthFinding::Told(band, _) => Some(band),
            GrowthFinding::CannotTell(_) => None,
        }
    }

    type Cost = fn(f64) -> f64;

    /// Costs as they are, a call's own half microsecond included.
    const KNOWN: [(GrowthBand, Cost); 9] = [
        (GrowthBand::Flat, |_| 5e-7),
        (GrowthBand::Flat, |size| 5e-7 + 5e-8 * size.ln()),
        (GrowthBand::Linear, |size| 5e-7 + 2e-8 * size),
        (GrowthBand::Linear, |size| 5e-7 + 2e-8 * size * size.ln()),
        (GrowthBand::Quadratic, |size| 5e-7 + 2e-8 * size * size),
        // Moving memory is cheap: it shows late.
        (GrowthBand::Quadratic, |size| 5e-7 + 3e-8 * size + 2e-10 * size * size),
        (GrowthBand::Cubic, |size| 5e-7 + 2e-8 * size.powi(3)),
        (GrowthBand::Exponential, |size| 5e-7 + 5e-8 * size.exp2()),
        (GrowthBand::Exponential, |size| 5e-7 + 2e-7 * 1.62_f64.powf(size)),
    ];

    #[test]
    fn clean_series_are_told() {
        for (index, (band, cost)) in KNOWN.into_iter().enumerate() {
            assert_eq!(told(&affordable(cost)), Some(band), "number {index}");
        }
    }

    #[test]
    fn a_constant_and_a_logarithm_are_told_apart_by_how_far_they_grow() {
        let class = |cost: Cost| read_times(&affordable(cost)).finding;
        let flat = |class| GrowthFinding::Told(GrowthBand::Flat, Some(class));
        assert_eq!(class(|_| 5e-7), flat(GrowthTarget::Constant));
        assert_eq!(class(|size| 1e-7 + 5e-8 * size.ln()), flat(GrowthTarget::Log));
    }

    #[test]
    fn powers_and_exponentials_are_told_apart_where_both_are_steep() {
        let class = |cost: Cost| read_times(&affordable(cost)).finding;
        let exponential = GrowthFinding::Told(GrowthBand::Exponential, Some(GrowthTarget::Exponential));
        assert_eq!(class(|size| 5e-8 * size.exp2()), exponential);
        assert_eq!(class(|size| 5e-8 * size.powi(5)), GrowthFinding::Told(GrowthBand::Exponential, None));
    }

    #[test]
    fn what_lies_between_two_bands_or_is_too_little_is_not_guessed() {
        let finding = |points: &[Point]| read_times(points).finding;
        assert_eq!(
            finding(&affordable(|size| 1e-8 * size.powf(1.6))),
            GrowthFinding::CannotTell(Doubt::Between(GrowthBand::Linear))
        );
        let few = series(&[4.0, 5.0, 6.0], |size| size);
        assert_eq!(finding(&few), GrowthFinding::CannotTell(Doubt::ShortRange));
        let wild = series(&sizes(), |size| 1e-6 * size * if (size as u64).is_multiple_of(2) { 1.0 } else { 9.0 });
        assert_eq!(finding(&wild), GrowthFinding::CannotTell(Doubt::Unsteady));
    }

    fn counts(steps: Cost, operations: Option<Cost>) -> Vec<CountPoint> {
        let sizes = [1_000_u64, 1_500, 2_250, 3_375, 5_062, 7_593];
        let at = |cost: Cost, size: u64| cost(size as f64) as u64;
        sizes
            .map(|size| CountPoint { size, steps: at(steps, size), operations: operations.map(|cost| at(cost, size)) })
            .to_vec()
    }

    #[test]
    fn counts_tell_n_from_n_log_n() {
        let linear = read_times(&affordable(|size| 2e-8 * size));
        let class = |steps: Cost, operations: Option<Cost>| match refine(linear, &counts(steps, operations)).finding {
            GrowthFinding::Told(GrowthBand::Linear, class) => class,
            other => panic!("{other:?}"),
        };
        assert_eq!(class(|size| 3.0 * size + 5.0, None), Some(GrowthTarget::Linear));
        assert_eq!(class(|size| size * size.log2(), None), Some(GrowthTarget::Linearithmic));
        // A sort sees no loop, but every comparison.
        assert_eq!(class(|_| 3.0, Some(|size| size * size.log2())), Some(GrowthTarget::Linearithmic));
        // Half of the way: a few steps for each item beside a sort.
        assert_eq!(class(|size| size * (12.0 + size.log2()), None), None);
        // What takes the time was not seen.
        assert_eq!(class(|_| 3.0, None), None);
    }

    #[test]
    fn counts_decide_where_time_lies_between_two_bands() {
        let between = read_times(&affordable(|size| 1e-8 * size.powf(1.55)));
        let finding = |steps: Cost| refine(between, &counts(steps, None)).finding;
        assert_eq!(finding(|size| 3.0 * size), GrowthFinding::Told(GrowthBand::Linear, Some(GrowthTarget::Linear)));
        assert_eq!(finding(|size| 3.0 * size * size), GrowthFinding::Told(GrowthBand::Quadratic, None));
        // They may have missed what takes the time.
        assert_eq!(finding(|_| 3.0), between.finding);
    }

    #[test]
    fn time_that_no_count_sees_is_copying() {
        let quadratic = read_times(&affordable(|size| 3e-8 * size + 2e-10 * size * size));
        let hides = |steps: Cost| refine(quadratic, &counts(steps, None)).hides_copying();
        assert!(hides(|size| 4.0 * size));
        assert!(!hides(|size| size * size));
        assert!(!quadratic.hides_copying());
    }

    #[test]
    fn a_target_is_missed_by_a_band_or_by_exact_counts() {
        let reading = |finding| GrowthReading { finding, exponent: None, counted: None };
        let told = |band, class| reading(GrowthFinding::Told(band, class));
        let linear = |class| told(GrowthBand::Linear, class);
        let between = reading(GrowthFinding::CannotTell(Doubt::Between(GrowthBand::Linear)));
        let cases = [
            (told(GrowthBand::Quadratic, None), T::Linearithmic, Some(true)),
            (told(GrowthBand::Quadratic, None), T::Quadratic, Some(false)),
            (told(GrowthBand::Flat, Some(T::Log)), T::Constant, Some(false)),
            (linear(Some(T::Linearithmic)), T::Linear, Some(true)),
            (linear(None), T::Linear, Some(false)),
            (linear(Some(T::Linear)), T::Linearithmic, Some(false)),
            (between, T::Log, Some(true)),
            (between, T::Linear, None),
            (between, T::Quadratic, Some(false)),
            (reading(GrowthFinding::CannotTell(Doubt::Unsteady)), T::Constant, None),
        ];
        for (reading, target, slower) in cases {
            assert_eq!(reading.is_slower_than(target), slower, "{reading:?} {target:?}");
        }
    }

    #[test]
    fn the_largest_size_is_measured_or_read_off_the_curve() {
        let points = affordable(|size| 2e-8 * size * size);
        let reading = read_times(&points);
        let read = at_largest(100_000, &reading, &points, &[]);
        assert!(!read.measured && (read.solution.unwrap() / 200.0 - 1.0).abs() < 0.05, "{read:?}");
        let linear = affordable(|size| 2e-8 * size);
        let read = at_largest(100_000, &read_times(&linear), &linear, &linear);
        assert!(read.measured && (read.solution.unwrap() / 2e-3 - 1.0).abs() < 1e-9, "{read:?}");
        assert_eq!(read.solution, read.reference);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// Noise only adds: the smallest of several runs is up to a twelfth too high. Neither that nor a faster
        /// processor changes the band.
        #[test]
        fn neither_noise_nor_the_unit_of_time_changes_the_band(
            which in 0..KNOWN.len(),
            unit in 0.01_f64..100.0,
            noise in prop::collection::vec(0.0_f64..0.08, 40),
        ) {
            let (band, cost) = KNOWN[which];
            let noisy: Vec<Point> = affordable(cost)
                .into_iter()
                .zip(&noise)
                .map(|((size, seconds), noise)| (size, seconds * (1.0 + noise)))
                .collect();
            let scaled: Vec<Point> = noisy.iter().map(|&(size, seconds)| (size, seconds * unit)).collect();
            prop_assert_eq!(told(&noisy), Some(band));
            prop_assert_eq!(told(&scaled), Some(band));
            let slope = |points: &[Point]| read_times(points).exponent.unwrap().slope;
            prop_assert!((slope(&noisy) - slope(&scaled)).abs() < 1e-6);
        }
    }
}
