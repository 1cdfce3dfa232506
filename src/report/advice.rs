//! What an answer nearly was, and what to do about a verdict, in plain words.

use crate::model::{
    CaseReport, Difference, DifferenceKind, Entry, Hint, HintCondition, NearMiss, Note, Problem, Raised,
    SubmissionReport, Verdict,
};

use super::words::{judge_words, signature};

/// What a wrong answer nearly was, as a sentence.
pub(super) fn near_miss(difference: &Difference, problem: &Problem) -> Option<String> {
    Some(match difference.near_miss? {
        NearMiss::Order => format!("The right {} in another order.", parts(difference)),
        NearMiss::Reversed => format!("The right {} in the reverse order.", parts(difference)),
        NearMiss::LetterCase => "Only letter case differs.".to_owned(),
        NearMiss::WhiteSpace => "Only white space differs.".to_owned(),
        NearMiss::ConstantOffset(offset) => constant_offset(difference, offset),
        NearMiss::NumberType => "The right value, but of another type.".to_owned(),
        NearMiss::Rounding => "The numbers differ only by rounding.".to_owned(),
        NearMiss::PrintedInstead => "Returned None, and printed the answer: use return instead of print.".to_owned(),
        NearMiss::ChangedArgument(index) => format!(
            "Returned None, and changed the argument {} in place into the answer: return it.",
            argument(problem, index)
        ),
        NearMiss::ReturnedInstead => {
            let mutated = match &problem.entry {
                Entry::Function { mutates: Some(index), .. } => argument(problem, *index),
                _ => "that is asked for".to_owned(),
            };
            format!("Returned the answer instead of changing the argument {mutated} in place.")
        }
        NearMiss::Wrapping => wrapping(difference),
        NearMiss::Duplicates => format!("The right {}, but some too often or not often enough.", parts(difference)),
        NearMiss::ExtraOutput => "The right answer, with other output around it: print nothing else.".to_owned(),
    })
}

/// What the parts of the answer are called.
fn parts(difference: &Difference) -> &'static str {
    match difference.kind {
        DifferenceKind::Line { .. } => "lines",
        DifferenceKind::Token { .. } => "words",
        _ => "elements",
    }
}

fn constant_offset(difference: &Difference, offset: i64) -> String {
    let scalar = difference.path.0.is_empty() && matches!(difference.kind, DifferenceKind::Value { .. });
    let amount = match offset.unsigned_abs() {
        1 => "one".to_owned(),
        more => more.to_string(),
    };
    let direction = if offset > 0 { "high" } else { "low" };
    format!("{} is {amount} too {direction}.", if scalar { "The answer" } else { "Every number" })
}

fn wrapping(difference: &Difference) -> String {
    let listed = |type_name: &str| type_name.starts_with("list") || type_name.starts_with("tuple");
    match &difference.kind {
        DifferenceKind::Type { expected_type, got_type, .. } if listed(got_type) && !listed(expected_type) => {
            "The right answer inside a list: return it without the list.".to_owned()
        }
        DifferenceKind::Type { expected_type, got_type, .. } if listed(expected_type) && !listed(got_type) => {
            "The right answer without the list around it: return it in a list.".to_owned()
        }
        _ => "The right answer, with one list around it too many or too few.".to_owned(),
    }
}

fn argument(problem: &Problem, index: usize) -> String {
    match &problem.entry {
        Entry::Function { params, .. } => params.get(index).map(|param| format!("`{}`", param.name)),
        Entry::Class { .. } | Entry::Stdin => None,
    }
    .unwrap_or_else(|| format!("number {}", index + 1))
}

/// What to do about a case's verdict, in a sentence or two.
pub(super) fn for_case(case: &CaseReport, submission: &SubmissionReport) -> Option<String> {
    let problem = &submission.problem;
    let words = match case.verdict {
        Verdict::Accepted | Verdict::Skipped | Verdict::CompileError => return None,
        Verdict::JudgeError => return Some(blame(judge_words(case).unwrap_or_default(), problem).1),
        Verdict::TimeLimitExceeded => too_slow(problem),
        Verdict::MemoryLimitExceeded => {
            "Keep less at the same time: no copies or slices in a loop, no list where one pass will do.".to_owned()
        }
        Verdict::OutputLimitExceeded => match problem.entry {
            Entry::Stdin => "Print only what the statement asks for, and look for a loop that does not end.",
            _ => "Take out the prints; only what is returned counts. Or is there a loop that does not end?",
        }
        .to_owned(),
        Verdict::IdlenessLimitExceeded => match problem.entry {
            Entry::Stdin => "It waits: take out `sleep()`, and look for a lock or a thread that never ends.",
            _ => "It waits: take out `input()` and `sleep()`; the arguments hold all there is.",
        }
        .to_owned(),
        Verdict::WrongAnswer => return case.difference.as_ref().and_then(wrong_type),
        Verdict::RunTimeError => return run_time_error(case, problem),
    };
    Some(words)
}

