//! Starter solutions: as they read, and that Python loads them.

use kumite::model::{CheckerSpec, Entry, LimitsSpec, Method, Param, Problem, Rule, Type};
use kumite::workspace::starter;

fn problem(entry: Entry) -> Problem {
    Problem {
        id: "peak-streams".into(),
        dir: None,
        title: "Peak streams".into(),
        summary: Some("The highest number of streams that play at the same moment.".into()),
        difficulty: None,
        topics: Vec::new(),
        minutes: None,
        entry,
        limits: LimitsSpec::default(),
        checker: CheckerSpec { kind: Rule::Exact, rules: Vec::new(), program: None },
        constraints: Vec::new(),
        cases: Vec::new(),
        reference: None,
        generator: None,
        validator: None,
        growth: None,
        hints: Vec::new(),
        follow_ups: Vec::new(),
    }
}

fn param(name: &str, ty: Type) -> Param {
    Param { name: name.into(), ty }
}

fn list(item: Type) -> Type {
    Type::List(Box::new(item))
}

fn optional(inner: Type) -> Type {
    Type::Optional(Box::new(inner))
}

/// Python loads the text; it ends with what nobody has written yet.
fn loads(text: &str) {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("starter.py");
    std::fs::write(&file, text).unwrap();
    let run =
        "import runpy, sys, builtins\nbuiltins.TreeNode = builtins.ListNode = object\nrunpy.run_path(sys.argv[1])";
    assert_cmd::Command::new("python3").args(["-c", run]).arg(&file).assert().success();
}

#[test]
fn a_function() {
    let sessions = list(Type::Tuple(vec![Type::Int, Type::Int]));
    let text = starter(&problem(Entry::Function {
        name: "peak_streams".into(),
        params: vec![param("sessions", sessions)],
        returns: Type::Int,
        mutates: None,
    }));
    insta::assert_snapshot!(text, @r#"
    """Peak streams. Statement: kumite show peak-streams"""


    def peak_streams(sessions: list[tuple[int, int]]) -> int:
        """The highest number of streams that play at the same moment."""
        raise NotImplementedError
    "#);
    loads(&text);
}

#[test]
fn a_function_that_changes_its_argument_and_needs_imports_and_room() {
    let events = Type::Iterator(Box::new(Type::Dict(Box::new(Type::Str), Box::new(Type::Any))));
    let mut problem = problem(Entry::Function {
        name: "reorder_the_whole_library".into(),
        params: vec![
            param("events", events),
            param("root", optional(Type::TreeNode)),
            param("chain", optional(Type::ListNode)),
        ],
        returns: Type::None,
        mutates: Some(1),
    });
    problem.summary = Some("Ends a \"\"\"text\"\"\" and a C:\\path\u{7},\nsays \"no\"".into());
    let text = starter(&problem);
    insta::assert_snapshot!(text, @r#"
    """Peak streams. Statement: kumite show peak-streams"""

    from collections.abc import Iterator
    from typing import Any

    # TreeNode(val, left, right) is in scope; a missing child is None.
    # ListNode(val, next) is in scope; the last node's next is None.


    def reorder_the_whole_library(
        events: Iterator[dict[str, Any]],
        root: TreeNode | None,
        chain: ListNode | None,
    ) -> None:
        """Ends a \"\"\"text\"\"\" and a C:\\path , says "no" The answer is `root` as it
        is after the call: change it in place.
        """
        raise NotImplementedError
    "#);
    loads(&text);
}

#[test]
fn a_class() {
    let text = starter(&problem(Entry::Class {
        name: "TopTitles".into(),
        init: vec![param("k", Type::Int)],
        methods: vec![
            Method { name: "record".into(), params: vec![param("title", Type::Str)], returns: Type::None },
            Method { name: "top".into(), params: Vec::new(), returns: list(Type::Str) },
        ],
    }));
    insta::assert_snapshot!(text, @r#"
    """Peak streams. Statement: kumite show peak-streams"""


    class TopTitles:
        """The highest number of streams that play at the same moment."""

        def __init__(self, k: int) -> None:
            raise NotImplementedError

        def record(self, title: str) -> None:
            raise NotImplementedError

        def top(self) -> list[str]:
            raise NotImplementedError
    "#);
    loads(&text);
}

#[test]
fn a_program() {
    let text = starter(&problem(Entry::Stdin));
    insta::assert_snapshot!(text, @r#"
    """Peak streams. Statement: kumite show peak-streams"""

    import sys


    def main() -> None:
        """The highest number of streams that play at the same moment."""
        lines = [line.rstrip("\n") for line in sys.stdin]
        raise NotImplementedError


    if __name__ == "__main__":
        main()
    "#);
    loads(&text);
}
