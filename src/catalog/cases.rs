//! The cases of a package, one by one: given ones, as tables or JSON objects, and generated ones.

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::{
    Answer, CaseInput, CaseSource, CheckerSpec, Constraint, Diagnostic, Entry, Group, Place, Rule, Severity, TestCase,
    Value,
};

use super::fields::{Fields, list};
use super::input::{Given, call, calls, expected, stdin, stdout};
use super::legal::breaches;
use super::node::Text;
use super::python::Python;
use super::source::{Findings, Source};

/// Every key by which a case gives its input or its answer, with the entry kinds it belongs to.
const INPUT_KEYS: [(&str, &[&str]); 10] = [
    ("args", &["function"]),
    ("args_json", &["function"]),
    ("init", &["class"]),
    ("init_json", &["class"]),
    ("calls", &["class"]),
    ("calls_json", &["class"]),
    ("expected", &["function", "class"]),
    ("expected_json", &["function", "class"]),
    ("stdin", &["stdin"]),
    ("stdout", &["stdin"]),
];

/// The tag of the user's own cases.
const OWN: &str = "own";

/// What cases are checked against.
pub(super) struct Cases<'a> {
    /// `function`, `class` or `stdin`; None where not even that is known.
    pub(super) kind: Option<&'static str>,
    /// None where the signature is not understood.
    pub(super) entry: Option<&'a Entry>,
    pub(super) constraints: &'a [Constraint],
    pub(super) checker: &'a CheckerSpec,
    pub(super) has_reference: bool,
    pub(super) generator: Option<&'a Python>,
    pub(super) findings: &'a Findings,
    /// The names so far, and where each was given.
    names: HashMap<String, Place>,
    read: Vec<Arc<TestCase>>,
    /// Whether there is any, wrong ones included.
    pub(super) any: bool,
    /// Whether what is read now is the user's own, and not the package's.
    pub(super) are_own: bool,
}

/// What every kind of case says of itself.
pub(super) struct About {
    pub(super) name: String,
    pub(super) group: Group,
    pub(super) tags: Vec<String>,
    pub(super) why: Option<String>,
}

impl<'a> Cases<'a> {
    pub(super) fn new(
        kind: Option<&'static str>,
        entry: Option<&'a Entry>,
        constraints: &'a [Constraint],
        checker: &'a CheckerSpec,
        has_reference: bool,
        generator: Option<&'a Python>,
        findings: &'a Findings,
    ) -> Self {
        let (names, read) = (HashMap::new(), Vec::new());
        Self {
            kind,
            entry,
            constraints,
            checker,
            has_reference,
            generator,
            findings,
            names,
            read,
            any: false,
            are_own: false,
        }
    }

    /// The cases that are right, in order.
    pub(super) fn finish(self) -> Vec<Arc<TestCase>> {
        self.read
    }

    /// One `[[cases]]` table, or the object of a JSON file.
    pub(super) fn given(&mut self, mut fields: Fields, default_name: Option<&str>, source: &Source) {
        self.any = true;
        let about = self.about(&mut fields, default_name, source);
        let input = match self.kind {
            Some("function") => call(&mut fields, self.entry, source),
            Some("class") => calls(&mut fields, self.entry, source),
            Some(_) => stdin(&mut fields),
            None => None,
        };
        let answer = self.answer(&mut fields, input.as_ref().map(|input| &input.value), source);
        self.foreign_keys(&mut fields, source);
        fields.finish();
        let Some(input) = input else { return };
        if let Some(entry) = self.entry {
            for breach in breaches(entry, self.constraints, &input.value) {
                let at = if breach.place.starts_with("__init__.") { input.init_at } else { input.at };
                source.error("constraint", at, breach.to_string(), "Change the case, or the constraint.");
            }
        }
        let Some(about) = about else { return };
        self.push(about, CaseSource::Given(Arc::new(input.value)), answer);
    }

    pub(super) fn push(&mut self, about: About, source: CaseSource, expected: Option<Answer>) {
        let About { name, group, mut tags, why } = about;
        if self.are_own {
            tags.push(OWN.to_owned());
        }
        self.read.push(Arc::new(TestCase { name, group, tags, why, source, expected: expected.map(Arc::new) }));
    }

    /// Name, group, tags and why. None where there is no name.
    fn about(&mut self, fields: &mut Fields, default_name: Option<&str>, source: &Source) -> Option<About> {
        let group = fields.choice("group", &[("sample", Group::Sample), ("secret", Group::Secret)]);
        let tags = fields.strings("tags");
        let why = fields.string("why");
        let given = match default_name {
            Some(_) => fields.text("name"),
            None => fields.required_text("name", "Write `name = \"what-it-is-about\"`."),
        };
        let at = given.as_ref().map_or(fields.at, Text::start);
        let name = given.map(|text| text.text.into_owned()).or_else(|| default_name.map(str::to_owned))?;
        if name.trim().is_empty() || name.chars().any(char::is_control) {
            source.error("bad-value", at, "this is no name", "Write a name of one line that is not empty.");
            return None;
        }
        self.name(&name, source.place(at));
        Some(About { name, group: group.unwrap_or(Group::Secret), tags, why })
    }

