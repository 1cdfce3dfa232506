//! Submissions in every situation that a report must explain.

use std::time::Duration;

use kumite::model::{
    Answer, Baseline, CaseInput, CaseReport, CpuRatio, Difference, DifferenceKind, Excerpt, Frame, Group, NearMiss,
    Note, Path, Raised, Rule, Step, SubmissionReport, Value, Verdict,
};

pub(super) use super::canned::with_warnings;
use super::canned::*;
pub(super) use super::exceptions::{
    chained_exceptions, endless_recursion, exception, mutual_recursion, untouched_starter,
};

fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// Some accepted cases, the last one the slowest.
pub(super) fn accepted(count: usize) -> Vec<CaseReport> {
    (1..=count)
        .map(|number| CaseReport {
            group: if number <= 3 { Group::Sample } else { Group::Secret },
            cpu: millis(number as u64 * 20),
            ..case(&format!("case-{number}"))
        })
        .collect()
}

pub(super) fn with(mut cases: Vec<CaseReport>, more: Vec<CaseReport>) -> Vec<CaseReport> {
    cases.extend(more);
    cases
}

pub(super) fn all_accepted() -> SubmissionReport {
    submission(streams(), accepted(13))
}

/// What an earlier run found.
pub(super) fn of_an_earlier_run() -> SubmissionReport {
    SubmissionReport { cached: true, ..all_accepted() }
}

/// Accepted, and slower than it was.
pub(super) fn slower_than_before() -> SubmissionReport {
    let ratio = |rounds: &[f64]| CpuRatio::of_rounds("case-2", "sum".to_owned(), rounds.to_vec());
    SubmissionReport {
        cpu_ratio: ratio(&[1.42, 1.45, 1.55]),
        baseline: Baseline { cpu_ratio: ratio(&[1.01, 1.02, 1.08]), exponent: None },
        ..all_accepted()
    }
}

pub(super) fn memory_hungry() -> SubmissionReport {
    let mut cases = accepted(4);
    cases[3].peak_memory = 200 << 20;
    submission(streams(), cases)
}

/// A number that is one too high, five failing cases.
pub(super) fn one_too_high() -> SubmissionReport {
    let touching = |name: &str| {
        let mut difference = other_value(Path::default(), "1", "2");
        difference.near_miss = Some(NearMiss::ConstantOffset(1));
        CaseReport {
            tags: vec!["boundary".to_owned()],
            why: Some("A stream that ends when another starts does not overlap it.".to_owned()),
            ..wrong(name, "[[[1, 5], [5, 9]]]", "1", "2", difference)
        }
    };
    let mut first = touching("touching-intervals");
    first.group = Group::Sample;
    let rest = ["ends-meet", "chain", "all-in-a-row", "same-instant"].map(touching);
    submission(streams(), with(accepted(8), std::iter::once(first).chain(rest).collect()))
}

/// A wrong number deep in a long answer.
pub(super) fn deep_in_a_list() -> SubmissionReport {
    let rates = |wrong: Option<&str>| -> String {
        let item = |number: usize| match wrong {
            Some(rate) if number == 41 => format!("{{\"minute\": {number}, \"rate\": {rate}}}"),
            _ => format!("{{\"minute\": {number}, \"rate\": 0.5}}"),
        };
        format!("[{}]", (0..100).map(item).collect::<Vec<_>>().join(", "))
    };
    let path = Path(vec![Step::Index(41), Step::Key("rate".to_owned())]);
    let events: Vec<String> = (0..400).map(|number| (number * 37 % 600).to_string()).collect();
    let mut difference = other_value(path, "0.5", "0.25");
    difference.rule = Rule::Float { rel: 1e-6, abs: 1e-9 };
    let input = format!("[[{}], 60]", events.join(", "));
    let case = wrong("long-day", &input, &rates(None), &rates(Some("0.25")), difference);
    submission(rates_problem(), vec![case])
}

fn rates_problem() -> kumite::model::Problem {
    super::canned::rates()
}

