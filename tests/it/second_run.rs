//! Accepted solutions that rely on state between calls or on the hash seed: each is warned of, with its line, and no
//! other is.

use std::fs;

use assert_cmd::Command;
use serde_json::{Value, json};

use crate::support::Place;

/// A solution and its warnings: kind, and what was changed with its lines.
struct Fixture {
    name: &'static str,
    source: &'static str,
    kind: Option<&'static str>,
    changed: &'static [(&'static str, &'static str, u64)],
}

const fn fixture(
    name: &'static str,
    kind: Option<&'static str>,
    changed: &'static [(&'static str, &'static str, u64)],
    source: &'static str,
) -> Fixture {
    Fixture { name, source, kind, changed }
}

const STATE: Option<&str> = Some("shared_state");

/// Each solves the problem `twice`: the words that stand more than once, sorted.
const FIXTURES: &[Fixture] = &[
    fixture(
        "global_dict",
        STATE,
        &[("global", "counts", 1)],
        "counts = {}\n\n\ndef twice(words):\n    for word in words:\n        counts[word] = counts.get(word, 0) + 1\n    \
         return sorted(word for word in counts if counts[word] > 1)\n",
    ),
    fixture(
        "global_list_of_lists",
        STATE,
        &[("global", "pair", 2)],
        "# The list stays as it is, and what is in it does not.\npair: list = [[], []]\n\n\ndef twice(words):\n    once, more = pair\n    \
         for word in words:\n        (more if word in once else once).append(word)\n    return sorted(set(more))\n",
    ),
    fixture(
        "global_int",
        STATE,
        &[("global", "calls", 1)],
        "calls = 0\n\n\ndef twice(words):\n    global calls\n    calls += 1\n    \
         return sorted({word for word in words if words.count(word) > 1}) if calls == 1 else []\n",
    ),
    fixture(
        "default_argument",
        STATE,
        &[("default_argument", "twice(counts)", 1)],
        "def twice(words, counts={}):\n    for word in words:\n        counts[word] = counts.get(word, 0) + 1\n    \
         return sorted(word for word in counts if counts[word] > 1)\n",
    ),
    fixture(
        "class_attribute",
        STATE,
        &[("class_attribute", "Solution.seen", 3)],
        "class Solution:\n    # One for all objects.\n    seen = []\n\n    def twice(self, words):\n        self.seen += words\n        \
         return sorted({word for word in self.seen if self.seen.count(word) > 1})\n",
    ),
    fixture(
        "function_attribute",
        STATE,
        &[("function_attribute", "twice.seen", 1)],
        "def twice(words):\n    twice.seen += words\n    \
         return sorted({word for word in twice.seen if twice.seen.count(word) > 1})\n\n\ntwice.seen = []\n",
    ),
    fixture(
        "cache_without_its_key",
        STATE,
        &[("global", "current", 3), ("cache", "answer", 7)],
        "from functools import cache\n\ncurrent = []\n\n\n@cache\ndef answer(length):\n    \
         return sorted({word for word in current if current.count(word) > 1})\n\n\n\
         def twice(words):\n    global current\n    current = words\n    return answer(len(words))\n",
    ),
    fixture(
        "exhausted",
        STATE,
        &[],
        "calls = iter([1])\n\n\ndef twice(words):\n    next(calls)\n    \
         return sorted({word for word in words if words.count(word) > 1})\n",
    ),
    fixture(
        "memo_by_its_key",
        None,
        &[],
        "from functools import cache, lru_cache\n\nmemo = {}\n\n\n@cache\ndef is_more(count):\n    return count > 1\n\n\n\
         @lru_cache(maxsize=2)\ndef sort(words):\n    return sorted(words)\n\n\ndef twice(words, memo=memo):\n    \
         key = tuple(words)\n    if key not in memo:\n        \
         memo[key] = sort(frozenset(word for word in words if is_more(words.count(word))))\n    return memo[key]\n",
    ),
    fixture(
        "own_state",
        None,
        &[],
        "import random\n\nrandom.seed(7)\nCALLS = [0]\n\n\nclass Solution:\n    def __init__(self):\n        self.seen = []\n\n    \
         def twice(self, words):\n        CALLS[0] += 1\n        self.seen += words\n        \
         return sorted({word for word in self.seen if self.seen.count(word) > 1})\n",
    ),
    // What goes wrong in the second run is nobody's business.
    fixture(
        "endless_the_second_time",
        None,
        &[],
        "ran = []\n\n\ndef twice(words):\n    while ran:\n        pass\n    ran.append(1)\n    \
         return sorted({word for word in words if words.count(word) > 1})\n",
    ),
    fixture(
        "gone_the_second_time",
        None,
        &[],
        "import os\n\nran = []\n\n\ndef twice(words):\n    if ran:\n        os._exit(0)\n    ran.append(1)\n    \
         return sorted({word for word in words if words.count(word) > 1})\n",
    ),
];

const TWICE: &str = r#"format_version = 1
title = "Twice"

[entry]
kind = "function"
signature = "def twice(words: list[str]) -> list[str]"

[limits]
time_seconds = 1.0

[[cases]]
name = "one"
args = [["b", "a", "b"]]
expected = ["b"]

[[cases]]
name = "all"
args = [["z", "z", "z"]]
expected = ["z"]

[[cases]]
name = "none"
args = [["b", "a"]]
expected = []
"#;

fn judged(place: &Place, args: &[&str]) -> Vec<Value> {
    let outcome = place.kumite(&[&["test", "--problems", "packs", "--format", "json"], args].concat());
    assert_eq!(outcome.code, 0, "a warning fails nothing: {}", outcome.stderr);
    let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
    report["submissions"].as_array().unwrap().clone()
}

