//! Which files are solutions, and of which problem.
//!
//! A file says its problem with a first-lines comment `# kumite: PROBLEM`, else by its name with `_` for `-`, else by its
//! folder's name, else by the package whose `submissions/` it lies in.
//! A folder is walked like a repository: nothing hidden, nothing that git ignores, no `__pycache__`, no virtual
//! environment, no file that starts with `_` or `test_`. Symbolic links are not followed, so that a link in a stranger's
//! pull request shows nothing of this machine; and no package is entered, because its submissions are the author's.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use ignore::{DirEntry, WalkBuilder};

use crate::model::{Shelf, Shelved, did_you_mean, nearest};

use super::files::{normal, shown};
use super::spool::shelf;

/// Larger files are not solutions; they are refused before they fill the memory.
const MAX_BYTES: u64 = 16 << 20;
/// How far down the comment that names the problem may stand.
const MARKER_LINES: usize = 10;
const MARKER: &str = "kumite:";
const PACKAGE_FILE: &str = "problem.toml";

/// A file to be judged against a problem.
#[derive(Debug, Clone)]
pub struct Solution {
    /// The file, absolute.
    pub path: PathBuf,
    /// The file as the user is shown it: relative to the working directory, with `/`.
    pub shown: String,
    /// The id of its problem.
    pub problem: String,
    /// What stands in it; it need not be UTF-8 nor Python.
    pub source: Shelved,
}

/// What a search found.
#[derive(Debug, Default)]
pub struct Found {
    /// The solutions, each once, in the order of the targets, within a folder by path.
    pub solutions: Vec<Solution>,
    /// Python files in the folders that belong to no problem.
    pub passed_over: Vec<String>,
    /// Files in the folders that name a problem which is not in reach: each an error, and none to keep the others from
    /// being judged.
    pub astray: Vec<TargetError>,
    /// Targets that gave no solution, as the user wrote them.
    pub empty: Vec<String>,
}

/// Where and for what to look.
#[derive(Debug, Clone, Copy)]
pub struct Search<'a> {
    /// What relative targets are relative to. Absolute.
    pub working_dir: &'a Path,
    /// The folder of the workspace's solutions.
    pub solutions_dir: &'a Path,
    /// The ids of the problems in reach, sorted.
    pub problems: &'a [String],
    /// The problem that every file is for, whatever the file says.
    pub problem: Option<&'a str>,
}

/// A target that cannot be judged.
#[derive(Debug, thiserror::Error)]
pub enum TargetError {
    /// There is nothing of this name.
    #[error("there is no file, folder or problem `{target}`")]
    Missing {
        /// What was asked for.
        target: String,
        /// Problems with a similar name.
        near: Vec<String>,
    },
    /// A folder where a file is meant.
    #[error("{0} is a folder, not a solution")]
    Folder(String),
    /// A pipe, a device, a socket.
    #[error("{0} is not a regular file")]
    NotAFile(String),
    /// A link by which a stranger's repository could have a file of this machine shown.
    #[error("{0} is a link that leads out of its folder")]
    Link(String),
    /// The system refuses it.
    #[error("cannot read {shown}: {source}")]
    Unreadable {
        /// The file or folder.
        shown: String,
        /// What the system said.
        source: io::Error,
    },
    /// No solution is that large.
    #[error("{0} is larger than 16 MiB")]
    TooLarge(String),
    /// The file belongs to no problem.
    #[error("cannot tell which problem {shown} solves")]
    NoProblem {
        /// The file.
        shown: String,
        /// Problems with a similar name.
        near: Vec<String>,
    },
    /// The file, or `--problem`, names a problem that is not there.
    #[error("{named_by} names the problem `{problem}`, which is not in reach")]
    UnknownProblem {
        /// `two_sum.py:1` or `--problem`.
        named_by: String,
        /// The name.
        problem: String,
        /// Problems with a similar name.
        near: Vec<String>,
    },
}