/// An author's files, which run with the judge's trust.
const AUTHOR_FILES: [&str; 4] = ["reference.py", "generator.py", "checker.py", "validator.py"];

/// Whose fault a judge error is, never the candidate's, and what to do about it. `words` are the judge's.
pub(super) fn blame(words: &str, problem: &Problem) -> (String, String) {
    match AUTHOR_FILES.into_iter().find(|file| words.starts_with(file)) {
        Some(file) => (
            format!("The problem's own {file} failed. This says nothing about your solution."),
            format!("Tell the author of `{}`. Other problems can be judged.", problem.id),
        ),
        None => (
            "The judge failed. This is our fault, and it says nothing about your solution.".to_owned(),
            "Run it again. If it stays, `kumite doctor` says whether this machine can judge.".to_owned(),
        ),
    }
}

/// What to do about a solution that cannot be loaded.
pub(super) fn for_loading(submission: &SubmissionReport) -> Option<String> {
    match &submission.raised {
        Some(raised) => exception(raised, &submission.problem),
        None => entry_point(&submission.problem.entry),
    }
}

fn entry_point(entry: &Entry) -> Option<String> {
    match entry {
        Entry::Function { name, params, returns, .. } => {
            Some(format!("The file must define `{}`.", signature(name, params, Some(returns), false)))
        }
        Entry::Class { name, methods, .. } => {
            let names: Vec<String> = methods.iter().map(|method| format!("`{}`", method.name)).collect();
            Some(format!("The file must define `class {name}` with {}.", names.join(", ")))
        }
        Entry::Stdin => None,
    }
}

fn too_slow(problem: &Problem) -> String {
    let look = "Look for work that is done again for every element: a loop in a loop, `in` on a list, `pop(0)`.";
    match &problem.growth {
        Some(growth) => format!("{look} The time should grow like {}.", growth.target.name()),
        None => look.to_owned(),
    }
}

fn wrong_type(difference: &Difference) -> Option<String> {
    if difference.near_miss.is_some_and(|near_miss| near_miss != NearMiss::NumberType) {
        return None;
    }
    let DifferenceKind::Type { expected_type, got_type, .. } = &difference.kind else { return None };
    let base = expected_type.split(['[', ' ']).next().unwrap_or_default();
    let words = match (base, got_type.as_str()) {
        (_, "NoneType") => "Nothing was returned: is a `return` missing on some path?",
        ("list" | "tuple", "set" | "frozenset") => {
            "Turn the set into a list: `sorted(...)`, or `list(...)` for any order."
        }
        ("list" | "tuple", "dict") => "Turn the dict into a list: `list(d)`, `list(d.values())` or `list(d.items())`.",
        ("set", "list" | "tuple") => "Turn it into a set: `set(...)`.",
        ("int", "float") => "`/` makes a float, `//` an int.",
        ("int", "str") => "Turn the text into a number: `int(...)`.",
        ("str", "int" | "float") => "Turn the number into text: `str(...)`.",
        ("int", "bool") => "True and False are no numbers here: `int(...)` makes one of them.",
        ("bool", "int") => "0 and 1 are not False and True here: `bool(...)` makes one of them.",
        ("str", "bytes") => "Turn the bytes into text: `.decode()`.",
        _ => return None,
    };
    Some(words.to_owned())
}

fn run_time_error(case: &CaseReport, problem: &Problem) -> Option<String> {
    if let Some(raised) = &case.raised {
        return exception(raised, problem);
    }
    case.notes.iter().find_map(|note| match note {
        Note::Unencodable { type_name, .. } => Some(unencodable(type_name)),
        Note::Signal(11) => Some("Python itself crashed, mostly from a recursion that goes too deep.".to_owned()),
        Note::Signal(6) => Some("Python itself crashed: the last lines on stderr say why.".to_owned()),
        Note::ExitCode(_) => Some(no_exit(problem).to_owned()),
        Note::GarbledReply => Some("Write only to files that the solution opened itself.".to_owned()),
        Note::TooManyThreads => {
            Some("Use a few threads: Python runs one at a time, so more of them only cost.".to_owned())
        }
        _ => None,
    })
}

