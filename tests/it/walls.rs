//! What a case cannot do to the judge, whose number it knows: it is its parent's.

use std::sync::Arc;
use std::time::Duration;

use kumite::harness::{Interpreter, Program, ProgramKind, Session, Setup};
use kumite::model::{CaseInput, Guarantee, Isolation, LimitsSpec, Reply, Type, Value};
use kumite::sandbox::{Interrupt, Protections};
use kumite::workspace::Cache;

/// What a function `f` returns that may start this many processes.
fn answer(isolation: Isolation, protections: Protections, source: &str, processes: u32) -> Value {
    let interpreter = Interpreter::find(None, &Cache::none()).unwrap();
    let interrupt = Interrupt::default();
    let setup = Setup { interpreter, protections, isolation, pass_env: Vec::new(), interrupt, cache: Cache::none() };
    let mut session = Session::new(Arc::new(setup));
    let kind = ProgramKind::Function { name: "f".into(), params: vec![], returns: Type::Any, mutates: None };
    let program = Program::author(kind, "attempts.py", source);
    let program = Arc::new(session.compile(program).unwrap().unwrap());
    let limits = LimitsSpec { processes, ..LimitsSpec::default() }.resolve(Duration::from_secs(5));
    let execution = session.run(&program, &CaseInput::Call(vec![]), &limits, limits.time).unwrap();
    match execution.reply {
        Reply::Answer { answer, .. } => answer,
        reply => panic!("{reply:?} {}", String::from_utf8_lossy(&execution.stderr)),
    }
}

#[test]
fn a_case_can_do_nothing_to_its_judge() {
    let protections = Protections::probe();
    assert!(protections.gives(Guarantee::Processes), "no walls, no tests of them: {:?}", protections.missing());
    for isolation in Isolation::ALL {
        let Value::Dict(attempts) = answer(isolation, protections.clone(), include_str!("walls/attempts.py"), 0) else {
            panic!("no attempts")
        };
        assert!(attempts.len() > 5);
        for (name, outcome) in attempts {
            assert!(matches!(&outcome, Value::Str(text) if text == "refused"), "{isolation:?} {name:?}: {outcome:?}");
        }
    }
}

/// That it ends with the judge, and that nobody looks into it, a case cannot take back, whether it may start processes or
/// not. Only a filter keeps it so: where processes are allowed the kernel lets every one decide for itself.
#[test]
fn a_case_ends_with_its_judge_also_where_it_may_start_processes() {
    let source = include_str!("walls/settled.py");
    for isolation in Isolation::ALL {
        for processes in [0, 2] {
            let settled = answer(isolation, Protections::probe(), source, processes);
            assert_eq!(settled, Value::List(vec![Value::Int(9), Value::Int(0)]), "{isolation:?} {processes}");
        }
    }
}
