//! Facts as plain words: verdicts, what went wrong, where an answer differs.

use crate::model::{
    CaseReport, Difference, DifferenceKind, Entry, LimitsSpec, Note, Param, Path, Step, SubmissionReport, Type,
    Verdict, python_str_literal,
};

use super::quantity::{bytes, count, grouped, limit_seconds, ordinal};
use super::text::Tone;

/// A verdict as a person says it.
pub(super) fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::JudgeError => "judge error",
        Verdict::CompileError => "compile error",
        Verdict::RunTimeError => "run-time error",
        Verdict::MemoryLimitExceeded => "memory limit exceeded",
        Verdict::OutputLimitExceeded => "output limit exceeded",
        Verdict::TimeLimitExceeded => "time limit exceeded",
        Verdict::IdlenessLimitExceeded => "idleness limit exceeded",
        Verdict::WrongAnswer => "wrong answer",
        Verdict::Skipped => "skipped",
        Verdict::Accepted => "accepted",
    }
}

/// The sign of a verdict, which says the same where there are no colours, and its tone.
pub(super) fn sign(verdict: Verdict) -> (&'static str, Tone) {
    match verdict {
        Verdict::Accepted => ("✓", Tone::Good),
        Verdict::Skipped => ("-", Tone::Faint),
        Verdict::JudgeError => ("!", Tone::Caution),
        _ => ("✗", Tone::Bad),
    }
}

/// What went wrong with a case, in one line; empty where nothing did.
pub(super) fn message(case: &CaseReport, submission: &SubmissionReport) -> String {
    let limits = submission.problem.limits.resolve(submission.time_limit);
    match case.verdict {
        Verdict::Accepted => String::new(),
        Verdict::JudgeError => judge_words(case).unwrap_or("the judge failed").to_owned(),
        Verdict::TimeLimitExceeded => format!("CPU time over {}", limit_seconds(submission.time_limit)),
        Verdict::MemoryLimitExceeded => format!("memory over {}", bytes(submission.memory_limit_bytes)),
        Verdict::OutputLimitExceeded => format!("output over {}", bytes(limits.output_bytes)),
        Verdict::IdlenessLimitExceeded => {
            format!("waited over {} without using the CPU", limit_seconds(limits.idle))
        }
        Verdict::WrongAnswer => {
            case.difference.as_ref().map_or_else(|| "the answer is not acceptable".to_owned(), difference)
        }
        Verdict::Skipped if case.notes.contains(&Note::Interrupted) => "not run: interrupted".to_owned(),
        Verdict::Skipped => "not run".to_owned(),
        Verdict::RunTimeError | Verdict::CompileError => run_time_error(case, submission),
    }
}

/// Why a submission as a whole could not be judged, in one line.
pub(super) fn loading_message(submission: &SubmissionReport) -> Option<String> {
    submission
        .message
        .clone()
        .or_else(|| submission.raised.as_ref().map(|raised| exception(&raised.type_name, &raised.message)))
}

fn run_time_error(case: &CaseReport, submission: &SubmissionReport) -> String {
    let what = match &case.raised {
        Some(raised) => exception(&raised.type_name, &raised.message),
        None => match case.notes.iter().find_map(|note| ending(note, &submission.problem.entry)) {
            Some(Ending::Left(how)) => format!("ended {how}"),
            Some(Ending::NoAnswer(what)) => format!("got {what}"),
            None => "ended without an answer".to_owned(),
        },
    };
    match failing_call(case) {
        Some(call) => format!("{what} (in the {} call)", ordinal(call + 1)),
        None => what,
    }
}

/// How a case ended that has no answer to compare.
pub(super) enum Ending {
    /// The process ended in this way: `by signal 11 (SIGSEGV)`.
    Left(String),
    /// This came back: `a generator, which cannot be an answer`.
    NoAnswer(String),
}

/// What a note says of how a case ended.
pub(super) fn ending(note: &Note, entry: &Entry) -> Option<Ending> {
    match note {
        Note::Signal(number) => Some(Ending::Left(match signal_name(*number) {
            Some(name) => format!("by signal {number} ({name})"),
            None => format!("by signal {number}"),
        })),
        Note::ExitCode(code) if *entry == Entry::Stdin => Some(Ending::Left(format!("with exit code {code}"))),
        Note::ExitCode(code) => Some(Ending::Left(format!("with exit code {code} in the middle of a call"))),
        Note::Unencodable { type_name, path, reason } => Some(Ending::NoAnswer(unencodable(type_name, path, reason))),
        Note::TooManyProcesses => Some(Ending::Left("by the judge: more processes than the problem allows".to_owned())),
        Note::TooManyThreads => {
            Some(Ending::Left(format!("by the judge: more than {} threads at once", LimitsSpec::MOST_THREADS)))
        }
        Note::GarbledReply => Some(Ending::NoAnswer("bytes that are no answer, on the answer channel".to_owned())),
        Note::Call(_) | Note::Noisy(_) | Note::Judge(_) | Note::Interrupted => None,
    }
}

fn unencodable(type_name: &str, path: &str, reason: &str) -> String {
    let what = with_article(type_name);
    let reason = if reason.is_empty() { String::new() } else { format!(": {reason}") };
    match path {
        "$" => format!("{what}, which cannot be an answer{reason}"),
        path => format!("{what} at {path}, which cannot be in an answer{reason}"),
    }
}

/// The judge's own words on why it failed.
pub(super) fn judge_words(case: &CaseReport) -> Option<&str> {
    case.notes.iter().find_map(|note| match note {
        Note::Judge(words) => Some(words.as_str()),
        _ => None,
    })
}

