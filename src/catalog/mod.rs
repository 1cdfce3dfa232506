//! Problem packages on disk and in the binary: found, read, checked.
//!
//! [`Catalog::open`] only finds packages; a problem is read when it is asked for, once. Nothing of a package is run
//! here. `docs/problem-format.md` is what authors are told; whoever changes what is read changes it too.

mod bounds;
mod case_files;
mod cases;
mod checker;
mod constraints;
mod discover;
mod entry;
mod extremes;
mod fields;
mod header;
mod input;
mod legal;
mod node;
mod outline;
mod package;
mod python;
pub mod random;
mod reach;
mod read;
mod ready_case;
pub mod signature;
mod source;

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use include_dir::{Dir, include_dir};
use thiserror::Error;

use crate::model::{Diagnostic, Place, Problem, Severity, did_you_mean, nearest};

pub use extremes::{BoundEnd, bound_ends, strike_reached};
pub use header::Header;
pub use legal::{ConstraintBreach, check_input};
pub use outline::Outline;
pub use package::{LabelledSubmission, Package};
pub use ready_case::{free_name, ready_case};

/// The problems that come with the binary.
static LIBRARY: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/problems");

/// Why a catalog or a problem cannot be had. One line says what failed; [`CatalogError::hint`] says what to do.
#[derive(Debug, Error)]
pub enum CatalogError {
    /// A folder of problems, or one below it, cannot be listed.
    #[error("cannot read the problems in {}: {source}", dir.display())]
    Folder {
        /// The folder.
        dir: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// No package has this id.
    #[error("there is no problem `{id}`")]
    Unknown {
        /// What was asked for.
        id: String,
        /// Ids near to it, nearest first.
        nearest: Vec<String>,
    },
    /// The package has errors.
    #[error("the problem `{id}` cannot be used as it is")]
    Invalid {
        /// The problem.
        id: String,
        /// Everything found, warnings too, in the order of files and lines.
        diagnostics: Vec<Diagnostic>,
    },
}

impl CatalogError {
    /// What to do, one line.
    pub fn hint(&self) -> String {
        match self {
            Self::Folder { .. } => "Name a folder that exists and that you may read.".to_owned(),
            Self::Unknown { nearest, .. } => {
                did_you_mean(nearest).unwrap_or_else(|| "`kumite list` shows all problems.".to_owned())
            }
            Self::Invalid { .. } => "Mend its files; docs/problem-format.md says what they may hold.".to_owned(),
        }
    }
}

/// The problem packages in reach.
pub struct Catalog {
    packages: BTreeMap<String, Indexed>,
    /// The folder with the user's own cases, by problem, and how messages name it.
    own_cases: Option<(PathBuf, PathBuf)>,
    /// What has been read so far.
    read: Mutex<HashMap<String, Read>>,
}

/// A package, and those of the same id in the same folder of problems, of which none is meant more than another.
struct Indexed {
    package: Package,
    rivals: Vec<PathBuf>,
}

/// A package that has been read.
#[derive(Clone)]
struct Read {
    problem: Option<Arc<Problem>>,
    diagnostics: Arc<[Diagnostic]>,
}

impl Catalog {
    /// Finds the packages of the embedded library and of each folder in order; a later one wins an id.
    ///
    /// A folder may be a package itself. Nothing is read yet.
    pub fn open(extra_dirs: &[PathBuf]) -> Result<Self, CatalogError> {
        let mut packages = BTreeMap::new();
        let mut library = Vec::new();
        discover::embedded(&LIBRARY, &mut library);
        add(&mut packages, library);
        for dir in extra_dirs {
            let found = discover::on_disk(dir).map_err(|(dir, source)| CatalogError::Folder { dir, source })?;
            add(&mut packages, found);
        }
        Ok(Self { packages, own_cases: None, read: Mutex::default() })
    }

    /// The same catalog, in which the problems have the user's own cases too: the case files of the folder of the
    /// problem's name in `dir`, which messages name `shown`.
    pub fn with_own_cases(self, dir: PathBuf, shown: PathBuf) -> Self {
        Self { own_cases: Some((dir, shown)), read: Mutex::default(), ..self }
    }

    /// The ids of all packages, in order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.packages.keys().map(String::as_str)
    }

    /// What a list shows of every problem, by id. Broken packages are listed too.
    pub fn headers(&self) -> Vec<Header> {
        self.packages.values().map(|indexed| Header::of(&indexed.package)).collect()
    }

    /// The files of a problem.
    pub fn package(&self, id: &str) -> Result<&Package, CatalogError> {
        self.indexed(id).map(|indexed| &indexed.package)
    }

    /// The problem, read and checked. Its warnings are to be had from [`Self::diagnostics`].
    pub fn get(&self, id: &str) -> Result<Arc<Problem>, CatalogError> {
        let Read { problem, diagnostics } = self.read(id)?;
        problem.ok_or_else(|| CatalogError::Invalid { id: id.to_owned(), diagnostics: diagnostics.to_vec() })
    }

    /// Everything found in the problem's package, errors and warnings, in the order of files and lines.
    pub fn diagnostics(&self, id: &str) -> Result<Arc<[Diagnostic]>, CatalogError> {
        self.read(id).map(|read| read.diagnostics)
    }

    fn indexed(&self, id: &str) -> Result<&Indexed, CatalogError> {
        self.packages.get(id).ok_or_else(|| CatalogError::Unknown {
            id: id.to_owned(),
            nearest: nearest(id, self.ids(), 3).into_iter().map(str::to_owned).collect(),
        })
    }

    fn read(&self, id: &str) -> Result<Read, CatalogError> {
        let indexed = self.indexed(id)?;
        // A panic while reading leaves the map as it was before.
        let mut all = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(read) = all.get(id) {
            return Ok(read.clone());
        }
        let own =
            self.own_cases.as_ref().map(|(dir, shown)| Package::on_disk(id.to_owned(), dir.join(id), shown.join(id)));
        let reading = read::read(&indexed.package, own.as_ref());
        let mut diagnostics = reading.diagnostics;
        diagnostics.extend(indexed.rivals.iter().map(|rival| Diagnostic {
            severity: Severity::Error,
            code: "duplicate-id",
            place: Place::file(indexed.package.shown("")),
            message: format!("another problem of the same folder is called `{id}` too: {}", rival.display()),
            hint: Some("Rename one of the folders.".to_owned()),
        }));
        let problem = reading.problem.filter(|_| indexed.rivals.is_empty()).map(Arc::new);
        let read = Read { problem, diagnostics: diagnostics.into() };
        all.insert(id.to_owned(), read.clone());
        Ok(read)
    }
}

/// Adds the packages of one folder of problems, which win over those that are there.
fn add(packages: &mut BTreeMap<String, Indexed>, found: Vec<Package>) {
    let mut own: BTreeMap<String, Indexed> = BTreeMap::new();
    for package in found {
        match own.get_mut(package.id()) {
            Some(first) => first.rivals.push(package.shown("")),
            None => {
                own.insert(package.id().to_owned(), Indexed { package, rivals: Vec::new() });
            }
        }
    }
    packages.append(&mut own);
}
