//! What a case cannot do to the judge, whose number it knows: it is its parent's.

use std::sync::Arc;
use std::time::Duration;

use kumite::harness::{Interpreter, Program, ProgramKind, Session, Setup};
use kumite::model::{CaseInput, Isolation, LimitsSpec, Reply, Type, Value};
use kumite::sandbox::{Interrupt, Protections};
use kumite::workspace::Cache;

/// What happened to each attempt, by its name.
fn attempts(isolation: Isolation, protections: Protections) -> Vec<(Value, Value)> {
    let interpreter = Interpreter::find(None, &Cache::none()).unwrap();
    let interrupt = Interrupt::default();
    let setup = Setup { interpreter, protections, isolation, pass_env: Vec::new(), interrupt };
    let mut session = Session::new(Arc::new(setup));
    let kind = ProgramKind::Function { name: "f".into(), params: vec![], returns: Type::Any, mutates: None };
    let program = Program::author(kind, "attempts.py", include_str!("walls/attempts.py"));
    let program = Arc::new(session.compile(program).unwrap().unwrap());
    let limits = LimitsSpec::default().resolve(Duration::from_secs(5));
    let execution = session.run(&program, &CaseInput::Call(vec![]), &limits, limits.time).unwrap();
    match execution.reply {
        Reply::Answer { answer: Value::Dict(attempts), .. } => attempts,
        reply => panic!("{reply:?} {}", String::from_utf8_lossy(&execution.stderr)),
    }
}

#[test]
fn a_case_can_do_nothing_to_its_judge() {
    let protections = Protections::probe();
    assert!(protections.seccomp, "these tests need a kernel with system call filters: {:?}", protections.missing());
    for isolation in Isolation::ALL {
        let attempts = attempts(isolation, protections.clone());
        assert!(attempts.len() > 5);
        for (name, outcome) in attempts {
            assert!(matches!(&outcome, Value::Str(text) if text == "refused"), "{isolation:?} {name:?}: {outcome:?}");
        }
    }
}
