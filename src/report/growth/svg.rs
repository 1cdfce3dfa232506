//! A log-log plot as an SVG picture: the solution, the reference, and lines of the classes to hold them against.

use std::fmt::Write as _;

use super::plot::Scale;
use super::words::{finding, time};
use crate::model::{GrowthPoint, GrowthReport, GrowthTarget, SubmissionGrowth};
use crate::report::quantity::grouped;
use crate::report::text::cut_front;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 480.0;
/// The frame: left, top, right, bottom.
const FRAME: [f64; 4] = [80.0, 60.0, 600.0, 430.0];
/// Classes that a line is drawn for, all through the solution's smallest size.
const CLASSES: [GrowthTarget; 5] =
    [GrowthTarget::Log, GrowthTarget::Linear, GrowthTarget::Linearithmic, GrowthTarget::Quadratic, GrowthTarget::Cubic];
const STEPS: u32 = 60;
/// Letters of the path that fit above the frame.
const TITLE: usize = 80;
/// Colours of words.
const INK: &str = "#222222";
const QUIET: &str = "#666666";

/// The picture as a file of its own; nothing in it depends on a font or on a style sheet.
pub fn render(report: &GrowthReport) -> String {
    let picture = Picture::of(&report.solution, &report.reference);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" \
         font-size=\"13\">\n<rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#ffffff\"/>\n"
    );
    text(&mut out, FRAME[0], 28.0, "start", INK, &cut_front(&report.path, TITLE));
    let words = format!("{}; target {}", finding(report.reading.finding), report.target.name());
    text(&mut out, FRAME[0], 46.0, "start", QUIET, &words);
    picture.draw(&mut out, &report.parameter, report.target);
    out.push_str("</svg>\n");
    out
}

/// The picture as a part of a page, which says in words what it shows and may give the colours others.
pub(in crate::report) fn inline(growth: &SubmissionGrowth) -> String {
    let picture = Picture::of(&growth.solution, &growth.reference);
    let top = FRAME[1] - 10.0;
    let mut out = format!("<svg viewBox=\"0 {top} {WIDTH} {}\" aria-hidden=\"true\">\n", HEIGHT - top);
    picture.draw(&mut out, &growth.parameter, growth.target);
    out.push_str("</svg>\n");
    out
}

struct Picture<'r> {
    x: Scale,
    y: Scale,
    solution: &'r [GrowthPoint],
    reference: &'r [GrowthPoint],
}

impl<'r> Picture<'r> {
    fn of(solution: &'r [GrowthPoint], reference: &'r [GrowthPoint]) -> Self {
        let points = || solution.iter().chain(reference);
        let x = Scale::of(points().map(|point| point.size as f64)).unwrap_or(Scale { low: 1.0, high: 10.0 });
        let y = Scale::of(points().map(|point| point.seconds)).unwrap_or(Scale { low: 1e-6, high: 1.0 });
        Self { x, y, solution, reference }
    }

    fn draw(&self, out: &mut String, parameter: &str, target: GrowthTarget) {
        self.frame(out, parameter);
        self.classes(out, target);
        self.series(out, self.reference, "#888888", "reference");
        self.series(out, self.solution, "#1f5fbf", "solution");
    }

    fn place(&self, size: f64, seconds: f64) -> (f64, f64) {
        let [left, top, right, bottom] = FRAME;
        (left + (right - left) * self.x.part(size), bottom - (bottom - top) * self.y.part(seconds))
    }

    /// Frame, and a line for each power of ten.
    fn frame(&self, out: &mut String, parameter: &str) {
        let [left, top, right, bottom] = FRAME;
        for power in -9..10 {
            let value = 10_f64.powi(power);
            if value >= self.x.low && value <= self.x.high {
                let (at, _) = self.place(value, self.y.low);
                line(out, &[(at, top), (at, bottom)], "#e4e4e4", "");
                text(out, at, bottom + 18.0, "middle", QUIET, &grouped(value as usize));
            }
            if value >= self.y.low && value <= self.y.high {
                let (_, at) = self.place(self.x.low, value);
                line(out, &[(left, at), (right, at)], "#e4e4e4", "");
                text(out, left - 8.0, at + 4.0, "end", QUIET, &time(value));
            }
        }
        line(out, &[(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], "#999999", "");
        text(out, f64::midpoint(left, right), bottom + 38.0, "middle", INK, parameter);
    }

    /// What each class would look like if it cost the same at the smallest size.
    fn classes(&self, out: &mut String, target: GrowthTarget) {
        let Some(first) = self.solution.first() else { return };
        for class in CLASSES {
            let cost = |size: f64| relative_cost(class, size) / relative_cost(class, first.size as f64);
            let sizes = (0..=STEPS).map(|step| {
                let part = f64::from(step) / f64::from(STEPS);
                first.size as f64 * (self.x.high / first.size as f64).powf(part)
            });
            let inside =
                sizes.map(|size| (size, first.seconds * cost(size))).take_while(|point| point.1 <= self.y.high);
            let places: Vec<(f64, f64)> = inside.map(|(size, seconds)| self.place(size, seconds)).collect();
            if let Some(&(at_x, at_y)) = places.last().filter(|_| places.len() > 1) {
                let color = if class == target { "#2a8f4d" } else { "#bbbbbb" };
                line(out, &places, color, " stroke-dasharray=\"4 4\"");
                text(out, at_x + 4.0, at_y + 4.0, "start", color, class.name());
            }
        }
    }

    fn series(&self, out: &mut String, points: &[GrowthPoint], color: &str, name: &str) {
        let places: Vec<(f64, f64)> = points.iter().map(|point| self.place(point.size as f64, point.seconds)).collect();
        let Some(&(at_x, at_y)) = places.last() else { return };
        line(out, &places, color, " stroke-width=\"2\"");
        for (x, y) in &places {
            let _ = writeln!(out, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\" fill=\"{color}\"/>");
        }
        text(out, at_x + 30.0, at_y + 4.0, "start", color, name);
    }
}

/// What a class costs, up to a factor.
fn relative_cost(class: GrowthTarget, size: f64) -> f64 {
    match class {
        GrowthTarget::Constant => 1.0,
        GrowthTarget::Log => size.ln(),
        GrowthTarget::Linear => size,
        GrowthTarget::Linearithmic => size * size.ln(),
        GrowthTarget::Quadratic => size * size,
        GrowthTarget::Cubic => size.powi(3),
        GrowthTarget::Exponential => size.exp2(),
    }
}

fn line(out: &mut String, places: &[(f64, f64)], color: &str, more: &str) {
    let places: Vec<String> = places.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let places = places.join(" ");
    let _ = writeln!(out, "<polyline points=\"{places}\" fill=\"none\" stroke=\"{color}\"{more}/>");
}

fn text(out: &mut String, x: f64, y: f64, anchor: &str, color: &str, words: &str) {
    let words = words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    // No control character may stand in XML.
    let words: String = words.chars().filter(|c| !c.is_control()).collect();
    let _ = writeln!(out, "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" fill=\"{color}\">{words}</text>");
}
