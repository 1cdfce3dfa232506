//! Whatever a candidate or an author writes, no report does more to a terminal than fill lines.

use std::sync::Arc;

use kumite::model::{
    Answer, CaseReport, Diagnostic, Difference, DifferenceKind, Earlier, Excerpt, Frame, Path, Place, Raised, Rule,
    Severity, SubmissionReport, Value, Verdict,
};
use kumite::report::{Style, diagnostics, listing, statement};
use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

use super::canned::*;
use super::{NARROW, USUAL, WIDE, all_situations, everything, many, terminal};

/// Texts in which the dangerous characters are as frequent as the others.
pub(super) fn any_text() -> impl Strategy<Value = String> {
    let dangerous = prop::sample::select(vec![
        "\u{1b}",
        "\u{1b}[2J",
        "\u{9b}31m",
        "\r",
        "\r\n",
        "\n",
        "\t",
        "\u{7}",
        "\u{8}",
        "\u{0}",
        "\u{7f}",
        "\u{85}",
        "\u{202e}",
        "\u{2066}",
        "\u{200b}",
        "\u{2028}",
        "\u{fe0f}",
        "\u{200d}",
        "\u{301}",
        "\u{ad}",
        "漢字",
        "🏳️‍🌈",
        "☺️",
        "e\u{301}",
        " ",
        "    ",
        "\\",
        "'",
        "\"",
        "`",
        "*",
        "|",
        "#",
        "- ",
        "1. ",
        "> ",
        "<",
        "</details>",
        "<b>",
        "</script><script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "<!--",
        "]]>",
        "##[error]",
        "::error::",
        "&amp;",
        "\u{fffe}",
        "](x)",
        "![",
        "_",
        "~~~",
        "```\n",
    ]);
    let part = prop_oneof![dangerous.prop_map(str::to_owned), "[a-z ]{0,30}", any::<String>()];
    prop::collection::vec(part, 0..8).prop_map(|parts| parts.concat())
}

fn kind(kind: usize, a: &str, b: &str) -> DifferenceKind {
    let (expected, got) = (a.to_owned(), b.to_owned());
    match kind % 4 {
        0 => DifferenceKind::Line { line: 1, expected: Some(expected), got: Some(got) },
        1 => DifferenceKind::Token { token: 2, line: 1, expected: Some(expected), got: Some(got) },
        2 => DifferenceKind::Program { message: expected },
        _ => DifferenceKind::Value { expected, got },
    }
}

/// A submission that holds these texts wherever a text can be.
pub(super) fn submission_of(texts: &[String], number: usize) -> SubmissionReport {
    let text = |index: usize| texts[index % texts.len()].clone();
    let place = Frame { file: text(2), column: Some(3), function: text(3), source: Some(text(1)), ..frame(1, "") };
    let earlier = Earlier { is_cause: true, type_name: text(1), message: text(2), frames: vec![place.clone()] };
    let raised = Raised { earlier: vec![earlier], ..raised(&text(0), &text(1), vec![place]) };
    let crashed = CaseReport {
        why: Some(text(1)),
        tags: vec![text(2)],
        verdict: Verdict::RunTimeError,
        input: stdin(&text(3)),
        expected: whole(Answer::Returned(Value::Str(text(4)))),
        raised: Some(raised.clone()),
        stdout: text(5),
        stderr: text(6),
        ..case(&text(0))
    };
    let wrong = CaseReport {
        verdict: Verdict::WrongAnswer,
        expected: printed(&text(0)),
        actual: printed(&text(1)),
        difference: Some(Difference {
            rule: Rule::Lines(None),
            ..of_kind(Path::default(), kind(number, &text(2), &text(3)))
        }),
        ..crashed.clone()
    };
    let values = CaseReport {
        expected: whole(Answer::Returned(Value::List(vec![Value::Str(text(4)), Value::Str(text(5))]))),
        actual: whole(Answer::Returned(Value::List(vec![Value::Str(text(4)), Value::Str(text(6))]))),
        difference: Some(of_kind(index(&[1]), kind(3, &text(5), &text(6)))),
        ..wrong.clone()
    };
    let cut = CaseReport {
        input: Some(Excerpt::Cut { text: text(0), bytes: number, kept: Some(text(1)) }),
        expected: Some(Excerpt::Cut { text: text(2), bytes: number, kept: None }),
        ..wrong.clone()
    };
    let mut problem = if number.is_multiple_of(2) { status_counts() } else { streams() };
    problem.title = text(6);
    problem.hints = vec![kumite::model::Hint {
        text: text(5),
        when: Some(kumite::model::HintCondition::Verdict(Verdict::WrongAnswer)),
    }];
    let report = submission(problem, vec![crashed, wrong, values, cut]);
    SubmissionReport { path: text(0), source: text(1).into(), message: Some(text(2)), raised: Some(raised), ..report }
}

/// No control character but the line feed, no line beyond the width, no space at a line's end.
fn assert_tame(text: &str, width: usize) {
    for c in text.chars() {
        let acts =
            c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        assert!(c == '\n' || !acts, "{c:?} in {text}");
    }
    for line in text.lines() {
        assert!(line.width() <= width, "{} columns: {line:?}", line.width());
        assert!(!line.ends_with(' '), "{line:?}");
    }
    assert!(text.is_empty() || (text.ends_with('\n') && !text.ends_with("\n\n")), "{text:?}");
}

#[test]
fn every_situation_fits_every_width() {
    for style in [NARROW, USUAL, WIDE] {
        for submission in all_situations() {
            assert_tame(&terminal(&run(vec![submission]), &everything(style)), style.width);
        }
        assert_tame(&terminal(&many(), &style), style.width);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_text_of_a_candidate_acts_on_a_terminal(
        texts in prop::collection::vec(any_text(), 1..8),
        number in 0_usize..4,
        width in 40_usize..130,
    ) {
        let style = Style { width, color: false, all_failures: true };
        let mut report = run(vec![submission_of(&texts, number)]);
        report.environment.missing_protections = texts.clone();
        assert_tame(&terminal(&report, &style), width);
        let painted = terminal(&report, &Style { color: true, ..style });
        prop_assert_eq!(super::unpainted(&painted), terminal(&report, &style));
        let seven = vec![report.submissions.first().unwrap(); 7];
        report.submissions = seven.into_iter().collect();
        assert_tame(&terminal(&report, &style), width);
    }

    #[test]
    fn no_text_of_an_author_acts_on_a_terminal(texts in prop::collection::vec(any_text(), 3), width in 40_usize..130) {
        let style = Style { width, color: false, all_failures: false };
        let mut problem = Arc::unwrap_or_clone(submission_of(&texts, 0).problem);
        problem.topics.clone_from(&texts);
        assert_tame(&statement::render(&texts.concat(), &problem, &style), width);
        let row = listing::ListingRow {
            id: texts[0].clone(),
            difficulty: None,
            minutes: None,
            topics: texts.clone(),
            title: texts[1].clone(),
        };
        assert_tame(&listing::render(&[row], &style), width);
        let diagnostic = Diagnostic {
            severity: Severity::Error,
            code: "code",
            place: Place::file(&texts[0]),
            message: texts[1].clone(),
            hint: Some(texts[2].clone()),
        };
        assert_tame(&diagnostics::render(&[diagnostic], &style), width);
    }
}
