//! Returned values: which count as the same, and where they first differ.

use std::fmt::Write as _;

use kumite::check::{Aside, check_value, near_miss};
use kumite::model::{CheckOutcome, CheckerSpec, Rule, Type, Value};

use super::literals::{py, ty};
use super::{exact, float, spec, unordered, words};

fn outcome(spec: &CheckerSpec, declared: &str, expected: &str, got: &str) -> String {
    match check_value(spec, &ty(declared), &py(expected), &py(got)) {
        CheckOutcome::Accepted => "right".to_owned(),
        CheckOutcome::Rejected(difference) => format!("{}: {}", difference.path, words(&difference.kind)),
    }
}

fn is_right(spec: &CheckerSpec, declared: &str, expected: &str, got: &str) {
    assert_eq!(outcome(spec, declared, expected, got), "right", "{declared}: {expected} and {got}");
}

fn is_wrong(spec: &CheckerSpec, declared: &str, expected: &str, got: &str) {
    assert_ne!(outcome(spec, declared, expected, got), "right", "{declared}: {expected} and {got}");
}

#[test]
fn types_count_as_declared() {
    for (declared, expected, wrong) in [
        ("int", "1", "True"),
        ("int", "1", "1.0"),
        ("int", "1", "'1'"),
        ("int", "0", "False"),
        ("int", "0", "None"),
        ("bool", "True", "1"),
        ("bool", "True", "'True'"),
        ("float", "1.0", "True"),
        ("float", "1.0", "'1.0'"),
        ("float", "nan", "'nan'"),
        ("float", "0.0", "'error'"),
        ("str", "'1'", "1"),
        ("str", "'aGk='", "b'hi'"),
        ("bytes", "b'hi'", "'aGk='"),
        ("None", "None", "0"),
        ("list[int]", "[1]", "{1}"),
        ("set[int]", "{1}", "[1]"),
        ("set[int]", "set([])", "{}"),
        ("list[int]", "[]", "None"),
        ("list[int]", "[]", "{}"),
        ("dict[str, int]", "{}", "[]"),
        ("ListNode", "linked([1])", "[1]"),
        ("TreeNode", "tree([1])", "linked([1])"),
        ("list[list[int]]", "[[1]]", "[1]"),
        ("int | None", "None", "0"),
        ("int | None", "0", "None"),
        ("int | None", "1", "True"),
        ("list[int] | None", "[]", "None"),
    ] {
        is_wrong(&exact(), declared, expected, wrong);
        // A tolerance does not change what kind of thing an answer is.
        is_wrong(&float(1e9, 1e9), declared, expected, wrong);
    }
}

#[test]
fn what_python_tells_apart_without_need_is_the_same() {
    for (declared, expected, got) in [
        ("float", "1.0", "1"),
        ("float", "-0.0", "0"),
        ("float", "0.0", "-0.0"),
        ("float | None", "2.0", "2"),
        ("list[tuple[int, int]]", "[(1, 2)]", "[[1, 2]]"),
        ("list[list[int]]", "[[1, 2]]", "((1, 2),)"),
        ("tuple[int, ...]", "(1, 2)", "[1, 2]"),
        ("Iterator[int]", "[1, 2]", "(1, 2)"),
        ("set[int]", "{1, 2}", "frozenset([2, 1])"),
        ("frozenset[int]", "frozenset([1, 2])", "{2, 1}"),
        ("dict[str, int]", "{'a': 1, 'b': 2}", "{'b': 2, 'a': 1}"),
        ("dict[float, int]", "{1.0: 1}", "{1: 1}"),
        ("dict[tuple[int, int], int]", "{(1, 2): 3, (2, 1): 4}", "{(2, 1): 4, (1, 2): 3}"),
        ("set[tuple[int, int]]", "{(1, 2), (2, 1)}", "{(2, 1), (1, 2)}"),
        ("TreeNode", "tree([])", "None"),
        ("TreeNode | None", "tree([])", "None"),
        ("ListNode | None", "None", "linked([])"),
        ("None", "None", "None"),
        ("float", "nan", "nan"),
        ("list[float]", "[inf, -inf]", "[inf, -inf]"),
    ] {
        is_right(&exact(), declared, expected, got);
    }
}

