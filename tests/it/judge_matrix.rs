//! Every fixture submission gets the verdict that its folder names, in both isolations, with one lane and with two.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

/// Modules beside a submission that are none themselves.
const NEIGHBOURS: [&str; 2] = ["_neighbour.py", "queue.py"];

/// The labelled submissions below a folder of packages: path and verdict.
fn labelled(catalog: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![catalog.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = entry.file_name().unwrap().to_string_lossy().into_owned();
            if entry.is_dir() && name != "__pycache__" {
                folders.push(entry);
            } else if entry.extension().is_some_and(|ending| ending == "py")
                && entry.parent().unwrap().parent().unwrap().ends_with("submissions")
                && !NEIGHBOURS.contains(&name.as_str())
            {
                let verdict = entry.parent().unwrap().file_name().unwrap().to_string_lossy().into_owned();
                found.insert(entry.to_string_lossy().into_owned(), verdict);
            }
        }
    }
    found
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/matrix")
}

/// Judges all labelled submissions in one run; returns what is not as labelled.
fn judge(isolation: &str, jobs: &str) -> Vec<String> {
    let expected = labelled(&fixtures());
    assert!(expected.len() > 100, "the fixtures are missing");
    let output = Command::cargo_bin("kumite")
        .unwrap()
        .current_dir("/")
        .args(["test", "--no-cache", "--format", "json", "--isolation", isolation, "--jobs", jobs, "--problems"])
        .arg(fixtures())
        .args(expected.keys())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut wrong = Vec::new();
    let submissions = report["submissions"].as_array().unwrap();
    assert_eq!(submissions.len(), expected.len());
    for submission in submissions {
        let path = format!("/{}", submission["path"].as_str().unwrap().trim_start_matches('/'));
        let verdict = submission["verdict"].as_str().unwrap();
        if verdict != expected[&path] {
            wrong.push(format!("{path}: {verdict}\n{submission:#}"));
        }
    }
    wrong
}

#[test]
fn fork_isolation_gives_every_fixture_its_verdict() {
    let wrong = judge("fork", "2");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn process_isolation_gives_the_same_verdicts() {
    let wrong = judge("process", "2");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn one_lane_gives_the_same_verdicts() {
    let wrong = judge("fork", "1");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
