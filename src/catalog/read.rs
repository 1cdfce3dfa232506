//! One package from its files to a [`Problem`], with everything that is wrong on the way.

use std::time::Duration;

use toml::de::DeTable;

use crate::model::{
    Constraint, Diagnostic, Difficulty, FollowUp, Growth, GrowthTarget, Hint, HintCondition, LimitsSpec, Place,
    Problem, Severity, Value, Verdict,
};

use super::cases::Cases;
use super::checker::{checker, default_checker};
use super::constraints::constraints;
use super::discover::PROBLEM_TOML;
use super::entry::entry;
use super::fields::Fields;
use super::package::Package;
use super::python::Python;
use super::source::{Findings, Source};

/// What reading a package gave.
pub(super) struct Reading {
    /// The problem; None where anything in `diagnostics` is an error.
    pub(super) problem: Option<Problem>,
    /// Everything found: problem.toml first, then file by file, each in the order of its lines.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Reads and checks a package. Nothing in it is run.
pub(super) fn read(package: &Package, own: Option<&Package>) -> Reading {
    let findings = Findings::default();
    let problem = read_into(package, own, &findings).filter(|_| !findings.any_error());
    Reading { problem, diagnostics: findings.sorted(&package.shown(PROBLEM_TOML)) }
}

fn read_into(package: &Package, own: Option<&Package>, findings: &Findings) -> Option<Problem> {
    check_id(package, findings);
    let text = match package.read_text(PROBLEM_TOML) {
        Ok(text) => text.unwrap_or_default(),
        Err(diagnostic) => {
            findings.push(diagnostic);
            return None;
        }
    };
    let source = Source::new(package.shown(PROBLEM_TOML), &text, findings);
    let (table, errors) = DeTable::parse_recoverable(&text);
    for error in &errors {
        let at = error.span().map_or(0, |span| span.start);
        source.error("invalid-toml", at, format!("not TOML: {}", error.message()), "Write valid TOML.");
    }
    // What the parser made of a broken file is a guess: it would only add noise.
    if errors.is_empty() { problem(package, own, table.get_ref(), &source, findings) } else { None }
}

fn check_id(package: &Package, findings: &Findings) {
    let word =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    if !package.id().split('-').all(word) {
        findings.push(Diagnostic {
            severity: Severity::Warning,
            code: "bad-id",
            place: Place::file(package.shown("")),
            message: format!("the folder's name `{}` is the problem's id, and is not kebab-case", package.id()),
            hint: Some("Rename the folder: small letters and digits, words joined by `-`.".to_owned()),
        });
    }
}

fn problem<'a>(
    package: &Package,
    own: Option<&Package>,
    table: &'a DeTable<'a>,
    source: &Source<'a>,
    findings: &Findings,
) -> Option<Problem> {
    let mut top = Fields::of_table(table, 0, source, "problem.toml");
    if !known_version(&mut top, source) {
        return None;
    }
    let python = |file: &str| match package.read_text(file) {
        Ok(text) => text.map(|text| Python::new(&text)),
        Err(diagnostic) => {
            findings.push(diagnostic);
            None
        }
    };
    let reference = python("submissions/accepted/reference.py");
    let generator = python("generator.py");
    let validator = python("validator.py");
    let program = python("checker.py");

    let title = top.string("title");
    let summary = top.string("summary");
    let difficulty = top.choice("difficulty", &Difficulty::ALL.map(|difficulty| (difficulty.name(), difficulty)));
    let topics = top.strings("topics");
    let minutes = top.count("minutes", 1);
    let (kind, entry) = entry(&mut top, source);
    let limits = top.table("limits", "[limits]").map_or_else(LimitsSpec::default, |table| limits(table, source));
    let checker = match top.table("checker", "[checker]") {
        Some(table) => checker(table, kind, entry.as_ref(), program.as_ref(), source),
        None => default_checker(kind == Some("stdin")),
    };
    let constraints: Vec<Constraint> = top
        .table("constraints", "[constraints]")
        .map_or_else(Vec::new, |table| constraints(table, entry.as_ref(), source));

    let has_reference = reference.is_some();
    let mut cases =
        Cases::new(kind, entry.as_ref(), &constraints, &checker, has_reference, generator.as_ref(), findings);
    for fields in top.tables("cases", "[[cases]]") {
        cases.given(fields, None, source);
    }
    cases.files(package, "cases/");
    for fields in top.tables("generated", "[[generated]]") {
        cases.generated(fields, source);
    }
    if !cases.any {
        source.error("no-case", 0, "there is no case", "Add a [[cases]] table.");
    }
    if let Some(own) = own {
        cases.own_files(own);
    }
    let cases = cases.finish();

    let growth = top.table("growth", "[growth]").and_then(|table| growth(table, generator.as_ref(), source));
    let hints = top.tables("hints", "[[hints]]").into_iter().filter_map(|table| hint(table, source)).collect();
    let follow_ups = top.tables("follow_ups", "[[follow_ups]]").into_iter().filter_map(follow_up).collect();
    top.finish();

    Some(Problem {
        id: package.id().to_owned(),
        dir: package.dir().map(ToOwned::to_owned),
        title: title.unwrap_or_else(|| package.id().to_owned()),
        summary,
        difficulty,
        topics,
        minutes,
        entry: entry?,
        limits,
        checker,
        constraints,
        cases,
        reference: reference.map(|python| python.text),
        generator: generator.map(|python| python.text),
        validator: validator.map(|python| python.text),
        growth,
        hints,
        follow_ups,
    })
}

