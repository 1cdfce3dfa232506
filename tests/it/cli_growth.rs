//! `kumite growth`: what is measured is told apart, and how the command ends. No time is asserted anywhere.

use serde_json::Value as Json;

use crate::support::{Outcome, Place};

const PROBLEM: &str = r#"format_version = 1
title = "Heap up"

[entry]
kind = "function"
signature = "def heap_up(numbers: list[int]) -> int"

[limits]
time_seconds = 1.0

[constraints]
numbers = { length = [0, 2_000] }

[growth]
function = "numbers"
parameter = "n"
target = "n"

[[cases]]
name = "one"
args = [[1]]
expected = 1
"#;
const GENERATOR: &str = "def numbers(rng, n):\n    return [[rng.randrange(10 ** 6) for _ in range(n)]]\n";
const LINEAR: &str = "\
def heap_up(numbers):
    total = 0
    for number in numbers:
        if number > 0:
            total += number
    return total
";
const QUADRATIC: &str = "\
def heap_up(numbers):
    total = 0
    for number in numbers:
        for other in numbers:
            if other == number:
                total += number
    return total
";
const SORTED: &str = "\
def heap_up(numbers):
    return sum(sorted(numbers))
";
const COPYING: &str = "\
def heap_up(numbers):
    total = 0
    while numbers:
        total += numbers[0]
        numbers = numbers[1:]
    return total
";
const EXPONENTIAL: &str = "\
def heap_up(numbers):
    def least(size):
        return 1 if size < 2 else least(size - 1) + least(size - 2)
    return least(len(numbers))
";

fn place(files: &[(&str, &str)]) -> Place {
    let package = [
        ("kumite.toml", ""),
        ("problems/heap-up/problem.toml", PROBLEM),
        ("problems/heap-up/generator.py", GENERATOR),
        ("problems/heap-up/submissions/accepted/reference.py", LINEAR),
    ];
    Place::with(&[&package[..], files].concat())
}

fn grown(solution: &str, more: &[&str]) -> (Outcome, Json) {
    let place = place(&[("heap_up.py", solution)]);
    let args = [&["growth", "heap_up.py", "--format", "json", "--seconds", "2"], more].concat();
    let outcome = place.kumite(&args);
    let report = serde_json::from_str(&outcome.stdout).unwrap_or_else(|_| panic!("{outcome:?}"));
    (outcome, report)
}

#[test]
fn a_linear_solution_is_within_its_target() {
    let (outcome, report) = grown(LINEAR, &["--memory"]);
    assert_eq!(report["growth"]["band"], "linear", "{report}");
    assert_eq!((outcome.code, &report["slower_than_target"]), (0, &Json::Bool(false)));
    // Exact counts do not depend on this machine.
    assert_eq!(report["growth"]["class"], "n", "{report}");
    // The memory of one sum does not grow.
    assert_eq!(report["memory"]["growth"]["band"], "flat", "{report}");
}

#[test]
fn a_quadratic_solution_is_not_and_its_inner_loop_is_shown() {
    let (outcome, report) = grown(QUADRATIC, &[]);
    assert_eq!(report["growth"]["band"], "quadratic", "{report}");
    assert_eq!((outcome.code, &report["slower_than_target"]), (1, &Json::Bool(true)));
    let dearest = report["lines"]["lines"][0]["line"].as_u64().unwrap();
    assert!([4, 5].contains(&dearest), "{report}");
    let [size, hits] = [&report["lines"]["size"], &report["lines"]["lines"][0]["hits"]].map(|of| of.as_u64().unwrap());
    assert!(hits >= size * size, "{report}");
}

#[test]
fn counts_see_the_comparisons_of_a_sort() {
    let (outcome, report) = grown(SORTED, &[]);
    assert_eq!(report["growth"]["band"], "linear", "{report}");
    assert_eq!((outcome.code, &report["growth"]["class"]), (1, &Json::from("n log n")), "{report}");
}

#[test]
fn an_exponential_solution_is_told_from_few_sizes() {
    let (outcome, report) = grown(EXPONENTIAL, &[]);
    assert_eq!((outcome.code, &report["growth"]["band"]), (1, &Json::from("exponential")), "{report}");
}

