//! The rules of the tree, as tests: layers, sizes, module comments, names.

use std::fs;
use std::path::{Path, PathBuf};

/// The module of each layer; a module imports only from layers below its own.
const LAYERS: &[&[&str]] = &[
    &["model"],
    &["event", "check", "catalog", "sandbox", "workspace"],
    &["harness", "report", "repository"],
    &["judge"],
    &["search"],
    &["stress", "growth", "verify", "round", "selftest"],
    &["cli"],
];

/// What a module may not see although it lies lower.
const FORBIDDEN: &[(&str, &[&str])] = &[
    ("report", &["check", "catalog", "sandbox", "workspace"]),
    ("judge", &["report"]),
    ("search", &["report"]),
    ("stress", &["report"]),
    ("growth", &["report"]),
    ("verify", &["report"]),
    ("selftest", &["report"]),
];

const MAX_LINES: usize = 500;
const VAGUE_NAMES: &[&str] = &["util", "utils", "helpers", "helper", "common", "misc", "manager", "imp"];
const TOP_LEVEL: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    "src",
    "problems",
    "harness",
    "tests",
    "README.md",
    "CHANGELOG.md",
    "docs",
    "benches",
    "clippy.toml",
    "rustfmt.toml",
    "LICENSE-MIT",
    "LICENSE-APACHE",
    "pyproject.toml",
    "action.yml",
    "target",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files_below(dir: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(dir) else { return };
    for entry in entries.map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            let name = entry.file_name().unwrap_or_default();
            if name != "target" && name != "__pycache__" {
                files_below(&entry, endings, found);
            }
        } else if entry.extension().is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted)) {
            found.push(entry);
        }
    }
}

fn rust_sources() -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    for dir in ["src", "tests/it", "tests/fuzz", "benches"] {
        files_below(&root().join(dir), &["rs"], &mut files);
    }
    files.sort();
    files
        .into_iter()
        .map(|file| (file.strip_prefix(root()).unwrap().to_owned(), fs::read_to_string(&file).unwrap()))
        .collect()
}

fn layer_of(module: &str) -> Option<usize> {
    LAYERS.iter().position(|modules| modules.contains(&module))
}

/// The crate's modules that a text names: `crate::check::...`, `use crate::{check, model}`.
fn modules_named(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        let names = match rest.strip_prefix('{') {
            Some(group) => group.split('}').next().unwrap_or_default().split(',').collect(),
            None => vec![rest],
        };
        for name in names {
            let name: String = name.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            found.push(name);
        }
    }
    found
}

#[test]
fn modules_import_only_from_lower_layers() {
    let mut broken = Vec::new();
    for (file, text) in rust_sources() {
        let mut parts = file.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
        if parts.next().as_deref() != Some("src") {
            continue;
        }
        let module = parts.next().unwrap().trim_end_matches(".rs").to_owned();
        if module == "lib" || module == "main" {
            continue;
        }
        let own = layer_of(&module).unwrap_or_else(|| panic!("{module} has no layer: add it to LAYERS"));
        for named in modules_named(&text) {
            let Some(layer) = layer_of(&named) else { continue };
            let forbidden = FORBIDDEN.iter().any(|(from, to)| *from == module && to.contains(&named.as_str()));
            if named != module && (layer >= own || forbidden) {
                broken.push(format!("{} imports {named}", file.display()));
            }
        }
    }
    assert!(broken.is_empty(), "against the layers of docs/architecture.md:\n{}", broken.join("\n"));
}

#[test]
fn files_stay_short_and_say_what_they_are() {
    let mut broken = Vec::new();
    for (file, text) in rust_sources() {
        let lines = text.lines().count();
        if lines > MAX_LINES {
            broken.push(format!("{} has {lines} lines, more than {MAX_LINES}", file.display()));
        }
        if !text.starts_with("//!") {
            broken.push(format!("{} does not start with a `//!` comment", file.display()));
        }
        let stem = file.file_stem().unwrap().to_string_lossy().into_owned();
        if VAGUE_NAMES.contains(&stem.as_str()) {
            broken.push(format!("{} has a name that says nothing", file.display()));
        }
    }
    let mut python = Vec::new();
    for dir in ["harness", "tests/browser"] {
        files_below(&root().join(dir), &["py"], &mut python);
    }
    for file in python {
        let text = fs::read_to_string(&file).unwrap();
        if text.lines().count() > MAX_LINES {
            broken.push(format!("{} has more than {MAX_LINES} lines", file.display()));
        }
        if !text.starts_with("\"\"\"") {
            broken.push(format!("{} does not start with a docstring", file.display()));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn unsafe_code_and_processes_stay_in_the_sandbox() {
    let mut broken = Vec::new();
    for (file, text) in rust_sources() {
        if file.starts_with("src/sandbox") || !file.starts_with("src") {
            continue;
        }
        for word in ["unsafe {", "unsafe fn", "allow(unsafe_code)", "Command::new", "process::Command"] {
            if text.contains(word) {
                broken.push(format!("{} has `{word}`", file.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_top_level_holds_only_what_belongs_there() {
    let stray: Vec<String> = fs::read_dir(root())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.') && !TOP_LEVEL.contains(&name.as_str()))
        .collect();
    assert!(stray.is_empty(), "does not belong at the top level: {stray:?}");
}
