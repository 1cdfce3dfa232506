//! What a person and a machine read of a measured growth.

use std::sync::Arc;

use kumite::model::{
    AtLargest, CostlyLine, CostlyLines, CountPoint, Doubt, Exponent, GrowthBand, GrowthFinding, GrowthPoint,
    GrowthReading, GrowthReport, GrowthTarget, MemoryGrowth, RangeEnd, RunReport, SubmissionGrowth,
};
use kumite::report::growth::{json, notes, render, svg};
use kumite::report::{junit, summary};

use super::canned::{change, run, streams};
use super::{NARROW, USUAL, situations};

const SOURCE: &str = "\
def peak_streams(sessions):
    peak = 0
    for start, _ in sessions:
        running = 0
        for other, end in sessions:
            if other <= start < end:
                running += 1
        peak = max(peak, running)
    return peak
";

fn series(sizes: &[u64], cost: impl Fn(f64) -> f64) -> Vec<GrowthPoint> {
    sizes.iter().map(|&size| GrowthPoint { size, seconds: cost(size as f64) }).collect()
}

fn told(band: GrowthBand, class: Option<GrowthTarget>, slope: f64, counted: f64) -> GrowthReading {
    GrowthReading {
        finding: GrowthFinding::Told(band, class),
        exponent: Some(Exponent { slope, give: 0.04 }),
        counted: Some(Exponent { slope: counted, give: 0.0 }),
    }
}

/// Quadratic where n log n is asked for.
fn slow() -> GrowthReport {
    let sizes = [4, 8, 15, 33, 63, 117, 262, 589, 1_324, 2_979];
    let line = |line, hits, share| CostlyLine { file: "solutions/peak.py".to_owned(), line, hits, share };
    GrowthReport {
        problem: Arc::new(streams()),
        path: "solutions/peak.py".to_owned(),
        source: SOURCE.into(),
        environment: run(Vec::new()).environment,
        parameter: "n".to_owned(),
        target: GrowthTarget::Linearithmic,
        solution: series(&sizes, |n| 5e-7 + 4e-8 * n * n),
        reference: series(&sizes, |n| 5e-7 + 2e-8 * n * n.ln()),
        reading: told(GrowthBand::Quadratic, None, 1.98, 1.97),
        counts: vec![CountPoint { size: 589, steps: 694_000, operations: None }],
        largest: Some(AtLargest { size: 100_000, solution: Some(402.3), reference: Some(0.0231), measured: false }),
        end: RangeEnd::Time,
        lines: Some(CostlyLines {
            size: 1_324,
            lines: vec![
                line(6, 1_752_976, 0.52),
                line(5, 1_754_300, 0.38),
                line(7, 88_021, 0.09),
                CostlyLine { file: "solutions/tools.py".to_owned(), line: 3, hits: 2, share: 0.03 },
                line(8, 1_324, 0.001),
            ],
        }),
        memory: None,
    }
}

/// A quadratic that no count sees.
fn copying() -> GrowthReport {
    GrowthReport { reading: told(GrowthBand::Quadratic, None, 1.93, 1.01), lines: None, ..slow() }
}

/// Within the target, up to the problem's largest size, with memory.
fn fast() -> GrowthReport {
    let sizes = [4, 63, 1_324, 100_000];
    let points = vec![(4, 376), (63, 2_048), (1_324, 90_112), (100_000, 6_291_456)];
    GrowthReport {
        solution: series(&sizes, |n| 5e-7 + 3e-8 * n * n.ln()),
        reference: series(&sizes, |n| 5e-7 + 2e-8 * n * n.ln()),
        reading: told(GrowthBand::Linear, Some(GrowthTarget::Linearithmic), 1.07, 1.11),
        largest: Some(AtLargest { size: 100_000, solution: Some(0.0345), reference: Some(0.0231), measured: true }),
        end: RangeEnd::Largest,
        lines: None,
        memory: Some(MemoryGrowth { points, reading: told(GrowthBand::Linear, None, 1.0, 1.0) }),
        ..slow()
    }
}

fn doubtful(doubt: Doubt) -> GrowthReport {
    let reading = GrowthReading {
        finding: GrowthFinding::CannotTell(doubt),
        exponent: Some(Exponent { slope: 1.61, give: 0.61 }),
        counted: None,
    };
    GrowthReport {
        reading,
        largest: Some(AtLargest { size: 100_000, solution: None, reference: None, measured: false }),
        reference: Vec::new(),
        lines: None,
        end: RangeEnd::Stopped,
        ..slow()
    }
}

