//! From the facts of an execution to its verdict. The only place that decides one.

use std::time::Duration;

use crate::model::{
    CaseReport, Entry, Execution, Exit, Limits, Note, Raised, Reply, StopReason, TestCase, Unencodable, Verdict,
};

/// Why a solution cannot be loaded.
#[derive(Debug, Clone)]
pub(super) struct LoadFailure {
    pub(super) verdict: Verdict,
    pub(super) message: String,
    pub(super) raised: Option<Raised>,
}

/// What the facts say by themselves; None: the case ran, and its answer decides.
///
/// What the kernel says comes first, what the candidate's process wrote comes last.
pub(super) fn verdict_of(execution: &Execution, limits: &Limits, entry: &Entry) -> Option<Verdict> {
    let out_of_memory = matches!(&execution.reply, Reply::Raised(raised) if raised.type_name == "MemoryError");
    if execution.stopped == Some(StopReason::Interrupted) {
        return Some(Verdict::Skipped);
    }
    if !was_loaded(&execution.reply) {
        return Some(Verdict::CompileError);
    }
    if matches!(execution.stopped, Some(StopReason::Processes | StopReason::Threads)) {
        return Some(Verdict::RunTimeError);
    }
    if execution.stopped == Some(StopReason::Memory) || out_of_memory || execution.peak_memory > limits.memory_bytes {
        return Some(Verdict::MemoryLimitExceeded);
    }
    if execution.stopped == Some(StopReason::Output) || execution.output_bytes > limits.output_bytes {
        return Some(Verdict::OutputLimitExceeded);
    }
    if execution.stopped == Some(StopReason::Time) || execution.cpu > limits.time {
        return Some(Verdict::TimeLimitExceeded);
    }
    if execution.stopped == Some(StopReason::Idle) {
        return Some(Verdict::IdlenessLimitExceeded);
    }
    let answered = match execution.reply {
        Reply::Answer { .. } | Reply::Finished => true,
        // A program may leave by `os._exit`: its exit code and what it printed say all there is to say.
        Reply::Nothing { .. } => *entry == Entry::Stdin,
        _ => false,
    };
    if execution.exit != Exit::Code(0) || !answered { Some(Verdict::RunTimeError) } else { None }
}

fn was_loaded(reply: &Reply) -> bool {
    match reply {
        Reply::Nothing { loaded } | Reply::Raised(Raised { loaded, .. }) => *loaded,
        Reply::MissingEntry { .. } => false,
        Reply::Answer { .. } | Reply::Finished | Reply::Unencodable(_) | Reply::Garbled => true,
    }
}

/// What there is to say of an execution besides its verdict.
pub(super) fn notes_of(execution: &Execution) -> Vec<Note> {
    let mut notes = Vec::new();
    match execution.stopped {
        Some(StopReason::Processes) => notes.push(Note::TooManyProcesses),
        Some(StopReason::Threads) => notes.push(Note::TooManyThreads),
        Some(StopReason::Interrupted) => notes.push(Note::Interrupted),
        _ => {}
    }
    match execution.exit {
        Exit::Signal(signal) if execution.stopped.is_none() => notes.push(Note::Signal(signal)),
        Exit::Code(code) if code != 0 || matches!(execution.reply, Reply::Nothing { .. }) => {
            notes.push(Note::ExitCode(code));
        }
        _ => {}
    }
    match &execution.reply {
        Reply::Unencodable(Unencodable { type_name, path, reason }) => {
            notes.push(Note::Unencodable { type_name: type_name.clone(), path: path.clone(), reason: reason.clone() });
        }
        Reply::Raised(Raised { call: Some(call), .. }) => notes.push(Note::Call(*call)),
        Reply::Garbled => notes.push(Note::GarbledReply),
        _ => {}
    }
    notes
}

/// Why the solution could not be loaded, in words.
pub(super) fn load_failure(execution: &Execution, entry: &Entry, limits: &Limits) -> LoadFailure {
    let seconds = |time: Duration| format!("{} s", time.as_secs_f64());
    let (message, raised) = match (&execution.reply, execution.stopped) {
        (_, Some(StopReason::Time)) => (format!("loading took more than {} of CPU time", seconds(limits.time)), None),
        (_, Some(StopReason::Idle)) => (format!("loading stood still for more than {}", seconds(limits.idle)), None),
        (_, Some(StopReason::Memory)) => ("loading took more memory than the limit".to_owned(), None),
        (_, Some(StopReason::Output)) => ("loading printed more than the output limit".to_owned(), None),
        (_, Some(StopReason::Threads)) => ("loading started too many threads".to_owned(), None),
        (Reply::MissingEntry { defined }, _) => (missing_entry(entry, defined), None),
        (Reply::Raised(raised), _) => (format!("{}: {}", raised.type_name, raised.message), Some(raised.clone())),
        (_, _) => match execution.exit {
            Exit::Signal(signal) => (format!("the interpreter was ended by signal {signal} while loading"), None),
            Exit::Code(code) => (format!("the file left with exit code {code} while loading"), None),
        },
    };
    LoadFailure { verdict: Verdict::CompileError, message, raised }
}

