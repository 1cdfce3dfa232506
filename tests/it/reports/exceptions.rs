//! Submissions that raise, and what led to it.

use kumite::model::{CaseReport, Earlier, Frame, HintCondition, Raised, SubmissionReport, Verdict};

use super::canned::*;
use super::situations::{accepted, failed, with};

pub(super) fn exception() -> SubmissionReport {
    let case = CaseReport {
        raised: Some(raised(
            "ValueError",
            "max() arg is an empty sequence",
            vec![frame(7, "peak_streams"), frame(2, "depth")],
        )),
        input: args("[[]]"),
        expected: returned("0"),
        why: Some("Nobody watches at all.".to_owned()),
        tags: vec!["empty".to_owned()],
        stdout: "sessions: []\n".to_owned(),
        stderr: "step\n".repeat(12),
        ..failed("empty", Verdict::RunTimeError)
    };
    submission(streams(), with(accepted(3), vec![case]))
}

/// A starter as `kumite start` writes it: the problem has a hint for such a case, and it is not shown.
pub(super) fn untouched_starter() -> SubmissionReport {
    let mut problem = streams();
    problem.hints[1].when = Some(HintCondition::Verdict(Verdict::RunTimeError));
    let raised = raised("NotImplementedError", "", vec![frame(7, "peak_streams")]);
    submission(problem, vec![CaseReport { raised: Some(raised), ..failed("empty", Verdict::RunTimeError) }])
}

pub(super) fn endless_recursion() -> SubmissionReport {
    let frames = vec![frame(7, "peak_streams"), Frame { repeats: 994, ..frame(2, "depth") }];
    let raised = raised("RecursionError", "maximum recursion depth exceeded", frames);
    submission(streams(), vec![CaseReport { raised: Some(raised), ..failed("nested", Verdict::RunTimeError) }])
}

/// One function calls another that calls the first.
pub(super) fn mutual_recursion() -> SubmissionReport {
    let pair = [frame(7, "peak_streams"), frame(2, "depth")];
    let mut frames = pair.iter().cycle().take(40).cloned().collect::<Vec<_>>();
    frames[19].left_out = 956;
    let raised = raised("RecursionError", "maximum recursion depth exceeded", frames);
    submission(streams(), vec![CaseReport { raised: Some(raised), ..failed("nested", Verdict::RunTimeError) }])
}

/// An exception that was raised in the handling of another, which has a cause; in a module beside the solution.
pub(super) fn chained_exceptions() -> SubmissionReport {
    let helper = |line: usize, function: &str, source: &str| Frame {
        file: "solutions/intervals.py".to_owned(),
        source: Some(source.to_owned()),
        ..frame(line, function)
    };
    let first = Earlier {
        is_cause: true,
        type_name: "ValueError".to_owned(),
        message: "invalid literal for int() with base 10: 'x'".to_owned(),
        frames: vec![helper(4, "number", "        return int(text)")],
    };
    let second = Earlier {
        is_cause: false,
        type_name: "intervals.BadInterval".to_owned(),
        message: "x is no time".to_owned(),
        frames: vec![frame(7, "peak_streams"), helper(6, "number", "        raise BadInterval(text) from error")],
    };
    let last = raised("KeyError", "'x'", vec![frame(7, "peak_streams"), frame(2, "depth")]);
    let raised = Raised { earlier: vec![first, second], ..last };
    submission(streams(), vec![CaseReport { raised: Some(raised), ..failed("nested", Verdict::RunTimeError) }])
}
