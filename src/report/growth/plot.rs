//! A log-log plot made of letters.

use crate::model::{GrowthPoint, GrowthReport};
use crate::report::page::Page;
use crate::report::quantity::grouped;
use crate::report::text::{Line, Piece, Tone, columns};

use super::words::time;

const ROWS: usize = 14;
const MOST_COLUMNS: usize = 66;
/// Room for the times at the left.
const MARGIN: usize = 12;
const SOLUTION: char = 'o';
const REFERENCE: char = '+';

/// A straight line of a log-log plot is a power: the steeper, the higher.
pub(super) fn draw(page: &mut Page, report: &GrowthReport) {
    let points = || report.solution.iter().chain(&report.reference);
    let (Some(x), Some(y)) =
        (Scale::of(points().map(|point| point.size as f64)), Scale::of(points().map(|point| point.seconds)))
    else {
        return;
    };
    let width = (page.width() - MARGIN - 2).min(MOST_COLUMNS);
    let mut grid = vec![vec![' '; width]; ROWS];
    let mut mark = |points: &[GrowthPoint], letter: char| {
        for point in points {
            let (column, row) = (x.place(point.size as f64, width), y.place(point.seconds, ROWS));
            grid[ROWS - 1 - row][column] = letter;
        }
    };
    mark(&report.reference, REFERENCE);
    mark(&report.solution, SOLUTION);
    for (row, letters) in grid.iter().enumerate() {
        let value = y.value(ROWS - 1 - row, ROWS);
        let label = if row == 0 || row + 1 == ROWS || row == ROWS / 2 { time(value) } else { String::new() };
        page.indented(0, line(&label, letters));
    }
    page.indented(0, vec![Piece::new(format!("{}└{}", " ".repeat(MARGIN), "─".repeat(width)), Tone::Faint)]);
    let (first, last) = (grouped(x.low as usize), grouped(x.high as usize));
    let gap = " ".repeat(width.saturating_sub(columns(&first) + columns(&last)));
    page.indented(0, vec![Piece::new(format!("{}{first}{gap}{last}", " ".repeat(MARGIN + 1)), Tone::Faint)]);
    let reference = if report.reference.is_empty() { String::new() } else { format!("   {REFERENCE} reference") };
    let legend = format!("{}{SOLUTION} solution{reference}", " ".repeat(MARGIN + 1));
    page.indented(0, vec![Piece::new(legend, Tone::Faint)]);
}

fn line(label: &str, letters: &[char]) -> Line {
    let gap = " ".repeat(MARGIN.saturating_sub(columns(label) + 1));
    let mut line = vec![Piece::new(format!("{gap}{label} │"), Tone::Faint)];
    for &letter in letters {
        let tone = if letter == SOLUTION { Tone::Strong } else { Tone::Faint };
        line.push(Piece::new(letter.to_string(), tone));
    }
    line
}

/// A logarithmic scale.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Scale {
    /// From the smallest to the largest; None without values.
    pub(super) fn of(values: impl Iterator<Item = f64>) -> Option<Self> {
        values.fold(None, |scale: Option<Self>, value| {
            Some(scale.map_or(Self { low: value, high: value }, |scale| Self {
                low: scale.low.min(value),
                high: scale.high.max(value),
            }))
        })
    }

    /// How far along a value lies, from 0 to 1.
    pub(super) fn part(&self, value: f64) -> f64 {
        let whole = (self.high / self.low).ln();
        if whole > 0.0 { (value / self.low).ln() / whole } else { 0.5 }
    }

    fn place(&self, value: f64, places: usize) -> usize {
        (self.part(value) * (places - 1) as f64).round() as usize
    }

    fn value(&self, place: usize, places: usize) -> f64 {
        self.low * (self.high / self.low).powf(place as f64 / (places - 1) as f64)
    }
}
