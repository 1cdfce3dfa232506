//! `kumite verify`: a good package passes, and each kind of mistake is found where it is.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::Place;

/// A change of the good package: a file, what stands there (empty: the whole file, or nothing), what shall stand there.
type Change = (&'static str, &'static str, &'static str);

/// A file is taken away by replacing it with this.
const GONE: &str = "\0";

const TOML: &str = "problem.toml";

/// The generated case of the good package.
const GENERATED: &str =
    "[[generated]]\nname     = \"fifty\"\nfunction = \"numbers\"\nparams   = { n = 50 }\nseed     = 3\n";

/// Each mistake, as changes of the good package, and its findings: severity, code, file, line.
#[allow(clippy::type_complexity)]
const MISTAKES: &[(&str, &[Change], &[&str])] = &[
    ("good", &[], &[]),
    ("no-title", &[(TOML, "title ", "# ")], &["error no-header problem.toml:1"]),
    ("no-minutes", &[(TOML, "minutes ", "# ")], &["error no-header problem.toml:1"]),
    ("no-sample", &[(TOML, "group ", "# ")], &["error no-sample problem.toml:20"]),
    ("other-topic", &[(TOML, "[\"arrays\"]", "[\"lists\"]")], &["error topic-folder problem.toml:5"]),
    ("no-hints", &[(TOML, "[[hints]]\ntext = \"Look at each item once.\"", "")], &["error no-teaching problem.toml:1"]),
    (
        "no-follow-ups",
        &[(TOML, "[[follow_ups]]", "#"), (TOML, "question", "#"), (TOML, "answer", "#")],
        &["error no-teaching problem.toml:1"],
    ),
    (
        "unused-generator",
        &[(TOML, GENERATED, "")],
        &["warning bound-not-reached problem.toml:16", "warning unused-file generator.py"],
    ),
    (
        "unused-checker",
        &[("checker.py", "", "def check(args, expected, answer): ...\n")],
        &["warning unused-file checker.py"],
    ),
    ("no-statement", &[("statement.md", "", GONE)], &["error no-statement statement.md"]),
    (
        "no-heading",
        &[("statement.md", "# Count a number", ""), ("statement.md", "## Example", "")],
        &["error no-heading statement.md"],
    ),
    ("no-task", &[("statement.md", "", "# Count\n\n`count([1, 2, 2], 2)` is 2\n")], &["error no-task statement.md"]),
    ("no-example", &[("statement.md", "`count([1, 2, 2], 2)`", "It")], &["warning sample-not-shown statement.md"]),
    ("false-example", &[("statement.md", "returns `2`", "returns `1`")], &["error example-answer statement.md:8"]),
    (
        "no-reference",
        &[("submissions/accepted/reference.py", "", GONE)],
        &["error no-reference problem.toml:36", "error no-reference submissions/accepted/reference.py"],
    ),
    ("one-solution", &[("submissions/accepted/loop.py", "", GONE)], &["error no-second-solution submissions/accepted"]),
    (
        "nothing-wrong",
        &[
            ("submissions/wrong_answer/at_most_one.py", "", GONE),
            ("submissions/run_time_error/expects_an_item.py", "", GONE),
        ],
        &["error no-wrong-submission submissions"],
    ),
    (
        "strange-label",
        &[("submissions/wrong_anser/a.py", "", "x = 1\n")],
        &["error unknown-label submissions/wrong_anser"],
    ),
    (
        "generated-too-long",
        &[(TOML, "n = 50", "n = 51")],
        &["error constraint problem.toml:37", "warning bound-not-reached problem.toml:16"],
    ),
    ("generator-crashes", &[("generator.py", "4]", "1 // 0]")], &["error case-failed problem.toml:37"]),
    (
        "generator-unsteady",
        &[("generator.py", "rng.randrange(10)", "__import__('os').urandom(1)[0] % 9")],
        &["error unsteady-generator problem.toml:37"],
    ),
    (
        "validator-objects",
        &[("validator.py", "return None", "return 'too short' if not args[0] else None")],
        &["error invalid-case problem.toml:27"],
    ),
    (
        "validator-asserts",
        &[("validator.py", "return None", "assert args[1] != 4, 'four'")],
        &["error invalid-case problem.toml:37"],
    ),
    ("validator-says-true", &[("validator.py", "return None", "return True")], &[]),
    (
        "validator-says-false",
        &[("validator.py", "return None", "return args[1] != 4")],
        &["error invalid-case problem.toml:37"],
    ),
    (
        "validator-crashes",
        &[("validator.py", "return None", "return args[7]")],
        &["error validator-failed validator.py"],
    ),
    ("validator-misnamed", &[("validator.py", "def validate", "def check")], &["error validator-failed validator.py"]),
    ("bound-too-wide", &[(TOML, "[0, 50]", "[0, 60]")], &["warning bound-not-reached problem.toml:16"]),
    ("wrong-expected", &[(TOML, "expected = 0", "expected = 5")], &["error reference-disagrees problem.toml:27"]),
    // Nobody knows what is right there, so the case kills nothing.
    (
        "killed-by-a-wrong-answer-only",
        &[
            (TOML, "expected = 0", "expected = 5"),
            ("submissions/wrong_answer/at_most_one.py", "min(1, items.count(k))", "items.count(k)"),
        ],
        &["error not-killed submissions/wrong_answer/at_most_one.py", "error reference-disagrees problem.toml:27"],
    ),
    (
        "other-solution-wrong",
        &[("submissions/accepted/loop.py", "item == k", "item >= k")],
        &["error solution-disagrees problem.toml:37"],
    ),
    (
        "solution-crashes",
        &[("submissions/accepted/loop.py", "item == k", "item.x == k")],
        &["error wrong-verdict submissions/accepted/loop.py"],
    ),
    (
        "solution-not-loaded",
        &[("submissions/accepted/loop.py", "def", "de")],
        &["error wrong-verdict submissions/accepted/loop.py"],
    ),
    (
        "not-wrong",
        &[("submissions/wrong_answer/at_most_one.py", "min(1, items.count(k))", "items.count(k)")],
        &["error not-killed submissions/wrong_answer/at_most_one.py"],
    ),
    (
        "wrong-in-another-way",
        &[("submissions/wrong_answer/at_most_one.py", "min(1, items.count(k))", "items[60]")],
        &["error wrong-verdict submissions/wrong_answer/at_most_one.py"],
    ),
    (
        "solutions-disagree-elsewhere",
        &[("submissions/accepted/loop.py", "item == k", "item == k and len(items) != 5")],
        &["error solutions-disagree submissions/accepted/loop.py"],
    ),
    (
        "reference-fails-elsewhere",
        &[("submissions/accepted/reference.py", "    return", "    assert k != 5\n    return")],
        &["error reference-fails submissions/accepted/reference.py"],
    ),
    (
        "validator-allows-little",
        &[(
            "validator.py",
            "return None",
            "return None if args[0] in ([], [1, 2, 2], [9, 0, 9]) or args[1] == 4 and len(args[0]) == 50 else 'no'",
        )],
        &["warning few-random-inputs problem.toml:15"],
    ),
    (
        "cases-notice-little",
        &[(
            "submissions/accepted/reference.py",
            "    return",
            "    if len(items) < 2:\n        return int(k in items)\n    return",
        )],
        &[
            "error mutation-score submissions/accepted/reference.py",
            "warning mutant-survives submissions/accepted/reference.py:2",
            "warning mutant-survives submissions/accepted/reference.py:2",
        ],
    ),
    ("a-neighbour", &[("submissions/wrong_answer/_neighbour.py", "", "x = 1\n")], &[]),
    (
        "unknown-key",
        &[(TOML, "minutes ", "minute ")],
        &["error no-header problem.toml:1", "error unknown-key problem.toml:6"],
    ),
    ("no-toml", &[(TOML, "[entry]", "[entry")], &["error invalid-toml problem.toml:8"]),
    (
        "checker-crashes",
        &[
            (TOML, "[limits]", "[checker]\nkind = \"program\"\n\n[limits]"),
            ("checker.py", "", "def check(args, expected, answer):\n    return args[7]\n"),
        ],
        &["error checker-failed checker.py"],
    ),
    (
        "checker-refuses",
        &[
            (TOML, "[limits]", "[checker]\nkind = \"program\"\n\n[limits]"),
            ("checker.py", "", "def check(args, expected, answer):\n    return None if args[0] else 'empty'\n"),
        ],
        &["error not-killed submissions/wrong_answer/at_most_one.py", "error reference-disagrees problem.toml:30"],
    ),
    (
        "too-slow",
        &[
            (TOML, "time_seconds = 1.0", "time_seconds = 0.05"),
            (
                "submissions/time_limit_exceeded/slow.py",
                "",
                "def count(items, k):\n    while len(items) == 50: pass\n    return items.count(k)\n",
            ),
        ],
        &[],
    ),
    (
        "not-slow",
        &[("submissions/time_limit_exceeded/fast.py", "", "def count(items, k):\n    return items.count(k)\n")],
        &["error not-killed submissions/time_limit_exceeded/fast.py"],
    ),
];

/// The mistakes that only a whole run finds.
const WHOLE: [&str; 7] = [
    "good",
    "too-slow",
    "not-slow",
    "solutions-disagree-elsewhere",
    "reference-fails-elsewhere",
    "validator-allows-little",
    "cases-notice-little",
];

fn write_mistakes(place: &Place) {
    let good = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/verify/arrays/good");
    let mut files = BTreeMap::new();
    read_files(&good, &good, &mut files);
    for (name, changes, _) in MISTAKES {
        let mut files = files.clone();
        for &(file, from, to) in *changes {
            let text = files.entry(file.to_owned()).or_default();
            assert!(text.contains(from), "{name}: {file} has no {from:?}");
            *text = if from.is_empty() { to.to_owned() } else { text.replacen(from, to, 1) };
        }
        for (file, text) in files.iter().filter(|(_, text)| *text != GONE) {
            let path = place.here().join("packs/arrays").join(name).join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }
}

fn read_files(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            read_files(root, &entry, files);
        } else {
            let name = entry.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            files.insert(name, fs::read_to_string(&entry).unwrap());
        }
    }
}

