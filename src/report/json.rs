//! The machine-readable report: one JSON document, as `docs/reports.md` describes it.

use std::io;
use std::time::Duration;

use serde_json::{Map, Value as Json, json};

use crate::model::{
    Answer, Baseline, CaseInput, CaseReport, Cause, Change, Environment, Excerpt, Instead, RunReport, Shard,
    SubmissionReport, Warning,
};

use super::advice::near_miss;
use super::growth;
use super::stored;
use super::traceback;
use super::warning::sentences;
use super::words::{loading_message, message};

/// The version of the document's form. Within a version fields are added, never renamed or dropped.
pub(super) const FORMAT_VERSION: u32 = 1;
/// Levels of the document that get a line per item; what lies deeper stands on one line.
const OPEN_LEVELS: usize = 4;

/// Writes the report as one JSON document, with a line feed at its end. One submission at a time: together they would
/// take many times their text.
pub fn render(report: &RunReport, out: &mut dyn io::Write) -> io::Result<()> {
    let stats = report.stats();
    let mut fields = Fields::open(out, 0);
    fields.field("format_version", &json!(FORMAT_VERSION))?;
    fields.field("tool", &tool())?;
    fields.field("environment", &environment(&report.environment))?;
    fields.field("commit", &json!(report.commit))?;
    match &report.shard {
        Some(shard) => write_shard(shard, report, fields.begin("shard")?)?,
        None => fields.field("shard", &Json::Null)?,
    }
    fields.field("interrupted", &json!(report.interrupted))?;
    let stats = json!({
        "submissions": stats.submissions,
        "accepted": stats.accepted,
        "cases": stats.cases,
        "cases_accepted": stats.cases_accepted,
        "cached": stats.cached,
        "wall_seconds": seconds(report.wall),
    });
    fields.field("stats", &stats)?;
    write_submissions(report, fields.begin("submissions")?)?;
    fields.close()?.write_all(b"\n")
}

fn write_submissions(report: &RunReport, out: &mut dyn io::Write) -> io::Result<()> {
    if report.submissions.is_empty() {
        return out.write_all(b"[]");
    }
    for (index, report) in report.submissions.iter().enumerate() {
        let mut text = if index == 0 { "[\n    " } else { ",\n    " }.to_owned();
        write(&mut text, &submission(&report), 2);
        out.write_all(text.as_bytes())?;
    }
    out.write_all(b"\n  ]")
}

/// Which part of a run it is. Whoever puts the parts together needs more of a run than the document has, to write it
/// in every format.
fn write_shard(shard: &Shard, report: &RunReport, out: &mut dyn io::Write) -> io::Result<()> {
    let mut fields = Fields::open(out, 1);
    fields.field("index", &json!(shard.index))?;
    fields.field("total", &json!(shard.total))?;
    fields.field("plan", &json!(shard.plan))?;
    fields.field("submissions", &json!(shard.submissions))?;
    fields.field("positions", &json!(shard.positions))?;
    let out = fields.begin("state")?;
    out.write_all(b"\"")?;
    stored::write_state(report, out)?;
    out.write_all(b"\"")?;
    fields.close().map(drop)
}

/// An object that is written field by field, so that it need not be in memory as a whole.
struct Fields<'w> {
    out: &'w mut dyn io::Write,
    level: usize,
    before: &'static str,
}

impl<'w> Fields<'w> {
    fn open(out: &'w mut dyn io::Write, level: usize) -> Self {
        Self { out, level, before: "{" }
    }

    /// Where the value of this field is to be written.
    fn begin(&mut self, name: &str) -> io::Result<&mut dyn io::Write> {
        let indent = "  ".repeat(self.level + 1);
        write!(self.out, "{}\n{indent}{}: ", self.before, line(&Json::from(name)))?;
        self.before = ",";
        Ok(self.out)
    }

    fn field(&mut self, name: &str, value: &Json) -> io::Result<()> {
        let mut text = String::new();
        write(&mut text, value, self.level + 1);
        self.begin(name)?.write_all(text.as_bytes())
    }

    fn close(self) -> io::Result<&'w mut dyn io::Write> {
        write!(self.out, "\n{}}}", "  ".repeat(self.level))?;
        Ok(self.out)
    }
}

pub(super) fn tool() -> Json {
    json!({"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")})
}

pub(super) fn environment(environment: &Environment) -> Json {
    json!({
        "python": environment.python,
        "executable": environment.executable,
        "platform": environment.platform,
        "isolation": environment.isolation.name(),
        "protections": environment.protections,
        "missing_protections": environment.missing_protections,
        "memory_method": environment.memory_method,
    })
}

pub(super) fn submission(report: &SubmissionReport) -> Json {
    let raised = report.raised.as_ref();
    let mut fields = json!({
        "problem": report.problem.id,
        "path": report.path,
        "verdict": report.verdict.name(),
        "cached": report.cached,
        "time_limit_seconds": seconds(report.time_limit),
        "memory_limit_mib": mebibytes(report.memory_limit_bytes),
        "cpu_ratio": report.cpu_ratio,
        "baseline": baseline(report),
        "message": loading_message(report).unwrap_or_default(),
        "traceback": raised.map(traceback::python),
        "growth": report.growth.as_ref().map(growth::json::submission),
    });
    // What is large is moved into its place: the macro would copy it.
    fields["cases"] = report.cases.iter().map(|case| self::case(case, report)).collect();
    fields["warnings"] = report.warnings.iter().map(warning).collect();
    fields
}

