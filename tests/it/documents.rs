//! The rules of the documents, as tests: links, names and dependencies that exist, and lines that are easy to compare.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::support::Place;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every text file of the repository that git does not ignore: its path below the root, and its text.
fn texts() -> Vec<(PathBuf, String)> {
    // Of the hidden ones only these: the others are an editor's or git's.
    let belongs = |name: &str| !name.starts_with('.') || [".ci", ".github", ".gitignore"].contains(&name);
    let mut walk = WalkBuilder::new(root());
    walk.hidden(false).require_git(false).filter_entry(move |entry| belongs(&entry.file_name().to_string_lossy()));
    let mut found: Vec<_> = walk
        .build()
        .filter_map(|entry| {
            let path = entry.unwrap().into_path();
            let text = if path.is_file() { String::from_utf8(fs::read(&path).unwrap()).ok() } else { None };
            Some((path.strip_prefix(root()).unwrap().to_owned(), text?))
        })
        .collect();
    found.sort();
    found
}

/// The documents for people: those of `docs/`, and the ones at the top.
fn documents() -> Vec<(PathBuf, String)> {
    let is_document = |path: &Path| {
        path.extension().is_some_and(|ending| ending == "md")
            && (path.starts_with("docs") || path.parent() == Some(Path::new("")))
    };
    let found: Vec<_> = texts().into_iter().filter(|(path, _)| is_document(path)).collect();
    assert!(found.len() > 10, "the documents are missing");
    found
}

fn events(text: &str) -> Parser<'_> {
    Parser::new_ext(text, Options::ENABLE_TABLES)
}

/// The anchors of a document's headings, as GitHub makes them.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut heading: Option<String> = None;
    for event in events(text) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => found.extend(heading.take()),
            Event::Text(part) | Event::Code(part) => {
                if let Some(heading) = &mut heading {
                    let kept = part
                        .to_lowercase()
                        .chars()
                        .filter(|&c| c.is_alphanumeric() || " -_".contains(c))
                        .collect::<String>();
                    heading.push_str(&kept.replace(' ', "-"));
                }
            }
            _ => {}
        }
    }
    found
}

