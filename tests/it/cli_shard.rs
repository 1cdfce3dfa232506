//! A run in parts, and the parts put together: as if it had been one run.

use std::collections::BTreeSet;
use std::fs;

use serde_json::{Value as Json, json};

use crate::support::{Outcome, PACKAGES, Place};

const RIGHT: &str = "def two_sum(numbers, target):
    for index, number in enumerate(numbers):
        for other in range(index):
            if numbers[other] + number == target:
                return [other, index]
";
const SOLUTIONS: usize = 9;

/// A workspace with right, wrong, crashing and unloadable solutions, by turns.
fn workspace() -> Place {
    let place = Place::with(&[&[("kumite.toml", "")], &PACKAGES[..]].concat());
    for number in 0..SOLUTIONS {
        let source = match number % 4 {
            0 => RIGHT,
            1 => "def two_sum(numbers, target):\n    print('no')\n    return (0, 1)\n",
            2 => "def two_sum(numbers, target):\n    return numbers[target]\n",
            _ => "def two_sum(numbers, target)\n",
        };
        let folder = place.here().join(format!("solutions/{number}"));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("two_sum.py"), source).unwrap();
    }
    place
}

fn document(text: &str) -> Json {
    serde_json::from_str(text).unwrap()
}

fn paths(document: &Json) -> Vec<String> {
    let submissions = document["submissions"].as_array().unwrap().iter();
    submissions.map(|one| one["path"].as_str().unwrap().to_owned()).collect()
}

/// Judges all parts; the names of their reports.
fn judge(place: &Place, total: usize, more: &[&str]) -> Vec<String> {
    let name = |index: usize| format!("{index}-of-{total}.json");
    for index in 1..=total {
        let (shard, report) = (format!("{index}/{total}"), format!("json={}", name(index)));
        let outcome = place.kumite(&[&["test", "--shard", &shard, "--report", &report], more].concat());
        assert!([0, 1].contains(&outcome.code), "{outcome:?}");
    }
    (1..=total).map(name).collect()
}

fn merged(place: &Place, parts: &[String], more: &[&str]) -> Outcome {
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    place.kumite(&[&["merge"], more, &parts].concat())
}

#[test]
fn every_solution_is_in_one_part_and_the_parts_make_the_whole() {
    let place = workspace();
    let mut whole = document(&place.kumite(&["test", "--format", "json"]).stdout);
    for total in [1, 2, 4, 12] {
        let parts = judge(&place, total, &[]);
        let documents: Vec<Json> = parts.iter().map(|part| document(&place.read(part))).collect();
        let all: Vec<String> = documents.iter().flat_map(paths).collect();
        assert_eq!((all.len(), all.iter().collect::<BTreeSet<_>>().len()), (SOLUTIONS, SOLUTIONS), "{total}");
        let reversed: Vec<String> = parts.iter().rev().cloned().collect();
        let outcome = merged(&place, &reversed, &["--format", "json", "--report", "junit=all.xml"]);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (1, ""), "{total}");
        let mut together = document(&outcome.stdout);
        for document in [&mut whole, &mut together] {
            document["stats"]["wall_seconds"].take();
            document["stats"]["cached"].take();
            for submission in document["submissions"].as_array_mut().unwrap() {
                submission["cached"].take();
            }
        }
        assert_eq!(together, whole, "{total}");
        assert_eq!(place.read("all.xml").matches("<testsuite ").count(), 1, "{}", place.read("all.xml"));
    }
}

#[test]
fn what_a_person_reads_of_the_parts_is_what_one_run_would_say() {
    let place = workspace();
    let without_sum = |text: &str| text.rsplit_once("submissions accepted").unwrap().0.to_owned();
    // Once for the cache, so that the times are the same.
    place.kumite(&["test"]);
    let whole = place.kumite(&["test"]).stdout;
    let together = merged(&place, &judge(&place, 3, &[]), &[]);
    assert_eq!(without_sum(&together.stdout), without_sum(&whole));
}

#[test]
fn the_same_division_comes_from_the_same_times() {
    let place = workspace();
    let times = |seconds: &dyn Fn(usize) -> f64| {
        let submission = |number| {
            json!({"problem": "two-sum", "path": format!("solutions/{number}/two_sum.py"), "cases":
                [{"name": "one", "cpu_seconds": 0, "wall_seconds": seconds(number)}]})
        };
        let submissions: Vec<Json> = (0..SOLUTIONS).map(submission).collect();
        json!({"format_version": 1, "tool": {"version": "0.0.1"}, "submissions": submissions}).to_string()
    };
    fs::write(place.here().join("times.json"), times(&|number| if number == 5 { 100.0 } else { 1.0 })).unwrap();
    let parts = judge(&place, 2, &["--times", "times.json"]);
    let documents: Vec<Json> = parts.iter().map(|part| document(&place.read(part))).collect();
    assert_eq!(paths(&documents[0]), ["solutions/5/two_sum.py"]);
    assert_eq!(paths(&documents[1]).len(), SOLUTIONS - 1);
    assert_eq!(merged(&place, &parts, &[]).code, 1);
    place.kumite(&["test", "--shard", "2/2", "--report", "json=other.json"]);
    let outcome = merged(&place, &[parts[0].clone(), "other.json".to_owned()], &[]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("the parts do not have every submission exactly once"), "{}", outcome.stderr);
}

