//! A problem proves its own tests: is everything there, is every input legal, every answer right, every labelled
//! submission judged as its folder says?
//!
//! What is found is data ([`Verification`]); words for a terminal are `report`'s. `docs/verifying.md` lists every
//! finding; whoever adds one adds it there.

mod agreement;
mod cases;
mod labels;
mod mutation;
mod statement;
mod structure;

use std::path::PathBuf;

use crate::catalog::{Catalog, CatalogError, LabelledSubmission, Outline, Package};
use crate::harness::HarnessError;
use crate::judge::{Executor, Judge, Workbench};
use crate::model::{Diagnostic, Done, Environment, Finding, Place, Severity, Verdict, Verification};
use crate::sandbox::Interrupt;
use crate::search::{Random, SearchError};
use crate::workspace::Cache;
use labels::Labels;
use mutation::Mutation;

/// What verifying needs besides the problems.
pub struct Verifier<'a> {
    /// Makes an executor; called in the thread that uses it.
    pub executors: &'a (dyn Fn() -> Box<dyn Executor> + Sync),
    /// The place of the run.
    pub environment: Environment,
    /// Keeps generated cases.
    pub cache: &'a Cache,
    /// Whether the user wants to stop.
    pub interrupt: Interrupt,
    /// What the user chose.
    pub options: VerifyOptions,
}

/// How to verify.
#[derive(Debug, Clone)]
pub struct VerifyOptions {
    /// How many cases may run at the same time.
    pub jobs: usize,
    /// Where random inputs come from.
    pub seed: u64,
    /// Whether there are no random inputs and no mutants, each submission that must fail stops at its first failing
    /// case, and those that must be too slow are left out: the rest takes a small part of the time.
    pub quick: bool,
    /// Folders of problems that are no topic: a package right below one lies in no topic's folder.
    pub roots: Vec<PathBuf>,
}

/// Why a problem cannot be verified.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// There is no such problem.
    #[error(transparent)]
    Catalog(CatalogError),
    /// The machinery of judging.
    #[error(transparent)]
    Harness(#[from] HarnessError),
    /// The judge failed at a case.
    #[error("the judge failed at the case `{case}` of {file}: {why}")]
    Judge {
        /// The case.
        case: String,
        /// The submission.
        file: String,
        /// The judge's words.
        why: String,
    },
    /// No mutants can be made of a reference.
    #[error("no mutants can be made of the reference: {0}")]
    Mutants(String),
    /// The user does not want to wait.
    #[error("interrupted")]
    Interrupted,
}

impl From<SearchError> for VerifyError {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Harness(error) => Self::Harness(error),
            SearchError::Interrupted => Self::Interrupted,
        }
    }
}

/// Codes of the catalog after which nothing of a package is known.
const UNREADABLE: [&str; 4] = ["invalid-toml", "unreadable", "not-utf8", "format-version"];

/// Findings that say that nobody knows the right answer to a case.
const DISPUTED: [&str; 2] = ["reference-disagrees", "checker-failed"];

/// Findings that say that the reference may be wrong, or cannot be had: its mutants would show nothing.
const UNSURE: [&str; 5] =
    ["no-reference", "case-failed", "solution-disagrees", "solutions-disagree", "reference-fails"];

/// The findings about one problem while it is verified.
pub(crate) struct Findings<'a> {
    package: &'a Package,
    outline: &'a Outline,
    found: Vec<Finding>,
}