    /// Reports a name that another case has.
    pub(super) fn name(&mut self, name: &str, place: Place) {
        if let Some(other) = self.names.get(name) {
            self.findings.push(Diagnostic {
                severity: Severity::Error,
                code: "duplicate-name",
                place,
                message: format!("another case is called `{name}` too: {other}"),
                hint: Some("Rename one of them.".to_owned()),
            });
        } else {
            self.names.insert(name.to_owned(), place);
        }
    }

    /// The expected answer. Without one the reference must answer.
    fn answer(&self, fields: &mut Fields, input: Option<&CaseInput>, source: &Source) -> Option<Answer> {
        let calls = if let Some(CaseInput::Class { calls, .. }) = input { Some(calls.as_slice()) } else { None };
        let (key, answer) = if self.kind? == "stdin" {
            ("stdout", stdout(fields))
        } else {
            let is_free = self.checker.kind == Rule::Program;
            ("expected", expected(fields, self.entry, calls, is_free, source))
        };
        match answer {
            Given::Value(answer, _) => return Some(answer),
            Given::Absent if !self.has_reference => {
                let message = format!("the case has no `{key}`, and there is no reference that could answer");
                source.error("no-reference", fields.at, message, NO_REFERENCE);
            }
            Given::Absent | Given::Broken => {}
        }
        None
    }

    /// Reports keys that belong to another kind of entry.
    fn foreign_keys(&self, fields: &mut Fields, source: &Source) {
        let own = self.own_keys();
        for (key, kinds) in INPUT_KEYS {
            if own.contains(&key) {
                continue;
            }
            let Some(node) = fields.take_foreign(key) else { continue };
            if let Some(kind) = self.kind {
                let message = format!("`{key}` is for a {} problem, and this is a {kind} problem", kinds.join(" or "));
                source.error("case-kind", node.at(), message, format!("Write {}.", list(&own)));
            }
        }
    }

    fn own_keys(&self) -> Vec<&'static str> {
        let Some(kind) = self.kind else { return Vec::new() };
        INPUT_KEYS.iter().filter(|(_, kinds)| kinds.contains(&kind)).map(|(key, _)| *key).collect()
    }

    /// One `[[generated]]` table.
    pub(super) fn generated(&mut self, mut fields: Fields, source: &Source) {
        self.any = true;
        let about = self.about(&mut fields, None, source);
        let function = fields.required_text("function", "Write the name of a function of generator.py.");
        if let Some(function) = &function {
            Python::require(self.generator, "generator.py", &function.text, function.start(), source);
        }
        let params = match fields.take("params") {
            None => Some(Vec::new()),
            Some(node) => match node.value(source) {
                Some(Value::Dict(pairs)) => {
                    Some(pairs.into_iter().map(|(key, value)| (key.key_text(), value)).collect())
                }
                Some(_) => {
                    fields.wrong_type("params", node, "a table");
                    None
                }
                None => None,
            },
        };
        let seed = seed(&mut fields, source);
        if !self.has_reference {
            let message = "the case is generated, and there is no reference that could answer";
            source.error("no-reference", fields.at, message, "Add submissions/accepted/reference.py.");
        }
        fields.finish();
        if let (Some(about), Some(function), Some(params)) = (about, function, params) {
            let function = function.text.into_owned();
            self.push(about, CaseSource::Generated { function, params, seed: seed.unwrap_or(0) }, None);
        }
    }
}

/// The hint where an answer is missing.
pub(super) const NO_REFERENCE: &str = "Write the answer, or add submissions/accepted/reference.py.";

/// The seed of a generated case: an integer of 64 bits without a sign.
fn seed(fields: &mut Fields, source: &Source) -> Option<u64> {
    let (seed, node) = fields.read("seed", "an integer", |node| match node.number() {
        Some(seed @ (Value::Int(_) | Value::BigInt(_))) => Some((seed, node)),
        _ => None,
    })?;
    let fits = match &seed {
        Value::BigInt(big) => u64::try_from(&**big).ok(),
        Value::Int(int) => u64::try_from(*int).ok(),
        _ => None,
    };
    if fits.is_none() {
        let message = format!("`seed` cannot be {}", seed.to_json());
        source.error("bad-value", node.at(), message, format!("Write an integer from 0 to {}.", u64::MAX));
    }
    fits
}
