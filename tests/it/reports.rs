//! What a person and a machine read of a run, on one canned set of reports.

mod annotations;
mod canned;
mod events;
mod exceptions;
mod growth;
mod hostile;
mod html;
mod junit;
mod problems;
mod situations;
mod summary;

use std::io;

use kumite::model::{Diagnostic, Place, RunReport, Severity, SubmissionReport, Verdict};
use kumite::report::{Style, diagnostics};

use canned::{change, run};

const WIDE: Style = Style { width: 120, color: false, all_failures: false };
const USUAL: Style = Style { width: 80, color: false, all_failures: false };
const NARROW: Style = Style { width: 40, color: false, all_failures: false };

fn everything(style: Style) -> Style {
    Style { all_failures: true, ..style }
}

/// What a renderer writes.
fn written(render: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> String {
    let mut out = Vec::new();
    render(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn terminal(report: &RunReport, style: &Style) -> String {
    written(|out| kumite::report::terminal::render(report, style, out))
}

fn json(report: &RunReport) -> String {
    written(|out| kumite::report::json::render(report, out))
}

fn html(report: &RunReport) -> String {
    written(|out| kumite::report::html::render(report, out))
}

fn shown(submission: SubmissionReport, style: &Style) -> String {
    terminal(&run(vec![submission]), style)
}

/// A dozen submissions, most of them accepted.
fn many() -> RunReport {
    let mut submissions: Vec<SubmissionReport> = (1..=9)
        .map(|number| {
            let mut submission = situations::all_accepted();
            submission.path = format!("solutions/problem_{number}.py");
            submission
        })
        .collect();
    submissions.insert(2, situations::one_too_high());
    submissions.insert(5, situations::syntax_error());
    submissions.push(situations::interrupted());
    RunReport { interrupted: true, ..run(submissions) }
}

/// One test and one snapshot for each situation, as an 80-column terminal shows it.
macro_rules! situations {
    ($($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                insta::assert_snapshot!(stringify!($name), shown(situations::$name(), &everything(USUAL)));
            }
        )*

        /// All of them, for what must hold of every report.
        fn all_situations() -> Vec<SubmissionReport> {
            vec![$(situations::$name()),*]
        }
    };
}

situations! {
    all_accepted with_warnings of_an_earlier_run slower_than_before memory_hungry one_too_high deep_in_a_list other_length missing_and_unexpected texts
    set_for_list nothing_returned float_for_int near_misses returned_instead rejected_by_checker undecided
    exception untouched_starter endless_recursion mutual_recursion chained_exceptions endings limits too_near_to_tell syntax_error no_entry_point judge_error
    judge_error_before_any_case fail_fast interrupted printed_lines printed_bytes printed_words long_texts
    program_reads_too_much class_calls cut_values cut_text hostile
}

#[test]
fn only_the_first_failures_are_shown() {
    insta::assert_snapshot!("first_failures", shown(situations::one_too_high(), &USUAL));
}

#[test]
fn many_submissions_are_shown_in_short() {
    insta::assert_snapshot!("many", terminal(&many(), &USUAL));
    insta::assert_snapshot!("many_in_40_columns", terminal(&many(), &NARROW));
}

#[test]
fn what_is_missing_on_the_machine_is_said() {
    let mut report = run(vec![situations::all_accepted(), situations::memory_hungry()]);
    report.environment.missing_protections =
        vec!["landlock (the kernel is older than 5.13)".to_owned(), "seccomp (not compiled in)".to_owned()];
    insta::assert_snapshot!("missing_protections", terminal(&report, &USUAL));
}

#[test]
fn other_widths_show_the_same() {
    let report = || run(vec![situations::one_too_high(), situations::deep_in_a_list(), situations::printed_lines()]);
    insta::assert_snapshot!("in_40_columns", terminal(&report(), &NARROW));
    insta::assert_snapshot!("in_120_columns", terminal(&report(), &WIDE));
}

#[test]
fn colours_mark_what_matters() {
    let report = run(vec![situations::all_accepted(), situations::texts(), situations::limits()]);
    let painted = terminal(&report, &Style { color: true, ..USUAL });
    insta::assert_snapshot!("colours", painted.replace('\u{1b}', "ESC"));
}

/// Takes the colours out, and nothing else.
fn unpainted(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| out + part.split_once('m').unwrap().1)
}

#[test]
fn colours_change_nothing_else() {
    for submission in all_situations() {
        let report = run(vec![submission]);
        let painted = terminal(&report, &Style { color: true, ..everything(USUAL) });
        assert_ne!(painted, unpainted(&painted));
        assert_eq!(unpainted(&painted), terminal(&report, &everything(USUAL)));
    }
}

#[test]
fn the_json_document_is_as_described() {
    let mut report = run(vec![
        situations::one_too_high(),
        situations::exception(),
        situations::syntax_error(),
        situations::cut_values(),
    ]);
    change(&mut report, |place, submission| {
        submission.cases.drain([1..8, 0..3, 1..1, 1..1][place].clone());
        submission.cases.truncate([2, 99, 1, 99][place]);
    });
    insta::assert_snapshot!("json", json(&report).replace(env!("CARGO_PKG_VERSION"), "VERSION"));
}

#[test]
fn a_time_too_near_to_tell_is_in_the_json_document_with_its_spread() {
    let document: serde_json::Value = serde_json::from_str(&json(&run(vec![situations::too_near_to_tell()]))).unwrap();
    let case = &document["submissions"][0]["cases"][3];
    assert_eq!(case["verdict"], "accepted");
    // 1.31 and 1.12 s under a limit of 1 s.
    assert_eq!(case["noisy"], serde_json::json!({"of_limit": 1.12, "spread": 0.17}));
    assert_eq!(case["cpu_seconds_of_runs"], serde_json::json!([1.31, 1.12, 1.204, 1.15]));
    assert!(document["submissions"][0]["cases"][0].get("noisy").is_none());
}

#[test]
fn every_json_document_has_every_field() {
    const CASE: [&str; 14] = [
        "name",
        "group",
        "tags",
        "verdict",
        "cpu_seconds",
        "wall_seconds",
        "peak_memory_bytes",
        "message",
        "input",
        "expected",
        "actual",
        "stdout",
        "stderr",
        "traceback",
    ];
    const SUBMISSION: [&str; 6] = ["problem", "path", "verdict", "time_limit_seconds", "memory_limit_mib", "cases"];
    for submission in all_situations() {
        let document: serde_json::Value = serde_json::from_str(&json(&run(vec![submission]))).unwrap();
        let submission = &document["submissions"][0];
        assert!(SUBMISSION.iter().all(|field| submission.get(field).is_some()));
        for case in submission["cases"].as_array().unwrap() {
            assert!(CASE.iter().all(|field| case.get(field).is_some()), "{case}");
            let accepted = case["verdict"] == Verdict::Accepted.name();
            assert_eq!(accepted, case["message"] == "", "{case}");
        }
    }
}

#[test]
fn a_traceback_is_as_python_writes_it() {
    let traceback = |situation| {
        let document: serde_json::Value = serde_json::from_str(&json(&run(vec![situation]))).unwrap();
        document["submissions"][0]["cases"][0]["traceback"].as_str().unwrap().to_owned()
    };
    insta::assert_snapshot!(traceback(situations::chained_exceptions()));
    insta::assert_snapshot!(traceback(situations::endless_recursion()));
    let cut = traceback(situations::mutual_recursion());
    assert_eq!(cut.lines().filter(|line| *line == "  [956 frames left out]").count(), 1, "{cut}");
}

#[test]
fn json_messages_say_what_went_wrong() {
    let messages: Vec<String> = all_situations()
        .into_iter()
        .filter(|submission| !submission.path.contains('\u{1b}'))
        .flat_map(|submission| {
            let document: serde_json::Value = serde_json::from_str(&json(&run(vec![submission]))).unwrap();
            document["submissions"][0]["cases"].as_array().unwrap().clone()
        })
        .filter(|case| case["verdict"] != "accepted" && case["verdict"] != "skipped")
        .map(|case| format!("{:22} {}", case["verdict"].as_str().unwrap(), case["message"].as_str().unwrap()))
        .collect();
    insta::assert_snapshot!("messages", messages.join("\n"));
}

#[test]
fn diagnostics_have_place_message_and_hint() {
    let diagnostics_found = [
        Diagnostic {
            severity: Severity::Error,
            code: "unknown-key",
            place: Place { file: "problems/intervals/peak/problem.toml".into(), position: Some((12, 3)) },
            message: "`lenght` is not a key of a constraint".to_owned(),
            hint: Some("did you mean `length`?".to_owned()),
        },
        Diagnostic {
            severity: Severity::Warning,
            code: "no-statement",
            place: Place::file("problems/intervals/peak"),
            message: "there is no statement.md, so `kumite show` has nothing to show but the signature".to_owned(),
            hint: None,
        },
    ];
    insta::assert_snapshot!("diagnostics", diagnostics::render(&diagnostics_found, &USUAL));
}

fn document(name: &str) -> String {
    std::fs::read_to_string(format!("{}/docs/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

#[test]
fn the_documents_name_every_field_and_verdict() {
    let reports = document("reports.md");
    for submission in all_situations() {
        let report: serde_json::Value = serde_json::from_str(&json(&run(vec![submission]))).unwrap();
        let submission = &report["submissions"][0];
        let objects = [&report, &report["environment"], &report["stats"], submission];
        for object in objects.into_iter().chain(submission["cases"].as_array().unwrap()) {
            for field in object.as_object().unwrap().keys() {
                assert!(reports.contains(&format!("| `{field}` |")), "docs/reports.md does not describe {field}");
            }
        }
    }
    let verdicts = document("verdicts.md");
    for verdict in Verdict::ALL {
        let row = format!("| {} | `{}` |", verdict.short(), verdict.name());
        assert!(verdicts.contains(&row), "docs/verdicts.md lacks {row}");
    }
}
