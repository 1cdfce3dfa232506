//! Comparing answers: what is right, what is wrong, where, and what it nearly was.

mod generators;
mod literals;
mod near_misses;
mod properties;
mod texts;
mod values;

use kumite::model::{CheckerSpec, DifferenceKind, PathPattern, Rule};

/// A checker as a package writes it; rules are given as path and rule.
fn spec(kind: Rule, rules: &[(&str, Rule)]) -> CheckerSpec {
    let rules = rules.iter().map(|(path, rule)| (PathPattern::parse(path).unwrap(), *rule)).collect();
    CheckerSpec { kind, rules, program: None }
}

fn exact() -> CheckerSpec {
    spec(Rule::Exact, &[])
}

fn unordered() -> CheckerSpec {
    spec(Rule::Unordered, &[])
}

fn float(rel: f64, abs: f64) -> CheckerSpec {
    spec(Rule::Float { rel, abs }, &[])
}

/// A difference in one line.
fn words(kind: &DifferenceKind) -> String {
    let shown = |item: &Option<String>| item.clone().unwrap_or_else(|| "nothing".into());
    match kind {
        DifferenceKind::Value { expected, got } => format!("expected {expected}, got {got}"),
        DifferenceKind::Type { expected_type, expected, got_type, got } => {
            format!("expected {expected_type} {expected}, got {got_type} {got}")
        }
        DifferenceKind::Length { expected, got, item } => format!("expected {expected} items, got {got}: {item}"),
        DifferenceKind::Missing { item } => format!("missing {item}"),
        DifferenceKind::Unexpected { item } => format!("unexpected {item}"),
        DifferenceKind::Elements { missing, first_missing, unexpected, first_unexpected } => {
            format!("{missing} missing: {}; {unexpected} unexpected: {}", shown(first_missing), shown(first_unexpected))
        }
        DifferenceKind::Line { line, expected, got } => format!("line {line}: {expected:?}, got {got:?}"),
        DifferenceKind::Token { token, line, expected, got } => {
            format!("token {token}, line {line}: {expected:?}, got {got:?}")
        }
        DifferenceKind::Program { message } => message.clone(),
    }
}
