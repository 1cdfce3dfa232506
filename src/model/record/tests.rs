//! What is packed comes back, all of it.

use std::sync::Arc;
use std::time::Duration;

use num_bigint::BigInt;
use proptest::prelude::*;

use super::*;
use crate::model::{
    Cause, Changed, CheckerSpec, DifferenceKind, Doubt, Earlier, Entry, Exponent, Frame, GrowthFinding, GrowthPoint,
    GrowthReading, GrowthTarget, Instead, Lasting, LimitsSpec, NearMiss, Path, Rule, Step, Value,
};

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::None),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        (any::<i128>(), 0_u32..400).prop_map(|(int, shift)| Value::from_bigint(BigInt::from(int) << shift)),
        prop_oneof![any::<f64>(), Just(f64::NAN), Just(-0.0), Just(f64::NEG_INFINITY)].prop_map(Value::Float),
        ".*".prop_map(Value::Str),
        any::<Vec<u8>>().prop_map(Value::Bytes),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        let many = prop::collection::vec(inner.clone(), 0..6);
        prop_oneof![
            many.clone().prop_map(Value::List),
            many.clone().prop_map(Value::Tuple),
            many.clone().prop_map(Value::Set),
            many.clone().prop_map(Value::FrozenSet),
            many.clone().prop_map(Value::Tree),
            many.prop_map(Value::Linked),
            prop::collection::vec((inner.clone(), inner), 0..6).prop_map(Value::Dict),
        ]
    })
}

fn excerpts<T: std::fmt::Debug + 'static>(
    whole: impl Strategy<Value = T> + 'static,
) -> impl Strategy<Value = Excerpt<T>> {
    let cut = (".*", any::<usize>()).prop_map(|(text, bytes)| Excerpt::Cut { text, bytes, kept: None });
    prop_oneof![whole.prop_map(|value| Excerpt::Whole(Arc::new(value))), cut]
}

fn answers() -> impl Strategy<Value = Answer> {
    prop_oneof![values().prop_map(Answer::Returned), any::<Vec<u8>>().prop_map(Answer::Printed)]
}

fn differences() -> impl Strategy<Value = Difference> {
    let kind = prop_oneof![
        (".*", ".*").prop_map(|(expected, got)| DifferenceKind::Value { expected, got }),
        (any::<usize>(), any::<Option<String>>()).prop_map(|(line, got)| DifferenceKind::Line {
            line,
            expected: None,
            got
        }),
        ".*".prop_map(|message| DifferenceKind::Program { message }),
    ];
    let step = prop_oneof![any::<usize>().prop_map(Step::Index), ".*".prop_map(Step::Key)];
    let near = prop_oneof![Just(None), any::<i64>().prop_map(|by| Some(NearMiss::ConstantOffset(by)))];
    let rule = prop_oneof![Just(Rule::Exact), Just(Rule::Float { rel: 1e-9, abs: 0.0 })];
    (prop::collection::vec(step, 0..4), kind, rule, near).prop_map(|(path, kind, rule, near_miss)| Difference {
        path: Path(path),
        kind,
        rule,
        near_miss,
    })
}

fn exceptions() -> impl Strategy<Value = Raised> {
    let frame = (".*", any::<[usize; 3]>(), any::<Option<usize>>()).prop_map(|(file, numbers, column)| Frame {
        function: file.clone(),
        source: column.map(|_| file.clone()),
        file,
        line: numbers[0],
        column,
        repeats: numbers[1],
        left_out: numbers[2],
    });
    let told = (".*", prop::collection::vec(frame, 0..4));
    let earlier = (any::<bool>(), told.clone()).prop_map(|(is_cause, (message, frames))| Earlier {
        is_cause,
        type_name: message.clone(),
        message,
        frames,
    });
    (any::<bool>(), told, any::<Option<usize>>(), prop::collection::vec(earlier, 0..3)).prop_map(
        |(loaded, (message, frames), call, earlier)| {
            let type_name = message.clone();
            Raised { loaded, type_name, message, frames, call, earlier }
        },
    )
}

pub(crate) fn problem() -> Problem {
    let case = TestCase {
        name: "one".to_owned(),
        group: Group::Sample,
        tags: vec!["boundary".to_owned()],
        why: Some("because".to_owned()),
        source: CaseSource::Given(Arc::new(CaseInput::Call(vec![Value::Float(f64::NAN)]))),
        expected: Some(Arc::new(Answer::Returned(Value::Int(1)))),
    };
    Problem {
        id: "problem".to_owned(),
        dir: None,
        title: String::new(),
        summary: None,
        difficulty: None,
        topics: Vec::new(),
        minutes: None,
        entry: Entry::Stdin,
        limits: LimitsSpec::default(),
        checker: CheckerSpec { kind: Rule::Exact, rules: Vec::new(), program: None },
        constraints: Vec::new(),
        cases: vec![Arc::new(case)],
        reference: None,
        generator: None,
        validator: None,
        growth: None,
        hints: Vec::new(),
        follow_ups: Vec::new(),
    }
}

pub(in crate::model) fn case_report(name: &str, verdict: Verdict) -> CaseReport {
    let case = problem().cases[0].clone();
    CaseReport {
        name: name.to_owned(),
        group: case.group,
        tags: case.tags.clone(),
        why: case.why.clone(),
        verdict,
        cpu: Duration::from_micros(1500),
        wall: Duration::from_millis(2),
        peak_memory: 4096,
        input: None,
        expected: None,
        actual: None,
        difference: None,
        raised: None,
        notes: vec![
            Note::Signal(11),
            Note::ExitCode(-1),
            Note::Call(3),
            Note::GarbledReply,
            Note::Noisy(vec![Duration::from_secs(1)]),
            Note::Judge("no".to_owned()),
            Note::Interrupted,
        ],
        stdout: String::new(),
        stderr: String::new(),
    }
}