#[test]
fn order_counts_where_it_is_not_said_otherwise() {
    is_wrong(&exact(), "list[int]", "[1, 2]", "[2, 1]");
    is_wrong(&exact(), "tuple[int, int]", "(1, 2)", "(2, 1)");
    is_wrong(&exact(), "ListNode", "linked([1, 2])", "linked([2, 1])");
    is_wrong(&exact(), "TreeNode", "tree([1, 2, 3])", "tree([1, 3, 2])");
    is_wrong(&exact(), "TreeNode", "tree([1, None, 2])", "tree([1, 2])");
}

#[test]
fn ints_and_floats_are_compared_without_rounding() {
    is_right(&exact(), "float", "9007199254740992.0", "9007199254740992");
    is_wrong(&exact(), "float", "9007199254740992.0", "9007199254740993");
    let digits = "7".repeat(5000);
    is_right(&exact(), "int", &digits, &digits);
    is_wrong(&exact(), "int", &digits, &format!("{}8", &digits[1..]));
    is_right(&exact(), "float", "1e300", &format!("{:.0}", 1e300));
    is_wrong(&exact(), "float", "1e300", &format!("1{}", "0".repeat(300)));
    is_wrong(&exact(), "float", "inf", &digits);
    is_wrong(&float(1.0, 1e300), "float", "inf", &digits);
}

#[test]
fn floats_are_exact_without_a_rule_and_tolerant_with_one() {
    is_wrong(&exact(), "float", "0.3", "0.30000000000000004");
    is_right(&float(1e-9, 1e-9), "float", "0.3", "0.30000000000000004");
    is_right(&float(1e-6, 0.0), "float", "10000000.0", "10000001");
    is_right(&float(0.0, 0.5), "list[float]", "[1.0, 2.0]", "[1.5, 2]");
    is_wrong(&float(0.0, 0.5), "list[float]", "[1.0, 2.0]", "[1.6, 2]");
}

#[test]
fn a_float_rule_never_loosens_an_int() {
    is_wrong(&float(1e-6, 1e-6), "int", "10000000", "10000001");
    is_wrong(&float(1e-6, 1e-6), "int", "10000000", "10000000.0");
    is_wrong(&float(1e-6, 1e-6), "Any", "10000000", "10000001");
    is_wrong(&float(1e-6, 1e-6), "tuple[int, float]", "(10000000, 1.0)", "(10000001, 1.0)");
    is_right(&float(1e-6, 1e-6), "tuple[int, float]", "(10000000, 1.0)", "(10000000, 1.0000001)");
}

#[test]
fn nan_and_infinity_are_only_themselves_under_any_tolerance() {
    for loose in [float(1e-9, 1e-9), float(1e300, 1e300)] {
        for other in ["0.0", "inf", "1e308", "0"] {
            is_wrong(&loose, "float", "nan", other);
            is_wrong(&loose, "float", other, "nan");
        }
        for other in ["1e308", "-inf", "nan"] {
            is_wrong(&loose, "float", "inf", other);
            is_wrong(&loose, "float", other, "inf");
        }
        is_right(&loose, "list[float]", "[nan, inf]", "[nan, inf]");
    }
}

#[test]
fn under_any_the_kinds_of_json_count() {
    for (expected, got) in [
        ("[1, [2]]", "(1, (2,))"),
        ("[1, 2]", "{2, 1}"),
        ("{1, 2}", "[2, 1]"),
        ("{'1': 'a'}", "{1: 'a'}"),
        ("{'true': 1, '[1,2]': 2}", "{(1, 2): 2, True: 1}"),
        ("'aGk='", "b'hi'"),
        ("{1: 'a', '1': 'b'}", "{'1': 'b', 1: 'a'}"),
        ("nan", "nan"),
        ("[1, None, 2]", "tree([1, None, 2])"),
    ] {
        is_right(&exact(), "Any", expected, got);
    }
    for (expected, got) in [
        ("1", "1.0"),
        ("1.0", "1"),
        ("1", "True"),
        ("'nan'", "nan"),
        ("nan", "'nan'"),
        ("'inf'", "inf"),
        ("None", "'null'"),
        ("[1, 1]", "{1}"),
        ("[]", "{}"),
        ("[1, 2]", "[2, 1]"),
        ("{'1.0': 1}", "{1: 1}"),
    ] {
        is_wrong(&exact(), "Any", expected, got);
        is_wrong(&exact(), "list[Any]", &format!("[{expected}]"), &format!("[{got}]"));
    }
    is_right(&float(1e-9, 0.0), "dict[str, Any]", "{'rate': 0.3}", "{'rate': 0.30000000000000004}");
}