#[test]
fn relative_links_lead_somewhere() {
    let mut broken = Vec::new();
    for (path, text) in documents() {
        for event in events(&text) {
            let Event::Start(Tag::Link { dest_url: link, .. } | Tag::Image { dest_url: link, .. }) = event else {
                continue;
            };
            if link.contains("://") {
                continue;
            }
            let (file, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let target = if file.is_empty() { path.clone() } else { path.parent().unwrap().join(file) };
            let target = root().join(target);
            let has_anchor = || fs::read_to_string(&target).is_ok_and(|text| anchors(&text).contains(anchor));
            if !target.exists() || (!anchor.is_empty() && !has_anchor()) {
                broken.push(format!("{}: {link}", path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "links that lead nowhere:\n{}", broken.join("\n"));
}

/// What stands in code within a document's prose and tables.
fn code_spans(text: &str) -> Vec<String> {
    events(text)
        .filter_map(|event| if let Event::Code(code) = event { Some(code.into_string()) } else { None })
        .collect()
}

#[test]
fn names_in_documents_exist() {
    let sources: Vec<String> = texts()
        .into_iter()
        .filter(|(path, _)| path.extension().is_some_and(|ending| ending == "rs" || ending == "py"))
        .map(|(_, text)| text)
        .collect();
    let is_path = |name: &str| {
        ["src/", "tests/", "harness/", "docs/", "benches/", ".ci/"].iter().any(|top| name.starts_with(top))
            && name.chars().all(|c| c.is_ascii_alphanumeric() || "._/-".contains(c))
    };
    // A name of so many words is that of a test.
    let is_test = |name: &str| {
        name.trim_start_matches('_').matches('_').count() > 3
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    let mut missing = Vec::new();
    for (path, text) in documents() {
        for name in code_spans(&text) {
            let defined = || sources.iter().any(|text| text.contains(&format!(" {name}(")));
            if (is_path(&name) && !root().join(&name).exists()) || (is_test(&name) && !defined()) {
                missing.push(format!("{}: {name}", path.display()));
            }
        }
    }
    assert!(missing.is_empty(), "named, and not there:\n{}", missing.join("\n"));
}

#[test]
fn every_dependency_has_a_reason() {
    let manifest: toml::Table = fs::read_to_string(root().join("Cargo.toml")).unwrap().parse().unwrap();
    // Some are taken on one system only.
    let by_system = manifest.get("target").and_then(toml::Value::as_table).into_iter().flat_map(toml::Table::values);
    let tables: Vec<&toml::Table> = by_system.filter_map(toml::Value::as_table).chain([&manifest]).collect();
    let kinds = ["dependencies", "dev-dependencies", "build-dependencies"];
    let taken: BTreeSet<&String> = tables
        .into_iter()
        .flat_map(|table| kinds.iter().filter_map(|kind| table.get(*kind)?.as_table()))
        .flat_map(toml::Table::keys)
        .collect();
    let reasons = fs::read_to_string(root().join("docs/decisions/0001-dependencies.md")).unwrap();
    let explained: BTreeSet<String> =
        reasons.lines().filter_map(|line| Some(line.strip_prefix("**")?.split_once("**")?.0.to_owned())).collect();
    let explained: BTreeSet<&String> = explained.iter().collect();
    assert!(taken.len() > 10);
    assert_eq!(taken, explained, "Cargo.toml and docs/decisions/0001-dependencies.md name different crates");
}

#[test]
fn a_decision_has_context_decision_and_consequences() {
    let decisions: Vec<_> = documents().into_iter().filter(|(path, _)| path.starts_with("docs/decisions")).collect();
    for (number, (path, text)) in (1..).zip(&decisions) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        assert!(name.starts_with(&format!("{number:04}-")), "{name} is not number {number}");
        assert!(text.starts_with(&format!("# {number}. ")), "{name} does not start with its number");
        let parts = ["## Context\n", "## Decision\n", "## Consequences\n"].map(|part| text.find(part));
        assert!(parts.is_sorted() && parts.iter().all(Option::is_some), "{name} has not its three parts in order");
    }
}

/// The lines of prose: no code blocks, tables, headings; without list markers and code spans.
fn prose(text: &str) -> Vec<(usize, String)> {
    let mut is_code = false;
    let mut lines = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.starts_with("```") {
            is_code = !is_code;
        } else if !is_code && !line.starts_with(['|', '#', '<']) {
            let after_number = line.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(". ");
            let line = after_number.unwrap_or(line);
            // What stands in code is one word.
            let words = line.split('`').enumerate().map(|(index, part)| if index % 2 == 0 { part } else { "code" });
            lines.push((number, words.collect()));
        }
    }
    lines
}

#[test]
fn a_line_of_prose_has_one_sentence() {
    let mut broken = Vec::new();
    for (path, text) in documents() {
        for (number, line) in prose(&text) {
            let ends = line.match_indices(['.', '?', '!']).map(|(at, _)| &line[at + 1..]);
            let goes_on = |rest: &str| {
                let mut rest = rest.trim_start_matches(['"', ')', '*']).chars();
                rest.next() == Some(' ') && rest.next().is_some_and(|c| c.is_uppercase() || c == '[')
            };
            if ends.into_iter().any(goes_on) {
                broken.push(format!("{}:{number}: {line}", path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "more than one sentence in a line:\n{}", broken.join("\n"));
}

/// Whether the text has a path that starts with `top`, but for the one of a user called `me`, who is anybody.
fn has_path(text: &str, top: &str) -> bool {
    text.match_indices(top).any(|(at, _)| {
        let begins = !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '.');
        begins && !text[at + top.len()..].starts_with("me/") && !text[at + top.len()..].starts_with("me\"")
    })
}

#[test]
fn no_path_of_a_developers_machine_is_in_the_tree() {
    let mut tops = vec![concat!("/ho", "me/"), concat!("/Us", "ers/"), concat!("/ro", "ot/"), concat!("/wo", "rk/")];
    if root().components().count() > 3 {
        tops.push(env!("CARGO_MANIFEST_DIR"));
    }
    let has_any = |text: &str| tops.iter().any(|top| has_path(text, top));
    let found: Vec<String> = texts()
        .into_iter()
        // What the hostile ones try to read is a matter of theirs.
        .filter(|(path, text)| !path.starts_with("tests/fixtures/hostile") && has_any(text))
        .map(|(path, _)| path.display().to_string())
        .collect();
    assert!(found.is_empty(), "a path of a developer's machine stands in:\n{}", found.join("\n"));
}

#[test]
fn the_readme_names_every_command_and_how_to_test() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let help = Place::with(&[]).kumite(&["--help"]).stdout;
    let commands = help.split_once("Commands:\n").unwrap().1.split("\n\n").next().unwrap();
    let names = commands.lines().filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help");
    let missing: Vec<&str> = names.filter(|name| !readme.contains(&format!("kumite {name}"))).collect();
    assert!(missing.is_empty(), "the README does not name {missing:?}");
    let checks = fs::read_to_string(root().join(".ci/run")).unwrap();
    for command in ["cargo test", "python3 -m unittest discover -s harness/tests"] {
        assert!(readme.contains(command), "the README does not say `{command}`");
        assert!(checks.contains(&format!("run {command}\n")), ".ci/run does not run `{command}`");
    }
}