fn no_exit(problem: &Problem) -> &'static str {
    match problem.entry {
        Entry::Stdin => "A program must end with exit code 0.",
        Entry::Function { .. } | Entry::Class { .. } => "Return the answer; do not call `exit()` or `quit()`.",
    }
}

fn exception(raised: &Raised, problem: &Problem) -> Option<String> {
    let words = match raised.type_name.as_str() {
        "RecursionError" => "The recursion goes deeper than Python allows: does it end? Else use a loop and a stack.",
        "SystemExit" => no_exit(problem),
        "EOFError" => "There is no more input to read: stop at its end, as `for line in sys.stdin` does.",
        "ModuleNotFoundError" => "Only the standard library and what is installed for this Python can be imported.",
        "TabError" => "Tabs and spaces are mixed at the start of lines: use spaces.",
        "PermissionError" => {
            "The judge lets a solution reach no network, no other process and no file outside its own folder."
        }
        "TypeError" if raised.message.contains("argument") => return called_as(&problem.entry, &raised.message),
        _ => return None,
    };
    Some(words.to_owned())
}

/// For an entry point that takes other arguments than the judge passes.
fn called_as(entry: &Entry, message: &str) -> Option<String> {
    let Entry::Function { name, params, .. } = entry else { return None };
    let own_call = message.starts_with(&format!("{name}()")) || message.contains(&format!(".{name}()"));
    let names: Vec<&str> = params.iter().map(|param| param.name.as_str()).collect();
    own_call.then(|| format!("The judge calls `{name}({})`.", names.join(", ")))
}

fn unencodable(type_name: &str) -> String {
    let lazy = ["generator", "map", "filter", "zip", "range", "reversed", "enumerate", "collections.deque"];
    let words = match type_name {
        name if lazy.contains(&name) || name.starts_with("dict_") || name.ends_with("iterator") => {
            "Wrap it in `list(...)`."
        }
        "function" | "method" | "builtin_function_or_method" => "It was not called: are the brackets `()` missing?",
        "coroutine" | "async_generator" => "The judge does not await: leave `async` out, or use `asyncio.run(...)`.",
        "type" => "It is a class: was its instance meant?",
        "numpy.ndarray" => "Use `.tolist()`.",
        name if name.starts_with("numpy.") => "Use `.item()`, or `int(...)` or `float(...)`.",
        "decimal.Decimal" | "fractions.Fraction" => "Use `float(...)` or `int(...)`.",
        "TreeNode" | "ListNode" => "Follow its links: each node must be reached once.",
        "list" | "tuple" | "dict" | "set" => "Build a new one from plain values.",
        _ => "Return plain values: numbers, texts, lists, tuples, dicts, sets.",
    };
    words.to_owned()
}

/// The hint for what went wrong: the first one that is meant for the first of these failing cases, or for the next.
///
/// Whoever has not begun gets none: a hint would only give away what they have not thought about yet.
pub(super) fn hint<'p>(problem: &'p Problem, failing: &[&CaseReport]) -> Option<&'p str> {
    let begun = |case: &CaseReport| case.raised.as_ref().is_none_or(|raised| raised.type_name != "NotImplementedError");
    let theirs = failing.iter().filter(|case| case.verdict != Verdict::JudgeError && begun(case));
    theirs.flat_map(|case| problem.hints.iter().filter(|hint| is_for(hint, case))).map(|hint| hint.text.as_str()).next()
}

fn is_for(hint: &Hint, case: &CaseReport) -> bool {
    match &hint.when {
        Some(HintCondition::Verdict(verdict)) => case.verdict == *verdict,
        Some(HintCondition::Tag(tag)) => case.tags.contains(tag),
        // For those who ask for it.
        None => false,
    }
}

/// Whether a case with this verdict ran and was not accepted.
pub(super) fn is_failure(verdict: Verdict) -> bool {
    !matches!(verdict, Verdict::Accepted | Verdict::Skipped)
}
