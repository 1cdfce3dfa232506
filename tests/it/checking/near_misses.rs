//! What a wrong answer nearly was.

use kumite::check::{Aside, check_value, near_miss, near_miss_text};
use kumite::model::{CheckOutcome, CheckerSpec, NearMiss, Rule, Value};

use super::literals::{py, ty};
use super::{exact, float, spec, unordered};

fn nearly(spec: &CheckerSpec, declared: &str, expected: &str, got: &str) -> Option<NearMiss> {
    aside(spec, declared, expected, got, &Aside::default())
}

fn aside(spec: &CheckerSpec, declared: &str, expected: &str, got: &str, aside: &Aside) -> Option<NearMiss> {
    let (declared, expected, got) = (ty(declared), py(expected), py(got));
    assert_ne!(check_value(spec, &declared, &expected, &got), CheckOutcome::Accepted, "it is wrong");
    near_miss(spec, &declared, &expected, &got, aside)
}

#[test]
fn order() {
    let is = |declared, expected, got| nearly(&exact(), declared, expected, got);
    assert_eq!(is("list[int]", "[1, 2, 3]", "[3, 1, 2]"), Some(NearMiss::Order));
    assert_eq!(is("list[int]", "[1, 2, 3]", "[3, 2, 1]"), Some(NearMiss::Reversed));
    assert_eq!(is("ListNode", "linked([1, 2, 3])", "linked([3, 2, 1])"), Some(NearMiss::Reversed));
    assert_eq!(is("list[list[int]]", "[[1, 2], [3]]", "[[3], [2, 1]]"), Some(NearMiss::Order));
    assert_eq!(is("dict[str, list[int]]", "{'a': [1, 2]}", "{'a': [2, 1]}"), Some(NearMiss::Order));
    assert_eq!(is("list[int]", "[1, 2, 3]", "[3, 1, 5]"), None);
    let inner = spec(Rule::Unordered, &[("$[*]", Rule::Float { rel: 1e-9, abs: 0.0 })]);
    assert_eq!(
        nearly(&inner, "list[list[float]]", "[[0.3, 1.0], [2.0]]", "[[2.0], [1.0, 0.30000000000000004]]"),
        Some(NearMiss::Order)
    );
}

#[test]
fn letter_case_and_white_space() {
    let is = |expected, got| nearly(&unordered(), "list[str]", expected, got);
    assert_eq!(is("['Error A', 'b']", "['b', 'error a']"), Some(NearMiss::LetterCase));
    assert_eq!(is("['Error A', 'b']", "['b ', 'ErrorA']"), Some(NearMiss::WhiteSpace));
    assert_eq!(is("['Error A', 'b']", "['b', 'Error B']"), None);
    assert_eq!(nearly(&exact(), "dict[str, int]", "{'Ab': 1}", "{'ab': 1}"), Some(NearMiss::LetterCase));
}

#[test]
fn a_constant_offset() {
    let is = |declared, expected, got| nearly(&unordered(), declared, expected, got);
    assert_eq!(is("int", "4", "5"), Some(NearMiss::ConstantOffset(1)));
    assert_eq!(is("int", "4", "3"), Some(NearMiss::ConstantOffset(-1)));
    assert_eq!(is("int", "4", "7"), None);
    assert_eq!(is("list[int]", "[4, 9, 2]", "[9, 4, 11]"), None);
    assert_eq!(is("list[int]", "[4, 9, 2]", "[6, 4, 11]"), Some(NearMiss::ConstantOffset(2)));
    assert_eq!(is("dict[str, int]", "{'a': 1, 'b': 5}", "{'b': 4, 'a': 0}"), Some(NearMiss::ConstantOffset(-1)));
    assert_eq!(is("list[tuple[str, int]]", "[('a', 1)]", "[('b', 2)]"), None);
    // Nothing overflows.
    assert_eq!(is("list[int]", "[9223372036854775807, 9223372036854775807]", "[-9223372036854775807, -9]"), None);
}

