//! What `kumite growth` found, as one JSON document. `docs/growth.md` describes it.

use serde_json::{Value as Json, json};

use super::words;
use crate::model::{
    CostlyLine, CountPoint, Doubt, Exponent, GrowthBand, GrowthFinding, GrowthPoint, GrowthReading, GrowthReport,
    RangeEnd, SubmissionGrowth,
};
use crate::report::json::{document, environment};

/// The version of the document's form. Within a version fields are added, never renamed or dropped.
const FORMAT_VERSION: u32 = 1;

/// The report as one document, with a line feed at its end.
pub fn render(report: &GrowthReport) -> String {
    let times = |points: &[GrowthPoint]| -> Json {
        points.iter().map(|point| json!({"size": point.size, "seconds": point.seconds})).collect()
    };
    let counts = |point: &CountPoint| json!({"size": point.size, "steps": point.steps, "operations": point.operations});
    let fields = json!({
        "format_version": FORMAT_VERSION,
        "tool": {"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")},
        "environment": environment(&report.environment),
        "problem": report.problem.id,
        "path": report.path,
        "parameter": report.parameter,
        "target": report.target.name(),
        "slower_than_target": report.reading.is_slower_than(report.target),
        "growth": reading(&report.reading),
        "hidden_copying": report.reading.hides_copying(),
        "range_end": match report.end {
            RangeEnd::Largest => "largest",
            RangeEnd::Time => "time",
            RangeEnd::Stopped => "stopped",
        },
        "largest": report.largest.map(|largest| json!({
            "size": largest.size,
            "measured": largest.measured,
            "seconds": largest.solution.filter(|seconds| seconds.is_finite()),
            "reference_seconds": largest.reference.filter(|seconds| seconds.is_finite()),
        })),
        "solution": times(&report.solution),
        "reference": times(&report.reference),
        "counts": report.counts.iter().map(counts).collect::<Vec<_>>(),
        "lines": report.lines.as_ref().map(|costly| json!({
            "size": costly.size,
            "lines": costly.lines.iter().map(line).collect::<Vec<_>>(),
        })),
        "memory": report.memory.as_ref().map(|memory| json!({
            "growth": reading(&memory.reading),
            "points": memory.points.iter().map(|(size, bytes)| json!({"size": size, "peak_bytes": bytes})).collect::<Vec<_>>(),
        })),
    });
    document(&fields)
}

/// What `kumite test` found of a submission.
pub(in crate::report) fn submission(growth: &SubmissionGrowth) -> Json {
    let mut fields = reading(&growth.reading);
    fields["target"] = json!(growth.target.name());
    fields["slower_than_target"] = json!(growth.reading.is_slower_than(growth.target));
    fields["required"] = json!(growth.required);
    fields
}

fn reading(reading: &GrowthReading) -> Json {
    let (band, class, doubt) = match reading.finding {
        GrowthFinding::Told(band, class) => (Some(band), class, None),
        GrowthFinding::CannotTell(doubt) => (None, None, Some(doubt)),
    };
    json!({
        "band": band.map(band_name),
        "class": class.map(crate::model::GrowthTarget::name),
        "doubt": doubt.map(|doubt| match doubt {
            Doubt::ShortRange => "short_range",
            Doubt::Between(_) => "between",
            Doubt::Unsteady => "unsteady",
        }),
        "text": words::finding(reading.finding),
        "exponent": reading.exponent.map(exponent),
        "counted_exponent": reading.counted.map(exponent),
    })
}

/// An exponent with half of its interval.
pub(in crate::report) fn exponent(exponent: Exponent) -> Json {
    json!({"value": rounded(exponent.slope), "give": rounded(exponent.give)})
}

fn band_name(band: GrowthBand) -> &'static str {
    match band {
        GrowthBand::Flat => "flat",
        GrowthBand::Linear => "linear",
        GrowthBand::Quadratic => "quadratic",
        GrowthBand::Cubic => "cubic",
        GrowthBand::Exponential => "exponential",
    }
}

fn line(line: &CostlyLine) -> Json {
    json!({"file": line.file, "line": line.line, "hits": line.hits, "share": rounded(line.share)})
}

fn rounded(number: f64) -> f64 {
    (number * 1e3).round() / 1e3
}