/// `error no-header problem.toml:1`.
fn short(finding: &Value, problem: &str) -> String {
    let file = finding["file"].as_str().unwrap();
    let file = file.strip_prefix(&format!("packs/arrays/{problem}/")).unwrap_or(file);
    let line = finding["line"].as_u64().map_or_else(String::new, |line| format!(":{line}"));
    assert!(!finding["message"].as_str().unwrap().is_empty());
    let (severity, code) = (finding["severity"].as_str().unwrap(), finding["code"].as_str().unwrap());
    format!("{severity} {code} {file}{line}")
}

#[test]
fn each_mistake_is_found_where_it_is_and_nothing_else() {
    let place = Place::with(&[]);
    write_mistakes(&place);
    let verify = |arguments: &[&str]| -> Vec<Value> {
        let outcome = place.kumite(&[&["verify", "--problems", "packs", "--format", "json"], arguments].concat());
        let report: Value = serde_json::from_str(&outcome.stdout).unwrap_or_else(|_| panic!("{}", outcome.stderr));
        assert_eq!(report["format_version"], 1);
        report["problems"].as_array().unwrap().clone()
    };
    // Random inputs take time; where they show nothing, do without.
    let (mut problems, whole) = (verify(&["--quick"]), verify(&WHOLE));
    problems.retain(|problem| !WHOLE.contains(&problem["problem"].as_str().unwrap()));
    problems.extend(whole);
    let mut wrong = Vec::new();
    for (name, _, expected) in MISTAKES {
        let problem = problems.iter().find(|problem| problem["problem"] == *name).unwrap();
        let mut found: Vec<String> =
            problem["findings"].as_array().unwrap().iter().map(|finding| short(finding, name)).collect();
        found.sort();
        if found != *expected {
            wrong.push(format!("{name}: {found:#?}\n{:#}", problem["findings"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_author_reads_what_is_wrong_and_what_to_do() {
    let place = Place::with(&[]);
    write_mistakes(&place);
    let page = |problem: &str| place.kumite(&["verify", "--quick", "--problems", "packs", problem]).page();
    let whole = |problem: &str| place.kumite(&["verify", "--problems", "packs", problem]).page();
    insta::assert_snapshot!("verify_good", whole("good"));
    insta::assert_snapshot!("verify_disagree", whole("solutions-disagree-elsewhere"));
    insta::assert_snapshot!("verify_mutants", whole("cases-notice-little"));
    insta::assert_snapshot!("verify_wrong", page("killed-by-a-wrong-answer-only"));
    let pages = ["no-toml", "solution-crashes", "false-example", "bound-too-wide", "generator-crashes"].map(page);
    insta::assert_snapshot!("verify_others", pages.join("\n\n"));
}

#[test]
fn a_new_problem_verifies() {
    let place = Place::with(&[("kumite.toml", "")]);
    insta::assert_snapshot!("new_problem", place.kumite(&["new-problem", "longest-wait", "--topic", "queues"]).page());
    let found = place.kumite(&["verify", "--format", "json"]);
    let report: Value = serde_json::from_str(&found.stdout).unwrap();
    assert_eq!(report["problems"].as_array().unwrap().len(), 1);
    assert_eq!(report["problems"][0]["problem"], "longest-wait");
    assert_eq!(report["problems"][0]["findings"], Value::Array(Vec::new()), "{:#}", report["problems"][0]["findings"]);
    assert_eq!(found.code, 0);
    // It overwrites nothing, and takes no id that is none.
    assert_eq!(place.kumite(&["new-problem", "longest-wait", "--topic", "queues"]).code, 2);
    assert_eq!(place.kumite(&["new-problem", "Longest_wait"]).code, 2);
    assert_eq!(place.kumite(&["new-problem", "a", "--topic", "../b"]).code, 2);
}

#[test]
fn what_is_verified_follows_from_the_arguments() {
    let place = Place::with(&[("empty/", "")]);
    write_mistakes(&place);
    assert_eq!(place.kumite(&["verify", "--problems", "empty"]).code, 4);
    let unknown = place.kumite(&["verify", "--problems", "packs", "goood"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("Did you mean `good`?"), "{}", unknown.stderr);
    // A package that is named itself lies in no topic's folder.
    let alone = place.kumite(&["verify", "--quick", "--problems", "packs/arrays/other-topic"]);
    assert_eq!(alone.code, 0, "{}", alone.stdout);
    let several = place.kumite(&["verify", "--quick", "--problems", "packs", "good", "bound-too-wide"]);
    assert_eq!(several.code, 0, "warnings do not fail: {}", several.stdout);
    let broken = place.kumite(&["verify", "--problems", "packs", "unknown-key"]);
    assert_eq!(broken.code, 2, "no command can use it: {}", broken.stdout);
    let wrong = place.kumite(&["verify", "--quick", "--problems", "packs", "wrong-expected"]);
    assert_eq!(wrong.code, 1, "{}", wrong.stdout);
}