#[test]
fn dict_keys_are_exact_and_of_the_declared_type() {
    is_wrong(&exact(), "dict[int, str]", "{1: 'a'}", "{True: 'a'}");
    is_wrong(&exact(), "dict[int, str]", "{1: 'a'}", "{'1': 'a'}");
    is_wrong(&exact(), "dict[int, str]", "{1: 'a'}", "{1.0: 'a'}");
    is_wrong(&float(0.1, 0.1), "dict[float, str]", "{1.0: 'a'}", "{1.01: 'a'}");
    is_wrong(&exact(), "dict[str, int]", "{'a': 1}", "{'A': 1}");
}

#[test]
fn unordered_ignores_the_order_of_one_list() {
    is_right(&unordered(), "list[int]", "[1, 2, 2]", "[2, 1, 2]");
    is_wrong(&unordered(), "list[int]", "[1, 2, 2]", "[2, 1, 1]");
    is_wrong(&unordered(), "list[int]", "[1, 2]", "[2, 1, 1]");
    is_wrong(&unordered(), "list[int]", "[1, 2]", "[2, True]");
    is_right(&unordered(), "list[list[int]]", "[[1, 2], [3]]", "[[3], [1, 2]]");
    is_wrong(&unordered(), "list[list[int]]", "[[1, 2], [3]]", "[[3], [2, 1]]");
    let inner = spec(Rule::Exact, &[("$[*]", Rule::Unordered)]);
    is_right(&inner, "list[list[int]]", "[[1, 2], [3]]", "[[2, 1], [3]]");
    is_wrong(&inner, "list[list[int]]", "[[1, 2], [3]]", "[[3], [2, 1]]");
    let both = spec(Rule::Unordered, &[("$[*]", Rule::Unordered)]);
    is_right(&both, "list[list[str]]", "[['a', 'b'], ['c']]", "[['c'], ['b', 'a']]");
    is_wrong(&both, "list[list[list[int]]]", "[[[1, 2], [3]]]", "[[[3], [2, 1]]]");
    is_right(&unordered(), "ListNode", "linked([1, 2])", "linked([2, 1])");
    is_right(&unordered(), "Any", "[1, {'a': [1]}]", "[{'a': (1,)}, 1]");
}

#[test]
fn in_a_tuple_of_different_types_order_always_counts() {
    is_right(&unordered(), "tuple[int, int]", "(1, 2)", "(2, 1)");
    is_wrong(&unordered(), "tuple[int, Any]", "(1, 2)", "(2, 1)");
}

#[test]
fn tolerance_in_any_order_finds_a_pairing_if_there_is_one() {
    let loose = spec(Rule::Unordered, &[("$[*]", Rule::Float { rel: 0.0, abs: 1.0 })]);
    // The nearest partner, or the first that will do, is the wrong one for 1.0.
    is_right(&loose, "list[float]", "[1.0, 2.0]", "[1.9, 0.5]");
    is_right(&loose, "list[float]", "[0.0, 1.0, 2.0]", "[1.0, 2.0, 3.0]");
    is_wrong(&loose, "list[float]", "[0.0, 1.0, 2.0]", "[1.0, 2.0, 3.5]");
    is_wrong(&loose, "list[float]", "[0.0, 5.0]", "[0.0, 0.5]");
    // Pairs whose first floats would pair up the other way.
    is_right(&loose, "list[tuple[float, float]]", "[(0.0, 9.0), (0.5, 0.0)]", "[(0.0, 0.0), (0.5, 9.0)]");
    is_right(&loose, "list[set[float]]", "[{0.0, 9.0}, {5.0, 0.5}]", "[{0.0, 5.0}, {0.5, 9.0}]");
    is_right(
        &loose,
        "list[dict[str, float]]",
        "[{'a': 0.0, 'b': 9.0}, {'a': 5.0, 'b': 1.0}]",
        "[{'b': 1.0, 'a': 5.5}, {'b': 9.0, 'a': 0.5}]",
    );
    is_wrong(&loose, "list[tuple[int, float]]", "[(1, 0.5), (2, 0.0)]", "[(2, 2.0), (1, 0.0)]");
}