/// Whether the file is of a version that is known here; what a later one means nobody can say.
fn known_version(top: &mut Fields, source: &Source) -> bool {
    let Some(node) = top.take("format_version") else {
        let message = "problem.toml has no `format_version`; 1 is taken for granted";
        source.warning("missing-key", top.at, message, "Write `format_version = 1` in the first line.");
        return true;
    };
    match node.number() {
        Some(Value::Int(1)) => true,
        Some(Value::Int(other)) => {
            let message = format!("format_version {other} is not known here");
            source.error("format-version", node.at(), message, "Write `format_version = 1`, or use a later kumite.");
            false
        }
        _ => {
            top.wrong_type("format_version", node, "an integer");
            true
        }
    }
}

fn limits(mut table: Fields, source: &Source) -> LimitsSpec {
    let default = LimitsSpec::default();
    let time = seconds(&mut table, "time_seconds", source);
    let idle = seconds(&mut table, "idle_seconds", source);
    let memory = table.count("memory_mib", 1);
    let output = table.count("output_kib", 1);
    let processes = table.count("processes", 0);
    table.finish();
    LimitsSpec {
        time,
        idle,
        memory_bytes: memory.map_or(default.memory_bytes, |mib| u64::from(mib) << 20),
        output_bytes: output.map_or(default.output_bytes, |kib| u64::from(kib) << 10),
        processes: processes.unwrap_or(default.processes),
    }
}

/// A time that is more than nothing.
fn seconds(table: &mut Fields, key: &'static str, source: &Source) -> Option<Duration> {
    let (seconds, at) = table.number(key)?;
    let time = Duration::try_from_secs_f64(seconds).ok().filter(|time| !time.is_zero());
    if time.is_none() {
        source.error("bad-value", at, format!("`{key}` cannot be {seconds}"), "Write a number of seconds over 0.");
    }
    time
}

fn growth(mut table: Fields, generator: Option<&Python>, source: &Source) -> Option<Growth> {
    let function = table.required_text("function", "Write the name of a function of generator.py.");
    let parameter = table.required_string("parameter", "Write the name of that function's parameter that is the size.");
    if table.at_of("target").is_none() {
        source.error("missing-key", table.at, "[growth] has no `target`", "Write such as `target = \"n log n\"`.");
    }
    let target = table.choice("target", &GrowthTarget::ALL.map(|target| (target.name(), target)));
    if let Some(function) = &function {
        // Judging does not need it.
        Python::expect(generator, "generator.py", &function.text, function.start(), source);
    }
    table.finish();
    Some(Growth { function: function?.text.into_owned(), parameter: parameter?, target: target? })
}

fn hint(mut table: Fields, source: &Source) -> Option<Hint> {
    let text = table.required_string("text", "Write `text = \"...\"`.");
    let when = table.table("when", "`when`").and_then(|mut when| {
        let verdict = when.choice("verdict", &Verdict::ALL.map(|verdict| (verdict.name(), verdict)));
        let tag = when.string("tag");
        let at = when.at;
        when.finish();
        match (verdict, tag) {
            (Some(_), Some(_)) => {
                source.error("conflicting-keys", at, "`when` has a verdict and a tag", "Keep one of them.");
                None
            }
            (Some(verdict), None) => Some(HintCondition::Verdict(verdict)),
            (None, Some(tag)) => Some(HintCondition::Tag(tag)),
            (None, None) => None,
        }
    });
    table.finish();
    Some(Hint { text: text?, when })
}

fn follow_up(mut table: Fields) -> Option<FollowUp> {
    let question = table.required_string("question", "Write `question = \"...\"`.");
    let answer = table.required_string("answer", "Write `answer = \"...\"`.");
    table.finish();
    Some(FollowUp { question: question?, answer: answer? })
}
