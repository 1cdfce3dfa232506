//! `kumite stress` as a user types it, and the cases that it keeps.

use serde_json::{Value as Json, json};

use crate::support::{Outcome, Place};

const LARGEST: &str = r#"format_version = 1
title = "Largest"

[entry]
kind = "function"
signature = "def largest(nums: list[int]) -> int"

[limits]
time_seconds = 1.0

[constraints]
nums = { length = [1, 30] }
"nums[*]" = { range = [-50, 50] }

[[cases]]
name = "some"
args = [[3, 1, 2]]
expected = 3
"#;

const COUNTER: &str = r#"format_version = 1
title = "Counter"

[entry]
kind = "class"
signature = """
class Counter:
    def __init__(self, start: int) -> None
    def add(self, amount: int) -> None
    def total(self) -> int
"""

[constraints]
"__init__.start" = { range = [0, 100] }
"add.amount" = { range = [0, 100] }

[[cases]]
name = "some"
init = [1]
calls = [["add", [2]], ["total", []]]
expected = ["NONE", 3]
"#;

const SUM: &str = r#"format_version = 1
title = "Sum"

[entry]
kind = "stdin"

[[cases]]
name = "some"
stdin = "3\n1\n2\n3\n"
stdout = "6\n"
"#;

/// The input is as many numbers as its first line says.
const COUNTED: &str = "def validate(text):\n    numbers = [int(line) for line in text.splitlines()]\n    return len(numbers) > 0 and len(numbers) == numbers[0] + 1\n";

const MAX: &str = "def largest(nums):\n    return max(nums)\n";
const SORTED: &str = "def largest(nums):\n    return sorted(nums)[-1]\n";
const FROM_ZERO: &str =
    "def largest(nums):\n    best = 0\n    for num in nums:\n        best = max(best, num)\n    return best\n";

/// A workspace with three problems, and these files besides.
fn place(files: &[(&str, &str)]) -> Place {
    let counter = COUNTER.replace("expected = [\"NONE\", 3]", "expected_json = '[null, 3]'");
    let total = "class Counter:\n    def __init__(self, start):\n        self.sum = start\n    def add(self, amount):\n        self.sum += amount\n    def total(self):\n        return self.sum\n";
    let sum = "import sys\nprint(sum(int(line) for line in sys.stdin.read().split()[1:]))\n";
    let packages = [
        ("problems/p/largest/problem.toml", LARGEST),
        ("problems/p/largest/submissions/accepted/reference.py", MAX),
        ("problems/p/largest/submissions/accepted/by_sorting.py", SORTED),
        ("problems/p/counter/problem.toml", counter.as_str()),
        ("problems/p/counter/submissions/accepted/reference.py", total),
        ("problems/p/sum/problem.toml", SUM),
        ("problems/p/sum/validator.py", COUNTED),
        ("problems/p/sum/submissions/accepted/reference.py", sum),
        ("solutions/", ""),
    ];
    Place::with(&[&packages[..], files].concat())
}

fn workspace(files: &[(&str, &str)]) -> Place {
    place(&[&[("kumite.toml", "")][..], files].concat())
}

/// What a search found; long enough that it always comes to its end.
fn stress(place: &Place, args: &[&str]) -> (Outcome, Json) {
    let all = [&["stress", "--seconds", "600", "--format", "json"][..], args].concat();
    let outcome = place.kumite(&all);
    let json = serde_json::from_str(&outcome.stdout).unwrap_or_else(|_| panic!("{}", outcome.page()));
    (outcome, json)
}

