//! Laws that hold for every answer.

use kumite::check::{Aside, check_value, near_miss};
use kumite::model::{CheckOutcome, CheckerSpec, Rule, Type, Value};
use proptest::prelude::*;

use super::generators::{any_type, any_value, change, disguised, scalars, typed, value_of};
use super::{exact, float, spec, unordered};

fn accepts(spec: &CheckerSpec, declared: &Type, expected: &Value, got: &Value) -> bool {
    check_value(spec, declared, expected, got) == CheckOutcome::Accepted
}

/// One of every kind of checker; a tolerance small beside every change that the tests make.
fn any_spec() -> impl Strategy<Value = CheckerSpec> {
    let near = Rule::Float { rel: 1e-9, abs: 1e-9 };
    prop_oneof![
        Just(exact()),
        Just(unordered()),
        Just(float(1e-9, 1e-9)),
        Just(spec(Rule::Unordered, &[("$[*]", near)])),
        Just(spec(near, &[("$", Rule::Unordered), ("$[*]", Rule::Unordered), ("$[*][*]", Rule::Unordered)])),
        Just(spec(Rule::Exact, &[("$[*][1]", near), ("$[*].a", Rule::Unordered), ("$[0]", near)])),
    ]
}

/// Whether some order of the given items is right under a rule that demands order: what `unordered` means.
fn some_order_is_right(ordered: &CheckerSpec, declared: &Type, expected: &[Value], got: &mut Vec<Value>) -> bool {
    let (Some((first, rest)), Type::List(item)) = (expected.split_first(), declared) else { return got.is_empty() };
    (0..got.len()).any(|at| {
        let candidate = got.remove(at);
        let right = accepts(ordered, item, first, &candidate) && some_order_is_right(ordered, declared, rest, got);
        got.insert(at, candidate);
        right
    })
}

/// Two numbers in a set or in a list, nested or not.
fn few_numbers() -> impl Strategy<Value = Value> {
    let number =
        prop_oneof![Just(Value::Int(1)), Just(Value::Int(2)), Just(Value::Float(2.0)), Just(Value::Float(2.5))];
    let pair = prop::collection::vec(number, 2);
    (pair, any::<bool>(), any::<bool>()).prop_map(|(pair, is_set, is_nested)| {
        let pair = if is_set { Value::Set(pair) } else { Value::List(pair) };
        if is_nested { Value::List(vec![pair, Value::Float(1.0)]) } else { pair }
    })
}