#[test]
fn state_between_calls_is_warned_of_with_its_line() {
    let place = Place::with(&[("packs/twice/problem.toml", TWICE)]);
    for fixture in FIXTURES {
        let source = format!("{}# kumite: twice\n", fixture.source);
        fs::create_dir_all(place.here().join("twice")).unwrap();
        fs::write(place.here().join("twice").join(format!("{}.py", fixture.name)), source).unwrap();
    }
    for isolation in ["fork", "process"] {
        let mut wrong = Vec::new();
        let submissions = judged(&place, &["--no-cache", "--problem", "twice", "--isolation", isolation, "twice"]);
        assert_eq!(submissions.len(), FIXTURES.len());
        for submission in submissions {
            let path = submission["path"].as_str().unwrap();
            let fixture = FIXTURES.iter().find(|one| path.ends_with(&format!("/{}.py", one.name))).unwrap();
            let changed: Vec<Value> = fixture
                .changed
                .iter()
                .map(|(what, name, line)| json!({"what": what, "name": name, "line": line}))
                .collect();
            let found = match submission["warnings"].as_array().unwrap().as_slice() {
                [] => (None, json!([])),
                [warning] => (warning["kind"].as_str(), warning["changed"].clone()),
                more => panic!("{path}: {more:?}"),
            };
            if submission["verdict"] != "accepted" || found != (fixture.kind, Value::Array(changed)) {
                wrong.push(format!("{isolation} {path}: {} {:#}", submission["verdict"], submission["warnings"]));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

/// A package whose only right answer is the order of a set under the usual hash seed, in this Python.
fn order_of_a_set() -> String {
    let script = "import json; print(json.dumps(list(set(['ash', 'oak', 'elm', 'fir', 'yew', 'box']))))";
    let output = Command::new("python3").env("PYTHONHASHSEED", "0").args(["-c", script]).output().unwrap();
    let order = String::from_utf8(output.stdout).unwrap();
    format!(
        "format_version = 1\ntitle = \"Trees\"\n\n[entry]\nkind = \"function\"\nsignature = \"def trees(names: list[str]) -> list[str]\"\n\n\
         [limits]\ntime_seconds = 1.0\n\n[[cases]]\nname = \"six\"\nargs = [[\"ash\", \"oak\", \"elm\", \"fir\", \"yew\", \"box\"]]\n\
         expected = {order}"
    )
}

#[test]
fn reliance_on_the_hash_seed_is_warned_of_with_its_line() {
    let place = Place::with(&[
        ("packs/trees/problem.toml", &order_of_a_set()),
        ("trees/one_line.py", "# No set( here, and f'{no}' set.\ndef trees(names):\n    return list(set(names))\n"),
        (
            "trees/two_lines.py",
            "def trees(names):\n    names = set(names)\n    return list({name for name in names})\n",
        ),
    ]);
    for isolation in ["fork", "process"] {
        let submissions = judged(&place, &["--no-cache", "--isolation", isolation, "--problem", "trees", "trees"]);
        let warnings: Vec<&Value> = submissions.iter().map(|submission| &submission["warnings"][0]).collect();
        for warning in &warnings {
            assert_eq!((&warning["kind"], &warning["case"]), (&json!("hash_seed"), &json!("six")), "{warning:#}");
        }
        assert_eq!([&warnings[0]["line"], &warnings[1]["line"]], [&json!(3), &Value::Null]);
    }
}

#[test]
fn a_class_is_looked_at_too() {
    let package = "format_version = 1\ntitle = \"Tally\"\n\n[entry]\nkind = \"class\"\n\
        signature = \"\"\"\nclass Tally:\n    def __init__(self) -> None: ...\n    def add(self, n: int) -> int: ...\n\"\"\"\n\n\
        [limits]\ntime_seconds = 1.0\n\n[[cases]]\nname = \"two\"\ninit = []\ncalls = [[\"add\", [1]], [\"add\", [2]]]\n\
        expected = [1, 3]\n";
    let place = Place::with(&[
        ("packs/tally/problem.toml", package),
        (
            "tally.py",
            "class Tally:\n    sums = []\n\n    def add(self, n):\n        self.sums.append(n)\n        return sum(self.sums)\n",
        ),
    ]);
    let warnings = &judged(&place, &["tally.py"])[0]["warnings"];
    assert_eq!(warnings[0]["changed"], json!([{"what": "class_attribute", "name": "Tally.sums", "line": 2}]));
    assert_eq!((&warnings[0]["expected"], &warnings[0]["actual"]), (&json!("[1, 3]"), &json!("[4, 6]")));
}

#[test]
fn strict_fails_it_and_the_cache_keeps_it() {
    let place = Place::with(&[("packs/twice/problem.toml", TWICE), ("twice.py", FIXTURES[0].source)]);
    let first = judged(&place, &["twice.py"]);
    let again = judged(&place, &["twice.py"]);
    assert_eq!((&first[0]["cached"], &again[0]["cached"]), (&json!(false), &json!(true)));
    assert_eq!(first[0]["warnings"], again[0]["warnings"]);
    assert_eq!(first[0]["warnings"].as_array().unwrap().len(), 1);
    let strict = place.kumite(&["test", "--problems", "packs", "--strict", "twice.py"]);
    assert_eq!(strict.code, 1, "{}", strict.stdout);
    // One case alone is called twice.
    let alone = judged(&place, &["--case", "one", "twice.py"]);
    assert_eq!(alone[0]["warnings"][0]["case"], "one", "{:#}", alone[0]["warnings"]);
}