impl Findings<'_> {
    /// Something that the package's contract does not allow.
    fn error(&mut self, code: &'static str, place: Place, message: impl Into<String>, hint: impl Into<String>) {
        self.push(Severity::Error, code, place, message.into(), hint.into());
    }

    /// Something that should be mended.
    fn warning(&mut self, code: &'static str, place: Place, message: impl Into<String>, hint: impl Into<String>) {
        self.push(Severity::Warning, code, place, message.into(), hint.into());
    }

    fn push(&mut self, severity: Severity, code: &'static str, place: Place, message: String, hint: String) {
        self.found.push(Diagnostic { severity, code, place, message, hint: Some(hint) }.into());
    }

    /// An error with a case that shows it.
    fn error_with_case(
        &mut self,
        code: &'static str,
        place: Place,
        message: impl Into<String>,
        hint: impl Into<String>,
        case: String,
    ) {
        self.error(code, place, message, hint);
        if let Some(finding) = self.found.last_mut() {
            finding.ready_case = Some(case);
        }
    }

    /// Whether something with one of these codes was found.
    fn any(&self, codes: &[&str]) -> bool {
        self.found.iter().any(|found| codes.contains(&found.diagnostic.code))
    }

    /// A file of the package, as a place.
    fn file(&self, path: &str) -> Place {
        Place::file(self.package.shown(path))
    }
}

impl Verifier<'_> {
    /// Checks everything about one problem.
    pub fn verify(&self, catalog: &Catalog, id: &str) -> Result<Verification, VerifyError> {
        let package = catalog.package(id).map_err(VerifyError::Catalog)?;
        let diagnostics = catalog.diagnostics(id).map_err(VerifyError::Catalog)?;
        let mut verification = Verification {
            problem: id.to_owned(),
            readable: true,
            usable: true,
            findings: diagnostics.iter().cloned().map(Finding::from).collect(),
            done: Done::default(),
            kills: None,
            mutation: None,
        };
        let problem_toml = package.shown("problem.toml");
        let unreadable = |found: &Diagnostic| UNREADABLE.contains(&found.code) && found.place.file == problem_toml;
        let outline = Outline::of(package).filter(|_| !diagnostics.iter().any(unreadable));
        let Some(outline) = outline else {
            (verification.readable, verification.usable) = (false, false);
            return Ok(verification);
        };
        let mut findings = Findings { package, outline: &outline, found: Vec::new() };
        let problem = catalog.get(id).ok();
        verification.usable = problem.is_some();
        let mut submissions = structure::check(&mut findings, problem.as_deref(), &self.options.roots);
        submissions.retain(|one| !self.options.quick || one.verdict != Some(Verdict::TimeLimitExceeded));
        if let Some(problem) = problem {
            let mut bench = Workbench::new(&problem, &self.environment.python, self.executors, self.cache);
            let usable = cases::check(&mut findings, &problem, &mut bench, &self.interrupt)?;
            verification.done.cases = usable.len();
            verification.done.submissions = submissions.len();
            let judge = Judge {
                executors: self.executors,
                environment: self.environment.clone(),
                cache: self.cache,
                // A package is to prove itself now.
                conditions: None,
                interrupt: self.interrupt.clone(),
            };
            let labels = Labels {
                problem: &problem,
                package,
                usable: &usable,
                judge: &judge,
                jobs: self.options.jobs,
                quick: self.options.quick,
            };
            verification.kills = labels.check(&mut findings, &submissions)?;
            // What the cases have shown already would only be shown again.
            if !usable.is_empty() && !self.options.quick && !findings.any(&DISPUTED) {
                let random = Random { problem: &problem, seed: self.options.seed, interrupt: &self.interrupt };
                let answered = agreement::answers(&mut findings, &random, &mut bench)?;
                if agreement::check(&mut findings, &random, &submissions, &answered, &mut bench)? {
                    verification.done.random_inputs = answered.len();
                }
                if !findings.any(&UNSURE) {
                    let mutation =
                        Mutation { verifier: self, problem: &problem, package, usable: &usable, answered: &answered };
                    verification.mutation = mutation.check(&mut findings, &mut bench)?;
                }
            }
        }
        verification.findings.extend(findings.found);
        Ok(verification)
    }
}

/// Whether a Python file among the submissions is one: `_name.py` is a module for its neighbours.
fn is_submission(submission: &LabelledSubmission) -> bool {
    !submission.path.rsplit('/').next().is_some_and(|file| file.starts_with('_'))
}