#[test]
fn number_types() {
    let is = |declared, expected, got| nearly(&exact(), declared, expected, got);
    assert_eq!(is("int", "1", "True"), Some(NearMiss::NumberType));
    assert_eq!(is("list[int]", "[1, 2]", "[1.0, 2.0]"), Some(NearMiss::NumberType));
    assert_eq!(is("list[int]", "[1, 2]", "['1', '2']"), Some(NearMiss::NumberType));
    assert_eq!(is("dict[int, bool]", "{1: True}", "{'1': 1}"), Some(NearMiss::NumberType));
    assert_eq!(is("float", "2.5", "'2.5'"), Some(NearMiss::NumberType));
    assert_eq!(is("str", "'10'", "10"), Some(NearMiss::NumberType));
    assert_eq!(is("str", "'01'", "1"), None);
    // The container is wrong too.
    assert_eq!(is("set[int]", "{1}", "['1']"), None);
}

#[test]
fn rounding() {
    let is = |spec, expected, got| nearly(&spec, "list[float]", expected, got);
    assert_eq!(is(exact(), "[0.3, 1.0]", "[0.30000000000000004, 1.0]"), Some(NearMiss::Rounding));
    assert_eq!(is(float(1e-9, 0.0), "[3.14159, 2.0]", "[3.14, 2.0]"), Some(NearMiss::Rounding));
    assert_eq!(is(float(1e-9, 0.0), "[3.14159]", "[3]"), Some(NearMiss::Rounding));
    assert_eq!(is(float(1e-9, 0.0), "[3.14159]", "[3.15]"), None);
    assert_eq!(is(float(1e-9, 0.0), "[0.3]", "[0.0]"), None);
}

#[test]
fn wrapping_and_duplicates() {
    let is = |declared, expected, got| nearly(&exact(), declared, expected, got);
    assert_eq!(is("list[int]", "[1, 2]", "[[1, 2]]"), Some(NearMiss::Wrapping));
    assert_eq!(is("int", "7", "(7,)"), Some(NearMiss::Wrapping));
    assert_eq!(is("list[str]", "['a']", "'a'"), Some(NearMiss::Wrapping));
    assert_eq!(is("list[int]", "[1, 2]", "[1, 2, 2]"), Some(NearMiss::Duplicates));
    assert_eq!(is("list[list[int]]", "[[1], [2], [1]]", "[[2], [1]]"), Some(NearMiss::Duplicates));
    assert_eq!(is("list[int]", "[1, 2]", "[1, 2, 3]"), None);
}

#[test]
fn the_answer_went_elsewhere() {
    let printed = |expected, declared, stdout: &str| {
        aside(&exact(), declared, expected, "None", &Aside { stdout: stdout.as_bytes(), ..Aside::default() })
    };
    assert_eq!(printed("[1, 2]", "list[int]", "[1, 2]\n"), Some(NearMiss::PrintedInstead));
    assert_eq!(printed("[1, 2]", "list[int]", "1 2\n"), Some(NearMiss::PrintedInstead));
    assert_eq!(printed("[(1, 'a')]", "list[tuple[int, str]]", "i=0\n[(1, 'a')]\n"), Some(NearMiss::PrintedInstead));
    assert_eq!(printed("'it is'", "str", "it is\n"), Some(NearMiss::PrintedInstead));
    assert_eq!(printed("[1, 2]", "list[int]", "[1, 3]\n"), None);
    assert_eq!(printed("[]", "list[int]", ""), None);

    let args = [py("3"), py("[1, 2]")];
    let before = [py("3"), py("[2, 1]")];
    let after = Aside { args_before: &before, args_after: Some(&args), ..Aside::default() };
    assert_eq!(aside(&exact(), "list[int]", "[1, 2]", "None", &after), Some(NearMiss::ChangedArgument(1)));
    assert_eq!(aside(&exact(), "list[int]", "[2, 1]", "None", &after), None);
    // An argument that was the answer from the start was not changed into it.
    let unchanged = Aside { args_before: &args, args_after: Some(&args), ..Aside::default() };
    assert_eq!(aside(&exact(), "list[int]", "[1, 2]", "None", &unchanged), None);
    // The answer itself is not None: it was not changed in place.
    assert_eq!(aside(&exact(), "list[int]", "[1, 2]", "[7, 5]", &after), None);

    let returned = py("[1, 2]");
    let mutates = Aside { returned: Some(&returned), ..Aside::default() };
    assert_eq!(aside(&exact(), "list[int]", "[1, 2]", "[2, 9]", &mutates), Some(NearMiss::ReturnedInstead));
    let none = Value::None;
    let mutates = Aside { returned: Some(&none), stdout: b"1\n2\n", ..Aside::default() };
    assert_eq!(aside(&exact(), "list[int]", "[1, 2]", "[2, 9]", &mutates), Some(NearMiss::PrintedInstead));
}

