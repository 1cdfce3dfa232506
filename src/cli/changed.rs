//! `--changed-since`: which solutions a change touches.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::harness::Program;
use crate::model::Entry;
use crate::repository::{Changes, Repository, RepositoryError};
use crate::workspace::{FILE_NAME, Solution};

use super::resolve::Context;

/// The solutions that were touched since they parted from `revision`: by themselves, through a module that they import,
/// their problem or the configuration.
pub(super) fn touched(
    context: &Context,
    revision: &str,
    solutions: Vec<Solution>,
) -> Result<Vec<Solution>, RepositoryError> {
    let repository = Repository::around(&context.working_dir)?;
    let changes = repository.changes_since(revision)?;
    if is_configured_anew(&context.working_dir, &changes) {
        return Ok(solutions);
    }
    let places: Vec<Option<Vec<PathBuf>>> = solutions.iter().map(places).collect();
    let files: Vec<&Path> =
        places.iter().flatten().flatten().map(PathBuf::as_path).filter(|place| place.is_file()).collect();
    let ignored = repository.ignored(&files)?;
    let is_touched = |(solution, places): &(Solution, Option<Vec<PathBuf>>)| {
        let touched = |place: &PathBuf| ignored.contains(place) || changes.touch(place);
        // What cannot be told is judged.
        places.as_ref().is_none_or(|places| places.iter().any(touched))
            || is_problem_touched(context, &solution.problem, &changes)
    };
    Ok(solutions.into_iter().zip(places).filter(is_touched).map(|(solution, _)| solution).collect())
}

/// Whether a `kumite.toml` that counts here, or counted, is other than it was.
fn is_configured_anew(working_dir: &Path, changes: &Changes) -> bool {
    let counts = |path: &Path| {
        path.file_name() == Some(OsStr::new(FILE_NAME))
            && path.parent().is_some_and(|folder| real(working_dir).iter().any(|dir| dir.starts_with(folder)))
    };
    changes.paths().any(counts)
}

/// Where whatever runs for a solution lies, and where it could lie: a module that was removed is a change, too.
/// None: its source cannot be read again.
fn places(solution: &Solution) -> Option<Vec<PathBuf>> {
    // What is called in the file makes no difference to what it imports.
    let source = solution.source.bytes()?;
    let program = Program::solution(&Entry::Stdin, &solution.path, &solution.shown, &source);
    Some(program.places(&solution.path).iter().flat_map(|place| real(place)).collect())
}

fn is_problem_touched(context: &Context, id: &str, changes: &Changes) -> bool {
    let dir = context.catalog.package(id).ok().and_then(|package| package.dir());
    // A package that is gone may have been this problem's until now.
    let was_package = |path: &Path| {
        path.file_name() == Some(OsStr::new("problem.toml"))
            && path.parent().and_then(Path::file_name) == Some(OsStr::new(id))
    };
    dir.is_some_and(|dir| real(dir).iter().any(|dir| changes.touch(dir))) || changes.paths().any(was_package)
}

/// A path as git knows it: the folders' real ones, and what it leads to if it is a link.
fn real(path: &Path) -> Vec<PathBuf> {
    let in_folder = || Some(path.parent()?.canonicalize().ok()?.join(path.file_name()?));
    in_folder().into_iter().chain(path.canonicalize()).collect()
}
