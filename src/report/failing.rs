//! The failing cases of a submission, the one that is quickest to understand first.

use crate::model::{CaseInput, CaseReport, Excerpt, SubmissionReport, Value, json_text_len};

use super::advice::is_failure;

/// Inputs beyond this size, in bytes of JSON, are all equally long for a person.
const LONG: usize = 1 << 20;

/// The cases that ran and were not accepted: the smallest input first, then in the problem's order.
pub(super) fn smallest_first(submission: &SubmissionReport) -> Vec<&CaseReport> {
    let mut failing: Vec<&CaseReport> = submission.cases.iter().filter(|case| is_failure(case.verdict)).collect();
    failing.sort_by_cached_key(|case| input_size(case));
    failing
}

fn input_size(case: &CaseReport) -> usize {
    let values = |values: &[Value]| values.iter().map(|value| json_text_len(value, LONG) + 1).sum::<usize>();
    match &case.input {
        None => LONG,
        Some(Excerpt::Cut { bytes, .. }) => *bytes,
        Some(Excerpt::Whole(input)) => match &**input {
            CaseInput::Call(args) => values(args),
            CaseInput::Class { init, calls } => {
                values(init) + calls.iter().map(|(method, args)| method.len() + values(args)).sum::<usize>()
            }
            CaseInput::Stdin(text) => text.len(),
        },
    }
}