pub(super) fn other_length() -> SubmissionReport {
    let kind = DifferenceKind::Length { expected: 3, got: 2, item: "3".to_owned() };
    let short = wrong("last-window", "[[1, 2, 3], 1]", "[1, 2, 3]", "[1, 2]", of_kind(Path::default(), kind));
    let kind = DifferenceKind::Length { expected: 1, got: 3, item: "3".to_owned() };
    let long = wrong("inner-window", "[[1, 2], 1]", "[[1], [2]]", "[[1], [2, 3, 4]]", of_kind(index(&[1]), kind));
    submission(rates(), vec![short, long])
}

pub(super) fn missing_and_unexpected() -> SubmissionReport {
    let missing = DifferenceKind::Missing { item: "'b': 2".to_owned() };
    let missing =
        wrong("key-missing", "[[], 1]", r#"{"a": 1, "b": 2}"#, r#"{"a": 1}"#, of_kind(Path::default(), missing));
    let unexpected = DifferenceKind::Unexpected { item: "'c': 3".to_owned() };
    let unexpected =
        wrong("key-added", "[[], 1]", r#"{"a": 1}"#, r#"{"c": 3, "a": 1}"#, of_kind(index(&[]), unexpected));
    let elements = DifferenceKind::Elements {
        missing: 1,
        first_missing: Some("9".to_owned()),
        unexpected: 3,
        first_unexpected: Some("7".to_owned()),
    };
    let elements = wrong("elements", "[[], 1]", "[3, 5, 9]", "[5, 7, 3, 8, 8]", of_kind(Path::default(), elements));
    submission(rates(), vec![missing, unexpected, elements])
}

/// A text that differs in one letter, and one that differs in letter case.
pub(super) fn texts() -> SubmissionReport {
    let letter = wrong(
        "typo",
        "[[1], 2]",
        r#"["the streaming service", "b"]"#,
        r#"["the steaming service", "b"]"#,
        other_value(index(&[0]), "'the streaming service'", "'the steaming service'"),
    );
    let mut difference = other_value(index(&[1]), "'ErrorCode A'", "'errorcode a'");
    difference.near_miss = Some(NearMiss::LetterCase);
    let case = wrong("letter-case", "[[1], 2]", r#"["x", "ErrorCode A"]"#, r#"["x", "errorcode a"]"#, difference);
    submission(rates(), vec![letter, case])
}

fn typed(name: &str, expected: (&str, &str), got: (&str, &str), jsons: (&str, &str)) -> SubmissionReport {
    let difference = other_type(Path::default(), expected, got);
    submission(rates(), vec![wrong(name, "[[1], 2]", jsons.0, jsons.1, difference)])
}

pub(super) fn set_for_list() -> SubmissionReport {
    let mut set = typed("set-for-list", ("list[int]", "[1, 2]"), ("set", "{1, 2}"), ("[1, 2]", "[1, 2]"));
    set.cases[0].actual = whole(Answer::Returned(Value::Set(vec![Value::Int(1), Value::Int(2)])));
    set
}

pub(super) fn nothing_returned() -> SubmissionReport {
    typed("nothing", ("list[int]", "[1, 2]"), ("NoneType", "None"), ("[1, 2]", "null"))
}

pub(super) fn float_for_int() -> SubmissionReport {
    typed("float-for-int", ("int", "2"), ("float", "2.0"), ("2", "2.0"))
}

pub(super) fn rejected_by_checker() -> SubmissionReport {
    let kind =
        DifferenceKind::Program { message: "title 3 stands before title 1, which was watched longer".to_owned() };
    let difference = Difference { rule: Rule::Program, ..of_kind(Path::default(), kind) };
    submission(rates(), vec![wrong("any-order", "[[1], 2]", "[1, 3]", "[3, 1]", difference)])
}

/// A wrong answer of which nothing says how it is wrong.
pub(super) fn undecided() -> SubmissionReport {
    let mut case = wrong("odd", "[[1], 2]", "[1, 3]", "[3, 1]", other_value(Path::default(), "", ""));
    case.difference = None;
    submission(rates(), vec![case])
}

pub(super) fn near_misses() -> SubmissionReport {
    let near = |name: &str, near_miss: NearMiss, expected: &str, actual: &str, difference: (&str, &str)| {
        let mut difference = other_value(Path::default(), difference.0, difference.1);
        difference.near_miss = Some(near_miss);
        wrong(name, "[[3, 1, 2], 1]", expected, actual, difference)
    };
    let mut printed = near("printed-instead", NearMiss::PrintedInstead, "[1, 2]", "null", ("[1, 2]", "None"));
    printed.stdout.push_str("[1, 2]\n");
    let mut offset = near("offset", NearMiss::ConstantOffset(-3), "[4, 5]", "[1, 2]", ("4", "1"));
    offset.difference.as_mut().unwrap().path = index(&[0]);
    let cases = vec![
        near("order", NearMiss::Order, "[1, 2, 3]", "[3, 1, 2]", ("[1, 2, 3]", "[3, 1, 2]")),
        near("white-space", NearMiss::WhiteSpace, "\"a b\"", "\"a  b\"", ("'a b'", "'a  b'")),
        offset,
        near("rounding", NearMiss::Rounding, "0.3", "0.30000000000000004", ("0.3", "0.30000000000000004")),
        near("number-type", NearMiss::NumberType, "1", "true", ("1", "True")),
        printed,
        near("changed-argument", NearMiss::ChangedArgument(0), "[1, 2, 3]", "null", ("[1, 2, 3]", "None")),
        near("wrapping", NearMiss::Wrapping, "[1]", "[[1]]", ("1", "[1]")),
        near("duplicates", NearMiss::Duplicates, "[1, 2]", "[1, 2, 2]", ("[1, 2]", "[1, 2, 2]")),
    ];
    submission(rates(), cases)
}

pub(super) fn returned_instead() -> SubmissionReport {
    let mut difference = other_value(index(&[0]), "3", "1");
    difference.near_miss = Some(NearMiss::ReturnedInstead);
    submission(rotation(), vec![wrong("by-one", "[[1, 2, 3], 1]", "[3, 1, 2]", "[1, 2, 3]", difference)])
}

pub(super) fn failed(name: &str, verdict: Verdict) -> CaseReport {
    CaseReport { verdict, input: args("[[[1, 5], [5, 9]]]"), expected: returned("1"), ..case(name) }
}

pub(super) fn endings() -> SubmissionReport {
    let ended = |name: &str, note: Note| CaseReport { notes: vec![note], ..failed(name, Verdict::RunTimeError) };
    let unencodable = |type_name: &str, path: &str, reason: &str| Note::Unencodable {
        type_name: type_name.to_owned(),
        path: path.to_owned(),
        reason: reason.to_owned(),
    };
    let cases = vec![
        ended("crash", Note::Signal(11)),
        ended("exit", Note::ExitCode(3)),
        ended("generator", unencodable("generator", "$", "")),
        ended("numpy", unencodable("numpy.int64", "$[2]", "")),
        ended("cycle", unencodable("list", "$[0]", "it contains itself")),
        ended("garbled", Note::GarbledReply),
        ended("processes", Note::TooManyProcesses),
        ended("threads", Note::TooManyThreads),
    ];
    submission(streams(), cases)
}

pub(super) fn limits() -> SubmissionReport {
    let slow = CaseReport {
        cpu: millis(2004),
        tags: vec!["scale".to_owned()],
        input: Some(Excerpt::Cut {
            text: "[[[0,5],[2,7],[3,11],[4,18],...]]".to_owned(),
            bytes: 65_600,
            kept: Some(".kumite/kept/overlapping-100k/input.json".to_owned()),
        }),
        ..failed("overlapping-100k", Verdict::TimeLimitExceeded)
    };
    let noisy = CaseReport {
        cpu: millis(1120),
        notes: vec![Note::Noisy(vec![millis(1310), millis(1120), millis(1204)])],
        ..failed("near-the-limit", Verdict::TimeLimitExceeded)
    };
    let memory = CaseReport {
        peak_memory: 255 << 20,
        raised: Some(raised("MemoryError", "", vec![frame(6, "peak_streams")])),
        ..failed("every-second", Verdict::MemoryLimitExceeded)
    };
    let resident = CaseReport { peak_memory: 301 << 20, ..failed("mapped", Verdict::MemoryLimitExceeded) };
    let output = CaseReport { stdout: "tick\n".repeat(400), ..failed("chatty", Verdict::OutputLimitExceeded) };
    let idle = CaseReport { wall: millis(5013), ..failed("asleep", Verdict::IdlenessLimitExceeded) };
    submission(streams(), with(accepted(3), vec![slow, noisy, memory, resident, output, idle]))
}

/// Accepted, with a time over its limit by too little to tell.
pub(super) fn too_near_to_tell() -> SubmissionReport {
    let noisy = CaseReport {
        cpu: millis(1120),
        notes: vec![Note::Noisy(vec![millis(1310), millis(1120), millis(1204), millis(1150)])],
        ..failed("overlapping-100k", Verdict::Accepted)
    };
    submission(streams(), with(accepted(3), vec![noisy]))
}

fn not_run(count: usize, note: Option<&Note>) -> Vec<CaseReport> {
    let skipped = |case: CaseReport| CaseReport {
        verdict: Verdict::Skipped,
        cpu: Duration::ZERO,
        peak_memory: 0,
        notes: note.into_iter().cloned().collect(),
        ..case
    };
    accepted(count).into_iter().map(skipped).collect()
}

pub(super) fn syntax_error() -> SubmissionReport {
    let source = Some("    def peak_streams(sessions".to_owned());
    let place = Frame { column: Some(21), source, ..frame(5, "<module>") };
    let raised = Raised { loaded: false, ..raised("SyntaxError", "'(' was never closed", vec![place]) };
    SubmissionReport {
        verdict: Verdict::CompileError,
        source: "import heapq\n\n\ndef f():\n    def peak_streams(sessions\n".into(),
        message: Some("SyntaxError: '(' was never closed".to_owned()),
        raised: Some(raised),
        ..submission(streams(), not_run(13, None))
    }
}

pub(super) fn no_entry_point() -> SubmissionReport {
    SubmissionReport {
        verdict: Verdict::CompileError,
        message: Some("the file does not define `peak_streams`; it defines `peak_stream`".to_owned()),
        ..submission(streams(), not_run(13, None))
    }
}

pub(super) fn judge_error() -> SubmissionReport {
    let notes = vec![Note::Judge("the harness left with exit code 70 while it forked".to_owned())];
    let case = CaseReport { notes, ..failed("touching-intervals", Verdict::JudgeError) };
    submission(streams(), with(accepted(3), vec![case]))
}

pub(super) fn judge_error_before_any_case() -> SubmissionReport {
    SubmissionReport {
        verdict: Verdict::JudgeError,
        message: Some("reference.py, line 3: ValueError: no rng".to_owned()),
        ..submission(streams(), not_run(13, None))
    }
}

pub(super) fn fail_fast() -> SubmissionReport {
    let mut cases = one_too_high().cases;
    cases.truncate(9);
    submission(streams(), with(cases, not_run(5, None)))
}

pub(super) fn interrupted() -> SubmissionReport {
    submission(streams(), with(accepted(4), not_run(9, Some(&Note::Interrupted))))
}

fn wrong_text(name: &str, expected: &str, actual: &str, kind: DifferenceKind) -> CaseReport {
    CaseReport {
        verdict: Verdict::WrongAnswer,
        input: stdin("GET /a 200\nGET /b 404\nGET /c 200\n"),
        expected: printed(expected),
        actual: printed(actual),
        stdout: actual.to_owned(),
        difference: Some(Difference { rule: Rule::Lines(None), ..of_kind(Path::default(), kind) }),
        ..case(name)
    }
}

fn line(line: usize, expected: Option<&str>, got: Option<&str>) -> DifferenceKind {
    DifferenceKind::Line { line, expected: expected.map(str::to_owned), got: got.map(str::to_owned) }
}

pub(super) fn printed_lines() -> SubmissionReport {
    let expected = "total 9\n200 4\n301 1\n404 2\n500 1\n502 0\n503 1\n";
    let changed = expected.replace("404 2", "404 3");
    let dropped = expected.replace("301 1\n", "");
    let cases = vec![
        wrong_text("miscounted", expected, &changed, line(4, Some("404 2"), Some("404 3"))),
        wrong_text("line-dropped", expected, &dropped, line(3, Some("301 1"), Some("404 2"))),
        wrong_text("ends-early", expected, "total 9\n200 4\n", line(3, Some("301 1"), None)),
        wrong_text("too-much", "total 9\n", "total 9\ndone\n", line(2, None, Some("done"))),
        wrong_text("inner-space", "total 9\n", "total\t9\n", line(1, Some("total 9"), Some("total\t9"))),
        wrong_text("nothing", "total 9\n", "", line(1, Some("total 9"), None)),
    ];
    submission(status_counts(), cases)
}

/// Differences far inside of a long line and of a long text.
pub(super) fn long_texts() -> SubmissionReport {
    let words: Vec<String> = (0..90).map(|number| format!("word{number}")).collect();
    let expected = words.join(" ");
    let got = expected.replace("word47", "world47");
    let text = line(1, Some("...d46 word47 word..."), Some("...d46 world47 word..."));
    let literal = |text: &str| serde_json::Value::from(text).to_string();
    let value = wrong(
        "long-value",
        "[[1], 2]",
        &literal(&expected),
        &literal(&got),
        other_value(Path::default(), "...'word47'...", "...'world47'..."),
    );
    submission(status_counts(), vec![wrong_text("long-line", &expected, &got, text), value])
}

/// Where every byte counts.
pub(super) fn printed_bytes() -> SubmissionReport {
    let mut case = wrong_text("no-last-newline", "a\nb\n", "a\nb", line(2, Some("b\n"), Some("b")));
    case.difference.as_mut().unwrap().rule = Rule::Exact;
    submission(status_counts(), vec![case])
}

pub(super) fn printed_words() -> SubmissionReport {
    let kind = |token, line, expected: Option<&str>, got: Option<&str>| DifferenceKind::Token {
        token,
        line,
        expected: expected.map(str::to_owned),
        got: got.map(str::to_owned),
    };
    let ten = "1 2 3 4 5 6 7 8 9 10\n11 12 13 14 15\n";
    let cases = vec![
        wrong_text("word", ten, &ten.replace("11", "12"), kind(11, 2, Some("11"), Some("12"))),
        wrong_text("words-missing", "3 4 5\n", "3\n4\n", kind(3, 2, Some("5"), None)),
    ];
    submission(status_counts(), cases)
}

pub(super) fn program_reads_too_much() -> SubmissionReport {
    let long = "GET /title/1 200\n".repeat(40);
    let case = CaseReport {
        verdict: Verdict::RunTimeError,
        input: stdin(&long),
        expected: printed("total 40\n"),
        stdout: "total 40\n".to_owned(),
        raised: Some(raised("EOFError", "EOF when reading a line", vec![frame(2, "<module>")])),
        ..case("forty-lines")
    };
    let path = "solutions/peak_concurrent_streams.py".to_owned();
    SubmissionReport { path, ..submission(status_counts(), vec![case]) }
}

/// A class case of some calls; the answer of one is wrong, another one raises.
pub(super) fn class_calls() -> SubmissionReport {
    let call = |method: &str, args: &str| (method.to_owned(), value(args).items().unwrap().to_vec());
    let mut calls: Vec<(String, Vec<Value>)> =
        (0..9).map(|number| call("watch", &format!("[\"title {number}\", {}]", 90 - number))).collect();
    calls.extend([call("top", "[]"), call("watch", "[\"title 3\", 40]"), call("top", "[]")]);
    let input = || whole(CaseInput::Class { init: vec![Value::Int(2)], calls: calls.clone() });
    let nothing = "null, ".repeat(9);
    let wrong = CaseReport {
        input: input(),
        ..wrong(
            "later-views-count",
            "[]",
            &format!("[{nothing} [\"title 0\", \"title 1\"], null, [\"title 3\", \"title 0\"]]"),
            &format!("[{nothing} [\"title 0\", \"title 1\"], null, [\"title 0\", \"title 3\"]]"),
            other_value(index(&[11, 0]), "'title 3'", "'title 0'"),
        )
    };
    let source = Some("        self.views[title] += minutes".to_owned());
    let raised =
        Raised { call: Some(1), ..raised("KeyError", "'title 1'", vec![Frame { source, ..frame(6, "watch") }]) };
    let raising = CaseReport {
        verdict: Verdict::RunTimeError,
        input: input(),
        expected: returned("[null]"),
        raised: Some(raised),
        ..case("unknown-title")
    };
    let slow =
        CaseReport { verdict: Verdict::TimeLimitExceeded, cpu: millis(2001), input: input(), ..case("many-calls") };
    submission(titles(), vec![wrong, raising, slow])
}

/// Answers that are too long to be in the report as a whole.
pub(super) fn cut_values() -> SubmissionReport {
    let cut = |name: &str, kept: bool| Excerpt::Cut {
        text: format!("[{name},17,18,19,..."),
        bytes: 65_600,
        kept: kept.then(|| format!(".kumite/kept/huge/{name}.json")),
    };
    let difference = other_value(index(&[70_123]), "70123", "70124");
    let case = CaseReport {
        input: Some(Excerpt::Cut { text: "[[0,1,2,...], 60]".to_owned(), bytes: 65_600, kept: None }),
        expected: Some(cut("expected", true)),
        actual: Some(cut("got", true)),
        ..wrong("huge", "[]", "1", "1", difference)
    };
    submission(rates(), vec![case])
}

/// An input that is a long text.
pub(super) fn cut_text() -> SubmissionReport {
    let text = format!("{}GET /b...", "GET /a 200\n".repeat(20));
    let case = CaseReport {
        input: Some(Excerpt::Cut { text, bytes: 5_300_000, kept: None }),
        cpu: millis(2010),
        ..failed("a-day", Verdict::TimeLimitExceeded)
    };
    submission(status_counts(), vec![case])
}

/// Everything that a candidate can write, written to take over a terminal.
pub(super) fn hostile() -> SubmissionReport {
    let attack = "\u{1b}[2J\u{1b}]0;owned\u{7}\r\u{9b}31m\u{202e}txet\u{2066}\u{200b}\u{feff}\u{0}\u{8}\u{7f}end\ttab";
    let case = CaseReport {
        name: format!("name{attack}"),
        why: Some(format!("why {attack}")),
        tags: vec![format!("tag{attack}")],
        raised: Some(raised(
            &format!("Error{attack}"),
            &format!("{attack}\nsecond line\r\n{attack}"),
            vec![Frame {
                file: format!("file{attack}"),
                function: format!("f{attack}"),
                source: Some(attack.to_owned()),
                ..frame(3, "")
            }],
        )),
        stdout: format!("one\r\ntwo\rthree\n{attack}\n"),
        stderr: attack.to_owned(),
        expected: whole(Answer::Returned(Value::Str(attack.to_owned()))),
        notes: vec![Note::Judge(attack.to_owned())],
        ..failed("", Verdict::RunTimeError)
    };
    let text = wrong_text("text", "a\nb\n", &format!("a\n{attack}\n"), line(2, Some("b"), Some(attack)));
    SubmissionReport {
        path: format!("solutions/{attack}.py"),
        source: attack.into(),
        message: Some(attack.to_owned()),
        ..submission(status_counts(), vec![case, text])
    }
}
