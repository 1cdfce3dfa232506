//! Code to run: a candidate's solution, or an author's generator and checker.

use std::path::{Path, PathBuf};

use super::embedded::MUTANTS;
use super::imports::{self, LocalModule};
use crate::model::{Entry, Method, Param, Reply, Type};
use crate::workspace::Fingerprint;

/// Characters of a line of source that are quoted.
const MOST_QUOTED: usize = 400;

/// What of the code is called, and how.
#[derive(Debug, Clone, PartialEq)]
pub enum ProgramKind {
    /// A function.
    Function {
        /// Its name.
        name: String,
        /// The types of its arguments.
        params: Vec<Type>,
        /// The type of the answer.
        returns: Type,
        /// The argument that is the answer, where it is not the returned value.
        mutates: Option<usize>,
    },
    /// A class.
    Class {
        /// Its name.
        name: String,
        /// The types of `__init__`'s arguments.
        init: Vec<Type>,
        /// Its methods.
        methods: Vec<Method>,
    },
    /// The file as a program.
    Stdin,
    /// A function of `generator.py`: random numbers first, then keyword arguments.
    Generator {
        /// Its name.
        name: String,
    },
}

impl From<&Entry> for ProgramKind {
    fn from(entry: &Entry) -> Self {
        let types = |params: &[Param]| params.iter().map(|param| param.ty.clone()).collect();
        match entry {
            Entry::Function { name, params, returns, mutates } => Self::Function {
                name: name.clone(),
                params: types(params),
                returns: entry.answer_type().unwrap_or(returns).clone(),
                mutates: *mutates,
            },
            Entry::Class { name, init, methods } => {
                Self::Class { name: name.clone(), init: types(init), methods: methods.clone() }
            }
            Entry::Stdin => Self::Stdin,
        }
    }
}

/// What of a call is measured, instead of taking its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// CPU time of the call alone: a tuple of nanoseconds and for how many calls.
    Time,
    /// What each line cost: a list of tuples of file, line, how often, nanoseconds.
    Lines,
    /// Exact counts: a tuple of steps of the interpreter and of operations on the values given, or None for the latter.
    Counts,
    /// The most bytes that the call held at once.
    Memory,
}

impl Measure {
    /// The name on the wire.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Lines => "lines",
            Self::Counts => "counts",
            Self::Memory => "memory",
        }
    }
}

/// Code and how to call it.
#[derive(Debug, Clone)]
pub struct Program {
    /// What is called.
    pub kind: ProgramKind,
    /// The file's name as tracebacks show it.
    pub file_name: String,
    /// The file's bytes.
    pub source: Vec<u8>,
    /// The modules beside the file that it imports.
    pub local: Vec<LocalModule>,
    /// Whether it is a file of a package. Such code meets values of candidates, ints of any size among them, and must
    /// be able to print them.
    pub(super) by_author: bool,
    /// What is measured of it, if anything: then the answer is the measurement, as the candidate's process says it.
    pub(super) measure: Option<Measure>,
    folder: PathBuf,
}

impl Program {
    /// What makes the mutants of a source: a function from a text to `(line, before, after, source)` of each.
    pub fn mutants() -> Self {
        let name = "mutants".to_owned();
        let kind = ProgramKind::Function { name, params: vec![Type::Str], returns: Type::Any, mutates: None };
        Self::author(kind, "mutants.py", MUTANTS)
    }

    /// A solution file with the modules beside it.
    pub fn solution(entry: &Entry, path: &Path, shown: &str, source: &[u8]) -> Self {
        Self {
            kind: entry.into(),
            file_name: shown.to_owned(),
            source: source.to_vec(),
            local: imports::local_modules(path, source),
            by_author: false,
            measure: None,
            folder: path.parent().unwrap_or(Path::new("")).to_owned(),
        }
    }

    /// One file of a package.
    pub fn author(kind: ProgramKind, file_name: &str, source: &str) -> Self {
        let source = source.as_bytes().to_vec();
        let (local, folder) = (Vec::new(), PathBuf::new());
        Self { kind, file_name: file_name.to_owned(), source, local, by_author: true, measure: None, folder }
    }