#[test]
fn a_slow_solution() {
    insta::assert_snapshot!("growth_slow", render(&slow(), &USUAL));
    insta::assert_snapshot!("growth_slow_in_40_columns", render(&slow(), &NARROW));
}

#[test]
fn hidden_copying_and_a_solution_within_its_target() {
    insta::assert_snapshot!("growth_copying", render(&copying(), &USUAL));
    insta::assert_snapshot!("growth_fast", render(&fast(), &USUAL));
}

#[test]
fn what_cannot_be_told_is_said_with_its_reason() {
    let doubts = [Doubt::ShortRange, Doubt::Between(GrowthBand::Linear), Doubt::Unsteady];
    let above_plot = |page: String| page.lines().take_while(|line| !line.contains('│')).collect::<Vec<_>>().join("\n");
    let pages: Vec<String> = doubts.map(|doubt| above_plot(render(&doubtful(doubt), &USUAL))).to_vec();
    insta::assert_snapshot!("growth_doubts", pages.join("\n"));
}

#[test]
fn the_document_and_the_picture() {
    insta::assert_snapshot!("growth_json", json::render(&slow()).replace(env!("CARGO_PKG_VERSION"), "VERSION"));
    insta::assert_snapshot!("growth_svg", svg::render(&slow()));
}

#[test]
fn foreign_text_does_nothing_to_a_terminal_or_a_picture() {
    let mut report = slow();
    report.path = "a\u{1b}[2J<b>&.py".to_owned();
    report.source = "\u{1b}]0;x\u{7}\n".repeat(8).into();
    report.lines.as_mut().unwrap().lines[0].file = report.path.clone();
    let page = render(&report, &USUAL);
    assert!(page.contains("a\\x1b[2J<b>&.py") && page.contains("\\x1b]0;x\\x07"), "{page}");
    assert!(!page.contains('\u{1b}') && !page.contains('\u{7}'));
    let picture = svg::render(&report);
    assert!(picture.contains("a[2J&lt;b&gt;&amp;.py") && !picture.contains('\u{1b}'), "{picture}");
}

#[test]
fn a_report_of_nothing_is_drawn_too() {
    let mut report = doubtful(Doubt::ShortRange);
    report.solution.clear();
    assert!(render(&report, &USUAL).contains("measured at nothing"));
    assert!(svg::render(&report).ends_with("</svg>\n"));
    report.solution = series(&[7], |n| n);
    assert!(render(&report, &NARROW).contains('o'));
    assert!(!svg::render(&report).contains("NaN"));
}

/// Three accepted submissions: within their target, slower than it, and slower by hidden copying.
pub(super) fn judged(required: bool) -> RunReport {
    let submissions = [fast(), slow(), copying()].map(|found| {
        let growth = SubmissionGrowth {
            parameter: found.parameter,
            solution: found.solution,
            reference: found.reference,
            reading: found.reading,
            target: found.target,
            required,
        };
        kumite::model::SubmissionReport { growth: Some(growth), ..situations::all_accepted() }
    });
    run(submissions.to_vec())
}

#[test]
fn what_grows_too_fast_has_a_note_and_strictly_a_failing_test() {
    let page = [notes(&judged(false), &USUAL), notes(&judged(true), &USUAL)].join("---\n");
    insta::assert_snapshot!("growth_notes", page);
    assert_eq!(notes(&run(vec![situations::all_accepted()]), &USUAL), "");
    let headline = summary::render(&judged(false), summary::MOST_BYTES);
    assert_eq!(headline.matches("faster than its target n log n").count(), 2, "{headline}");
    assert!(!junit::render(&judged(false)).contains("(growth)"));
    assert_eq!(junit::render(&judged(true)).matches("name=\"(growth)\"").count(), 2);
}

#[test]
fn what_grows_faster_than_in_an_earlier_run_is_told_with_both_exponents() {
    let mut report = judged(false);
    change(&mut report, |_, submission| submission.baseline.exponent = Some(Exponent { slope: 1.02, give: 0.04 }));
    insta::assert_snapshot!("grows_faster_than_before", notes(&report, &USUAL));
    let document = super::json(&report);
    let changes =
        ["none", "slower"].map(|change| document.matches(&format!("\"growth_change\": \"{change}\"")).count());
    assert_eq!(changes, [1, 2], "the first one keeps to its target and is as it was");
    assert_eq!(summary::render(&report, summary::MOST_BYTES).matches("faster than before").count(), 2);
}
