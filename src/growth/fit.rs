//! Straight lines through points of a log-log plot.

use crate::model::Exponent;

/// Size and cost.
pub(super) type Point = (f64, f64);

/// The slope is taken over sizes from the largest down to this part of it: three octaves.
pub(super) const WINDOW: f64 = 8.0;
/// Where it may be off by more than this, over five octaves, if that is steadier.
pub(super) const WIDE_WINDOW: f64 = 32.0;
const STEADY: f64 = 0.25;
/// What a call costs at least is not all of it overhead that does not grow.
const FLOOR_SHARE: f64 = 0.9;
/// Fewer points have a line through them by chance.
const FEWEST: usize = 4;
/// The sizes have to be this many times apart.
const NARROWEST: f64 = 4.0;
/// An exponential is looked for where it has grown to this many times the smallest cost: there the floor is little of it.
const GROWN: f64 = 10.0;
/// Standard errors that a slope may be off.
const ERRORS: f64 = 2.5;

/// A line through the logarithms of the largest sizes, once the part that does not grow is taken off.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct PowerLaw {
    /// The slope.
    pub(super) exponent: Exponent,
    intercept: f64,
    floor: f64,
}

impl PowerLaw {
    /// The curve of times: what every call costs is taken off.
    pub(super) fn of_times(points: &[Point]) -> Option<Self> {
        let floor = FLOOR_SHARE * points.iter().map(|point| point.1).fold(f64::INFINITY, f64::min);
        let law = Self::above(window(points, WINDOW), floor)?;
        if law.exponent.give <= STEADY {
            return Some(law);
        }
        let wide = Self::above(window(points, WIDE_WINDOW), floor);
        wide.filter(|wide| wide.exponent.give < law.exponent.give).or(Some(law))
    }

    /// The curve of exact counts.
    pub(super) fn of_counts(points: &[Point]) -> Option<Self> {
        Self::above(window(points, WINDOW), 0.0)
    }

    fn above(window: &[Point], floor: f64) -> Option<Self> {
        let (smallest, largest) = (window.first()?.0, window.last()?.0);
        if window.len() < FEWEST || largest < smallest * NARROWEST {
            return None;
        }
        let logs: Vec<Point> = window.iter().map(|&(size, cost)| (size.ln(), (cost - floor).ln())).collect();
        let line = Line::through(&logs)?;
        let exponent = Exponent { slope: line.slope, give: ERRORS * line.error };
        Some(Self { exponent, intercept: line.intercept, floor })
    }

    /// What the curve says about a size.
    pub(super) fn at(&self, size: f64) -> f64 {
        self.floor + (self.intercept + self.exponent.slope * size.ln()).exp()
    }
}

/// A cost that is multiplied with every step of the size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct ExponentialLaw(Line);

impl ExponentialLaw {
    /// The curve of times, if it fits better than that of any power.
    pub(super) fn of_times(points: &[Point]) -> Option<Self> {
        let floor = points.iter().map(|point| point.1).fold(f64::INFINITY, f64::min);
        let grown = || window(points, WINDOW).iter().filter(|point| point.1 > floor * GROWN);
        let exponential = Line::through(&grown().map(|&(size, cost)| (size, cost.ln())).collect::<Vec<_>>())?;
        let power = Line::through(&grown().map(|&(size, cost)| (size.ln(), cost.ln())).collect::<Vec<_>>())?;
        (exponential.misfit < power.misfit).then_some(Self(exponential))
    }

    /// What the curve says about a size.
    pub(super) fn at(&self, size: f64) -> f64 {
        (self.0.intercept + self.0.slope * size).exp()
    }
}

/// The points of the largest sizes, down to this part of the largest.
pub(super) fn window(points: &[Point], part: f64) -> &[Point] {
    let largest = points.last().map_or(0.0, |point| point.0);
    &points[points.partition_point(|point| point.0 * part < largest)..]
}

