//! A CI system's workflow that judges the repository of a workspace.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::files::{shown, write_new};
use super::init::InitError;

/// A CI system that kumite writes a workflow for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CiSystem {
    /// GitHub Actions.
    Github,
    /// GitLab CI/CD.
    Gitlab,
}

impl CiSystem {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Github, Self::Gitlab];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Github => "github",
            Self::Gitlab => "gitlab",
        }
    }

    /// Where the system looks for the workflow, from the repository's root.
    pub fn file(self) -> &'static str {
        match self {
            Self::Github => ".github/workflows/kumite.yml",
            Self::Gitlab => ".gitlab-ci.yml",
        }
    }

    /// The workflow for a workspace in this folder of its repository.
    pub fn workflow(self, folder: &str) -> String {
        let template = match self {
            Self::Github => include_str!("ci/github.yml"),
            Self::Gitlab => include_str!("ci/gitlab.yml"),
        };
        // A string of JSON is one of YAML.
        let folder = serde_json::Value::from(folder).to_string();
        template.replace("@FOLDER@", &folder).replace("@VERSION@", env!("CARGO_PKG_VERSION"))
    }
}

/// Writes the workflow of a workspace (absolute) into the root of its repository. Returns its file, and whether it was
/// written: one that is there stays as it is.
pub fn write_workflow(system: CiSystem, workspace: &Path) -> Result<(PathBuf, bool), InitError> {
    let is_repository = |folder: &&Path| folder.join(".git").exists();
    let root = workspace.ancestors().find(is_repository).unwrap_or(workspace);
    let file = root.join(system.file());
    let failed = |source| InitError { path: PathBuf::from(shown(&file, workspace)), source };
    fs::create_dir_all(file.parent().unwrap_or(root)).map_err(failed)?;
    match write_new(&file, system.workflow(&shown(workspace, root)).as_bytes()) {
        Ok(()) => Ok((file, true)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok((file, false)),
        Err(error) => Err(failed(error)),
    }
}
