//! Packages as authors may write them, and what they become.

use std::sync::Arc;
use std::time::Duration;

use kumite::catalog::{Catalog, check_input};
use kumite::model::{
    Answer, Bound, CaseInput, CaseSource, Entry, Group, GrowthTarget, HintCondition, Problem, Rule, TestCase, Type,
    Value, Verdict,
};

use super::{Folder, fixtures, function, problem, said};

fn fixture(id: &str) -> Arc<Problem> {
    let catalog = Catalog::open(&[fixtures("valid")]).unwrap();
    match catalog.get(id) {
        Ok(problem) => problem,
        Err(error) => panic!("{error:?}"),
    }
}

fn names(problem: &Problem) -> Vec<(&str, Group)> {
    problem.cases.iter().map(|case| (case.name.as_str(), case.group)).collect()
}

fn input(case: &TestCase) -> &CaseInput {
    match &case.source {
        CaseSource::Given(input) => input,
        CaseSource::Generated { .. } => panic!("generated"),
    }
}

fn floats(floats: &[f64]) -> Value {
    Value::List(floats.iter().copied().map(Value::Float).collect())
}

#[test]
fn a_function_problem_with_everything() {
    let problem = fixture("rotate-left");
    assert_eq!(problem.title, "Rotate left");
    let Entry::Function { name, params, returns, mutates } = &problem.entry else { panic!() };
    assert_eq!((name.as_str(), returns, *mutates), ("rotate", &Type::None, Some(0)));
    assert_eq!(params[1].ty, Type::Int);
    assert_eq!(problem.limits.time, Some(Duration::from_millis(500)));
    assert_eq!(problem.limits.idle, Some(Duration::from_secs(4)));
    assert_eq!(problem.limits.memory_bytes, 64 << 20);
    assert_eq!(problem.limits.output_bytes, 100 << 10);
    assert_eq!(problem.limits.processes, 2);
    assert_eq!(problem.checker.kind, Rule::Float { rel: 1e-6, abs: 1e-9 });
    assert_eq!(problem.checker.rules[0].0.to_string(), "$[0]");
    assert_eq!(problem.constraints.len(), 3);
    assert_eq!(problem.constraints[2].range, Some((Bound::Int(0), Bound::Len("items".into(), -1))));
    assert_eq!(
        names(&problem),
        [
            ("by-one", Group::Sample),
            ("json-text", Group::Secret),
            ("named-inside", Group::Sample),
            ("empty-answer", Group::Secret),
            ("long", Group::Sample),
        ]
    );
    // Ints become floats where floats are declared, and the answer has the type of the parameter that is changed.
    assert_eq!(*input(&problem.cases[0]), CaseInput::Call(vec![floats(&[1.0, 2.5, 3.0]), Value::Int(1)]));
    assert_eq!(problem.cases[0].expected.as_deref(), Some(&Answer::Returned(floats(&[2.5, 3.0, 1.0]))));
    assert_eq!(*input(&problem.cases[1]), CaseInput::Call(vec![floats(&[100.0, -0.5]), Value::Int(0)]));
    assert_eq!(problem.cases[3].expected, None);
    assert_eq!(problem.cases[3].tags, ["boundary"]);
    let CaseSource::Generated { function, params, seed } = &problem.cases[4].source else { panic!() };
    assert_eq!((function.as_str(), *seed), ("ascending", u64::MAX));
    assert_eq!(params[0], ("n".to_owned(), Value::Int(1000)));
    assert_eq!(params[1].1.to_json().to_string(), r#"{"on":true,"of":[1,2.5,"x"]}"#);
    assert_eq!(problem.growth.as_ref().unwrap().target, GrowthTarget::Linear);
    assert_eq!(problem.hints[1].when, Some(HintCondition::Verdict(Verdict::TimeLimitExceeded)));
    assert_eq!(problem.hints[2].when, Some(HintCondition::Tag("basic".into())));
    assert_eq!(problem.follow_ups.len(), 1);
    assert!(problem.reference.as_ref().unwrap().contains("def rotate"));
    assert!(problem.validator.is_some() && problem.generator.is_some());
    assert!(problem.dir.as_ref().unwrap().ends_with("arrays/rotate-left"));
}

#[test]
fn a_class_problem() {
    let problem = fixture("running-total");
    let Entry::Class { name, init, methods } = &problem.entry else { panic!() };
    assert_eq!((name.as_str(), init.len(), methods.len()), ("RunningTotal", 1, 3));
    assert_eq!(problem.title, "running-total");
    assert_eq!(problem.checker.kind, Rule::Exact);
    let stored: Vec<&str> = problem.constraints.iter().map(|constraint| constraint.param.as_str()).collect();
    assert_eq!(stored, ["__init__.start", "add.by", "add.tag"]);
    let from_init = |plus| Bound::Param("__init__.start".into(), plus);
    assert_eq!(problem.constraints[1].range, Some((from_init(0), from_init(100))));
    let CaseInput::Class { init, calls } = input(&problem.cases[0]) else { panic!() };
    assert_eq!(init, &[Value::Int(1)]);
    assert_eq!(calls[1], ("add".to_owned(), vec![Value::Int(5), Value::None]));
    let answers = vec![Value::None, Value::None, Value::Set(vec![Value::Str("a".into())]), Value::Float(4.0)];
    assert_eq!(problem.cases[0].expected.as_deref(), Some(&Answer::Returned(Value::List(answers))));
    assert_eq!(problem.cases[1].expected.as_deref(), Some(&Answer::Returned(Value::List(vec![Value::Set(vec![])]))));
}

#[test]
fn a_stdin_problem() {
    let problem = fixture("sum-lines");
    assert_eq!(problem.entry, Entry::Stdin);
    assert_eq!(problem.checker.kind, Rule::Tokens(Some((1e-9, 0.001))));
    assert_eq!(names(&problem), [("two-lines", Group::Sample), ("bytes", Group::Secret), ("empty", Group::Secret)]);
    assert_eq!(*input(&problem.cases[0]), CaseInput::Stdin(b"1 2\n3\n".to_vec()));
    assert_eq!(*input(&problem.cases[1]), CaseInput::Stdin(b"1\r\n\xff".to_vec()));
    assert_eq!(problem.cases[1].expected.as_deref(), Some(&Answer::Printed(b"1\n".to_vec())));
    assert_eq!(problem.cases[2].expected.as_deref(), Some(&Answer::Printed(b"0\n".to_vec())));
}

#[test]
fn the_checkers_have_defaults() {
    let stdin = "format_version = 1\n[entry]\nkind = 'stdin'\n[[cases]]\nname = 'a'\nstdin = ''\nstdout = ''\n";
    let checker = |toml: &str| problem(toml).checker.kind;
    assert_eq!(checker(stdin), Rule::Lines(None));
    assert_eq!(checker(&format!("{stdin}[checker]\nrel = 0.5")), Rule::Lines(Some((0.5, 1e-9))));
    assert_eq!(checker(&format!("{stdin}[checker]\nkind = 'exact'")), Rule::Exact);
    let toml = function("def f() -> float", "[]", "1");
    assert_eq!(checker(&toml), Rule::Exact);
    assert_eq!(checker(&format!("{toml}[checker]\nkind = 'float'")), Rule::Float { rel: 1e-9, abs: 1e-9 });
    assert_eq!(checker(&format!("{toml}[checker]\nkind = 'float'\nabs = 0")), Rule::Float { rel: 1e-9, abs: 0.0 });
}

#[test]
fn values_of_every_type() {
    for (ty, json, read) in [
        ("int", "123456789012345678901234567890", "123456789012345678901234567890"),
        ("float", "3", "3.0"),
        ("float", "\"-inf\"", "\"-inf\""),
        ("str", "\"é\\u0000\"", "\"é\\u0000\""),
        ("bool", "true", "true"),
        ("None", "null", "null"),
        ("Any", "{\"a\": [1, null, 2.5]}", "{\"a\":[1,null,2.5]}"),
        ("list[int]", "[1, 2]", "[1,2]"),
        ("tuple[int, str]", "[1, \"a\"]", "[1,\"a\"]"),
        ("tuple[int, ...]", "[]", "[]"),
        ("tuple[()]", "[]", "[]"),
        ("dict[int, list[str]]", "{\"-7\": [\"x\"]}", "{\"-7\":[\"x\"]}"),
        ("set[tuple[int, int]]", "[[1, 2]]", "[[1,2]]"),
        ("frozenset[str]", "[\"a\"]", "[\"a\"]"),
        ("Optional[int]", "null", "null"),
        ("int | None", "3", "3"),
        ("Iterator[int]", "[1, 2]", "[1,2]"),
        ("TreeNode", "[1, null, 2]", "[1,null,2]"),
        ("Optional[TreeNode]", "null", "[]"),
        ("ListNode", "[1, 2]", "[1,2]"),
        ("bytes", "\"aGk=\"", "\"aGk=\""),
    ] {
        let problem = problem(&function(&format!("def f(a: {ty}) -> {ty}"), &format!("[{json}]"), json));
        let CaseInput::Call(args) = input(&problem.cases[0]) else { panic!() };
        assert_eq!(args[0].to_json().to_string(), read, "{ty}");
        assert_eq!(problem.cases[0].expected.as_ref().unwrap().to_json().to_string(), read, "{ty}");
    }
}

#[test]
fn values_written_in_toml() {
    let toml = "format_version = 1\n[entry]\nkind = 'function'\n\
                signature = 'def f(a: int, b: float, c: Any, d: dict[int, str]) -> float'\n\
                [[cases]]\nname = 'one'\nargs = [0xff, -inf, [1, 1.0, true, 'x', { k = [] }], { 1 = 'a', '-2' = 'b' }]\nexpected = nan\n\
                [[cases]]\nname = 'plus'\nargs = [+5, +0.5, [], {}]\nexpected = -1\n\
                [[cases]]\nname = 'big'\nargs = [170141183460469231731687303715884105728, 1e3, [], {}]\nexpected = 0\n";
    let problem = problem(toml);
    let CaseInput::Call(args) = input(&problem.cases[0]) else { panic!() };
    assert_eq!(args[..2], [Value::Int(255), Value::Float(f64::NEG_INFINITY)]);
    assert_eq!(args[2].to_json().to_string(), r#"[1,1.0,true,"x",{"k":[]}]"#);
    assert_eq!(
        args[3],
        Value::Dict(vec![(Value::Int(1), Value::Str("a".into())), (Value::Int(-2), Value::Str("b".into())),])
    );
    let Some(Answer::Returned(Value::Float(float))) = problem.cases[0].expected.as_deref() else { panic!() };
    assert!(float.is_nan());
    let CaseInput::Call(args) = input(&problem.cases[1]) else { panic!() };
    assert_eq!(args[..2], [Value::Int(5), Value::Float(0.5)]);
    let CaseInput::Call(args) = input(&problem.cases[2]) else { panic!() };
    assert_eq!(args[0].to_json().to_string(), "170141183460469231731687303715884105728");
}

#[test]
fn only_an_entry_and_a_case_are_needed() {
    assert_eq!(said(&function("def f() -> int", "[]", "1")), "");
    let folder = Folder::with(&[
        ("p/problem.toml", "format_version = 1\nentry = { kind = 'stdin' }\n"),
        ("p/cases/1.in", "1\n"),
        ("p/cases/1.ans", "1\n"),
        ("p/cases/.hidden", ""),
        ("p/cases/README.md", ""),
    ]);
    assert_eq!(folder.said(), "");
    assert_eq!(folder.catalog().get("p").unwrap().cases.len(), 1);
}

#[test]
fn a_rule_or_constraint_for_a_place_that_no_answer_has_is_a_warning() {
    let toml = function("def f(n: int) -> int", "[1]", "1")
        + "[[checker.rules]]\npath = '$[*].rate'\nkind = 'float'\nrel = 1e-6\n[constraints]\n'n[*]' = { range = [0, 1] }\n";
    let folder = Folder::with(&[("p/problem.toml", &toml)]);
    assert!(folder.catalog().get("p").is_ok(), "{}", folder.said());
    assert_eq!(folder.said().matches(": warning: ").count(), 2, "{}", folder.said());
}

#[test]
fn warnings_do_not_stop_a_problem() {
    let folder = Folder::with(&[
        (
            "p/problem.toml",
            "format_version = 1\n[entry]\nkind = 'class'\nsignature = 'class C: def f(self) -> int: ...'\n[checker]\nkind = 'unordered'\n",
        ),
        ("p/cases/a.json", "{\"calls\": [[\"f\", []]], \"expected\": [1]}"),
        ("p/cases/data.csv", ""),
        ("p/cases/more/b.json", ""),
    ]);
    assert!(folder.catalog().get("p").is_ok());
    insta::assert_snapshot!(folder.said(), @r#"
    p/problem.toml:6:8: warning: this ignores the order of a class's calls, not of what each of them returns [checker-option]
      hint: Write a rule with path = "$[*]" for what each call returns.
    p/cases/data.csv: warning: this is no case [case-files]
      hint: Cases end with .json, or .in and .ans.
    p/cases/more: warning: folders among the cases are not looked into [case-files]
      hint: Move its files up.
    "#);
}

#[test]
fn inputs_are_held_to_the_constraints() {
    let problem = fixture("running-total");
    let class = |init: i64, calls: &[(i64, Option<&str>)]| {
        let calls = calls.iter().map(|(by, tag)| {
            ("add".to_owned(), vec![Value::Int(*by), tag.map_or(Value::None, |tag| Value::Str(tag.into()))])
        });
        let input = CaseInput::Class { init: vec![Value::Int(init)], calls: calls.collect() };
        let breaches: Vec<String> = check_input(&problem, &input).iter().map(ToString::to_string).collect();
        breaches.join("\n")
    };
    assert_eq!(class(1, &[(1, None), (101, Some("abc"))]), "");
    insta::assert_snapshot!(class(10, &[(9, Some("")), (200, Some("abcabc")), (10, Some("x"))]), @"
    `__init__.start` is 10, outside the range 0 to 9
    `calls[0] add.by` is 9, outside the range 10 (__init__.start) to 110 (__init__.start + 100) (and at one more place)
    `calls[0] add.tag` has the length 0, outside 1 to 5 (and at one more place)
    `calls[2] add.tag` is 'x' with 'x', which is not in the alphabet
    ");
}

#[test]
fn constraints_reach_into_every_kind_of_value() {
    let breaches = |ty: &str, constraint: &str, json: &str| {
        let text = function(&format!("def f(a: {ty}) -> None"), &format!("[{json}]"), "null");
        let said = said(&format!("{text}[constraints]\n{constraint}\n"));
        said.lines().next().map_or(String::new(), |line| line.split_once("error: ").unwrap().1.to_owned())
    };
    for (ty, constraint, right, wrong, said) in [
        (
            "dict[str, int]",
            "'a[*]' = { range = [0, 5] }",
            "{\"x\": 5}",
            "{\"x\": 6}",
            "`a.x` is 6, outside the range 0 to 5",
        ),
        (
            "dict[str, int]",
            "'a.x' = { range = [0, 5] }",
            "{\"y\": 9}",
            "{\"x\": 6}",
            "`a.x` is 6, outside the range 0 to 5",
        ),
        (
            "list[int | None]",
            "'a[*]' = { range = [0, 5] }",
            "[null, 3]",
            "[null, -1]",
            "`a[1]` is -1, outside the range 0 to 5",
        ),
        ("TreeNode", "a = { length = [0, 2] }", "[1, null, 2]", "[1, 2, 3]", "`a` has the length 3, outside 0 to 2"),
        ("TreeNode", "'a[*]' = { range = [0, 5] }", "[1, null, 2]", "[1, 7]", "`a[1]` is 7, outside the range 0 to 5"),
        ("ListNode", "a = { sorted = true }", "[1, 1, 2]", "[1, 3, 2]", "`a` is not sorted: item 2 is 2 after 3"),
        (
            "list[tuple[int, str]]",
            "a = { sorted = true }",
            "[[1, \"a\"], [1, \"b\"]]",
            "[[1, \"b\"], [1, \"a\"]]",
            "`a` is not sorted: item 1 is (1, 'a') after (1, 'b')",
        ),
        (
            "list[list[int]]",
            "'a[*]' = { unique = true }",
            "[[1, 2], [1]]",
            "[[1], [2, 2]]",
            "`a[1]` is not unique: item 1, 2, stands there before",
        ),
        (
            "int",
            "a = { range = [0, 5.5] }",
            "5",
            "100000000000000000000",
            "`a` is 100000000000000000000, outside the range 0 to 5.5",
        ),
        ("float", "a = { range = [0, 5] }", "5", "\"nan\"", "`a` is nan, outside the range 0 to 5"),
        ("str", "a = { alphabet = 'abé' }", "\"éa\"", "\"abc\"", "`a` is 'abc' with 'c', which is not in the alphabet"),
        ("bytes", "a = { length = [0, 2] }", "\"aGk=\"", "\"aGlp\"", "`a` has the length 3, outside 0 to 2"),
        ("str", "a = { length = [0, 1] }", "\"é\"", "\"éé\"", "`a` has the length 2, outside 0 to 1"),
        ("float", "a = { one_of = [1, 2.5] }", "1.0", "2", "`a` is 2.0, not one of 1.0, 2.5"),
        ("Any", "'a[*]' = { range = [0, 5] }", "[1, null]", "[\"x\"]", "`a[0]` is 'x', outside the range 0 to 5"),
    ] {
        assert_eq!(breaches(ty, constraint, right), "", "{ty} {constraint}");
        assert_eq!(breaches(ty, constraint, wrong), format!("{said} [constraint]"), "{ty} {constraint}");
    }
}