impl TargetError {
    /// What to do about it.
    pub fn hint(&self) -> String {
        let list = "`kumite list` shows the problems; `--problems DIR` adds a folder of them.";
        let say = "Say it with `--problem ID` or a first line `# kumite: ID`.";
        match self {
            Self::Missing { target, near } if near.is_empty() && target.contains(['/', '.']) => {
                "Check the path; `kumite start PROBLEM` begins a new solution.".to_owned()
            }
            Self::Missing { near, .. } | Self::UnknownProblem { near, .. } => {
                did_you_mean(near).unwrap_or_else(|| list.to_owned())
            }
            Self::Folder(_) => "Name the file in it, or rename the folder so that it does not end in .py.".to_owned(),
            Self::NotAFile(_) => "Save the solution in a file and name that.".to_owned(),
            Self::Link(_) => "Name the file that it leads to.".to_owned(),
            Self::Unreadable { .. } => "Check that you may read it.".to_owned(),
            Self::TooLarge(_) => "Read large data from standard input, or build it in the code.".to_owned(),
            Self::NoProblem { near, .. } => {
                did_you_mean(near).map_or_else(|| say.to_owned(), |near| format!("{say} {near}"))
            }
        }
    }
}

impl Search<'_> {
    /// The solutions that `targets` name: files, folders and problem ids. No target: the workspace's solutions.
    pub fn find(&self, targets: &[PathBuf]) -> Result<Found, Vec<TargetError>> {
        if let Some(problem) = self.problem
            && !self.is_known(problem)
        {
            return Err(vec![self.unknown("--problem".to_owned(), problem)]);
        }
        let mut gathering = Gathering {
            search: *self,
            found: Found::default(),
            shelf: shelf(),
            errors: Vec::new(),
            seen: HashSet::new(),
            matches: 0,
        };
        if targets.is_empty() {
            gathering.workspace(self.problem);
        }
        for target in targets {
            gathering.target(target);
        }
        if gathering.errors.is_empty() { Ok(gathering.found) } else { Err(gathering.errors) }
    }

    fn is_known(&self, id: &str) -> bool {
        self.problems.binary_search_by(|known| known.as_str().cmp(id)).is_ok()
    }

    fn near(&self, word: &str) -> Vec<String> {
        nearest(word, self.problems.iter().map(String::as_str), 3).into_iter().map(str::to_owned).collect()
    }

    fn unknown(&self, named_by: String, problem: &str) -> TargetError {
        TargetError::UnknownProblem { named_by, problem: problem.to_owned(), near: self.near(problem) }
    }

    /// The problem of a file at an absolute path; None: it belongs to none.
    fn problem_of(&self, path: &Path, source: &[u8]) -> Result<Option<String>, TargetError> {
        if let Some(problem) = self.problem {
            return Ok(Some(problem.to_owned()));
        }
        if let Some((line, id)) = marker(source) {
            let named_by = || format!("{}:{line}", shown(path, self.working_dir));
            return if self.is_known(&id) { Ok(Some(id)) } else { Err(self.unknown(named_by(), &id)) };
        }
        let folder = path.parent().and_then(Path::file_name);
        let package = package_of(path).and_then(|package| package.file_name());
        let names = [path.file_stem(), folder, package].into_iter().flatten();
        Ok(names.map(|name| name.to_string_lossy().replace('_', "-")).find(|name| self.is_known(name)))
    }
}

/// The search as it goes through its targets.
struct Gathering<'a> {
    search: Search<'a>,
    found: Found,
    /// Where the sources are: together they can be large.
    shelf: Shelf,
    errors: Vec<TargetError>,
    /// Files that were found already, by their real path.
    seen: HashSet<PathBuf>,
    /// How many files matched so far, those that matched before included.
    matches: usize,
}