/// A straight line by least squares.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Line {
    slope: f64,
    intercept: f64,
    /// The slope's standard error.
    error: f64,
    /// Root of the mean square that the points are off.
    misfit: f64,
}

impl Line {
    fn through(points: &[Point]) -> Option<Self> {
        let count = points.len() as f64;
        if points.len() < 3 || points.iter().any(|(x, y)| !x.is_finite() || !y.is_finite()) {
            return None;
        }
        let mean = |of: fn(&Point) -> f64| points.iter().map(of).sum::<f64>() / count;
        let (mean_x, mean_y) = (mean(|point| point.0), mean(|point| point.1));
        let spread: f64 = points.iter().map(|(x, _)| (x - mean_x).powi(2)).sum();
        let slope = points.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum::<f64>() / spread;
        let intercept = mean_y - slope * mean_x;
        let off: f64 = points.iter().map(|(x, y)| (y - intercept - slope * x).powi(2)).sum();
        let error = (off / (count - 2.0) / spread).sqrt();
        slope.is_finite().then_some(Self { slope, intercept, error, misfit: (off / count).sqrt() })
    }
}

#[cfg(test)]
mod tests {
    use super::{ExponentialLaw, PowerLaw, WINDOW, window};

    fn series(cost: impl Fn(f64) -> f64) -> Vec<(f64, f64)> {
        (0..12).map(|step| 100.0 * 1.5_f64.powi(step)).map(|size| (size, cost(size))).collect()
    }

    #[test]
    fn the_window_is_three_octaves() {
        let points = series(|size| size);
        let largest = points.last().unwrap().0;
        assert!(window(&points, WINDOW).iter().all(|point| point.0 * 8.0 >= largest));
        // 1.5 to the fifth is under 8, to the sixth over it.
        assert_eq!(window(&points, WINDOW).len(), 6);
    }

    #[test]
    fn a_power_has_its_exponent_and_is_carried_on() {
        let law = PowerLaw::of_counts(&series(|size| 3.0 * size * size)).unwrap();
        assert!((law.exponent.slope - 2.0).abs() < 1e-9 && law.exponent.give < 1e-6);
        assert!((law.at(1e6) / 3e12 - 1.0).abs() < 1e-6);
    }

    #[test]
    fn what_does_not_grow_is_taken_off() {
        let law = PowerLaw::of_times(&series(|size| 5e-6 + 1e-9 * size * size)).unwrap();
        assert!((law.exponent.slope - 2.0).abs() < 0.1, "{:?}", law.exponent);
    }

    #[test]
    fn a_jump_among_the_largest_sizes_is_looked_at_from_further_away() {
        // Memory that is new costs more from some size on.
        let jump = |size: f64| if size > 4e3 { 1e-8 } else { 3e-9 };
        let law = PowerLaw::of_times(&series(|size| jump(size) * size)).unwrap();
        let near = PowerLaw::of_counts(&series(|size| jump(size) * size)).unwrap();
        assert!(law.exponent.give < near.exponent.give && law.exponent.slope < 1.5, "{law:?} {near:?}");
    }

    #[test]
    fn an_exponential_is_carried_on() {
        let points: Vec<_> = (4..20).map(f64::from).map(|size| (size, 1e-6 * size.exp2())).collect();
        let law = ExponentialLaw::of_times(&points).unwrap();
        assert!((law.at(30.0) / (1e-6 * 30_f64.exp2()) - 1.0).abs() < 0.1, "{}", law.at(30.0));
        assert_eq!(ExponentialLaw::of_times(&series(|size| 1e-9 * size.powi(4))), None);
    }

    #[test]
    fn few_or_near_sizes_have_no_exponent() {
        let points = series(|size| size);
        assert_eq!(PowerLaw::of_times(&points[..3]), None);
        let near: Vec<_> = (100..110).map(f64::from).map(|size| (size, size)).collect();
        assert_eq!(PowerLaw::of_times(&near), None);
        assert_eq!(PowerLaw::of_times(&[]), None);
    }
}
