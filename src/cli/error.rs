//! Why a command could not do its job, and what to do about it.

use std::io;

use crate::catalog::CatalogError;
use crate::growth::GrowthError;
use crate::harness::HarnessError;
use crate::model::{Diagnostic, MergeError, did_you_mean};
use crate::report::stored::StoredError;
use crate::repository::RepositoryError;
use crate::selftest::SelftestError;
use crate::stress::StressError;
use crate::verify::VerifyError;
use crate::workspace::{InitError, TargetError, WorkspaceError};

use super::exit_status::ExitStatus;

/// A command that could not do its job.
#[derive(Debug, thiserror::Error)]
pub(super) enum CliError {
    /// The folder that the command was started in is gone or closed.
    #[error("cannot tell the working directory: {0}")]
    WorkingDir(io::Error),
    /// The workspace's configuration cannot be used.
    #[error(transparent)]
    Workspace(WorkspaceError),
    /// A folder that was named is not there.
    #[error("{named_by}: there is no folder `{dir}`")]
    NoFolder {
        /// Who names it: `--problems`, `KUMITE_PROBLEMS`, `kumite.toml:3:1`.
        named_by: String,
        /// The folder.
        dir: String,
    },
    /// A problem, or a folder of them, that cannot be had.
    #[error(transparent)]
    Catalog(CatalogError),
    /// Nothing says which part of a run this is.
    #[error("--shard auto: none of {0} is set")]
    NoPart(String),
    /// A variable that says which part it is, and cannot be right.
    #[error("--shard auto: {name}: {rule}")]
    PartNumber {
        /// The variable.
        name: &'static str,
        /// What is wrong.
        rule: String,
    },
    /// A report that cannot be read.
    #[error("cannot read {path}: {source}")]
    Report {
        /// The file.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// A report that cannot be used.
    #[error("cannot use {path}: {source}")]
    Stored {
        /// The file.
        path: String,
        /// Why.
        source: StoredError,
    },
    /// Reports that do not make one.
    #[error(transparent)]
    Merge(MergeError),
    /// What git does not say.
    #[error("--changed-since: {0}")]
    Repository(RepositoryError),
    /// Several packages with errors.
    #[error("problem packages have errors")]
    Packages(Vec<Diagnostic>),
    /// Targets that cannot be judged.
    #[error("some targets cannot be judged")]
    Targets(Vec<TargetError>),
    /// None of the problems that are judged has this case.
    #[error("no problem that is judged has a case `{case}`")]
    UnknownCase {
        /// The case.
        case: String,
        /// Cases with a similar name.
        near: Vec<String>,
    },
    /// A command that kumite does not have.
    #[error("kumite has no command `{command}`")]
    UnknownCommand {
        /// The command.
        command: String,
        /// Commands with a similar name.
        near: Vec<String>,
    },
    /// Options, or an option and the configuration, that contradict each other.
    #[error("--no-sandbox contradicts `require`, set by {0}")]
    SandboxRequired(String),
    /// Two reports that would be written to one file.
    #[error("two reports would be written to {0}")]
    SameReport(String),
    /// Guarantees that are demanded and that this machine cannot give.
    #[error("required, and not to be had on this machine: {0}")]
    NotGuaranteed(String),
    /// The machinery of judging.
    #[error(transparent)]
    Harness(HarnessError),
    /// Verifying.
    #[error(transparent)]
    Verify(VerifyError),
    /// Measuring growth.
    #[error(transparent)]
    Growth(GrowthError),
    /// More solutions than one where one is meant.
    #[error("`{target}` stands for {count} solutions")]
    Several {
        /// What was named.
        target: String,
        /// How many there are.
        count: usize,
    },
    /// Testing this machine.
    #[error(transparent)]
    Selftest(SelftestError),
    /// Looking for a failing input.
    #[error(transparent)]
    Stress(StressError),
    /// Ctrl-C cannot be listened for.
    #[error("cannot listen for signals: {0}")]
    Signals(io::Error),
    /// Nothing matched.
    #[error("{message}")]
    NothingToDo {
        /// What did not match.
        message: String,
        /// What to do.
        hint: String,
    },
    /// A file that must not be overwritten.
    #[error("{0} is there already")]
    Exists(String),
    /// A file that cannot be written.
    #[error("cannot write {path}: {source}")]
    Write {
        /// The file.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// A file that cannot be removed.
    #[error("cannot remove {path}: {source}")]
    Remove {
        /// The file.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// A new workspace that cannot be written.
    #[error(transparent)]
    Init(InitError),
    /// Standard output that cannot be written to.
    #[error("cannot write to standard output: {0}")]
    Output(io::Error),
}

impl From<VerifyError> for CliError {
    fn from(error: VerifyError) -> Self {
        match error {
            VerifyError::Catalog(error) => Self::Catalog(error),
            VerifyError::Harness(error) => Self::Harness(error),
            error @ (VerifyError::Judge { .. } | VerifyError::Mutants(_) | VerifyError::Interrupted) => {
                Self::Verify(error)
            }
        }
    }
}

impl From<GrowthError> for CliError {
    fn from(error: GrowthError) -> Self {
        match error {
            GrowthError::Harness(error) => Self::Harness(error),
            error => Self::Growth(error),
        }
    }
}

impl CliError {
    /// How the command ends.
    pub(super) fn status(&self) -> ExitStatus {
        match self {
            Self::NothingToDo { .. } | Self::Growth(GrowthError::NoTarget { .. }) => ExitStatus::NothingToDo,
            Self::Growth(GrowthError::Failed { .. }) => ExitStatus::NotAccepted,
            Self::Growth(GrowthError::Interrupted) => ExitStatus::Interrupted,
            Self::Write { .. }
            | Self::Remove { .. }
            | Self::Init(_)
            | Self::Output(_)
            | Self::NotGuaranteed(_)
            | Self::Harness(_)
            | Self::Verify(_)
            | Self::Selftest(_)
            | Self::Stress(StressError::Harness(_))
            | Self::Signals(_) => ExitStatus::JudgeFailed,
            _ => ExitStatus::Usage,
        }
    }

    /// What to do about it.
    fn hint(&self) -> String {
        let otherwise = |near: &[String], hint: &str| did_you_mean(near).unwrap_or_else(|| hint.to_owned());
        match self {
            Self::WorkingDir(_) => "Go to a folder that exists and that you may read.".to_owned(),
            Self::Workspace(WorkspaceError::Unreadable { .. }) => {
                "Make it a file that you may read, or remove it.".to_owned()
            }
            Self::Workspace(WorkspaceError::Variable(variable)) => variable.rule.clone(),
            Self::NoFolder { .. } => "Make the folder, or name another one.".to_owned(),
            Self::Repository(error) => error.hint(),
            Self::NoPart(_) | Self::PartNumber { .. } => {
                "Name the part: --shard 2/4; or how many there are: --shard auto/4.".to_owned()
            }
            Self::Report { .. } => "Name a file that exists and that you may read.".to_owned(),
            Self::Stored { .. } => "Name a file that `kumite test --report json=PATH` wrote.".to_owned(),
            Self::Merge(error) => merge_hint(error).to_owned(),
            Self::Catalog(CatalogError::Unknown { nearest, .. }) => {
                otherwise(nearest, "`kumite list` shows the problems.")
            }
            Self::Catalog(CatalogError::Folder { .. }) => "Name a folder that you may read.".to_owned(),
            Self::NotGuaranteed(_) => "`kumite doctor` says why.".to_owned(),
            Self::Stress(StressError::Author { problem, .. }) => {
                format!("`kumite verify {problem}` checks all of its files.")
            }
            Self::Stress(StressError::Harness(error)) | Self::Harness(error) => harness_hint(error).to_owned(),
            Self::Selftest(_) => "Set TMPDIR to a folder that you may write to and that has room.".to_owned(),
            Self::Signals(_) | Self::Verify(_) => "`kumite doctor` looks at this machine.".to_owned(),
            Self::UnknownCase { near, .. } => otherwise(near, "`kumite show PROBLEM` shows the sample cases."),
            Self::UnknownCommand { near, .. } => otherwise(near, "`kumite --help` lists the commands."),
            Self::SameReport(_) => "Give each report a path of its own.".to_owned(),
            Self::Growth(GrowthError::NoTarget { .. }) => {
                "A problem says it in problem.toml: function, parameter and target.".to_owned()
            }
            Self::Growth(GrowthError::Failed { .. }) => "`kumite test` says more.".to_owned(),
            Self::Growth(GrowthError::Author { .. }) => "`kumite verify` looks at the package.".to_owned(),
            Self::Several { .. } => "Name one file.".to_owned(),
            Self::SandboxRequired(_) => "Leave out one of them.".to_owned(),
            Self::NothingToDo { hint, .. } => hint.clone(),
            Self::Exists(path) => format!("It stays as it is; to begin again, rename {path} first."),
            Self::Remove { .. } => "Check that the folder is yours, and that you may write to it.".to_owned(),
            Self::Write { source, .. } | Self::Init(InitError { source, .. }) | Self::Output(source) => remedy(source),
            Self::Growth(_)
            | Self::Packages(_)
            | Self::Catalog(CatalogError::Invalid { .. })
            | Self::Targets(_)
            | Self::Workspace(WorkspaceError::Invalid(_)) => String::new(),
        }
    }

    /// The findings in authors' files, if that is what it is.
    pub(super) fn diagnostics(&self) -> Option<&[Diagnostic]> {
        match self {
            Self::Packages(found)
            | Self::Catalog(CatalogError::Invalid { diagnostics: found, .. })
            | Self::Workspace(WorkspaceError::Invalid(found)) => Some(found),
            _ => None,
        }
    }

    /// What failed and what to do about it, each one line; more than one pair where more than one thing failed.
    pub(super) fn complaints(&self) -> Vec<(String, String)> {
        match self {
            Self::Targets(errors) => errors.iter().map(|error| (error.to_string(), error.hint())).collect(),
            other => vec![(other.to_string(), other.hint())],
        }
    }
}

fn harness_hint(error: &HarnessError) -> &'static str {
    match error {
        HarnessError::NoPython { .. } | HarnessError::OldPython { .. } | HarnessError::UnusablePython { .. } => {
            "Install CPython 3.10 or later, or name one with --python, KUMITE_PYTHON or `python` in kumite.toml."
        }
        HarnessError::Scratch { .. } => "Set TMPDIR to a folder that you may write to and that has room.",
        _ => "`kumite doctor` looks at this machine.",
    }
}

fn merge_hint(error: &MergeError) -> &'static str {
    match error {
        MergeError::Whole(_) => "Run every part with `kumite test --shard K/N --report json=PATH`.",
        MergeError::Differs { .. } => "Run all parts anew, from one commit, with one kumite, Python and configuration.",
        MergeError::Doubled { .. } => "Name the report of every part once.",
        MergeError::Missing { .. } => "Run what is missing, and name the reports of all parts.",
        MergeError::Torn => "Divide all parts by one report of times, or by none.",
    }
}

fn remedy(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "Free some disk space.",
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => "Choose a folder that you may write to.",
        io::ErrorKind::NotFound => "Make the folder first.",
        _ => "Choose another place.",
    }
    .to_owned()
}