#[test]
fn of_a_class_the_first_wrong_call_is_looked_at() {
    let calls = Aside { calls: true, ..Aside::default() };
    let is = |expected, got| aside(&exact(), "tuple[None, list[int], int]", expected, got, &calls);
    assert_eq!(is("[None, [1, 2, 3], 4]", "[None, [2, 1, 3], 9]"), Some(NearMiss::Order));
    assert_eq!(is("[None, [1, 2], 4]", "[None, [1, 2], 5]"), Some(NearMiss::ConstantOffset(1)));
    assert_eq!(is("[None, [1, 2], 4]", "[None, [1, 2]]"), None);
    let near = spec(Rule::Exact, &[("$[*][*]", Rule::Unordered)]);
    let got = aside(&near, "tuple[list[Any]]", "[[[1, 2], 3]]", "[[[2, 1], '3']]", &calls);
    assert_eq!(got, Some(NearMiss::NumberType));
}

#[test]
fn huge_answers_are_left_alone() {
    let long = |last| {
        let mut items = vec![Value::Int(123_456); 400_000];
        items.push(Value::Int(last));
        Value::List(items)
    };
    assert_eq!(near_miss(&exact(), &ty("list[int]"), &long(1), &long(2), &Aside::default()), None);
}

#[test]
fn texts() {
    let is = |rule, expected: &str, got: &str| near_miss_text(&spec(rule, &[]), expected.as_bytes(), got.as_bytes());
    let lines = |expected, got| is(Rule::Lines(None), expected, got);
    assert_eq!(lines("3 4\n5\n", "3\n4 5\n"), Some(NearMiss::WhiteSpace));
    assert_eq!(lines("a\n", "  a\n"), Some(NearMiss::WhiteSpace));
    assert_eq!(lines("ErrorCode A\n", "errorcode a\n"), Some(NearMiss::LetterCase));
    assert_eq!(lines("a\nb\nc\n", "b\na\nc\n"), Some(NearMiss::Order));
    assert_eq!(lines("a b\n", "b a\n"), Some(NearMiss::Order));
    assert_eq!(lines("a\nb\nc\n", "c\nb\na\n"), Some(NearMiss::Reversed));
    assert_eq!(lines("a\nb\n", "a\na\nb\n"), Some(NearMiss::Duplicates));
    assert_eq!(lines("x 1.0\n", "x 1\n"), Some(NearMiss::NumberType));
    assert_eq!(lines("x 3.14159\n", "x 3.14\n"), Some(NearMiss::Rounding));
    assert_eq!(lines("x 0.333333333333\n", "x 0.333333333334\n"), Some(NearMiss::Rounding));
    assert_eq!(lines("0.3\n", "0\n"), None);
    assert_eq!(lines("5\n", "Enter n: 5\n"), Some(NearMiss::ExtraOutput));
    assert_eq!(lines("a\nb\n", "a\nb\ndone\n"), Some(NearMiss::ExtraOutput));
    assert_eq!(lines("5\n", "15\n"), None);
    assert_eq!(lines("a 1\nb 5\n", "a 2\nb 6\n"), Some(NearMiss::ConstantOffset(1)));
    assert_eq!(lines("4\n", "3\n"), Some(NearMiss::ConstantOffset(-1)));
    assert_eq!(lines("4\n", "7\n"), None);
    assert_eq!(lines("a\n", ""), None);
    assert_eq!(lines("", "a\n"), None);
    assert_eq!(is(Rule::Exact, "a\n", "a"), Some(NearMiss::WhiteSpace));
}
