//! What the canned reports are made of: problems, cases, answers, differences.

// The fields that are filled are optional.
#![allow(clippy::unnecessary_wraps)]

use std::sync::Arc;
use std::time::Duration;

use kumite::model::{
    Answer, Baseline, CaseInput, CaseReport, Cause, Changed, CheckerSpec, Difference, DifferenceKind, Difficulty,
    Entry, Environment, Excerpt, Frame, Group, Growth, GrowthTarget, Hint, HintCondition, Instead, Isolation, Lasting,
    LimitsSpec, Method, Param, Path, Problem, Raised, Rule, RunReport, Step, SubmissionReport, Type, Value, Verdict,
    Warning,
};

pub(super) fn value(json: &str) -> Value {
    Value::from_json(serde_json::from_str(json).unwrap())
}

pub(super) fn list(item: Type) -> Type {
    Type::List(Box::new(item))
}

pub(super) fn param(name: &str, ty: Type) -> Param {
    Param { name: name.to_owned(), ty }
}

fn problem(id: &str, title: &str, entry: Entry) -> Problem {
    Problem {
        id: id.to_owned(),
        dir: None,
        title: title.to_owned(),
        summary: None,
        difficulty: Some(Difficulty::Medium),
        topics: vec!["event-aggregation".to_owned(), "intervals".to_owned()],
        minutes: Some(25),
        entry,
        limits: LimitsSpec { time: Some(Duration::from_secs(1)), ..LimitsSpec::default() },
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

/// A function problem with a growth target and a hint for the slow.
pub(super) fn streams() -> Problem {
    let pair = Type::Tuple(vec![Type::Int, Type::Int]);
    let entry = Entry::Function {
        name: "peak_streams".to_owned(),
        params: vec![param("sessions", list(pair))],
        returns: Type::Int,
        mutates: None,
    };
    Problem {
        growth: Some(Growth {
            function: "overlapping".to_owned(),
            parameter: "n".to_owned(),
            target: GrowthTarget::Linearithmic,
        }),
        hints: vec![
            Hint { text: "Sort something.".to_owned(), when: None },
            Hint {
                text: "What changes, and only changes, at the start and at the end of a stream?".to_owned(),
                when: Some(HintCondition::Verdict(Verdict::TimeLimitExceeded)),
            },
        ],
        ..problem("peak-concurrent-streams", "Peak concurrent streams", entry)
    }
}

/// A function problem with two parameters and a structured answer.
pub(super) fn rates() -> Problem {
    let entry = Entry::Function {
        name: "rolling_rates".to_owned(),
        params: vec![param("events", list(Type::Int)), param("window", Type::Int)],
        returns: list(Type::Dict(Box::new(Type::Str), Box::new(Type::Float))),
        mutates: None,
    };
    problem("rolling-rates", "Rolling error rates", entry)
}

/// A function problem whose answer is a changed argument.
pub(super) fn rotation() -> Problem {
    let entry = Entry::Function {
        name: "rotate".to_owned(),
        params: vec![param("nums", list(Type::Int)), param("steps", Type::Int)],
        returns: Type::None,
        mutates: Some(0),
    };
    problem("rotate-playlist", "Rotate a playlist", entry)
}

/// A class problem.
pub(super) fn titles() -> Problem {
    let method = |name: &str, params: Vec<Param>, returns: Type| Method { name: name.to_owned(), params, returns };
    let entry = Entry::Class {
        name: "TopTitles".to_owned(),
        init: vec![param("k", Type::Int)],
        methods: vec![
            method("watch", vec![param("title", Type::Str), param("minutes", Type::Int)], Type::None),
            method("top", vec![], list(Type::Str)),
        ],
    };
    problem("top-titles", "Top titles of a stream", entry)
}

/// A stdin problem.
pub(super) fn status_counts() -> Problem {
    Problem {
        checker: CheckerSpec { kind: Rule::Lines(None), rules: Vec::new(), program: None },
        ..problem("status-counts", "Status counts of an access log", Entry::Stdin)
    }
}

/// An accepted sample case.
pub(super) fn case(name: &str) -> CaseReport {
    CaseReport {
        name: name.to_owned(),
        group: Group::Secret,
        tags: Vec::new(),
        why: None,
        verdict: Verdict::Accepted,
        cpu: Duration::from_micros(314),
        wall: Duration::from_micros(1_400),
        peak_memory: 1 << 20,
        input: None,
        expected: None,
        actual: None,
        difference: None,
        raised: None,
        notes: Vec::new(),
        stdout: String::new(),
        stderr: String::new(),
    }
}

pub(super) fn whole<T>(value: T) -> Option<Excerpt<T>> {
    Some(Excerpt::Whole(Arc::new(value)))
}

pub(super) fn returned(json: &str) -> Option<Excerpt<Answer>> {
    whole(Answer::Returned(value(json)))
}

pub(super) fn printed(text: &str) -> Option<Excerpt<Answer>> {
    whole(Answer::Printed(text.as_bytes().to_vec()))
}

/// The arguments of a call, from a JSON array.
pub(super) fn args(json: &str) -> Option<Excerpt<CaseInput>> {
    whole(CaseInput::Call(value(json).items().unwrap().to_vec()))
}

pub(super) fn stdin(text: &str) -> Option<Excerpt<CaseInput>> {
    whole(CaseInput::Stdin(text.as_bytes().to_vec()))
}

pub(super) fn index(steps: &[usize]) -> Path {
    Path(steps.iter().map(|step| Step::Index(*step)).collect())
}

pub(super) fn other_value(path: Path, expected: &str, got: &str) -> Difference {
    let kind = DifferenceKind::Value { expected: expected.to_owned(), got: got.to_owned() };
    Difference { path, kind, rule: Rule::Exact, near_miss: None }
}

pub(super) fn other_type(path: Path, expected: (&str, &str), got: (&str, &str)) -> Difference {
    let kind = DifferenceKind::Type {
        expected_type: expected.0.to_owned(),
        expected: expected.1.to_owned(),
        got_type: got.0.to_owned(),
        got: got.1.to_owned(),
    };
    Difference { path, kind, rule: Rule::Exact, near_miss: None }
}

pub(super) fn of_kind(path: Path, kind: DifferenceKind) -> Difference {
    Difference { path, kind, rule: Rule::Exact, near_miss: None }
}

/// A wrong answer of a function.
pub(super) fn wrong(name: &str, input: &str, expected: &str, actual: &str, difference: Difference) -> CaseReport {
    CaseReport {
        verdict: Verdict::WrongAnswer,
        input: args(input),
        expected: returned(expected),
        actual: returned(actual),
        difference: Some(difference),
        ..case(name)
    }
}

pub(super) fn frame(line: usize, function: &str) -> Frame {
    Frame {
        file: "solutions/peak_concurrent_streams.py".to_owned(),
        line,
        column: None,
        function: function.to_owned(),
        repeats: 0,
        left_out: 0,
        source: SOURCE.lines().nth(line - 1).map(str::to_owned),
    }
}

pub(super) fn raised(type_name: &str, message: &str, frames: Vec<Frame>) -> Raised {
    let (type_name, message) = (type_name.to_owned(), message.to_owned());
    Raised { loaded: true, type_name, message, frames, call: None, earlier: Vec::new() }
}

pub(super) const SOURCE: &str = "\
def depth(bounds):
    return max(bounds)


def peak_streams(sessions):
    bounds = [start for start, _ in sessions]
    return depth(bounds)
";

/// Gives arguments their declared types, as the judge does.
fn declare(entry: &Entry, case: &mut CaseReport) {
    if let (Entry::Function { params, .. }, Some(Excerpt::Whole(input))) = (entry, &case.input)
        && let CaseInput::Call(args) = &**input
    {
        let typed = params.iter().zip(args).map(|(param, value)| param.ty.coerce(value.clone()).unwrap());
        case.input = whole(CaseInput::Call(typed.collect()));
    }
}

/// A submission whose verdict is that of its cases.
pub(super) fn submission(problem: Problem, mut cases: Vec<CaseReport>) -> SubmissionReport {
    for case in &mut cases {
        declare(&problem.entry, case);
    }
    let verdict = Verdict::of_cases(cases.iter().map(|case| case.verdict));
    SubmissionReport {
        path: format!("solutions/{}.py", problem.id.replace('-', "_")),
        source: SOURCE.into(),
        time_limit: problem.limits.time.unwrap(),
        memory_limit_bytes: problem.limits.memory_bytes,
        problem: Arc::new(problem),
        verdict,
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

pub(super) fn run(submissions: Vec<SubmissionReport>) -> RunReport {
    RunReport {
        environment: Environment {
            python: "3.11.7".to_owned(),
            executable: "python3".to_owned(),
            platform: "linux-x86_64".to_owned(),
            isolation: Isolation::Fork,
            protections: vec!["landlock".to_owned(), "seccomp".to_owned(), "rlimits".to_owned()],
            missing_protections: Vec::new(),
            memory_method: "peak resident set".to_owned(),
        },
        submissions: submissions.into_iter().collect(),
        wall: Duration::from_millis(412),
        strict: false,
        interrupted: false,
        commit: None,
        shard: None,
    }
}

/// Changes the submissions of a run, each with its place.
pub(super) fn change(report: &mut RunReport, change: impl Fn(usize, &mut SubmissionReport)) {
    for place in 0..report.submissions.len() {
        let mut submission = report.submissions.get(place).unwrap();
        change(place, &mut submission);
        report.submissions.put(place, &submission);
    }
}

/// Right only as long as every case has a process of its own with the usual hash seed.
pub(super) fn with_warnings() -> SubmissionReport {
    let changed = |what, name: &str, line| (Changed { what, name: name.to_owned() }, line);
    let warning =
        |cause, instead| Warning { cause, case: "touching-intervals".to_owned(), expected: "1".to_owned(), instead };
    let answer = || Instead::Answer("2".to_owned());
    let two = vec![changed(Lasting::Global, "seen", Some(3)), changed(Lasting::Cache, "peak", None)];
    let warnings = vec![
        warning(Cause::State(vec![changed(Lasting::DefaultArgument, "peak(seen)", Some(4))]), answer()),
        warning(Cause::State(two), Instead::Exception("KeyError: 'a'".to_owned())),
        warning(Cause::State(Vec::new()), answer()),
        warning(Cause::HashSeed(Some(7)), answer()),
        warning(Cause::HashSeed(None), Instead::Exception("KeyError: \u{1b}[2J".to_owned())),
    ];
    SubmissionReport { warnings, ..submission(streams(), vec![case("touching-intervals")]) }
}