fn missing_entry(entry: &Entry, defined: &[String]) -> String {
    let wanted = match entry {
        Entry::Function { name, .. } => format!("the file defines no function `{name}`"),
        Entry::Class { name, .. } => format!("the file defines no class `{name}`"),
        Entry::Stdin => "the file defines nothing".to_owned(),
    };
    if defined.is_empty() { wanted } else { format!("{wanted}; it defines `{}`", defined.join("`, `")) }
}

/// A case's report with nothing found yet.
pub(super) fn blank_report(case: &TestCase, verdict: Verdict) -> CaseReport {
    CaseReport {
        name: case.name.clone(),
        group: case.group,
        tags: case.tags.clone(),
        why: case.why.clone(),
        verdict,
        cpu: Duration::ZERO,
        wall: Duration::ZERO,
        peak_memory: 0,
        input: None,
        expected: None,
        actual: None,
        difference: None,
        raised: None,
        notes: Vec::new(),
        stdout: String::new(),
        stderr: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{LimitsSpec, Value};

    fn execution(reply: Reply) -> Execution {
        Execution {
            exit: Exit::Code(0),
            stopped: None,
            cpu: Duration::from_millis(1),
            wall: Duration::from_millis(1),
            peak_memory: 0,
            stdout: Vec::new(),
            stderr: Vec::new(),
            output_bytes: 0,
            reply,
        }
    }

    fn answer() -> Reply {
        Reply::Answer { answer: Value::Int(1), aside: None }
    }

    fn raised(type_name: &str, loaded: bool) -> Reply {
        let (type_name, message) = (type_name.to_owned(), String::new());
        Reply::Raised(Raised { loaded, type_name, message, frames: Vec::new(), call: None, earlier: Vec::new() })
    }

    fn verdict(change: impl FnOnce(&mut Execution), reply: Reply) -> Option<Verdict> {
        let mut execution = execution(reply);
        change(&mut execution);
        let returns = crate::model::Type::Int;
        let entry = Entry::Function { name: "f".to_owned(), params: Vec::new(), returns, mutates: None };
        verdict_of(&execution, &LimitsSpec::default().resolve(Duration::from_secs(1)), &entry)
    }

    #[test]
    fn an_answer_is_no_verdict_yet_and_counts_only_after_a_clean_end() {
        assert_eq!(verdict(|_| (), answer()), None);
        assert_eq!(verdict(|_| (), Reply::Finished), None);
        assert_eq!(verdict(|e| e.exit = Exit::Code(3), Reply::Finished), Some(Verdict::RunTimeError));
        assert_eq!(verdict(|e| e.exit = Exit::Signal(9), answer()), Some(Verdict::RunTimeError));
        assert_eq!(verdict(|_| (), Reply::Garbled), Some(Verdict::RunTimeError));
        assert_eq!(verdict(|_| (), Reply::Nothing { loaded: true }), Some(Verdict::RunTimeError));
    }

    #[test]
    fn limits_decide_before_the_reply_does() {
        use StopReason::{Idle, Interrupted, Memory, Output, Time};
        let nothing = || Reply::Nothing { loaded: true };
        for (reason, expected) in [
            (Memory, Verdict::MemoryLimitExceeded),
            (Output, Verdict::OutputLimitExceeded),
            (Time, Verdict::TimeLimitExceeded),
            (Idle, Verdict::IdlenessLimitExceeded),
            (Interrupted, Verdict::Skipped),
        ] {
            assert_eq!(verdict(|e| e.stopped = Some(reason), nothing()), Some(expected));
        }
        assert_eq!(verdict(|e| e.cpu = Duration::from_millis(1001), answer()), Some(Verdict::TimeLimitExceeded));
        assert_eq!(verdict(|e| e.peak_memory = 257 << 20, answer()), Some(Verdict::MemoryLimitExceeded));
        assert_eq!(verdict(|e| e.output_bytes = 9 << 20, answer()), Some(Verdict::OutputLimitExceeded));
    }

    #[test]
    fn a_memory_error_is_no_crash_and_a_bare_signal_no_memory_verdict() {
        assert_eq!(verdict(|_| (), raised("MemoryError", true)), Some(Verdict::MemoryLimitExceeded));
        assert_eq!(verdict(|_| (), raised("ValueError", true)), Some(Verdict::RunTimeError));
        let killed = verdict(|e| e.exit = Exit::Signal(9), Reply::Nothing { loaded: true });
        assert_eq!(killed, Some(Verdict::RunTimeError));
    }

    #[test]
    fn what_is_not_loaded_does_not_compile_whatever_stopped_it() {
        assert_eq!(verdict(|_| (), raised("MemoryError", false)), Some(Verdict::CompileError));
        let stopped = verdict(|e| e.stopped = Some(StopReason::Time), Reply::Nothing { loaded: false });
        assert_eq!(stopped, Some(Verdict::CompileError));
        assert_eq!(verdict(|_| (), Reply::MissingEntry { defined: vec![] }), Some(Verdict::CompileError));
    }
}
