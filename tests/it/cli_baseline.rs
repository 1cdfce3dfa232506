//! `kumite test --ratios` and `--baseline`: CPU time beside the reference, and whether it has changed.

use std::fs;

use serde_json::{Value as Json, json};

use crate::support::{Outcome, Place};

const PACKAGE: &str = "format_version = 1
title = \"Count\"

[entry]
kind = \"function\"
signature = \"def count(steps: int) -> int\"

[limits]
time_seconds = 10.0

[[cases]]
name = \"none\"
args = [0]

[[cases]]
name = \"many\"
args = [1000000]
";

/// Counts in as many steps as it is told, times `work`.
fn program(work: usize) -> String {
    format!(
        "def count(steps):\n    done = 0\n    for _ in range(steps * {work}):\n        done += 1\n    return done // {work}\n"
    )
}

fn workspace() -> Place {
    Place::with(&[
        ("kumite.toml", ""),
        ("problems/count/problem.toml", PACKAGE),
        ("problems/count/submissions/accepted/reference.py", &program(1)),
        ("solutions/count.py", &program(1)),
    ])
}

fn document(outcome: &Outcome) -> Json {
    serde_json::from_str(&outcome.stdout).unwrap_or_else(|_| panic!("{outcome:?}"))
}

fn baseline(place: &Place) {
    let outcome = place.kumite(&["test", "--ratios", "--report", "json=base.json"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{}", outcome.stdout);
}

#[test]
fn what_is_twice_as_slow_fails_and_what_is_as_before_does_not() {
    let place = workspace();
    baseline(&place);
    let same = place.kumite(&["test", "--format", "json", "--baseline", "base.json"]);
    let ratio = &document(&same)["submissions"][0]["cpu_ratio"];
    assert_eq!((same.code, &ratio["case"]), (0, &json!("many")), "{}", same.stdout);
    let number = |name: &str| ratio[name].as_f64().unwrap();
    assert!(number("low") <= number("value") && number("value") <= number("high"), "{ratio}");
    fs::write(place.here().join("solutions/count.py"), program(5)).unwrap();
    let slower = place.kumite(&["test", "--format", "json", "--baseline", "base.json"]);
    let document = document(&slower);
    let submission = &document["submissions"][0];
    assert_eq!((slower.code, &submission["verdict"]), (1, &json!("accepted")));
    assert_eq!(submission["baseline"]["change"], "slower");
    let page = place.kumite(&["test", "--baseline", "base.json"]).stdout;
    assert!(page.contains("slower: solutions/count.py"), "{page}");
    assert_eq!(place.kumite(&["test"]).code, 0, "nobody asked");
}

#[test]
fn what_cannot_be_compared_is_not() {
    let place = workspace();
    baseline(&place);
    let mut earlier: Json = serde_json::from_str(&place.read("base.json")).unwrap();
    for name in ["low", "value", "high"] {
        earlier["submissions"][0]["cpu_ratio"][name] = json!(0.001);
    }
    let compared = |earlier: &Json| {
        fs::write(place.here().join("edited.json"), earlier.to_string()).unwrap();
        let outcome = place.kumite(&["test", "--format", "json", "--baseline", "edited.json"]);
        (outcome.code, document(&outcome)["submissions"][0]["baseline"].clone())
    };
    assert_eq!(compared(&earlier).0, 1);
    let mut other = earlier.clone();
    other["submissions"][0]["cpu_ratio"]["problem"] = json!("changed");
    let (code, baseline) = compared(&other);
    assert_eq!(
        (code, &baseline["change"], &baseline["cpu_ratio"]["high"]),
        (0, &json!("not_comparable"), &json!(0.001))
    );
    let mut older = earlier.clone();
    older["submissions"][0].as_object_mut().unwrap().remove("cpu_ratio");
    assert_eq!(compared(&older), (0, Json::Null), "a report of a version without ratios");
    earlier["submissions"][0]["path"] = json!("solutions/other.py");
    assert_eq!(compared(&earlier), (0, Json::Null), "a solution that is new");
}

#[test]
fn what_takes_too_little_or_is_not_accepted_has_no_ratio() {
    let place = workspace();
    let ratio = |args: &[&str]| {
        let outcome = place.kumite(&[&["test", "--format", "json", "--ratios"], args].concat());
        (document(&outcome)["submissions"][0]["cpu_ratio"].clone(), outcome.stderr)
    };
    let (too_little, said) = ratio(&["--case", "none"]);
    assert_eq!(too_little, Json::Null);
    insta::assert_snapshot!(said, @"note: not measured, for want of a reference or of a case that takes both at least 5 ms: 1 of 1 accepted");
    fs::write(place.here().join("solutions/count.py"), "def count(steps):\n    return 0\n").unwrap();
    assert_eq!(ratio(&[]), (Json::Null, String::new()));
    let gone = place.kumite(&["test", "--baseline", "gone.json"]);
    insta::assert_snapshot!(gone.page(), @"
    --- stderr
    error: cannot read gone.json: No such file or directory (os error 2)
      hint: Name a file that exists and that you may read.
    --- exit 2
    ");
}
