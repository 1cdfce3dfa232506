//! Printed texts: which count as the same, and where they first differ.

use std::fmt::Write as _;

use kumite::check::check_text;
use kumite::model::{CheckOutcome, Rule};
use proptest::prelude::*;

use super::{spec, words};

const LINES: Rule = Rule::Lines(None);
const TOKENS: Rule = Rule::Tokens(None);
const NEAR: Option<(f64, f64)> = Some((1e-6, 1e-6));

fn outcome(rule: Rule, expected: &[u8], got: &[u8]) -> String {
    match check_text(&spec(rule, &[]), expected, got) {
        CheckOutcome::Accepted => "right".to_owned(),
        CheckOutcome::Rejected(difference) => words(&difference.kind),
    }
}

fn is_right(rule: Rule, expected: &str, got: &str) {
    assert_eq!(outcome(rule, expected.as_bytes(), got.as_bytes()), "right", "{rule:?}: {expected:?} and {got:?}");
}

fn is_wrong(rule: Rule, expected: &str, got: &str) {
    assert_ne!(outcome(rule, expected.as_bytes(), got.as_bytes()), "right", "{rule:?}: {expected:?} and {got:?}");
}

#[test]
fn ends_of_lines_and_of_the_text_do_not_count() {
    for got in ["a\nb", "a\nb\n", "a\nb\n\n\n", "a  \nb\t\n", "a\r\nb\r\n", "a\nb\n \t\r\n"] {
        is_right(LINES, "a\nb\n", got);
        is_right(LINES, got, "a\nb\n");
    }
    is_right(LINES, "", "\n \n");
    is_right(LINES, "\n", "");
}

#[test]
fn everything_else_in_a_line_counts() {
    for (expected, got) in [
        ("ErrorCode A\n", "errorcode a\n"),
        ("3 4\n5\n", "3\n4 5\n"),
        ("a\n", " a\n"),
        ("a b\n", "a  b\n"),
        ("a\tb\n", "a b\n"),
        ("a\nb\n", "a\n\nb\n"),
        ("a\n", "\na\n"),
        ("a\nb\n", "a\n"),
        ("a\n", "a\nb\n"),
        ("ab\n", "a\rb\n"),
        ("", "0\n"),
        ("1\n", "1.0\n"),
        ("0.3\n", "0.30\n"),
    ] {
        is_wrong(LINES, expected, got);
    }
}

#[test]
fn tokens_are_split_at_white_space_and_exact() {
    is_right(TOKENS, "3 4\n5\n", "3\n4 5");
    is_right(TOKENS, "a b", "\r\n a \t b \n\n");
    is_right(TOKENS, "", " \n");
    for (expected, got) in [("a b", "ab"), ("a", "A"), ("a b", "a"), ("a", "a b"), ("1", "1.0"), ("", "x"), ("a", "")] {
        is_wrong(TOKENS, expected, got);
    }
}

#[test]
fn exact_is_byte_for_byte() {
    is_right(Rule::Exact, "a \r\n", "a \r\n");
    for (expected, got) in [("a\n", "a"), ("a\n", "a\r\n"), ("a\n", "a \n"), ("a", "A"), ("", "\n")] {
        is_wrong(Rule::Exact, expected, got);
    }
}

#[test]
fn tolerance_is_for_tokens_that_both_sides_write_as_decimals() {
    for rule in [Rule::Lines(NEAR), Rule::Tokens(NEAR)] {
        for (expected, got) in [
            ("x 0.3 y", "x 0.30000000000000004 y"),
            ("1.0", "1.0000001"),
            ("1e3", "1000.0"),
            ("-.5", "-0.5"),
            ("+2.", "2.0"),
            ("0.0", "-0.0"),
            ("nan", "nan"),
        ] {
            is_right(rule, expected, got);
        }
        for (expected, got) in [
            ("10000000", "10000001"),
            ("1.0", "1"),
            ("1", "1.0"),
            ("1.0", "nan"),
            ("nan", "1.0"),
            ("1.0", "inf"),
            ("1e999", "2e999"),
            ("1.0", "1.0x"),
            ("1.0", "1.1"),
            ("0.0", "error"),
            ("1.0 2.0", "1.0"),
            ("1.0", "1.0 2.0"),
            ("1_0.0", "10.0"),
            ("1.0.0", "1.0.1"),
        ] {
            is_wrong(rule, expected, got);
        }
    }
    is_wrong(Rule::Lines(NEAR), "1.0 2.0", "1.0  2.0");
    is_wrong(Rule::Lines(NEAR), "1.0\n2.0", "1.0 2.0");
    is_wrong(Rule::Lines(NEAR), "1.0", " 1.0");
    is_right(Rule::Lines(NEAR), " 1.0 \n", " 1.00 \r\n\n");
    is_right(Rule::Tokens(NEAR), "1.0 2.0", "1.0\n2.00");
}

