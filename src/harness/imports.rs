//! Which modules a source names, and which of them lie beside it.
//!
//! Read line by line, not parsed: a name too many is loaded for nothing, a name too few is loaded by the candidate's
//! own import. Neither changes an answer.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Modules beside a solution that it imports, directly or through each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalModule {
    /// `helper` or `package.helper`.
    pub name: String,
    /// The file.
    pub file: PathBuf,
    /// Whether it is a package's `__init__.py`.
    pub is_package: bool,
    /// Its bytes.
    pub source: Vec<u8>,
}

/// The names after `import` and `from` in a source, dots included, in order of first mention.
pub(super) fn imported_names(source: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    for line in String::from_utf8_lossy(source).lines() {
        let line = line.trim_start();
        if let Some(rest) = line.strip_prefix("import ") {
            for part in rest.split(['#', ';']).next().unwrap_or_default().split(',') {
                push_name(&mut names, part.split_whitespace().next().unwrap_or_default());
            }
        } else if let Some((module, _)) = line.strip_prefix("from ").and_then(|rest| rest.split_once(" import")) {
            push_name(&mut names, module.trim());
        }
    }
    names
}

fn push_name(names: &mut Vec<String>, name: &str) {
    let plain = name.split('.').all(|part| {
        !part.is_empty()
            && part.chars().all(|c| c.is_alphanumeric() || c == '_')
            && !part.starts_with(|c: char| c.is_ascii_digit())
    });
    if plain && !names.iter().any(|known| known == name) {
        names.push(name.to_owned());
    }
}

/// The modules that a solution file imports from its own folder, and those that they import from it.
pub(super) fn local_modules(solution: &Path, source: &[u8]) -> Vec<LocalModule> {
    let folder = solution.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let own_name = solution.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let mut found: Vec<LocalModule> = Vec::new();
    let mut seen = BTreeSet::from_iter(own_name);
    let mut waiting = imported_names(source);
    while let Some(name) = waiting.pop() {
        let parts: Vec<&str> = name.split('.').collect();
        for length in 1..=parts.len() {
            let name = parts[..length].join(".");
            if !seen.insert(name.clone()) {
                continue;
            }
            let Some(module) = read_module(folder, &name, &parts[..length]) else { break };
            waiting.extend(imported_names(&module.source));
            if module.is_package {
                // `from package import module` names the module only after `import`; take all of the folder.
                waiting.extend(modules_of(&module));
            }
            found.push(module);
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

/// Larger files are no modules; neither are pipes, which would have no end.
const MOST_BYTES: u64 = 16 << 20;

fn read_module(folder: &Path, name: &str, parts: &[&str]) -> Option<LocalModule> {
    let stem = parts.iter().fold(folder.to_owned(), |path, part| path.join(part));
    [(stem.with_extension("py"), false), (stem.join("__init__.py"), true)].into_iter().find_map(|(file, is_package)| {
        // A link could lead out of the folder, and a syntax error would show a line of what it leads to.
        if !file.canonicalize().ok()?.starts_with(folder.canonicalize().ok()?) {
            return None;
        }
        let facts = file.metadata().ok()?;
        if !facts.is_file() || facts.len() > MOST_BYTES {
            return None;
        }
        let source = std::fs::read(&file).ok()?;
        Some(LocalModule { name: name.to_owned(), file, is_package, source })
    })
}

fn modules_of(package: &LocalModule) -> Vec<String> {
    let Some(Ok(entries)) = package.file.parent().map(std::fs::read_dir) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let stem = path.file_stem()?.to_str()?.to_owned();
            (path.extension().is_some_and(|ending| ending == "py") && stem != "__init__").then_some(stem)
        })
        .map(|stem| format!("{}.{stem}", package.name))
        .collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{imported_names, local_modules};

    #[test]
    fn names_are_read_in_every_form() {
        let source =
            b"import os, sys as s # x\n  from a.b import (c,\nfrom . import d\nimport e.f; import g\nimport 1x\n";
        assert_eq!(imported_names(source), ["os", "sys", "a.b", "e.f"]);
    }

    #[test]
    fn local_modules_are_found_through_each_other() {
        let dir = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let file = dir.path().join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        };
        write("helper.py", "import deeper\nimport solution\n");
        write("deeper.py", "import helper\nimport os\n");
        write("package/__init__.py", "");
        write("package/inner.py", "");
        write("unused.py", "");
        let solution = dir.path().join("solution.py");
        let names = |source: &[u8]| -> Vec<String> {
            local_modules(&solution, source).into_iter().map(|module| module.name).collect()
        };
        assert_eq!(
            names(b"import helper\nfrom package import inner\n"),
            ["deeper", "helper", "package", "package.inner"]
        );
        assert_eq!(names(b"import package.inner"), ["package", "package.inner"]);
        assert!(names(b"import collections").is_empty());
        assert!(local_modules(Path::new("gone.py"), b"import gone").is_empty());
    }
}
