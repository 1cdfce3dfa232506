//! What breaks a harness without being a case's doing.

use std::fs;
use std::sync::Arc;
use std::time::Duration;

use kumite::harness::{Interpreter, Program, ProgramKind, Session, Setup};
use kumite::model::{CaseInput, Execution, Exit, Isolation, LimitsSpec, Reply, Type, Value};
use kumite::sandbox::{Interrupt, Protections};
use kumite::workspace::Cache;

/// Runs `f()` of this source; a module `installed` with this text is there to be imported.
fn run(isolation: Isolation, installed: &str, source: &str) -> Execution {
    let dir = tempfile::tempdir().unwrap();
    let packages = dir.path().join("site-packages");
    fs::create_dir(&packages).unwrap();
    fs::write(packages.join("installed.py"), installed).unwrap();
    let mut interpreter = Interpreter::find(None, &Cache::none()).unwrap();
    interpreter.search_path.push(packages.to_str().unwrap().to_owned());
    let (protections, interrupt) = (Protections::probe(), Interrupt::default());
    let setup = Setup { interpreter, protections, isolation, pass_env: Vec::new(), interrupt };
    let mut session = Session::new(Arc::new(setup));
    let kind = ProgramKind::Function { name: "f".into(), params: vec![], returns: Type::Any, mutates: None };
    let program = Arc::new(session.compile(Program::author(kind, "solution.py", source)).unwrap().unwrap());
    let limits = LimitsSpec::default().resolve(Duration::from_secs(5));
    session.run(&program, &CaseInput::Call(vec![]), &limits, limits.time).unwrap()
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
fn a_module_that_ends_the_interpreter_and_is_not_needed_ends_nothing() {
    for isolation in Isolation::ALL {
        let source = "def f():\n    return 1\ndef unused():\n    import installed\n";
        let execution = run(isolation, "import os\nos._exit(3)\n", source);
        assert_eq!(execution.reply, Reply::Answer { answer: Value::Int(1), aside: None });
    }
}
