//! Finding packages: every folder, at any depth, that holds a `problem.toml`.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ignore::{DirEntry, WalkBuilder};
use include_dir::Dir;

use super::package::Package;

/// The file that makes a folder a package.
pub(super) const PROBLEM_TOML: &str = "problem.toml";

/// The packages of a folder of the binary.
pub(super) fn embedded(folder: &'static Dir<'static>, found: &mut Vec<Package>) {
    if folder.get_file(folder.path().join(PROBLEM_TOML)).is_some() {
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
    // A file, or a folder that may not be listed, is an error here; the walk would only be empty.
    fs::read_dir(&root).map_err(|error| (folder.to_owned(), error))?;
    let walk = WalkBuilder::new(&root)
        .standard_filters(false)
        .hidden(true)
        .sort_by_file_name(OsStr::cmp)
        .filter_entry(|entry| !is_inside_package(entry))
        .build();
    let working_dir = std::env::current_dir().and_then(fs::canonicalize).unwrap_or_default();
    let mut found: Vec<Package> = Vec::new();
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => match unreadable(error, folder) {
                Some(place_and_error) => return Err(place_and_error),
                None => continue,
            },
        };
        let path = entry.path();
        if !entry.file_type().is_some_and(|kind| kind.is_dir()) || !path.join(PROBLEM_TOML).is_file() {
            continue;
        }
        let id = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        found.push(Package::on_disk(id, path.to_owned(), shown(path, &root, folder, &working_dir)));
    }
    Ok(found)
}

fn is_inside_package(entry: &DirEntry) -> bool {
    entry.depth() > 0 && entry.path().parent().is_some_and(|parent| parent.join(PROBLEM_TOML).is_file())
}

/// Which folder could not be read; None for one that went away meanwhile.
fn unreadable(error: ignore::Error, root: &Path) -> Option<(PathBuf, io::Error)> {
    let mut place = root.to_owned();
    let mut inner = &error;
    while let ignore::Error::WithDepth { err, .. } | ignore::Error::WithPath { err, .. } = inner {
        if let ignore::Error::WithPath { path, .. } = inner {
            path.clone_into(&mut place);
        }
        inner = err;
    }
    let denied = matches!(inner, ignore::Error::Io(error) if error.kind() == io::ErrorKind::PermissionDenied);
    denied.then(|| (place, error.into_io_error().unwrap_or_else(|| io::ErrorKind::PermissionDenied.into())))
}

/// Relative to the working directory where it lies below that, else as the user wrote it.
fn shown(path: &Path, root: &Path, folder: &Path, working_dir: &Path) -> PathBuf {
    if let Ok(below) = path.strip_prefix(working_dir) {
        return below.to_owned();
    }
    path.strip_prefix(root).map_or_else(|_| path.to_owned(), |below| folder.join(below))
}