/// What an earlier run found, and how this one stands to it; null where there is nothing to compare with.
fn baseline(report: &SubmissionReport) -> Json {
    if report.baseline == Baseline::default() {
        return Json::Null;
    }
    json!({
        "cpu_ratio": report.baseline.cpu_ratio,
        "change": report.change().map(Change::name),
        "exponent": report.baseline.exponent.map(growth::json::exponent),
        "growth_change": report.growth_change().map(Change::name),
    })
}

fn warning(warning: &Warning) -> Json {
    let (kind, changed, line) = match &warning.cause {
        Cause::State(changed) => ("shared_state", changed.as_slice(), None),
        Cause::HashSeed(line) => ("hash_seed", &[][..], *line),
    };
    let changed: Vec<Json> = changed
        .iter()
        .map(|(changed, line)| json!({"what": changed.what.name(), "name": changed.name, "line": line}))
        .collect();
    let (actual, exception) = match &warning.instead {
        Instead::Answer(answer) => (Some(answer), None),
        Instead::Exception(exception) => (None, Some(exception)),
    };
    json!({
        "kind": kind,
        "case": warning.case,
        "expected": warning.expected,
        "actual": actual,
        "exception": exception,
        "changed": changed,
        "line": line,
        "message": sentences(warning),
    })
}

pub(super) fn case(case: &CaseReport, submission: &SubmissionReport) -> Json {
    let mut truncated = Map::new();
    let mut fields = json!({
        "name": case.name,
        "group": case.group.name(),
        "tags": case.tags,
        "why": case.why,
        "verdict": case.verdict.name(),
        "cpu_seconds": seconds(case.cpu),
        "wall_seconds": seconds(case.wall),
        "peak_memory_bytes": case.peak_memory,
        "message": message(case, submission),
        "near_miss": case.difference.as_ref().and_then(|difference| near_miss(difference, &submission.problem)),
    });
    fields["input"] = excerpt("input", case.input.as_ref(), CaseInput::to_json, &mut truncated);
    fields["expected"] = excerpt("expected", case.expected.as_ref(), Answer::to_json, &mut truncated);
    fields["actual"] = excerpt("actual", case.actual.as_ref(), Answer::to_json, &mut truncated);
    fields["stdout"] = json!(case.stdout);
    fields["stderr"] = json!(case.stderr);
    fields["traceback"] = json!(case.raised.as_ref().map(traceback::python));
    if !truncated.is_empty() {
        fields["truncated"] = Json::Object(truncated);
    }
    if let Some(runs) = case.noisy_runs() {
        fields["noisy"] = noisy(runs, submission.time_limit);
        fields["cpu_seconds_of_runs"] = runs.iter().copied().map(seconds).collect();
    }
    fields
}

/// How near to its limit a case is, and by how much its runs differ.
fn noisy(runs: &[Duration], limit: Duration) -> Json {
    let rounded = |number: f64| json!((number * 1e3).round() / 1e3);
    let smallest = runs.iter().min().copied().unwrap_or_default().as_secs_f64();
    let largest = runs.iter().max().copied().unwrap_or_default().as_secs_f64();
    json!({"of_limit": rounded(smallest / limit.as_secs_f64()), "spread": rounded(largest / smallest - 1.0)})
}

/// A value whole, or the part of it that was kept; then `truncated` names the file that holds the whole.
fn excerpt<T>(
    field: &str,
    excerpt: Option<&Excerpt<T>>,
    to_json: impl Fn(&T) -> Json,
    truncated: &mut Map<String, Json>,
) -> Json {
    match excerpt {
        None => Json::Null,
        Some(Excerpt::Whole(value)) => to_json(value),
        Some(Excerpt::Cut { text, kept, .. }) => {
            truncated.insert(field.to_owned(), json!(kept));
            Json::String(text.clone())
        }
    }
}

pub(super) fn seconds(time: Duration) -> Json {
    json!((time.as_secs_f64() * 1e6).round() / 1e6)
}

fn mebibytes(bytes: u64) -> Json {
    const MIB: u64 = 1 << 20;
    if bytes.is_multiple_of(MIB) { json!(bytes / MIB) } else { json!(bytes as f64 / MIB as f64) }
}

/// A document of its own, with a line feed at its end.
pub(super) fn document(json: &Json) -> String {
    let mut out = String::new();
    write(&mut out, json, 0);
    out.push('\n');
    out
}

/// Writes the upper levels with a line per item, so that a report can be read and compared line by line, and what
/// lies deeper on one line, so that a long list of numbers does not take a line for each.
fn write(out: &mut String, json: &Json, level: usize) {
    let indent = |out: &mut String, level: usize| {
        out.push('\n');
        out.push_str(&"  ".repeat(level));
    };
    match json {
        Json::Object(fields) if level < OPEN_LEVELS && !fields.is_empty() => {
            out.push('{');
            for (index, (name, value)) in fields.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { "," });
                indent(out, level + 1);
                out.push_str(&line(&Json::from(name.as_str())));
                out.push_str(": ");
                write(out, value, level + 1);
            }
            indent(out, level);
            out.push('}');
        }
        Json::Array(items) if level < OPEN_LEVELS && items.iter().any(Json::is_object) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { "," });
                indent(out, level + 1);
                write(out, item, level + 1);
            }
            indent(out, level);
            out.push(']');
        }
        json => out.push_str(&line(json)),
    }
}

/// On one line. In a log of GitHub Actions `##[` begins a command, so the text has it as an escape of JSON.
pub(super) fn line(json: &Json) -> String {
    json.to_string().replace("##[", "#\\u0023[")
}
