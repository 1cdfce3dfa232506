//! What a list shows of a problem, read without reading the rest.

use toml::de::DeTable;

use crate::model::Difficulty;

use super::discover::PROBLEM_TOML;
use super::package::Package;

/// What a list shows of a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The folder's own name.
    pub id: String,
    /// The title; the id where the package gives none.
    pub title: String,
    /// How hard it is.
    pub difficulty: Option<Difficulty>,
    /// Topics, the folder's first.
    pub topics: Vec<String>,
    /// What an interviewer would give.
    pub minutes: Option<u32>,
    /// Whether problem.toml could be read at all. What is wrong in it otherwise, only reading the problem says.
    pub readable: bool,
}

impl Header {
    pub(super) fn of(package: &Package) -> Self {
        let mut header = Self {
            id: package.id().to_owned(),
            title: package.id().to_owned(),
            difficulty: None,
            topics: Vec::new(),
            minutes: None,
            readable: false,
        };
        let Ok(Some(text)) = package.read_text(PROBLEM_TOML) else { return header };
        // What lies before the first table header is all of the top-level keys, and mostly a thousandth of the file.
        // A `[` at the start of a line can also stand in a string or an array: then the part is no TOML.
        if let Ok(table) = DeTable::parse(&text[..first_table(&text)]).or_else(|_| DeTable::parse(&text)) {
            header.fill(table.get_ref());
        }
        header
    }

    fn fill(&mut self, table: &DeTable) {
        let text = |key: &str| table.get(key).and_then(|value| value.get_ref().as_str());
        self.readable = true;
        if let Some(title) = text("title") {
            title.clone_into(&mut self.title);
        }
        self.difficulty =
            text("difficulty").and_then(|name| Difficulty::ALL.into_iter().find(|known| known.name() == name));
        if let Some(topics) = table.get("topics").and_then(|value| value.get_ref().as_array()) {
            self.topics = topics.iter().filter_map(|topic| topic.get_ref().as_str()).map(str::to_owned).collect();
        }
        self.minutes = table
            .get("minutes")
            .and_then(|value| value.get_ref().as_integer())
            .and_then(|minutes| minutes.as_str().parse().ok());
    }
}

/// Where the first line starts that looks like a table header.
fn first_table(text: &str) -> usize {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with('[') {
            return start;
        }
        start += line.len();
    }
    text.len()
}
