//! Finding packages: every folder, at any depth, that holds a `problem.toml`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use include_dir::Dir;

use super::package::Package;

/// The file that makes a folder a package.
pub(super) const PROBLEM_TOML: &str = "problem.toml";

/// The packages of a folder of the binary.
pub(super) fn embedded(folder: &'static Dir<'static>, found: &mut Vec<Package>) {
    if folder.files().any(|file| file.path().ends_with(PROBLEM_TOML)) {
        let id = folder.path().file_name().unwrap_or_default().to_string_lossy().into_owned();
        found.push(Package::embedded(id, folder));
        return;
    }
    for inner in folder.dirs() {
        embedded(inner, found);
    }
}

/// The packages in and below a folder on disk, by path.
///
/// Links are not followed, since one in a stranger's pull request may lead anywhere; hidden folders are left out, and
/// nothing inside a package is looked at. What is unreadable below the folder is an error too: a problem must not vanish
/// silently.
pub(super) fn on_disk(folder: &Path) -> Result<Vec<Package>, (PathBuf, io::Error)> {
    let root = fs::canonicalize(folder).map_err(|error| (folder.to_owned(), error))?;
    let working_dir = std::env::current_dir().unwrap_or_default();
    let mut packages: Vec<PathBuf> = Vec::new();
    let mut others = vec![root.clone()];
    while let Some(path) = others.pop() {
        match folders_unless_package(&path) {
            Ok(Some(inner)) => others.extend(inner),
            Ok(None) => packages.push(path),
            Err(error) if path == root => return Err((folder.to_owned(), error)),
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => return Err((path, error)),
            // It went away meanwhile.
            Err(_) => {}
        }
    }
    packages.sort();
    let package = |path: PathBuf| {
        let id = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let shown = shown(&path, &root, folder, &working_dir);
        Package::on_disk(id, path, shown)
    };
    Ok(packages.into_iter().map(package).collect())
}

/// The folders in one that is no package; None: it is one.
fn folders_unless_package(folder: &Path) -> io::Result<Option<Vec<PathBuf>>> {
    let mut inner = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if name == PROBLEM_TOML && entry.path().is_file() {
            return Ok(None);
        }
        if !name.as_encoded_bytes().starts_with(b".") && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            inner.push(entry.path());
        }
    }
    Ok(Some(inner))
}

/// Relative to the working directory where it lies below that, else as the user wrote it.
fn shown(path: &Path, root: &Path, folder: &Path, working_dir: &Path) -> PathBuf {
    if let Ok(below) = path.strip_prefix(working_dir) {
        return below.to_owned();
    }
    path.strip_prefix(root).map_or_else(|_| path.to_owned(), |below| folder.join(below))
}