fn is_any_order_right(rule: Rule, item: &Type, expected: &[Value], got: &[Value]) -> (bool, bool) {
    let declared = Type::List(Box::new(item.clone()));
    let free = spec(Rule::Unordered, &[("$[*]", rule)]);
    let found = accepts(&free, &declared, &Value::List(expected.to_vec()), &Value::List(got.to_vec()));
    let possible = some_order_is_right(&spec(rule, &[]), &declared, expected, &mut got.to_vec());
    (found, possible)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_answer_is_its_own_right_answer(spec in any_spec(), (declared, [value]) in typed()) {
        prop_assert!(accepts(&spec, &declared, &value, &value));
    }

    #[test]
    fn even_a_value_of_another_type_is_itself(spec in any_spec(), declared in any_type(), value in any_value()) {
        prop_assert!(accepts(&spec, &declared, &value, &value));
    }

    #[test]
    fn how_python_holds_it_does_not_count(spec in any_spec(), (declared, [value]) in typed()) {
        prop_assert!(accepts(&spec, &declared, &value, &disguised(&value)));
        prop_assert!(accepts(&spec, &declared, &disguised(&value), &value));
    }

    #[test]
    fn a_changed_scalar_is_always_seen(
        spec in any_spec(), (declared, [value]) in typed(), at in any::<prop::sample::Index>(), disguise in any::<bool>(),
    ) {
        let mut other = if disguise { disguised(&value) } else { value.clone() };
        if scalars(&value) == 0 {
            return Ok(());
        }
        change(&mut other, &mut at.index(scalars(&value)));
        prop_assert!(!accepts(&spec, &declared, &value, &other));
        prop_assert!(!accepts(&spec, &declared, &other, &value));
    }

    #[test]
    fn both_sides_are_treated_alike(spec in any_spec(), (declared, [a, b]) in typed(), c in any_value()) {
        prop_assert_eq!(accepts(&spec, &declared, &a, &b), accepts(&spec, &declared, &b, &a));
        prop_assert_eq!(accepts(&spec, &declared, &a, &c), accepts(&spec, &declared, &c, &a));
        prop_assert_eq!(accepts(&spec, &Type::Any, &a, &c), accepts(&spec, &Type::Any, &c, &a));
    }

    #[test]
    fn nothing_makes_it_panic(
        spec in any_spec(), declared in any_type(), expected in any_value(), got in any_value(), calls in any::<bool>(),
        stdout in any::<Vec<u8>>(),
    ) {
        let args = [got.clone()];
        let before = [expected.clone()];
        let aside =
            Aside { stdout: &stdout, args_before: &before, args_after: Some(&args), returned: None, calls };
        if let CheckOutcome::Rejected(difference) = check_value(&spec, &declared, &expected, &got) {
            prop_assert!(difference.path.0.len() <= 8);
            near_miss(&spec, &declared, &expected, &got, &aside);
        }
    }

    #[test]
    fn any_order_is_right_where_order_does_not_count(
        (items, shuffled) in any_type().prop_flat_map(|item| {
            let items = prop::collection::vec(value_of(&item), 0..8);
            (Just(item), items)
        }).prop_flat_map(|(item, items)| ((Just(item), Just(items.clone())), Just(items).prop_shuffle())),
        with_tolerance in any::<bool>(),
    ) {
        let (item, items) = items;
        let declared = Type::List(Box::new(item));
        let rule = if with_tolerance { Rule::Float { rel: 0.01, abs: 0.01 } } else { Rule::Exact };
        let free = spec(Rule::Unordered, &[("$[*]", rule)]);
        prop_assert!(accepts(&free, &declared, &Value::List(items), &Value::Tuple(shuffled)));
    }

    #[test]
    fn a_pairing_of_floats_is_found_if_there_is_one(
        expected in prop::collection::vec(0_i32..24, 0..7), moves in prop::collection::vec(-3_i32..=3, 7),
        abs in 0.0..0.7, rel in 0.0..0.3,
    ) {
        let quarter = |number: i32| Value::Float(f64::from(number - 6) / 4.0);
        let got: Vec<Value> = expected.iter().rev().zip(&moves).map(|(a, b)| quarter(a + b)).collect();
        let expected: Vec<Value> = expected.into_iter().map(quarter).collect();
        let (found, possible) = is_any_order_right(Rule::Float { rel, abs }, &Type::Float, &expected, &got);
        prop_assert_eq!(found, possible);
    }

    #[test]
    fn a_pairing_of_points_is_found_if_there_is_one(
        expected in prop::collection::vec((-3_i32..6, -3_i32..6), 0..6),
        moves in prop::collection::vec((-2_i32..=2, -2_i32..=2), 6),
        rel in prop_oneof![Just(0.0), Just(0.4), Just(1.5)], abs in prop_oneof![Just(0.1), Just(0.5)],
        as_sets in any::<bool>(),
    ) {
        let half = |number: i32| Value::Float(f64::from(number) / 2.0);
        let pair = |x, y| if as_sets { Value::Set(vec![half(x), half(y)]) } else { Value::Tuple(vec![half(x), half(y)]) };
        let got: Vec<Value> =
            expected.iter().rev().zip(&moves).map(|((x, y), (right, up))| pair(x + right, y + up)).collect();
        let expected: Vec<Value> = expected.into_iter().map(|(x, y)| pair(x, y)).collect();
        let float = Box::new(Type::Float);
        let item = if as_sets { Type::Set(float) } else { Type::TupleOf(float) };
        let (found, possible) = is_any_order_right(Rule::Float { rel, abs }, &item, &expected, &got);
        prop_assert_eq!(found, possible);
    }

    #[test]
    fn a_pairing_of_sets_and_arrays_is_found_if_there_is_one(
        expected in prop::collection::vec(few_numbers(), 0..5), got in prop::collection::vec(few_numbers(), 5),
    ) {
        let got = &got[..expected.len()];
        for rule in [Rule::Exact, Rule::Float { rel: 0.0, abs: 0.5 }] {
            let (found, possible) = is_any_order_right(rule, &Type::Any, &expected, got);
            prop_assert_eq!(found, possible);
        }
    }

    #[test]
    fn a_pairing_of_anything_is_found_if_there_is_one(
        expected in prop::collection::vec(any_value(), 0..5), got in prop::collection::vec(any_value(), 0..5),
    ) {
        for rule in [Rule::Exact, Rule::Float { rel: 0.0, abs: 0.5 }] {
            let (found, possible) = is_any_order_right(rule, &Type::Any, &expected, &got);
            prop_assert_eq!(found, possible);
        }
    }

    #[test]
    fn more_tolerance_accepts_no_less(
        (declared, [a, b]) in typed(), rel in 0.0..0.5, abs in 0.0..0.5, more in 0.0..2.0, free in any::<bool>(),
    ) {
        let with = |rel, abs| {
            let rule = Rule::Float { rel, abs };
            if free { spec(rule, &[("$", Rule::Unordered), ("$[*]", Rule::Unordered)]) } else { spec(rule, &[]) }
        };
        let (tight, loose) = (with(rel, abs), with(rel + more, abs + more));
        prop_assert!(!accepts(&tight, &declared, &a, &b) || accepts(&loose, &declared, &a, &b));
    }
}