#[test]
fn a_set_has_the_rules_of_its_place() {
    is_wrong(&exact(), "set[float]", "{0.3}", "{0.30000000000000004}");
    is_right(&float(1e-9, 0.0), "set[float]", "{0.3, 1.0}", "{1, 0.30000000000000004}");
    let inner = spec(Rule::Exact, &[("$.seen[*]", Rule::Float { rel: 1e-9, abs: 0.0 })]);
    is_right(&inner, "dict[str, set[float]]", "{'seen': {0.3}}", "{'seen': {0.30000000000000004}}");
    is_wrong(&inner, "dict[str, set[float]]", "{'other': {0.3}}", "{'other': {0.30000000000000004}}");
}

#[test]
fn rules_hold_where_their_path_says() {
    let spec =
        spec(Rule::Unordered, &[("$[*].rate", Rule::Float { rel: 0.1, abs: 0.0 }), ("$[*].tags", Rule::Unordered)]);
    let expected = "[{'rate': 10.0, 'exact': 1.0, 'tags': ['a', 'b']}, {'rate': 50.0, 'exact': 2.0, 'tags': []}]";
    let fine = "[{'rate': 50.1, 'exact': 2.0, 'tags': []}, {'exact': 1.0, 'tags': ['b', 'a'], 'rate': 10.5}]";
    let off = "[{'rate': 50.1, 'exact': 2.1, 'tags': []}, {'exact': 1.0, 'tags': ['b', 'a'], 'rate': 10.5}]";
    is_right(&spec, "list[dict[str, Any]]", expected, fine);
    is_wrong(&spec, "list[dict[str, Any]]", expected, off);
}

#[test]
fn a_class_has_one_type_per_call() {
    let calls = "tuple[None, float, bool]";
    is_right(&exact(), calls, "[None, 1.0, True]", "[None, 1, True]");
    assert_eq!(outcome(&exact(), calls, "[None, 1.0, True]", "[None, 1, 1]"), "$[2]: expected bool True, got int 1");
    let answers: Vec<Value> = (0..200_000).map(Value::Int).collect();
    let declared = Type::Tuple(vec![Type::Int; answers.len()]);
    let answers = Value::List(answers);
    assert_eq!(check_value(&exact(), &declared, &answers, &answers), CheckOutcome::Accepted);
}

