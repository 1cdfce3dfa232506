//! The user's side of the disk: configuration, solutions, cache.

mod cache;
mod ci;
mod config;
mod config_file;
mod files;
mod fingerprint;
mod init;
mod own_cases;
mod repro;
mod skeleton;
mod solutions;
mod spool;
mod starter;

use std::io;
use std::path::{Path, PathBuf};

use crate::model::{Diagnostic, Place, Severity};

pub use cache::{Cache, Kind, KindSize, MOST_BYTES as MOST_CACHE_BYTES};
pub use ci::{CiSystem, write_workflow};
pub use config::{BadVariable, Config, Origin, Setting, Variables};
pub use config_file::FILE_NAME;
pub use files::{shown, write_atomically, write_atomically_with, write_new};
pub use fingerprint::Fingerprint;
pub use init::{InitError, init};
pub use own_cases::{OWN_CASES, keep_case};
pub use repro::repro_script;
pub use skeleton::write_package;
pub use solutions::{Found, Search, Solution, TargetError};
pub use spool::shelf;
pub use starter::{starter, starter_name};

/// A folder with the user's solutions, and its configuration.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// The folder of `kumite.toml`, or the working directory where there is none. Absolute.
    pub root: PathBuf,
    /// The `kumite.toml` that is in force.
    pub file: Option<PathBuf>,
    /// The settings of the defaults, the file and the environment; the command line comes on top.
    pub config: Config,
}

/// A workspace that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum WorkspaceError {
    /// `kumite.toml` has errors.
    #[error("{} has errors", FILE_NAME)]
    Invalid(Vec<Diagnostic>),
    /// `kumite.toml` cannot be read.
    #[error("cannot read {}: {source}", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// An environment variable is set to something it cannot be.
    #[error("{} is `{}`", .0.name, .0.value)]
    Variable(BadVariable),
}

impl Workspace {
    /// The `kumite.toml` that makes `working_dir` (absolute) a part of a workspace, if one does.
    pub fn file_above(working_dir: &Path, variables: Variables) -> Option<PathBuf> {
        config_file::locate(working_dir, variables)
    }

    /// The workspace that `working_dir` (absolute) lies in.
    pub fn open(working_dir: &Path, variables: Variables) -> Result<Self, WorkspaceError> {
        let file = Self::file_above(working_dir, variables);
        let root = file.as_deref().and_then(Path::parent).unwrap_or(working_dir).to_owned();
        let mut config = Config::defaults(&root, file.is_some());
        if let Some(file) = &file {
            let shown = PathBuf::from(shown(file, working_dir));
            let shown = shown.as_path();
            let bytes =
                std::fs::read(file).map_err(|source| WorkspaceError::Unreadable { file: shown.to_owned(), source })?;
            let text =
                String::from_utf8(bytes).map_err(|error| WorkspaceError::Invalid(vec![not_utf8(shown, &error)]))?;
            config_file::apply(&mut config, &root, shown, &text).map_err(WorkspaceError::Invalid)?;
        }
        config.apply_environment(variables, working_dir).map_err(WorkspaceError::Variable)?;
        Ok(Self { root, file, config })
    }
}

fn not_utf8(file: &Path, error: &std::string::FromUtf8Error) -> Diagnostic {
    let good = error.utf8_error().valid_up_to();
    let text = String::from_utf8_lossy(&error.as_bytes()[..good]).into_owned();
    Diagnostic {
        severity: Severity::Error,
        code: "not-utf8",
        place: Place::at(file, &text, good),
        message: "the file is not UTF-8".to_owned(),
        hint: Some("Save it as UTF-8.".to_owned()),
    }
}