pub(in crate::model) fn report(cases: Vec<CaseReport>) -> SubmissionReport {
    SubmissionReport {
        problem: Arc::new(problem()),
        path: "solutions/a.py".to_owned(),
        source: "def f(): pass\n".into(),
        verdict: Verdict::WrongAnswer,
        time_limit: Duration::from_millis(1500),
        memory_limit_bytes: 256 << 20,
        message: None,
        raised: None,
        cached: false,
        cpu_ratio: None,
        baseline: Baseline::default(),
        growth: None,
        cases,
        warnings: Vec::new(),
    }
}

fn ratio(value: f64) -> CpuRatio {
    CpuRatio { case: "one".to_owned(), problem: "sum".to_owned(), value, low: value / 2.0, high: value * 2.0 }
}

/// A report in which nothing is as it is by default.
fn rich(cases: Vec<CaseReport>) -> SubmissionReport {
    let exponent = Some(Exponent { slope: 1.5, give: 0.1 });
    let growth = SubmissionGrowth {
        parameter: "n".to_owned(),
        solution: vec![GrowthPoint { size: 8, seconds: 0.25 }],
        reference: Vec::new(),
        reading: GrowthReading { finding: GrowthFinding::CannotTell(Doubt::Unsteady), exponent, counted: None },
        target: GrowthTarget::Linear,
        required: true,
    };
    let changed = vec![(Changed { what: Lasting::Global, name: "seen".to_owned() }, Some(3))];
    let warning = |cause, instead| Warning { cause, case: "one".to_owned(), expected: "1".to_owned(), instead };
    SubmissionReport {
        message: Some("no".to_owned()),
        cached: true,
        cpu_ratio: Some(ratio(1.25)),
        baseline: Baseline { cpu_ratio: Some(ratio(0.75)), exponent },
        growth: Some(growth),
        warnings: vec![
            warning(Cause::State(changed), Instead::Answer("2".to_owned())),
            warning(Cause::HashSeed(Some(7)), Instead::Exception("KeyError".to_owned())),
        ],
        ..report(cases)
    }
}

fn there_and_back(report: &SubmissionReport) -> SubmissionReport {
    unpack(&pack(report), &report.problem, &report.path).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_packed_comes_back_as_it_was(
        input in prop::option::of(excerpts(prop::collection::vec(values(), 0..3).prop_map(CaseInput::Call))),
        expected in prop::option::of(excerpts(answers())),
        actual in prop::option::of(excerpts(answers())),
        difference in prop::option::of(differences()),
        raised in prop::option::of(exceptions()),
        (name, source, stdout, stderr) in ("one|.*", ".*", ".*", ".*"),
        (cpu, peak_memory) in (any::<Duration>(), any::<u64>()),
    ) {
        let case = CaseReport {
            cpu, peak_memory, input, expected, actual, difference, stdout, stderr, raised: raised.clone(),
            ..case_report(&name, Verdict::WrongAnswer)
        };
        for report in [report(vec![case.clone()]), rich(vec![case_report("other", Verdict::Skipped), case])] {
            let report = SubmissionReport { source: source.as_str().into(), raised: raised.clone(), ..report };
            // Not by `==`, for which nan is not nan, and 0.0 is -0.0.
            prop_assert_eq!(format!("{:?}", there_and_back(&report)), format!("{report:?}"));
        }
    }

    #[test]
    fn any_bytes_are_unpacked_or_refused(bytes: Vec<u8>, at: prop::sample::Index, byte: u8) {
        let problem = Arc::new(problem());
        let _ = unpack(&bytes, &problem, "a.py");
        let mut packed = pack(&rich(vec![case_report("one", Verdict::Accepted)]));
        let at = at.index(packed.len());
        prop_assert!(unpack(&packed[..at], &problem, "a.py").is_none());
        packed[at] = byte;
        let _ = unpack(&packed, &problem, "a.py");
    }
}

#[test]
fn what_the_problem_has_is_not_packed_and_not_copied() {
    let whole = report(vec![case_report("one", Verdict::Accepted)]);
    let CaseSource::Given(input) = whole.problem.cases[0].source.clone() else { panic!("not given") };
    let expected = whole.problem.cases[0].expected.clone().map(Excerpt::Whole);
    let case = CaseReport {
        input: Some(Excerpt::Whole(Arc::clone(&input))),
        expected,
        notes: Vec::new(),
        ..case_report("one", Verdict::Accepted)
    };
    let report = SubmissionReport { cases: vec![case; 25], ..whole };
    let back = there_and_back(&report);
    for case in &back.cases {
        assert!(matches!(&case.input, Some(Excerpt::Whole(back)) if Arc::ptr_eq(back, &input)));
    }
    assert!(pack(&report).len() < 60 + 25 * 24, "{} bytes for 25 cases", pack(&report).len());
}

#[test]
fn the_words_are_those_that_the_problem_has_now() {
    let packed = pack(&report(vec![case_report("one", Verdict::Accepted)]));
    let case = TestCase { name: "renamed".to_owned(), ..TestCase::clone(&problem().cases[0]) };
    let renamed = Arc::new(Problem { cases: vec![Arc::new(case)], ..problem() });
    assert_eq!(unpack(&packed, &renamed, "b.py").unwrap().cases[0].name, "renamed");
    let without = Arc::new(Problem { cases: Vec::new(), ..problem() });
    assert!(unpack(&packed, &without, "b.py").is_none());
}
