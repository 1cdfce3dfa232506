//! What breaks a harness without being a case's doing.

use std::fs;
use std::sync::Arc;
use std::time::Duration;

use kumite::harness::{Interpreter, Program, ProgramKind, Session, Setup};
use kumite::model::{CaseInput, Execution, Exit, Isolation, LimitsSpec, Reply, Type, Value};
use kumite::sandbox::{Interrupt, Protections};
use kumite::workspace::Cache;

fn session(isolation: Isolation, protections: Protections, interpreter: Interpreter) -> Session {
    let interrupt = Interrupt::default();
    Session::new(Arc::new(Setup {
        interpreter,
        protections,
        isolation,
        pass_env: Vec::new(),
        interrupt,
        cache: Cache::none(),
    }))
}

fn interpreter() -> Interpreter {
    Interpreter::find(None, &Cache::none()).unwrap()
}

/// Calls `f()` of this source.
fn call(session: &mut Session, source: &str) -> Execution {
    let kind = ProgramKind::Function { name: "f".into(), params: vec![], returns: Type::Any, mutates: None };
    let program = Arc::new(session.compile(Program::author(kind, "solution.py", source)).unwrap().unwrap());
    let limits = LimitsSpec::default().resolve(Duration::from_secs(5));
    session.run(&program, &CaseInput::Call(vec![]), &limits, limits.time).unwrap()
}

/// Calls `f()` of this source; a module `installed` with this text is there to be imported.
fn run(isolation: Isolation, installed: &str, source: &str) -> Execution {
    run_all(isolation, installed, &[source]).remove(0)
}

/// The same of several sources, one after the other in one session.
fn run_all(isolation: Isolation, installed: &str, sources: &[&str]) -> Vec<Execution> {
    let dir = tempfile::tempdir().unwrap();
    let packages = dir.path().join("site-packages");
    fs::create_dir(&packages).unwrap();
    fs::write(packages.join("installed.py"), installed).unwrap();
    let mut interpreter = interpreter();
    interpreter.search_path.push(packages.to_str().unwrap().to_owned());
    let mut session = session(isolation, Protections::probe(), interpreter);
    sources.iter().map(|source| call(&mut session, source)).collect()
}

#[test]
fn a_module_that_ends_the_interpreter_ends_only_the_case() {
    for isolation in Isolation::ALL {
        let leaves = "import os\nos._exit(3)\n";
        let execution = run(isolation, leaves, "import installed\ndef f():\n    return 1\n");
        assert_eq!((execution.exit, execution.reply), (Exit::Code(3), Reply::Nothing { loaded: false }));
        let crashes = "import ctypes\nctypes.string_at(0)\n";
        let execution = run(isolation, crashes, "import installed\ndef f():\n    return 1\n");
        assert_eq!((execution.exit, execution.reply), (Exit::Signal(11), Reply::Nothing { loaded: false }));
    }
}

#[test]
fn a_module_that_ends_every_clone_is_not_imported_beforehand() {
    for isolation in Isolation::ALL {
        let hooks = "import os\nos.register_at_fork(after_in_child=lambda: os._exit(3))\n";
        let execution = run(isolation, hooks, "import installed\ndef f():\n    return 1\n");
        assert_eq!(execution.reply, Reply::Answer { answer: Value::Int(1), aside: None });
    }
}

#[test]
fn a_module_that_ends_the_interpreter_and_is_not_needed_ends_nothing() {
    for isolation in Isolation::ALL {
        let source = "def f():\n    return 1\ndef unused():\n    import installed\n";
        let execution = run(isolation, "import os\nos._exit(3)\n", source);
        assert_eq!(execution.reply, Reply::Answer { answer: Value::Int(1), aside: None });
    }
}

#[test]
fn what_was_learnt_of_one_solution_breaks_no_other_one() {
    let needs = "import installed\ndef f():\n    return installed.x\n";
    let names = "def f():\n    return 1\ndef unused():\n    import installed\n";
    let neither = "def f():\n    return 1\n";
    let answer = Reply::Answer { answer: Value::Int(1), aside: None };
    for isolation in Isolation::ALL {
        let found = run_all(isolation, "import os\nos._exit(3)\n", &[neither, names, names, needs, neither]);
        let replies: Vec<_> = found.into_iter().map(|execution| execution.reply).collect();
        let (good, gone) = (|| answer.clone(), Reply::Nothing { loaded: false });
        assert_eq!(replies, [good(), good(), good(), gone, good()], "{isolation:?}");
    }
    // It is there for whoever imports it, also after others of the same imports.
    let found = run_all(Isolation::Fork, "x = 1\n", &[needs, needs, neither, needs]);
    assert!(found.iter().all(|execution| execution.reply == answer), "{found:?}");
}

#[test]
fn a_case_that_moves_its_folder_away_spoils_nothing_but_that() {
    for isolation in Isolation::ALL {
        let mut session = session(isolation, Protections::off(), interpreter());
        let moves = "import os\ndef f():\n    there = os.getcwd() + '-moved'\n    os.rename(os.getcwd(), there)\n    return there\n";
        let execution = call(&mut session, moves);
        let Reply::Answer { answer: Value::Str(there), .. } = execution.reply else { panic!("{execution:?}") };
        fs::remove_dir(there).unwrap();
        let writes = "def f():\n    return open('file', 'w').write('four')\n";
        assert_eq!(call(&mut session, writes).reply, Reply::Answer { answer: Value::Int(4), aside: None });
    }
}
