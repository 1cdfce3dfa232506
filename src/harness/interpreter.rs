//! Which Python runs the candidates: found once, asked once, remembered.

use std::ffi::OsStr;
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::HarnessError;
use super::embedded::{MODULES, PROBE};
use super::marshal;
use crate::model::Value;
use crate::sandbox;
use crate::workspace::{Cache, Fingerprint, Kind};

/// How long an interpreter may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// The environment variables that would change what an interpreter says of itself.
const CONFUSING: [&str; 6] =
    ["PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "PYTHONOPTIMIZE", "PYTHONINSPECT", "PYTHONWARNINGS"];

/// An interpreter that can run the harness.
#[derive(Debug, Clone)]
pub struct Interpreter {
    /// As it was asked for: `python3`.
    pub requested: String,
    /// The real program, behind any shim.
    pub executable: PathBuf,
    /// `3.11.7`.
    pub version: String,
    /// The version with the date and the compiler of the build, which tells builds of one version apart.
    pub build: String,
    /// Where modules are looked for.
    pub search_path: Vec<String>,
    /// The folders of the interpreter's own files.
    pub prefixes: Vec<PathBuf>,
    /// The harness's modules compiled for it, in the wire format.
    pub(super) modules: Vec<u8>,
}

impl Interpreter {
    /// Finds `requested` (a path, or a name looked for in `PATH`; None: `python3`, else `python`) and asks it what it
    /// is. What was learnt is kept in the cache until the program's file changes.
    pub fn find(requested: Option<&str>, cache: &Cache) -> Result<Self, HarnessError> {
        let names = requested.map_or_else(|| vec!["python3", "python"], |name| vec![name]);
        let found = names.iter().find_map(|name| Some(((*name).to_owned(), locate(name)?)));
        let Some((name, program)) = found else {
            return Err(HarnessError::NoPython { requested: names[0].to_owned() });
        };
        if is_script(&program) {
            // A shim (pyenv, asdf) decides by the folder and the environment, so its answer is not kept; what the
            // program behind it says is.
            let real = read_facts(&name, &ask(&program, &name, &[])?)?.executable;
            remembered(&real, &name, cache)
        } else {
            remembered(&program, &name, cache)
        }
    }
}

/// What `program` answers, from the cache where its file has not changed.
fn remembered(program: &Path, name: &str, cache: &Cache) -> Result<Interpreter, HarnessError> {
    let entry = cache_name(program);
    if let Some(facts) = entry.as_ref().and_then(|entry| cache.read(Kind::Interpreter, entry))
        && let Ok(found) = read_facts(name, &facts)
    {
        return Ok(found);
    }
    let facts = ask(program, name, &MODULES)?;
    let found = read_facts(name, &facts)?;
    if let Some(entry) = entry {
        // A cache that cannot be written costs time and nothing else; `doctor` says so.
        let _ = cache.write(Kind::Interpreter, &entry, &facts);
    }
    Ok(found)
}

fn cache_name(program: &Path) -> Option<Fingerprint> {
    let file = program.metadata().ok()?;
    // A virtual environment is a link to a program that does not change when the environment does.
    let settings = program.parent().and_then(Path::parent).and_then(|dir| dir.join("pyvenv.cfg").metadata().ok());
    let changes = |file: &Metadata| (file.ino(), file.size(), file.mtime(), file.mtime_nsec());
    let facts = (program, changes(&file), settings.as_ref().map(changes));
    Fingerprint::of(&(facts, env!("CARGO_PKG_VERSION"), PROBE, MODULES))
}

fn ask(program: &Path, name: &str, modules: &[(&str, &str)]) -> Result<Vec<u8>, HarnessError> {
    let mut sources = Vec::new();
    marshal::encode_head(b'[', modules.len(), &mut sources);
    for (module, source) in modules {
        marshal::encode_head(b'(', 2, &mut sources);
        marshal::encode_str(module, &mut sources);
        marshal::encode_str(source, &mut sources);
    }
    let args: Vec<&OsStr> = ["-B", "-c", PROBE].iter().map(OsStr::new).collect();
    let unusable = |why: String| HarnessError::UnusablePython { program: program.to_owned(), why };
    let output = sandbox::run(program, &args, &CONFUSING, &sources, PATIENCE)
        .map_err(|error| unusable(error.to_string()))?
        .ok_or_else(|| unusable(format!("it did not answer within {} s", PATIENCE.as_secs())))?;
    if output.success {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let last = said.lines().last().unwrap_or("it failed without a word").trim();
    if last.contains("SyntaxError") || last.contains("AttributeError") {
        return Err(HarnessError::OldPython { requested: name.to_owned(), version: "2 or an early 3".to_owned() });
    }
    Err(unusable(last.to_owned()))
}

fn read_facts(requested: &str, facts: &[u8]) -> Result<Interpreter, HarnessError> {
    let unusable =
        || HarnessError::UnusablePython { program: requested.into(), why: "it gave no sensible answer".to_owned() };
    let Ok(Value::Dict(pairs)) = marshal::decode(&mut &*facts) else { return Err(unusable()) };
    let mut found = Interpreter {
        requested: requested.to_owned(),
        executable: PathBuf::new(),
        version: String::new(),
        build: String::new(),
        search_path: Vec::new(),
        prefixes: Vec::new(),
        modules: Vec::new(),
    };
    let (mut supported, mut implementation) = (false, String::new());
    for (key, value) in pairs {
        let Value::Str(key) = key else { return Err(unusable()) };
        match (key.as_str(), value) {
            ("version", Value::Str(version)) => found.version = version,
            ("build", Value::Str(build)) => found.build = build,
            ("supported", Value::Bool(yes)) => supported = yes,
            ("implementation", Value::Str(name)) => implementation = name,
            ("executable", Value::Str(executable)) => found.executable = executable.into(),
            ("prefixes", Value::List(prefixes)) => found.prefixes = texts(prefixes).map(PathBuf::from).collect(),
            ("path", Value::List(path)) => found.search_path = texts(path).collect(),
            ("modules", Value::Bytes(modules)) => found.modules = modules,
            _ => return Err(unusable()),
        }
    }
    if !supported {
        let version = if implementation == "cpython" { found.version } else { implementation };
        return Err(HarnessError::OldPython { requested: requested.to_owned(), version });
    }
    if found.executable.as_os_str().is_empty() { Err(unusable()) } else { Ok(found) }
}

fn texts(values: Vec<Value>) -> impl Iterator<Item = String> {
    values.into_iter().filter_map(|value| if let Value::Str(text) = value { Some(text) } else { None })
}

/// The program that a name or a path stands for.
fn locate(name: &str) -> Option<PathBuf> {
    let is_program = |path: &PathBuf| path.metadata().is_ok_and(|file| file.is_file() && file.mode() & 0o111 != 0);
    if name.contains('/') {
        return std::path::absolute(name).ok().filter(is_program);
    }
    std::env::split_paths(&std::env::var_os("PATH")?).map(|dir| dir.join(name)).find(is_program)
}

fn is_script(program: &Path) -> bool {
    use std::io::Read as _;
    let mut start = [0; 2];
    std::fs::File::open(program).and_then(|mut file| file.read_exact(&mut start)).is_ok() && start == *b"#!"
}

#[cfg(test)]
impl Interpreter {
    /// The same with other modules of the harness.
    pub(super) fn with_modules(&self, modules: &[(&str, &str)]) -> Self {
        read_facts(&self.requested, &ask(&self.executable, &self.requested, modules).unwrap()).unwrap()
    }
}

#[cfg(test)]
mod tests {
    use super::Interpreter;
    use crate::harness::HarnessError;
    use crate::workspace::Cache;

    #[test]
    fn the_python_of_this_machine_is_found_and_answers() {
        let found = Interpreter::find(None, &Cache::none()).expect("these tests need Python 3.10 or later on PATH");
        assert!(found.version.starts_with("3."), "{}", found.version);
        assert!(found.build.starts_with(&found.version) && found.build.len() > found.version.len(), "{}", found.build);
        assert!(found.executable.is_absolute());
        assert!(!found.search_path.is_empty());
        assert!(!found.modules.is_empty());
    }

    #[test]
    fn what_is_no_python_is_refused_with_its_name() {
        let missing = Interpreter::find(Some("no-such-python"), &Cache::none());
        assert!(matches!(missing, Err(HarnessError::NoPython { requested }) if requested == "no-such-python"));
        let other = Interpreter::find(Some("/bin/true"), &Cache::none());
        assert!(matches!(other, Err(HarnessError::UnusablePython { .. })));
    }
}
