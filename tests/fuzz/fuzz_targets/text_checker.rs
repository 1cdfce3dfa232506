//! Two texts, before and after the first NUL, under every rule for what programs print: the laws of the contract.
#![no_main]

use kumite::check::{check_text, near_miss_text};
use kumite::model::{CheckOutcome, CheckerSpec, Rule};
use libfuzzer_sys::fuzz_target;

const NEAR: Option<(f64, f64)> = Some((1e-6, 1e-6));
const RULES: [Rule; 5] = [Rule::Exact, Rule::Lines(None), Rule::Lines(NEAR), Rule::Tokens(None), Rule::Tokens(NEAR)];
/// Whoever accepts under the first must accept under the second.
const STRICTER: [(Rule, Rule); 5] = [
    (Rule::Exact, Rule::Lines(None)),
    (Rule::Lines(None), Rule::Lines(NEAR)),
    (Rule::Lines(None), Rule::Tokens(None)),
    (Rule::Lines(NEAR), Rule::Tokens(NEAR)),
    (Rule::Tokens(None), Rule::Tokens(NEAR)),
];

fn accepts(rule: Rule, expected: &[u8], got: &[u8]) -> bool {
    let spec = CheckerSpec { kind: rule, rules: Vec::new(), program: None };
    match check_text(&spec, expected, got) {
        CheckOutcome::Accepted => true,
        CheckOutcome::Rejected(_) => {
            near_miss_text(&spec, expected, got);
            false
        }
    }
}

/// The text with what ends lines and texts written otherwise.
fn with_other_ends(text: &[u8]) -> Vec<u8> {
    let lines: Vec<&[u8]> = text.split(|&byte| byte == b'\n').collect();
    [&lines.join(&b" \t\r\n"[..])[..], b" \n\r\n\t"].concat()
}

/// The text with other white space between its tokens.
fn with_other_gaps(text: &[u8]) -> Vec<u8> {
    let tokens: Vec<&[u8]> = text.split(u8::is_ascii_whitespace).filter(|token| !token.is_empty()).collect();
    [b"\n ", &tokens.join(&b" \r\n\t"[..])[..], b" "].concat()
}

fuzz_target!(|data: &[u8]| {
    let middle = data.iter().position(|&byte| byte == 0);
    let (expected, got) = middle.map_or((data, data), |at| (&data[..at], &data[at + 1..]));
    for rule in RULES {
        assert!(accepts(rule, expected, expected) && accepts(rule, got, got), "{rule:?}: a text is itself");
        let accepted = accepts(rule, expected, got);
        assert_eq!(accepted, accepts(rule, got, expected), "{rule:?}: both sides are treated alike");
        if rule != Rule::Exact {
            assert_eq!(accepted, accepts(rule, expected, &with_other_ends(got)), "{rule:?}: ends do not count");
        }
        if matches!(rule, Rule::Tokens(_)) {
            assert_eq!(accepted, accepts(rule, expected, &with_other_gaps(got)), "{rule:?}: gaps do not count");
        }
    }
    for (strict, loose) in STRICTER {
        assert!(!accepts(strict, expected, got) || accepts(loose, expected, got), "{strict:?} accepts, {loose:?} not");
    }
    assert_eq!(accepts(Rule::Exact, expected, got), expected == got);
});
