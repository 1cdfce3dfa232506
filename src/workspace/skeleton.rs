//! A new problem package: small, complete, and meant to be written over.

use std::io;
use std::path::{Path, PathBuf};

use super::files::write_new;

/// The files of the package, by path.
const FILES: [(&str, &str); 6] = [
    ("problem.toml", include_str!("skeleton/problem.toml")),
    ("statement.md", include_str!("skeleton/statement.md")),
    ("generator.py", include_str!("skeleton/generator.py")),
    ("submissions/accepted/reference.py", include_str!("skeleton/reference.py")),
    ("submissions/accepted/brute_force.py", include_str!("skeleton/brute_force.py")),
    ("submissions/wrong_answer/counts_once.py", include_str!("skeleton/counts_once.py")),
];

/// Writes a package into `folder`, which becomes its id's folder; returns the files.
///
/// The error names the file that could not be written; nothing that is there is changed.
pub fn write_package(folder: &Path, id: &str, topic: &str) -> Result<Vec<PathBuf>, (PathBuf, io::Error)> {
    let title = title(id);
    let mut written = Vec::new();
    for (file, text) in FILES {
        let path = folder.join(file);
        let text = text.replace("TITLE", &title).replace("TOPIC", topic);
        write_new(&path, text.as_bytes()).map_err(|error| (path.clone(), error))?;
        written.push(path);
    }
    Ok(written)
}

/// `longest-binge` as `Longest binge`.
fn title(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