impl Gathering<'_> {
    fn target(&mut self, target: &Path) {
        let before = self.matches;
        let path = self.search.working_dir.join(target);
        let written = target.display().to_string();
        match fs::metadata(&path) {
            Ok(found) if found.is_dir() && path.extension().is_some_and(|ending| ending == "py") => {
                self.errors.push(TargetError::Folder(written));
            }
            Ok(found) if found.is_dir() => self.folder(&path, None),
            Ok(found) if found.is_file() => self.named_file(&path),
            Ok(_) => self.errors.push(TargetError::NotAFile(written)),
            Err(error) if !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                self.errors.push(TargetError::Unreadable { shown: written, source: error });
            }
            Err(_) => match target.to_str().filter(|id| self.search.is_known(id)) {
                Some(id) if self.search.problem.is_none_or(|problem| problem == id) => self.workspace(Some(id)),
                _ => {
                    let near = self.search.near(&target.file_stem().unwrap_or_default().to_string_lossy());
                    self.errors.push(TargetError::Missing { target: written, near });
                }
            },
        }
        if self.matches == before {
            self.found.empty.push(target.display().to_string());
        }
    }

    /// The workspace's solutions: all of them, or those of one problem.
    fn workspace(&mut self, problem: Option<&str>) {
        // `--problem` without a file picks solutions by what they say, instead of forcing it on every file.
        let forced = self.search.problem.take();
        let dir = self.search.solutions_dir.to_owned();
        if dir.is_dir() {
            self.folder(&dir, problem);
        }
        self.search.problem = forced;
    }

    fn named_file(&mut self, path: &Path) {
        if leads_out(path) {
            return self.errors.push(TargetError::Link(self.shown(path)));
        }
        let Some(source) = self.read(path) else { return };
        let path = normal(path);
        match self.search.problem_of(&path, &source) {
            Ok(Some(problem)) => self.add(path, problem, source),
            Ok(None) => {
                let near = self.search.near(&path.file_stem().unwrap_or_default().to_string_lossy().replace('_', "-"));
                self.errors.push(TargetError::NoProblem { shown: self.shown(&path), near });
            }
            Err(error) => self.errors.push(error),
        }
    }

    /// Every solution below a folder, or those of one problem.
    fn folder(&mut self, dir: &Path, only: Option<&str>) {
        let walk = WalkBuilder::new(normal(dir))
            .ignore(false)
            .sort_by_file_name(std::ffi::OsStr::cmp)
            .filter_entry(is_walked)
            .build();
        for entry in walk {
            match entry {
                Ok(entry) if is_candidate(&entry) => self.walked_file(entry.path(), only),
                Ok(_) => {}
                Err(error) => {
                    let source =
                        error.into_io_error().unwrap_or_else(|| io::Error::other("the folder changed meanwhile"));
                    self.errors.push(TargetError::Unreadable { shown: self.shown(dir), source });
                }
            }
        }
    }

    fn walked_file(&mut self, path: &Path, only: Option<&str>) {
        // A test of a solution is no solution; one of the problem `test-coverage` is.
        let name = path.file_stem().unwrap_or_default().to_string_lossy().replace('_', "-");
        if name.starts_with("test-") && !self.search.is_known(&name) {
            return;
        }
        let Some(source) = self.read(path) else { return };
        match self.search.problem_of(path, &source) {
            Ok(Some(problem)) if only.is_none_or(|only| only == problem) => self.add(path.to_owned(), problem, source),
            Ok(None) => self.found.passed_over.push(self.shown(path)),
            Err(error) if only.is_none() => self.found.astray.push(error),
            Ok(Some(_)) | Err(_) => {}
        }
    }

    fn add(&mut self, path: PathBuf, problem: String, source: Vec<u8>) {
        self.matches += 1;
        if self.seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone())) {
            let (shown, source) = (self.shown(&path), self.shelf.put(source));
            self.found.solutions.push(Solution { path, shown, problem, source });
        }
    }

    fn read(&mut self, path: &Path) -> Option<Vec<u8>> {
        let mut source = Vec::new();
        let read = fs::File::open(path).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut source));
        match read {
            Ok(read) if read as u64 <= MAX_BYTES => Some(source),
            Ok(_) => {
                self.errors.push(TargetError::TooLarge(self.shown(path)));
                None
            }
            Err(error) => {
                self.errors.push(TargetError::Unreadable { shown: self.shown(path), source: error });
                None
            }
        }
    }

    fn shown(&self, path: &Path) -> String {
        shown(path, self.search.working_dir)
    }
}