#[test]
fn parts_of_other_runs_are_refused() {
    let place = workspace();
    let parts = judge(&place, 3, &[]);
    place.kumite(&["test", "--report", "json=whole.json"]);
    fs::write(place.here().join("notes.json"), "{}").unwrap();
    let told = |parts: &[&str]| place.kumite(&[&["merge"], parts].concat()).page();
    let [a, b, c] = [&parts[0], &parts[1], &parts[2]].map(String::as_str);
    let edit = |to: &str, change: &dyn Fn(&mut Json)| {
        let mut document = document(&place.read(a));
        change(&mut document);
        fs::write(place.here().join(to), document.to_string()).unwrap();
    };
    edit("version.json", &|document| document["tool"]["version"] = json!("9.9.9"));
    edit("form.json", &|document| document["format_version"] = json!(2));
    edit("torn.json", &|document| document["shard"]["state"] = json!("AAAA"));
    let pages = [
        told(&[a, c]),
        told(&[a]),
        told(&[a, b, b, c]),
        told(&[a, "whole.json"]),
        told(&["notes.json"]),
        told(&["gone.json"]),
        told(&["version.json"]),
        told(&["form.json"]),
        told(&["torn.json"]),
    ];
    insta::assert_snapshot!("parts_of_other_runs", pages.join("\n"));
    fs::write(place.here().join("solutions/0/two_sum.py"), RIGHT.replace("number == target", "number == target + 0"))
        .unwrap();
    place.kumite(&["test", "--shard", "3/3", "--report", "json=other.json"]);
    let plan = told(&[a, b, "other.json"]);
    assert!(plan.contains("error: 1-of-3.json and other.json are not of one run: what is judged differs"), "{plan}");
    judge(&place, 2, &[]);
    let total = told(&[a, "2-of-2.json"]);
    assert!(total.contains("the number of parts differs (3, and 2)"), "{total}");
    let isolated = judge(&place, 1, &["--isolation", "process"]);
    let fork = place.kumite(&["test", "--shard", "1/1", "--report", "json=fork.json"]);
    assert_eq!(fork.code, 1);
    let place_differs = told(&[&isolated[0], "fork.json"]);
    assert!(place_differs.contains("where it ran differs"), "{place_differs}");
}

#[test]
fn the_commit_is_known_and_must_be_the_same() {
    let place = workspace();
    let git = |args: &[&str]| {
        let mut command = assert_cmd::Command::new("git");
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
        command.args(["-c", "user.name=me", "-c", "user.email=me@localhost"]).args(args);
        let output = command.current_dir(place.here()).output().unwrap();
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    git(&["init", "-q"]);
    git(&["add", "kumite.toml", "solutions", "problems"]);
    git(&["commit", "-q", "-m", "one"]);
    place.kumite(&["test", "--shard", "1/2", "--report", "json=1.json"]);
    assert_eq!(document(&place.read("1.json"))["commit"], git(&["rev-parse", "HEAD"]));
    git(&["commit", "-q", "--allow-empty", "-m", "two"]);
    place.kumite(&["test", "--shard", "2/2", "--report", "json=2.json"]);
    let outcome = place.kumite(&["merge", "1.json", "2.json"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("the commit differs"), "{}", outcome.stderr);
}

#[test]
fn a_part_without_a_solution_is_no_failure_and_nothing_at_all_is_nothing_to_do() {
    let place = Place::with(&[&[("kumite.toml", ""), ("solutions/two_sum.py", RIGHT)], &PACKAGES[..]].concat());
    let parts = judge(&place, 3, &[]);
    let codes = parts.iter().map(|part| document(&place.read(part))["submissions"].as_array().unwrap().len());
    assert_eq!(codes.sum::<usize>(), 1);
    assert_eq!(merged(&place, &parts, &[]).code, 0);
}

#[test]
fn the_part_is_read_from_the_environment_only_when_asked_for() {
    let place = workspace();
    let judged = |args: &[&str], settings: &[(&str, &str)]| {
        let mut command = place.command(&[&["test", "--format", "json"], args].concat());
        let outcome = Outcome::of(command.envs(settings.iter().copied()));
        (document(&outcome.stdout)["shard"]["index"].clone(), outcome.stderr)
    };
    let node = [("CI_NODE_INDEX", "2"), ("CI_NODE_TOTAL", "3")];
    assert_eq!(judged(&[], &node).0, Json::Null);
    let (index, said) = judged(&["--shard", "auto"], &node);
    assert_eq!(index, 2);
    assert!(said.starts_with("note: part 2 of 3: "), "{said}");
    assert_eq!(judged(&["--shard", "auto/4"], &[("JOB_COMPLETION_INDEX", "0")]).0, 1);
    let alone = place.kumite(&["test", "--shard", "auto"]);
    assert_eq!((alone.code, alone.stdout.as_str()), (2, ""));
}