/// A page without what depends on the clock: times, and how many inputs there was time for.
fn timeless(page: &str) -> String {
    let cut = |line: &str| match line.split_once("slowest ") {
        Some((before, _)) => format!("{before}slowest [TIME]"),
        None => {
            match (line.split_once(" tried in "), line.rsplit_once(", ").filter(|_| line.contains(" accepted, "))) {
                (Some(_), _) => "  [N] inputs were tried in [TIME]".to_owned(),
                (_, Some((before, _))) => format!("{before}, [TIME]"),
                _ => line.to_owned(),
            }
        }
    };
    page.lines().map(cut).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_smallest_input_is_shown_kept_and_run_from_then_on() {
    let place = workspace(&[("solutions/largest.py", FROM_ZERO)]);
    let page = place.kumite(&["stress", "solutions/largest.py", "--seconds", "600"]).page();
    insta::assert_snapshot!("stress_found", timeless(&page));
    insta::assert_snapshot!("stress_kept", place.read("cases/largest/stress.json"));
    let outcome = place.kumite(&["test", "--format", "json"]);
    let report: Json = serde_json::from_str(&outcome.stdout).unwrap();
    let case = &report["submissions"][0]["cases"][1];
    assert_eq!((&case["name"], &case["verdict"]), (&json!("stress"), &json!("wrong_answer")));
    assert_eq!((&case["tags"], &case["group"]), (&json!(["stress", "own"]), &json!("secret")));
    let (outcome, again) = stress(&place, &["solutions/largest.py"]);
    assert_eq!((outcome.code, &again["found"]["known_as"]), (1, &json!("stress")));
    assert_eq!(again["found"]["kept"], Json::Null, "nothing is kept twice");
    assert!(place.kumite(&["verify", "largest", "--quick"]).stdout.contains("1 case,"), "the package is not changed");
}

#[test]
fn what_is_far_slower_than_the_reference_is_found_where_that_is_asked_for() {
    let burns = "def largest(nums):\n    if len(nums) > 2:\n        for _ in range(16_000_000):\n            pass\n    return max(nums)\n";
    let place = workspace(&[("solutions/largest.py", burns)]);
    let (outcome, json) = stress(&place, &["solutions/largest.py", "--slow"]);
    let found = &json["found"];
    assert_eq!((outcome.code, &found["case"]["verdict"]), (1, &json!("accepted")), "{}", outcome.page());
    assert_eq!((&found["case"]["input"]["args"], &found["smallest"]), (&json!([[0, 0, 0]]), &json!(true)));
    let seconds = |name: &str| found["slow"][name].as_f64().unwrap();
    assert!(seconds("cpu_seconds") > 10.0 * seconds("reference_cpu_seconds"), "{found}");
}

#[test]
fn the_same_seed_finds_the_same_and_another_kind_of_failure_stays_what_it_is() {
    let raises = "def largest(nums):\n    if len(nums) > 2 and nums[0] == nums[1]:\n        return [][0]\n    if len(nums) > 5:\n        return {}['a']\n    return max(nums)\n";
    let place = place(&[("solutions/largest.py", raises)]);
    let (first, second) = (stress(&place, &["solutions/largest.py"]).1, stress(&place, &["solutions/largest.py"]).1);
    for key in ["tried", "ready_case", "outcome"] {
        assert_eq!(first[key], second[key]);
    }
    let case = &first["found"]["case"];
    let (verdict, input) = (&case["verdict"], &case["input"]["args"][0]);
    assert_eq!(verdict, "run_time_error");
    let smallest = match case["message"].as_str() {
        Some(message) if message.starts_with("IndexError") => json!([0, 0, 0]),
        _ => json!([0, 1, 0, 0, 0, 0]),
    };
    assert_eq!(*input, smallest, "{first}");
}

#[test]
fn a_hang_is_found_and_shrunk() {
    let hangs = "def largest(nums):\n    while len(nums) > 3 and min(nums) < 0:\n        pass\n    return max(nums)\n";
    let place = place(&[("solutions/largest.py", hangs)]);
    let (outcome, json) = stress(&place, &["solutions/largest.py"]);
    assert_eq!(outcome.code, 1);
    assert_eq!(json["found"]["case"]["verdict"], "time_limit_exceeded");
    assert_eq!(json["found"]["case"]["input"]["args"][0], json!([0, 0, 0, -1]));
}

#[test]
fn classes_and_programs_are_searched_and_their_cases_read_back() {
    let forgets = "class Counter:\n    def __init__(self, start):\n        self.sum = start\n    def add(self, amount):\n        if amount != 7:\n            self.sum += amount\n    def total(self):\n        return self.sum\n";
    let positive = "import sys\nnumbers = [int(line) for line in sys.stdin.read().split()[1:]]\nprint(sum(number for number in numbers if number > 0))\n";
    let place = workspace(&[("solutions/counter.py", forgets), ("solutions/sum.py", positive)]);
    let (_, json) = stress(&place, &["solutions/counter.py"]);
    let smallest = json!({"init": [0], "calls": [["add", [7]], ["total", []]]});
    assert_eq!(json["found"]["case"]["input"], smallest, "{json}");
    let (_, json) = stress(&place, &["solutions/sum.py"]);
    assert_eq!(json["found"]["case"]["input"], json!({"stdin": "1\n-1\n"}), "{json}");
    let outcome = place.kumite(&["test", "--format", "json"]);
    let report: Json = serde_json::from_str(&outcome.stdout).unwrap();
    for submission in report["submissions"].as_array().unwrap() {
        let verdicts: Vec<&Json> =
            submission["cases"].as_array().unwrap().iter().map(|case| &case["verdict"]).collect();
        assert_eq!(verdicts, ["accepted", "wrong_answer"], "{submission}");
    }
}

#[test]
fn nothing_found_is_said_with_what_was_tried() {
    let place = place(&[("solutions/largest.py", SORTED)]);
    let outcome = place.kumite(&["stress", "solutions/largest.py", "--seconds", "1", "--format", "json"]);
    let json: Json = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!((outcome.code, &json["outcome"], &json["found"]), (0, &json!("nothing"), &Json::Null));
    assert!(json["tried"].as_u64().unwrap() > 1, "{json}");
    let page = place.kumite(&["stress", "largest", "--seconds", "0.5"]).page();
    insta::assert_snapshot!("stress_nothing_found", timeless(&page));
}

#[test]
fn outside_of_a_workspace_nothing_is_kept_and_that_is_said() {
    let place = place(&[("solutions/largest.py", FROM_ZERO)]);
    let outcome = place.kumite(&["stress", "solutions/largest.py", "--seconds", "600"]);
    assert!(outcome.stdout.contains("Not kept: there is no kumite.toml here or above."), "{}", outcome.page());
    assert!(!place.here().join("cases").exists());
}

#[test]
fn where_accepted_solutions_disagree_the_problem_is_broken() {
    let place = workspace(&[
        ("solutions/largest.py", FROM_ZERO),
        ("problems/p/largest/submissions/accepted/by_sorting.py", FROM_ZERO),
    ]);
    let outcome = place.kumite(&["stress", "solutions/largest.py", "--seconds", "600"]);
    assert!(!place.here().join("cases").exists());
    insta::assert_snapshot!("stress_disputed", outcome.page());
}

#[test]
fn what_cannot_be_searched_is_said() {
    let place = workspace(&[
        ("solutions/largest.py", "def largest(nums:\n"),
        ("solutions/more/largest.py", MAX),
        ("problems/p/lonely/problem.toml", &LARGEST.replace("largest", "lonely")),
        ("solutions/lonely.py", MAX),
    ]);
    let pages = [
        &["solutions/largest.py"][..],
        &["largest"],
        &["lonely"],
        &["counter"],
        &["gone.py"],
        &["largest", "--seconds", "0"],
    ]
    .map(|args| {
        let all = [&["stress"], args].concat();
        format!("$ kumite {}\n{}", all.join(" "), place.kumite(&all).page())
    });
    insta::assert_snapshot!("what_cannot_be_searched", timeless(&pages.join("\n")));
}

#[test]
fn broken_own_cases_are_said_with_their_place() {
    let place = workspace(&[
        ("solutions/largest.py", MAX),
        ("cases/largest/some.json", "{\"args\": [[1]], \"expected\": 1}"),
        ("cases/largest/wrong.json", "{\n  \"args\": [[1, \"a\"]],\n  \"expected\": 1\n}"),
        ("cases/unknown/left.json", "{"),
    ]);
    insta::assert_snapshot!("broken_own_cases", place.kumite(&["test"]).page());
}