    /// Whether what it prints is its answer.
    pub(super) fn answers_by_printing(&self) -> bool {
        self.kind == ProgramKind::Stdin && self.measure.is_none()
    }

    /// The fingerprint of its files, as they are shown and as they are run.
    pub fn fingerprint(&self) -> Fingerprint {
        let mut texts = vec![self.file_name.as_bytes().to_vec(), self.source.clone()];
        for module in &self.local {
            texts.push(self.shown_name_of(module).into_bytes());
            texts.push(vec![u8::from(module.is_package)]);
            texts.push(module.source.clone());
        }
        let texts: Vec<&[u8]> = texts.iter().map(Vec::as_slice).collect();
        Fingerprint::of_texts(&texts)
    }

    /// The files and folders that decide what runs: the file itself, and for every module that it or a module of its
    /// own imports where that lies or could lie.
    pub fn places(&self, path: &Path) -> Vec<PathBuf> {
        let sources = std::iter::once(&self.source).chain(self.local.iter().map(|module| &module.source));
        let mut places = vec![path.to_owned()];
        for name in sources.flat_map(|source| imports::imported_names(source)) {
            let stem = self.folder.join(name.split('.').next().unwrap_or(&name));
            places.extend([stem.with_extension("py"), stem]);
        }
        places
    }

    /// The name that tracebacks show for a module beside the solution.
    pub(super) fn shown_name_of(&self, module: &LocalModule) -> String {
        let relative = module.file.strip_prefix(&self.folder).unwrap_or(&module.file);
        Path::new(&self.file_name).with_file_name(relative).to_string_lossy().into_owned()
    }

    /// The names of all its files.
    pub(super) fn shown_names(&self) -> Vec<String> {
        let local = self.local.iter().map(|module| self.shown_name_of(module));
        std::iter::once(self.file_name.clone()).chain(local).collect()
    }

    /// Puts beside each frame of an exception the line of source that it stands on.
    pub(super) fn quote(&self, reply: &mut Reply) {
        let Reply::Raised(raised) = reply else { return };
        let earlier = raised.earlier.iter_mut().flat_map(|earlier| &mut earlier.frames);
        for frame in raised.frames.iter_mut().chain(earlier) {
            frame.source = self.line(&frame.file, frame.line);
        }
    }

    fn line(&self, file: &str, number: usize) -> Option<String> {
        let source = if file == self.file_name {
            &self.source
        } else {
            &self.local.iter().find(|module| self.shown_name_of(module) == file)?.source
        };
        let text = String::from_utf8_lossy(source);
        let line = text.lines().nth(number.checked_sub(1)?)?;
        (!line.trim().is_empty()).then(|| line.chars().take(MOST_QUOTED).collect())
    }

    /// What a harness imports for it beforehand: never a module of its own folder, which is candidate's code.
    fn preload(&self) -> Vec<String> {
        let sources = std::iter::once(&self.source).chain(self.local.iter().map(|module| &module.source));
        let mut names: Vec<String> = sources.flat_map(|source| imports::imported_names(source)).collect();
        if matches!(self.kind, ProgramKind::Generator { .. }) {
            names.push("random".to_owned());
        }
        let is_local = |name: &str| {
            let top = name.split('.').next().unwrap_or(name);
            self.local.iter().any(|module| module.name == top)
        };
        names.retain(|name| !is_local(name));
        names
    }
}

/// A program whose files compile.
#[derive(Debug)]
pub struct Compiled {
    /// The program.
    pub program: Program,
    /// Its code objects as the interpreter wrote them.
    pub codes: Vec<u8>,
    /// What a harness imports for it beforehand.
    pub(super) preload: Vec<String>,
}

impl Compiled {
    /// A program with its code, as [`super::Session::compile`] makes it.
    pub fn new(program: Program, codes: Vec<u8>) -> Self {
        let preload = program.preload();
        Self { program, codes, preload }
    }

    /// The same program, to be measured: its answer is then what [`Measure`] says.
    pub fn measuring(&self, what: Measure) -> Self {
        let program = Program { measure: Some(what), ..self.program.clone() };
        Self { program, codes: self.codes.clone(), preload: self.preload.clone() }
    }
}