#[test]
fn the_first_difference_says_where_and_what() {
    let cases = [
        ("int", "1", "2"),
        ("int", "1", "True"),
        ("int | None", "None", "3"),
        ("int | None", "3", "'3'"),
        ("Any", "[1, {'a b': 1}]", "[1, {'a b': 1.0}]"),
        ("list[int]", "[1, 2, 3]", "[1, 2]"),
        ("list[int]", "[1, 2]", "[1, 2, 3, 4]"),
        ("list[int]", "[1, 2, 3]", "[9, 2]"),
        ("list[list[str]]", "[['a'], ['b', 'c']]", "[['a'], ['b', 'd']]"),
        ("dict[str, list[int]]", "{'a': [1], 'b': [2, 3]}", "{'b': [2, 4], 'a': [1]}"),
        ("dict[int, int]", "{1: 2, 3: 4}", "{3: 5}"),
        ("dict[int, int]", "{1: 2}", "{1: 2, 3: 4, 5: 6}"),
        ("set[int]", "{1, 2, 3}", "{2, 5, 4, 1, 6}"),
        ("list[dict[str, float]]", "[{'rate': 0.5}]", "[{'rate': 0.25}]"),
        ("TreeNode", "tree([1, 2])", "tree([1, None, 2])"),
        ("tuple[int, int]", "(1, 2)", "None"),
        ("list[set[str]]", "[{'a'}]", "[{'b'}]"),
    ];
    let mut report = String::new();
    for (declared, expected, got) in cases {
        writeln!(report, "{}", outcome(&exact(), declared, expected, got)).unwrap();
    }
    writeln!(report, "{}", outcome(&unordered(), "list[int]", "[3, 1, 1]", "[1, 4, 3]")).unwrap();
    writeln!(report, "{}", outcome(&unordered(), "list[int]", "[3, 1]", "[1, 4, 3]")).unwrap();
    insta::assert_snapshot!(report, @r#"
    $: expected 1, got 2
    $: expected int 1, got bool True
    $: expected None, got 3
    $: expected int | None 3, got str '3'
    $[1]["a b"]: expected int 1, got float 1.0
    $: expected 3 items, got 2: 3
    $: expected 2 items, got 4: 3
    $[0]: expected 1, got 9
    $[1][1]: expected 'c', got 'd'
    $.b[1]: expected 3, got 4
    $: missing 1: 2
    $: unexpected 3: 4
    $: 1 missing: 3; 3 unexpected: 5
    $[0].rate: expected 0.5, got 0.25
    $[1]: expected int 2, got NoneType None
    $: expected tuple[int, int] (1, 2), got NoneType None
    $[0]: 1 missing: 'a'; 1 unexpected: 'b'
    $: 1 missing: 1; 1 unexpected: 4
    $: 0 missing: nothing; 1 unexpected: 4
    "#);
}

#[test]
fn long_values_are_cut_around_the_difference() {
    let text = |letter| format!("'{}{letter}{}'", "a".repeat(500), "b".repeat(500));
    let digits = |digit| format!("{}{digit}{}", "1".repeat(500), "3".repeat(500));
    let bytes = |letter| format!("b{}", text(letter));
    let mut report = String::new();
    for (declared, expected, got) in [
        ("str", text('X'), text('Y')),
        ("str", text('X'), "'aaaa'".to_owned()),
        ("int", digits('4'), digits('5')),
        ("int", "7".to_owned(), digits('5')),
        ("bytes", bytes('X'), bytes('Y')),
        ("list[int] | None", "None".to_owned(), format!("[{}]", "1, ".repeat(1000))),
    ] {
        writeln!(report, "{}", outcome(&exact(), declared, &expected, &got)).unwrap();
    }
    insta::assert_snapshot!(report, @r#"
    $: expected ...'aaaaaaaaaaaaaaaaaaaaaaaaaaXbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'..., got ...'aaaaaaaaaaaaaaaaaaaaaaaaaaYbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'...
    $: expected 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'..., got 'aaaa'
    $: expected ...1111111111111111111143333333333333333333... (1001 digits), got ...1111111111111111111153333333333333333333... (1001 digits)
    $: expected 7, got 111111111111...333333333333 (1001 digits)
    $: expected ...b'aaaaaaaaaaaaaaaaaaaaXbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'..., got ...b'aaaaaaaaaaaaaaaaaaaaYbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'...
    $: expected None, got [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, ...]
    "#);
}

#[test]
fn a_deep_nest_is_walked_once() {
    let nest = |leaf: &str, open: &str, close: &str| format!("{}{leaf}{}", open.repeat(200), close.repeat(200));
    let wrong = nest("2.0", "[", "]");
    let at = format!("${}: expected 1.0, got 2.0", "[0]".repeat(200));
    assert_eq!(outcome(&exact(), "Any", &nest("1.0", "[", "]"), &wrong), at);
    let sets = nest("1.0", "frozenset([", "])");
    is_right(&float(0.5, 0.0), "Any", &sets, &nest("1.5", "frozenset([", "])"));
    is_wrong(&float(0.4, 0.0), "Any", &sets, &wrong);
    let (declared, expected, got) = (ty("Any"), py(&sets), py(&wrong));
    assert_eq!(near_miss(&exact(), &declared, &expected, &got, &Aside::default()), None);
}

#[test]
fn the_rule_that_decided_is_named() {
    let rule =
        |spec: &CheckerSpec, declared, expected, got| match check_value(spec, &ty(declared), &py(expected), &py(got)) {
            CheckOutcome::Accepted => panic!("it is wrong"),
            CheckOutcome::Rejected(difference) => difference.rule,
        };
    assert_eq!(rule(&exact(), "int", "1", "2"), Rule::Exact);
    assert_eq!(rule(&unordered(), "list[int]", "[1]", "[2]"), Rule::Unordered);
    assert_eq!(rule(&float(0.5, 0.0), "list[float]", "[1.0]", "[3.0]"), Rule::Float { rel: 0.5, abs: 0.0 });
}
