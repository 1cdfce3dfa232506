//! `kumite repro`, and the small inputs that `kumite test` shows in the place of large ones.

use serde_json::Value as Json;

use crate::support::{Outcome, Place};

const SHAPES: &str = r#"format_version = 1
title = "Shapes"

[entry]
kind = "function"
signature = "def shapes(root: TreeNode | None, values: Iterator[int], names: list[tuple[str, float]]) -> ListNode"

[[cases]]
name = "all"
args = [[1, 2, 3], [4, 5], [["it's", "inf"]]]
expected = [1, 2, 3, 4, 5]
"#;

const IN_PLACE: &str = r#"format_version = 1
title = "In place"

[entry]
kind = "function"
signature = "def in_place(nums: list[int]) -> None"
mutates = "nums"

[constraints]
"nums[*]" = { range = [0, 1000] }

[[cases]]
name = "short"
args = [[1, 2]]
expected = [2, 1]

[[cases]]
name = "long"
args = [LONG]
"#;

const STACK: &str = r#"format_version = 1
title = "Stack"

[entry]
kind = "class"
signature = """
class Stack:
    def __init__(self) -> None
    def push(self, value: int) -> None
    def pop(self) -> int | None
"""

[[cases]]
name = "two"
init = []
calls = [["push", [1]], ["push", [2]], ["pop", []]]
expected_json = "[null, null, 2]"
"#;

const ECHO: &str = "format_version = 1\ntitle = \"Echo\"\n\n[entry]\nkind = \"stdin\"\n\n[[cases]]\nname = \"quotes\"\nstdin = \"a\\\"b\\n\"\nstdout = \"a\\\"b\\n\"\n";

fn place() -> Place {
    let numbers: Vec<String> = (1..=400).map(|number| number.to_string()).collect();
    let in_place = IN_PLACE.replace("LONG", &format!("[{}]", numbers.join(", ")));
    Place::with(&[
        ("kumite.toml", ""),
        ("problems/shapes/problem.toml", SHAPES),
        ("problems/in-place/problem.toml", &in_place),
        ("problems/in-place/submissions/accepted/reference.py", "def in_place(nums):\n    nums.reverse()\n"),
        ("problems/stack/problem.toml", STACK),
        ("problems/echo/problem.toml", ECHO),
        (
            "solutions/shapes.py",
            "from beside import deep\n\nassert TreeNode and ListNode\n\n\ndef shapes(root, values, names):\n    assert names == [(\"it's\", float(\"inf\"))]\n    return deep(ListNode, root.left.val, next(values), root.right.val)\n",
        ),
        (
            "solutions/beside.py",
            "def deep(node, *values):\n    head = None\n    for value in reversed(values):\n        head = node(value, head)\n    return head\n",
        ),
        // Wrong where there is a number twice... and longer than any case but one.
        (
            "solutions/in_place.py",
            "class Solution:\n    def in_place(self, nums):\n        if len(nums) != 3:\n            nums.reverse()\n        if len(nums) > 300:\n            nums.sort()\n",
        ),
        (
            "solutions/stack.py",
            "class Stack:\n    def __init__(self):\n        self.items = []\n    def push(self, value):\n        self.items.append(value)\n    def pop(self):\n        return self.items.pop(0)\n",
        ),
        ("solutions/echo.py", "print(input().replace('\"', ''))\n"),
    ])
}

/// What a script prints under plain Python.
fn run(place: &Place, script: &str) -> String {
    let mut python = assert_cmd::Command::new("python3");
    let outcome = Outcome::of(python.current_dir(place.here()).args(["-c", script]));
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{script}");
    outcome.stdout
}

#[test]
fn a_script_shows_the_wrong_answer_without_kumite() {
    let place = place();
    for (solution, printed) in [
        ("shapes", "result:   [2, 4, 3]\nexpected: [1, 2, 3, 4, 5]\n"),
        ("stack", "result:   [None, None, 1]\nexpected: [None, None, 2]\n"),
        ("echo", "result:   'ab\\n'\nexpected: 'a\"b\\n'\n"),
    ] {
        let outcome = place.kumite(&["repro", &format!("solutions/{solution}.py")]);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
        assert_eq!(run(&place, &outcome.stdout), printed, "{}", outcome.stdout);
        let script = outcome.stdout.replace(&place.here().display().to_string(), "[WORKSPACE]");
        insta::assert_snapshot!(format!("repro_{solution}"), script);
    }
    let outcome = place.kumite(&["repro", "in-place", "--case", "short"]);
    assert_eq!(run(&place, &outcome.stdout), "result:   [2, 1]\nexpected: [2, 1]\n");
}

#[test]
fn a_script_is_written_where_nothing_is_yet() {
    let place = place();
    let write = || place.kumite(&["repro", "stack", "--output", "again.py"]);
    assert_eq!(write().code, 0);
    let before = place.read("again.py");
    let pages = [
        write().page(),
        place.kumite(&["repro", "stack", "--case", "tow"]).page(),
        place.kumite(&["repro", "solutions/echo.py", "--problem", "in-place", "--output", "none/a.py"]).page(),
    ];
    insta::assert_snapshot!("repro_refused", pages.join("\n"));
    assert_eq!(place.read("again.py"), before);
}

#[test]
fn without_a_failing_case_there_is_nothing_to_rebuild() {
    let place = place();
    let right = "def in_place(nums):\n    nums[:] = nums[::-1]\n";
    std::fs::write(place.here().join("solutions/in_place.py"), right).unwrap();
    insta::assert_snapshot!("repro_nothing_fails", place.kumite(&["repro", "in-place"]).page());
}

#[test]
fn a_small_input_is_shown_for_a_large_one_and_nothing_else_changes() {
    let place = place();
    let args = ["test", "solutions/in_place.py", "--no-cache"];
    let shown = |more: &[&str], ci: &str| Outcome::of(place.command(&[&args[..], more].concat()).env("CI", ci));
    let (found, off, ci) = (shown(&[], ""), shown(&["--no-search"], ""), shown(&[], "true"));
    assert_eq!((found.code, off.code, ci.code), (1, 1, 1));
    assert!(found.stdout.contains("input     in_place([0, 0, 1])"), "{}", found.stdout);
    assert!(found.stdout.contains("✗ long  wrong answer  (secret)"), "{}", found.stdout);
    for large in [&off, &ci] {
        assert!(
            large.stdout.contains("in_place([1, 2, 3, 4") && !large.stdout.contains("in_place([0, 0, 1])"),
            "{}",
            large.stdout
        );
    }
    let json = shown(&["--format", "json"], "");
    let report: Json = serde_json::from_str(&json.stdout).unwrap();
    let case = &report["submissions"][0]["cases"][1];
    assert_eq!((&case["verdict"], case["input"]["args"][0].as_array().unwrap().len()), (&"wrong_answer".into(), 400));
    let beside = shown(&["--report", "json=report.json"], "");
    assert!(beside.stdout.contains("in_place([0, 0, 1])"));
    let report: Json = serde_json::from_str(&place.read("report.json")).unwrap();
    assert_eq!(report["submissions"][0]["cases"][1]["input"], case["input"]);
    assert!(!place.here().join("cases").exists(), "only `kumite stress` keeps a case");
}