/// Whether a file is a link to one that lies neither in the same folder nor below it.
fn leads_out(path: &Path) -> bool {
    let folder = || path.parent().unwrap_or(path).canonicalize();
    // What cannot be followed cannot be read either, which is said then.
    path.is_symlink() && path.canonicalize().is_ok_and(|real| folder().is_ok_and(|folder| !real.starts_with(folder)))
}

/// Whether a walk goes into a folder. Files are [`is_candidate`]'s; the folder that was asked for is always gone into.
fn is_walked(entry: &DirEntry) -> bool {
    if entry.depth() == 0 || !entry.file_type().is_some_and(|kind| kind.is_dir()) {
        return true;
    }
    let dir = entry.path();
    let in_package = dir.parent().is_some_and(|parent| parent.join(PACKAGE_FILE).is_file());
    entry.file_name() != "__pycache__"
        && !dir.join("pyvenv.cfg").exists()
        && !dir.join(PACKAGE_FILE).is_file()
        && (!in_package || entry.file_name() == "submissions")
}

fn is_candidate(entry: &DirEntry) -> bool {
    let path = entry.path();
    let name = entry.file_name().to_string_lossy();
    entry.file_type().is_some_and(|kind| kind.is_file())
        && path.extension().is_some_and(|ending| ending == "py")
        && !name.starts_with('_')
        // Beside a `problem.toml` lie the generator, the validator and the checker.
        && !path.parent().is_some_and(|parent| parent.join(PACKAGE_FILE).is_file())
}

/// The package in whose `submissions/` the file lies.
fn package_of(path: &Path) -> Option<&Path> {
    let submissions = path.ancestors().find(|dir| dir.file_name().is_some_and(|name| name == "submissions"))?;
    submissions.parent().filter(|package| package.join(PACKAGE_FILE).is_file())
}

/// The problem that a comment in the first lines names, and its line.
fn marker(source: &[u8]) -> Option<(usize, String)> {
    let lines = source.split(|&byte| byte == b'\n').take(MARKER_LINES);
    lines.zip(1..).find_map(|(line, number)| {
        let text = String::from_utf8_lossy(line);
        let comment = text.trim_start_matches('\u{feff}').trim_start().strip_prefix('#')?;
        let id = comment.trim_start_matches('#').trim_start().strip_prefix(MARKER)?.split_whitespace().next()?;
        Some((number, id.to_owned()))
    })
}

#[cfg(test)]
mod tests {
    use super::marker;

    #[test]
    fn a_comment_in_the_first_lines_names_the_problem() {
        let named = |text: &str| marker(text.as_bytes());
        assert_eq!(named("# kumite: two-sum\n"), Some((1, "two-sum".into())));
        assert_eq!(named("\u{feff}#kumite:two-sum  (second try)\r\n"), Some((1, "two-sum".into())));
        assert_eq!(named("\"\"\"Doc.\"\"\"\n\n## kumite:  two-sum\r\n"), Some((3, "two-sum".into())));
        assert_eq!(named("# kumite:\n"), None);
        assert_eq!(named("x = 'kumite: two-sum'\n# see kumite: two-sum\n"), None);
        assert_eq!(named(&format!("{}# kumite: two-sum\n", "\n".repeat(10))), None);
        assert_eq!(marker(b"\xff\xfe\n# kumite: two-sum"), Some((2, "two-sum".into())));
    }
}