#[test]
fn the_first_difference_says_where_and_what() {
    let long = |letter| format!("{}{letter}{}\n", "a".repeat(500), "é".repeat(500));
    let (long_x, long_y) = (long('X'), long('Y'));
    let cases: [(Rule, &[u8], &[u8]); 12] = [
        (LINES, b"a\nb c\nd\n", b"a\nb d\nd\n"),
        (LINES, b"a\nb\n", b"a\n"),
        (LINES, b"a\n", b"a\n\nb\n"),
        (LINES, b"", b"prompt: 5\n"),
        (LINES, b"a\n", b"\xff\xfe\n"),
        (LINES, long_x.as_bytes(), long_y.as_bytes()),
        (LINES, "é\u{e8}\n".as_bytes(), "é\u{e9}\n".as_bytes()),
        (TOKENS, b"3 4\n5\n", b"3\n4 6\n"),
        (TOKENS, b"3 4", b"3\n4\n\n5 6\n"),
        (TOKENS, b"3 4 5", b"3\n4\n\n"),
        (Rule::Exact, b"a\nb\n", b"a\nb"),
        (Rule::Exact, b"a\nb\n", b"a\r\nb\n"),
    ];
    let mut report = String::new();
    for (rule, expected, got) in cases {
        writeln!(report, "{}", outcome(rule, expected, got)).unwrap();
    }
    insta::assert_snapshot!(report, @r#"
    line 2: Some("b c"), got Some("b d")
    line 2: Some("b"), got None
    line 2: None, got Some("")
    line 1: None, got Some("prompt: 5")
    line 1: Some("a"), got Some("��")
    line 1: Some("...aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaXééééééééééééééééééééééééééééé..."), got Some("...aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaYééééééééééééééééééééééééééééé...")
    line 1: Some("éè"), got Some("éé")
    token 3, line 2: Some("5"), got Some("6")
    token 3, line 4: None, got Some("5")
    token 3, line 2: Some("5"), got None
    line 2: Some("b\n"), got Some("b")
    line 1: Some("a\n"), got Some("a\r\n")
    "#);
}

/// Lines of words, the last one not empty.
fn text() -> impl Strategy<Value = Vec<Vec<String>>> {
    prop::collection::vec(prop::collection::vec("[a-zA-Z0-9.,é]{1,4}", 1..4), 1..5)
}

fn written(lines: &[Vec<String>]) -> String {
    lines.iter().map(|line| line.join(" ") + "\n").collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn line_ends_never_count(lines in text(), ends in prop::collection::vec("[ \t\r]{0,3}", 5), tail in "[\r\n \t]{0,4}") {
        let plain = written(&lines);
        let ended: String = plain.lines().zip(&ends).flat_map(|(line, end)| [line, end, "\n"]).collect();
        is_right(LINES, &plain, &(ended + &tail));
    }

    #[test]
    fn spaces_between_tokens_never_count(lines in text(), gap in "[ \t\r\n]{1,3}") {
        let plain = written(&lines);
        let spread = lines.concat().join(&gap);
        is_right(TOKENS, &plain, &spread);
        is_right(Rule::Tokens(NEAR), &plain, &format!("{gap}{spread}{gap}"));
    }

    #[test]
    fn a_changed_letter_always_counts(lines in text(), at in any::<prop::sample::Index>()) {
        let plain = written(&lines);
        let mut changed: Vec<char> = plain.chars().collect();
        let at = at.index(changed.len());
        prop_assume!(changed[at] != '\n');
        changed[at] = if changed[at] == '#' { '%' } else { '#' };
        let changed: String = changed.into_iter().collect();
        for rule in [LINES, TOKENS, Rule::Exact, Rule::Lines(NEAR), Rule::Tokens(NEAR)] {
            is_wrong(rule, &plain, &changed);
        }
    }

    #[test]
    fn any_bytes_can_be_compared(a in any::<Vec<u8>>(), b in any::<Vec<u8>>()) {
        for rule in [LINES, TOKENS, Rule::Exact, Rule::Lines(NEAR), Rule::Tokens(NEAR), Rule::Unordered] {
            prop_assert_eq!(outcome(rule, &a, &a), "right");
            prop_assert_eq!(outcome(rule, &a, &b) == "right", outcome(rule, &b, &a) == "right");
        }
    }
}
