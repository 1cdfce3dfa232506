//! `[checker]`: how answers are compared.

use crate::model::{CheckerSpec, Entry, PathPattern, PatternStep, Rule, Type};

use super::fields::Fields;
use super::python::Python;
use super::reach::{any_of, types_at};
use super::source::Source;

/// The tolerance, relative and absolute, where a float rule does not say more.
const TOLERANCE: f64 = 1e-9;

const KINDS: [(&str, Kind); 6] = [
    ("exact", Kind::Exact),
    ("unordered", Kind::Unordered),
    ("float", Kind::Float),
    ("tokens", Kind::Tokens),
    ("lines", Kind::Lines),
    ("program", Kind::Program),
];

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Exact,
    Unordered,
    Float,
    Tokens,
    Lines,
    Program,
}

/// The checker of a package that has no `[checker]`.
pub(super) fn default_checker(is_stdin: bool) -> CheckerSpec {
    CheckerSpec { kind: default_rule(is_stdin), rules: Vec::new(), program: None }
}

fn default_rule(is_stdin: bool) -> Rule {
    if is_stdin { Rule::Lines(None) } else { Rule::Exact }
}

/// Reads the table. `kind` is that of the entry where it is known, `program` what checker.py is.
pub(super) fn checker(
    mut table: Fields,
    kind: Option<&str>,
    entry: Option<&Entry>,
    program: Option<&Python>,
    source: &Source,
) -> CheckerSpec {
    let is_stdin = kind == Some("stdin");
    let kind_at = table.at_of("kind").unwrap_or(table.at);
    let default = if is_stdin { Kind::Lines } else { Kind::Exact };
    let rule = rule(&mut table, Some(default), source);
    if let (Some(rule), true) = (rule, kind.is_some()) {
        fits_entry(rule, is_stdin, kind_at, source);
        if rule == Rule::Program {
            Python::require(program, "checker.py", "check", kind_at, source);
        }
        if rule == Rule::Unordered && matches!(entry, Some(Entry::Class { .. })) {
            let message = "this ignores the order of a class's calls, not of what each of them returns";
            source.warning(
                "checker-option",
                kind_at,
                message,
                "Write a rule with path = \"$[*]\" for what each call returns.",
            );
        }
    }
    let rules_at = table.at_of("rules");
    let rules: Vec<_> = table
        .tables("rules", "[[checker.rules]]")
        .into_iter()
        .filter_map(|fields| rule_for_place(fields, entry, source))
        .collect();
    if let Some(at) = rules_at.filter(|_| is_stdin || rule == Some(Rule::Program)) {
        let message = if is_stdin { "text has no places for rules" } else { "checker.py decides on the whole answer" };
        source.error("checker-option", at, message, "Remove the rules.");
    }
    table.finish();
    let kind = rule.unwrap_or(default_rule(is_stdin));
    let program = program.filter(|_| kind == Rule::Program).map(|program| program.text.clone());
    CheckerSpec { kind, rules, program }
}

/// One of `[[checker.rules]]`.
fn rule_for_place(mut fields: Fields, entry: Option<&Entry>, source: &Source) -> Option<(PathPattern, Rule)> {
    let pattern = fields
        .required_text("path", "Write `path = \"$[*]\"`.")
        .and_then(|text| pattern(&text.text, text.start(), entry, source));
    let kind_at = fields.at_of("kind").unwrap_or_else(|| {
        source.error(
            "missing-key",
            fields.at,
            "[[checker.rules]] has no `kind`",
            "Write `kind = \"float\"` or another.",
        );
        fields.at
    });
    let rule = rule(&mut fields, None, source);
    if matches!(rule, Some(Rule::Tokens(_) | Rule::Lines(_) | Rule::Program)) {
        let message = "this kind is for a whole answer, not for a place in it";
        source.error("checker-option", kind_at, message, "Write exact, unordered or float.");
    }
    fields.finish();
    pattern.zip(rule)
}

/// `kind` with its options; `default` where there is none. None where the kind is not known.
fn rule(fields: &mut Fields, default: Option<Kind>, source: &Source) -> Option<Rule> {
    let kind = if fields.at_of("kind").is_some() { fields.choice("kind", &KINDS) } else { default };
    let rel = tolerance(fields, "rel", source);
    let abs = tolerance(fields, "abs", source);
    let value = |given: Option<(f64, usize)>| given.map_or(TOLERANCE, |(number, _)| number);
    let given = (rel.is_some() || abs.is_some()).then(|| (value(rel), value(abs)));
    let rule = match kind? {
        Kind::Float => return Some(Rule::Float { rel: value(rel), abs: value(abs) }),
        Kind::Tokens => return Some(Rule::Tokens(given)),
        Kind::Lines => return Some(Rule::Lines(given)),
        Kind::Exact => Rule::Exact,
        Kind::Unordered => Rule::Unordered,
        Kind::Program => Rule::Program,
    };
    for (key, given) in [("rel", rel), ("abs", abs)] {
        if let Some((_, at)) = given {
            let message = format!("`{key}` is an option of float, tokens and lines");
            source.error("checker-option", at, message, "Remove it, or write kind = \"float\".");
        }
    }
    Some(rule)
}

/// A tolerance and where it stands.
fn tolerance(fields: &mut Fields, key: &'static str, source: &Source) -> Option<(f64, usize)> {
    let (number, at) = fields.number(key)?;
    if number >= 0.0 && number.is_finite() {
        return Some((number, at));
    }
    source.error("bad-value", at, format!("`{key}` cannot be {number}"), "Write a number from 0.");
    None
}

fn fits_entry(rule: Rule, is_stdin: bool, at: usize, source: &Source) {
    let (message, hint) = match rule {
        Rule::Unordered if is_stdin => ("unordered is for lists, and a program prints text", "Write lines or tokens."),
        Rule::Float { .. } if is_stdin => {
            ("float is for values, and a program prints text", "Write tokens with `rel` and `abs`.")
        }
        Rule::Tokens(_) | Rule::Lines(_) if !is_stdin => {
            ("tokens and lines are for stdin problems", "Write exact, unordered, float or program.")
        }
        _ => return,
    };
    source.error("checker-option", at, message, hint);
}

/// The path of a rule; one to a place that no answer of the declared type has is worth a warning.
fn pattern(text: &str, at: usize, entry: Option<&Entry>, source: &Source) -> Option<PathPattern> {
    let hint = "Write `$` for the answer, then steps such as `[*]`, `[0]` or `.key`.";
    let said = |message: String| format!("`{text}` leads nowhere: {message}");
    let found = PathPattern::parse(text).map_err(|message| source.error("bad-path", at, said(message), hint)).ok()?;
    if let Some(Err(message)) = entry.map(|entry| places(entry, &found.0)) {
        // A rule that never matches does no harm.
        source.warning("bad-path", at, said(message), hint);
    }
    Some(found)
}

/// The types at a place of the answer.
fn places<'e>(entry: &'e Entry, steps: &[PatternStep]) -> Result<Vec<&'e Type>, String> {
    match (entry, steps) {
        (Entry::Class { methods, .. }, [PatternStep::Index(_) | PatternStep::Any, below @ ..]) => {
            any_of(methods.iter().map(|method| &method.returns), below)
        }
        (Entry::Class { .. }, [PatternStep::Key(_), ..]) => {
            Err("a class's answer is a list, one item per call".to_owned())
        }
        (entry, steps) => entry.answer_type().map_or(Ok(Vec::new()), |ty| types_at(ty, steps)),
    }
}
