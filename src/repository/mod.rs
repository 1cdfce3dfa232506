//! What git knows of the working tree: which commit it is, and which files a change touches.
//!
//! Everything is asked of the `git` command, separated by NUL bytes, so that any file name comes through; nothing is
//! written, and no program that a repository's attributes name is run.

mod changes;

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::sandbox::{self, Output, SandboxError};

pub use changes::Changes;

/// How long git may take; a large repository on a slow disk is no failure.
const PATIENCE: Duration = Duration::from_secs(120);
/// What `sandbox::run` reads of a program's output.
const MOST_OUTPUT: usize = 16 << 20;

/// Why git cannot say it.
#[derive(Debug, thiserror::Error)]
pub enum RepositoryError {
    /// There is no `git`.
    #[error("cannot ask git: {0}")]
    NoGit(SandboxError),
    /// It did not end.
    #[error("git did not answer within {} s", PATIENCE.as_secs())]
    NoAnswer,
    /// The folder lies in no repository.
    #[error("{} lies in no git repository", .0.display())]
    NoRepository(PathBuf),
    /// Git refuses, in its own words.
    #[error("git says: {0}")]
    Refused(String),
    /// There is no such commit here.
    #[error("there is no commit `{revision}` in this {}", kind(*.is_shallow))]
    UnknownRevision {
        /// As it was asked for.
        revision: String,
        /// Whether older commits are left out here.
        is_shallow: bool,
    },
    /// The commits at hand do not reach back far enough.
    #[error("this shallow clone does not reach back to where HEAD and `{0}` part")]
    TooShallow(String),
    /// More files than can be listed.
    #[error("too many files have changed to list them")]
    TooMany,
}

fn kind(is_shallow: bool) -> &'static str {
    if is_shallow { "shallow clone" } else { "repository" }
}

impl RepositoryError {
    /// What to do about it.
    pub fn hint(&self) -> String {
        let deepen = |revision: &str| {
            format!(
                "Fetch more: `fetch-depth: 0` for actions/checkout, `GIT_DEPTH: 0` in GitLab, or \
                 `git fetch --unshallow origin` and `git fetch origin {revision}`."
            )
        };
        match self {
            Self::NoGit(_) => "Install git, or leave out --changed-since.".to_owned(),
            Self::NoRepository(_) => "Leave out --changed-since, or go to a folder of a git repository.".to_owned(),
            Self::UnknownRevision { revision, is_shallow: true } | Self::TooShallow(revision) => deepen(revision),
            Self::UnknownRevision { .. } => {
                "Name a commit, a branch or a tag that `git log` knows, such as origin/main.".to_owned()
            }
            Self::Refused(_) | Self::NoAnswer => "Try `git status` in this folder.".to_owned(),
            Self::TooMany => "Leave out --changed-since.".to_owned(),
        }
    }
}

/// A git working tree.
#[derive(Debug)]
pub struct Repository {
    /// Its top folder, absolute, links resolved.
    top: PathBuf,
}

impl Repository {
    /// The working tree that `dir` lies in.
    pub fn around(dir: &Path) -> Result<Self, RepositoryError> {
        let output = git(dir, &["rev-parse", "--show-toplevel"], b"")?;
        if !output.success {
            let said = words(&output);
            let is_none = said.contains("not a git repository") || said.contains("must be run in a work tree");
            return Err(if is_none {
                RepositoryError::NoRepository(dir.to_owned())
            } else {
                RepositoryError::Refused(said)
            });
        }
        Ok(Self { top: one_line(output.stdout).into() })
    }

    fn top(&self) -> &Path {
        &self.top
    }

    /// The commit that is checked out; None before the first one.
    pub fn head(&self) -> Result<Option<String>, RepositoryError> {
        self.commit("HEAD")
    }

    /// The full name of a commit; None: there is none of this name.
    fn commit(&self, revision: &str) -> Result<Option<String>, RepositoryError> {
        let commit = format!("{revision}^{{commit}}");
        let output = git(&self.top, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit], b"")?;
        Ok(output.success.then(|| one_line(output.stdout).to_string_lossy().into_owned()))
    }

    fn is_shallow(&self) -> Result<bool, RepositoryError> {
        Ok(git(&self.top, &["rev-parse", "--is-shallow-repository"], b"")?.stdout.starts_with(b"true"))
    }

    /// What git lists, one name after the other.
    fn listed(&self, args: &[&str], input: &[u8]) -> Result<Vec<PathBuf>, RepositoryError> {
        let output = git(&self.top, args, input)?;
        if !output.success {
            return Err(RepositoryError::Refused(words(&output)));
        }
        if output.stdout.len() >= MOST_OUTPUT {
            return Err(RepositoryError::TooMany);
        }
        Ok(self.names(&output.stdout))
    }

    /// The files in a list of names.
    fn names(&self, list: &[u8]) -> Vec<PathBuf> {
        let names = list.split(|&byte| byte == 0).filter(|name| !name.is_empty());
        names.map(|name| self.top.join(OsStr::from_bytes(name))).collect()
    }
}

/// Asks git in a folder.
fn git(dir: &Path, args: &[&str], input: &[u8]) -> Result<Output, RepositoryError> {
    let dir = dir.as_os_str();
    let before = ["--no-optional-locks", "-C"].map(OsStr::new);
    let args: Vec<&OsStr> = before.into_iter().chain([dir]).chain(args.iter().map(OsStr::new)).collect();
    let output = sandbox::run(Path::new("git"), &args, &[], input, PATIENCE);
    output.map_err(RepositoryError::NoGit)?.ok_or(RepositoryError::NoAnswer)
}

/// What git complained of.
fn words(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr);
    let first = said.lines().next().unwrap_or("nothing");
    first.trim_start_matches("fatal: ").trim_start_matches("error: ").to_owned()
}

fn one_line(mut text: Vec<u8>) -> OsString {
    if text.last() == Some(&b'\n') {
        text.pop();
    }
    OsString::from_vec(text)
}
