//! What problem.toml says at its top level, and where: known even where the package has errors.

use std::collections::HashMap;

use toml::de::{DeTable, DeValue};

use crate::model::Place;

use super::discover::PROBLEM_TOML;
use super::package::Package;

/// The outline of a package's problem.toml and of its cases.
#[derive(Debug)]
pub struct Outline {
    file: Place,
    text: String,
    /// Byte offsets of the top-level keys.
    keys: HashMap<String, usize>,
    /// Byte offsets of the keys of `[constraints]`, in order.
    constraints: Vec<usize>,
    /// Where the cases are, by name.
    cases: HashMap<String, Place>,
    topics: Vec<String>,
    functions: Vec<String>,
    checker: Option<String>,
    samples: usize,
}

impl Outline {
    /// The outline of a package; None where problem.toml is no text or no TOML.
    pub fn of(package: &Package) -> Option<Self> {
        let text = package.read_text(PROBLEM_TOML).ok()??.into_owned();
        let mut outline = Self {
            file: Place::file(package.shown(PROBLEM_TOML)),
            text: String::new(),
            keys: HashMap::new(),
            constraints: Vec::new(),
            cases: HashMap::new(),
            topics: Vec::new(),
            functions: Vec::new(),
            checker: None,
            samples: 0,
        };
        outline.read(DeTable::parse(&text).ok()?.get_ref(), &text);
        outline.read_files(package);
        outline.text = text;
        Some(outline)
    }

    /// Whether the top level has this key.
    pub fn has(&self, key: &str) -> bool {
        self.keys.contains_key(key)
    }

    /// Where a top-level key is; without it the start of the file.
    pub fn place(&self, key: &str) -> Place {
        self.at(self.keys.get(key).copied().unwrap_or(0))
    }

    /// Where a constraint is, by its number in `[constraints]`.
    pub fn constraint(&self, number: usize) -> Place {
        self.at(self.constraints.get(number).copied().unwrap_or(0))
    }

    /// Where a case is.
    pub fn case(&self, name: &str) -> Place {
        self.cases.get(name).cloned().unwrap_or_else(|| self.file.clone())
    }

    /// The topics.
    pub fn topics(&self) -> &[String] {
        &self.topics
    }

    /// The functions of generator.py that are named, each as often as it is.
    pub fn functions(&self) -> &[String] {
        &self.functions
    }

    /// The checker's kind, as it is written.
    pub fn checker(&self) -> Option<&str> {
        self.checker.as_deref()
    }

    /// How many sample cases there are.
    pub fn samples(&self) -> usize {
        self.samples
    }

    fn at(&self, offset: usize) -> Place {
        Place::at(self.file.file.clone(), &self.text, offset)
    }

    fn read(&mut self, table: &DeTable, text: &str) {
        let string = |value: &DeValue| value.as_str().map(str::to_owned);
        for (key, value) in table {
            self.keys.insert(key.get_ref().to_string(), key.span().start);
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("topics", DeValue::Array(topics)) => {
                    self.topics = topics.iter().filter_map(|topic| string(topic.get_ref())).collect();
                }
                ("constraints", DeValue::Table(constraints)) => {
                    self.constraints = constraints.keys().map(|key| key.span().start).collect();
                }
                ("checker", DeValue::Table(checker)) => {
                    self.checker = checker.get("kind").and_then(|kind| string(kind.get_ref()));
                }
                ("growth", DeValue::Table(growth)) => {
                    self.functions.extend(growth.get("function").and_then(|name| string(name.get_ref())));
                }
                ("cases" | "generated", DeValue::Array(cases)) => {
                    for case in cases.iter().filter_map(|case| case.get_ref().as_table()) {
                        self.samples +=
                            usize::from(case.get("group").and_then(|group| group.get_ref().as_str()) == Some("sample"));
                        self.functions.extend(case.get("function").and_then(|name| string(name.get_ref())));
                        if let Some(name) = case.get("name")
                            && let Some(known) = name.get_ref().as_str()
                        {
                            let place = Place::at(self.file.file.clone(), text, name.span().start);
                            self.cases.entry(known.to_owned()).or_insert(place);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// The cases in files, each at its file.
    fn read_files(&mut self, package: &Package) {
        for (file, is_folder) in package.list("cases").unwrap_or_default() {
            let path = format!("cases/{file}");
            let place = Place::file(package.shown(&path));
            let Some((stem, ending)) = file.rsplit_once('.') else { continue };
            let mut name = stem.to_owned();
            match ending {
                "in" if !is_folder => {}
                "json" if !is_folder => {
                    let text = package.read_text(&path).ok().flatten().unwrap_or_default();
                    let Ok(case) = serde_json::from_str::<serde_json::Value>(&text) else { continue };
                    self.samples += usize::from(case["group"] == "sample");
                    if let Some(given) = case["name"].as_str() {
                        given.clone_into(&mut name);
                    }
                }
                _ => continue,
            }
            self.cases.entry(name).or_insert(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Outline;
    use crate::catalog::discover;

    #[test]
    fn cases_and_keys_have_their_places() {
        let folder = Path::new("tests/fixtures/packages/valid");
        for package in discover::on_disk(folder).unwrap() {
            let outline = Outline::of(&package).unwrap();
            assert!(outline.has("entry") && !outline.has("entries"));
            assert_eq!(outline.place("nothing").position, Some((1, 1)));
            let problem = super::super::read::read(&package, None).problem.unwrap();
            for case in &problem.cases {
                let place = outline.case(&case.name);
                let in_toml = place.file.ends_with("problem.toml");
                assert_eq!(place.position.is_some(), in_toml, "{}: {place}", case.name);
            }
        }
    }
}