#[test]
fn steps_of_a_copying_solution_are_counted_as_few() {
    let (_, report) = grown(COPYING, &[]);
    let counts = report["counts"].as_array().unwrap();
    let [first, last] = [&counts[0], &counts[counts.len() - 1]];
    let of = |point: &Json, what: &str| point[what].as_f64().unwrap();
    assert!(of(last, "size") > 2.0 * of(first, "size"), "{report}");
    let grown = |what| of(last, what) / of(first, what);
    assert!((grown("steps") / grown("size") - 1.0).abs() < 0.2, "{report}");
}

/// `test` on the quadratic solution, which is accepted: the exit code, and both reports of its growth.
fn judged(more: &[&str]) -> (i32, Json, Outcome) {
    let place = place(&[("heap_up.py", QUADRATIC)]);
    let json = place.kumite(&[&["test", "heap_up.py", "--format", "json"], more].concat());
    let report: Json = serde_json::from_str(&json.stdout).unwrap_or_else(|_| panic!("{json:?}"));
    assert_eq!(report["submissions"][0]["verdict"], "accepted");
    (json.code, report["submissions"][0]["growth"].clone(), place.kumite(&[&["test", "heap_up.py"], more].concat()))
}

#[test]
fn test_measures_what_is_accepted_only_where_it_is_asked_to() {
    for more in [&[][..], &["--growth", "off"]] {
        let (code, growth, terminal) = judged(more);
        assert_eq!((code, growth, terminal.code), (0, Json::Null, 0));
        assert!(!terminal.stdout.contains("grows"), "{}", terminal.stdout);
    }
}

#[test]
fn test_notes_what_grows_too_fast_and_strict_fails_it() {
    for (choice, expected, sign) in [("note", 0, "!"), ("strict", 1, "✗")] {
        let (code, growth, terminal) = judged(&["--growth", choice, "--report", "junit=junit.xml"]);
        assert_eq!((&growth["band"], &growth["slower_than_target"]), (&Json::from("quadratic"), &Json::Bool(true)));
        assert_eq!((code, terminal.code), (expected, expected), "{growth}");
        assert!(terminal.stdout.contains("1 of 1 submissions accepted") || terminal.stdout.contains("1 submission"));
        let note = format!("{sign} heap_up.py grows about n^2 ");
        assert!(terminal.stdout.contains(&note), "{}", terminal.stdout);
    }
}

#[test]
fn what_is_not_accepted_is_not_measured() {
    let place = place(&[("heap_up.py", "def heap_up(numbers):\n    return 0\n")]);
    let outcome = place.kumite(&["test", "heap_up.py", "--format", "json", "--growth", "strict"]);
    let report: Json = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!((outcome.code, &report["submissions"][0]["growth"]), (1, &Json::Null));
}

#[test]
fn a_picture_is_drawn() {
    let place = place(&[("heap_up.py", LINEAR)]);
    let outcome = place.kumite(&["growth", "heap_up.py", "--seconds", "0.5", "--plot", "growth.svg"]);
    assert!(outcome.stdout.contains("target    n\n"), "{}", outcome.stdout);
    assert!(place.read("growth.svg").starts_with("<svg "));
}

#[test]
fn what_cannot_be_measured_is_said() {
    let no_target =
        PROBLEM.split("[growth]").next().unwrap().to_owned() + "[[cases]]\nname = \"a\"\nargs = [[1]]\nexpected = 1\n";
    let place = place(&[
        ("raises.py", "# kumite: heap-up\ndef heap_up(numbers):\n    return numbers[10 ** 7]\n"),
        ("broken.py", "# kumite: heap-up\ndef heap_up(:\n"),
        ("other.py", "# kumite: heap-up\ndef heap_down(numbers):\n    return 0\n"),
        ("solutions/a/heap_up.py", LINEAR),
        ("solutions/b/heap_up.py", LINEAR),
        ("problems/flat/problem.toml", &no_target),
        ("flat.py", LINEAR),
    ]);
    let targets = ["raises.py", "broken.py", "other.py", "heap-up", "flat.py", "nothing.py"];
    let pages: Vec<String> = targets.iter().map(|target| place.kumite(&["growth", target]).page()).collect();
    insta::assert_snapshot!("what_cannot_be_measured", pages.join("\n\n"));
}