/// Which call of a class case raised, ended or answered wrongly, from 0.
pub(super) fn failing_call(case: &CaseReport) -> Option<usize> {
    let noted = case.notes.iter().find_map(|note| match note {
        Note::Call(call) => Some(*call),
        _ => None,
    });
    case.raised.as_ref().and_then(|raised| raised.call).or(noted)
}

/// `ValueError: too many`, as the last line of a traceback says it.
pub(super) fn exception(type_name: &str, message: &str) -> String {
    if message.is_empty() { type_name.to_owned() } else { format!("{type_name}: {message}") }
}

/// Where and how an answer differs, in one line: `$[3].rate: expected 0.5, got 0.25`.
pub(super) fn difference(difference: &Difference) -> String {
    match &difference.kind {
        DifferenceKind::Program { message } if difference.path.0.is_empty() => message.clone(),
        DifferenceKind::Program { message } => format!("{}: {message}", difference.path),
        DifferenceKind::Line { line, .. } => format!("line {line}: {}", what_differs(&difference.kind)),
        DifferenceKind::Token { token, line, .. } => {
            format!("{} token (line {line}): {}", ordinal(*token), what_differs(&difference.kind))
        }
        kind => format!("{}: {}", difference.path, what_differs(kind)),
    }
}

/// How an answer differs at its place.
pub(super) fn what_differs(kind: &DifferenceKind) -> String {
    match kind {
        DifferenceKind::Value { expected, got } => format!("expected {expected}, got {got}"),
        DifferenceKind::Type { expected, got, .. } => {
            format!("expected {expected}, got {got}: {}", type_clash(kind).unwrap_or_default())
        }
        DifferenceKind::Length { expected, got, .. } => format!("expected {}, got {got}", count(*expected, "item")),
        DifferenceKind::Missing { item } => format!("{item} is missing"),
        DifferenceKind::Unexpected { item } => format!("{item} should not be there"),
        DifferenceKind::Elements { missing, first_missing, unexpected, first_unexpected } => {
            let missing = elements(*missing, first_missing.as_deref(), ["is missing", "are missing"]);
            let unexpected = elements(*unexpected, first_unexpected.as_deref(), ["should not be there"; 2]);
            missing.into_iter().chain(unexpected).collect::<Vec<_>>().join("; ")
        }
        DifferenceKind::Line { expected, got, .. } | DifferenceKind::Token { expected, got, .. } => {
            // Texts are as printed: quotes show where they begin and end.
            let quoted = |text: &Option<String>| text.as_ref().map(|text| python_str_literal(text, usize::MAX));
            match (quoted(expected), quoted(got)) {
                (Some(expected), Some(got)) => format!("expected {expected}, got {got}"),
                (Some(expected), None) => format!("expected {expected}, and the output has ended"),
                (None, Some(got)) => format!("expected the end of the output, got {got}"),
                (None, None) => "expected the end of the output".to_owned(),
            }
        }
        DifferenceKind::Program { message } => message.clone(),
    }
}

/// `5 is missing`, or `5 and 2 more are missing`.
fn elements(number: usize, first: Option<&str>, predicate: [&str; 2]) -> Option<String> {
    let first = first?;
    match number {
        0 => None,
        1 => Some(format!("{first} {}", predicate[0])),
        more => Some(format!("{first} and {} more {}", grouped(more - 1), predicate[1])),
    }
}

/// `a str where an int is expected`.
pub(super) fn type_clash(kind: &DifferenceKind) -> Option<String> {
    let DifferenceKind::Type { expected_type, got_type, .. } = kind else { return None };
    let expected = if expected_type == "NoneType" { "None".to_owned() } else { with_article(expected_type) };
    let got = if got_type == "NoneType" { "None".to_owned() } else { with_article(got_type) };
    Some(format!("{got} where {expected} is expected"))
}

/// A type's name behind its article: `an int`, `a list[int]`. A type is not said with an article when it is a choice.
fn with_article(type_name: &str) -> String {
    if type_name == "None" || type_name.contains(" | ") || type_name == "Any" {
        return type_name.to_owned();
    }
    let article = if type_name.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O']) { "an" } else { "a" };
    format!("{article} {type_name}")
}

/// The call of a class case that a difference lies in, from 0, and the place in that call's answer.
pub(super) fn call_of(path: &Path) -> Option<(usize, Path)> {
    match path.0.split_first() {
        Some((Step::Index(call), rest)) => Some((*call, Path(rest.to_vec()))),
        _ => None,
    }
}

/// `def f(a: T, b: U) -> R`; a method has `self` in front.
pub(super) fn signature(name: &str, params: &[Param], returns: Option<&Type>, method: bool) -> String {
    let own = method.then(|| "self".to_owned());
    let declared = params.iter().map(|param| format!("{}: {}", param.name, param.ty));
    let params: Vec<String> = own.into_iter().chain(declared).collect();
    let returns = returns.map_or_else(String::new, |returns| format!(" -> {returns}"));
    format!("def {name}({}){returns}", params.join(", "))
}

fn signal_name(number: i32) -> Option<&'static str> {
    Some(match number {
        4 => "SIGILL",
        6 => "SIGABRT",
        8 => "SIGFPE",
        9 => "SIGKILL",
        11 => "SIGSEGV",
        13 => "SIGPIPE",
        14 => "SIGALRM",
        15 => "SIGTERM",
        24 => "SIGXCPU",
        25 => "SIGXFSZ",
        31 => "SIGSYS",
        _ => return None,
    })
}
