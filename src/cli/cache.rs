//! `kumite cache`: what is kept between runs, and away with it.

use std::env;

use crate::report::notice;
use crate::report::storage::{self, StorageRow};
use crate::workspace::{Cache, KindSize, MOST_CACHE_BYTES};

use super::args::CacheAction;
use super::console::{Console, print};
use super::error::CliError;
use super::exit_status::ExitStatus;

/// Runs the command.
pub(super) fn run(action: &CacheAction, console: Console) -> Result<ExitStatus, CliError> {
    let working_dir = env::current_dir().map_err(CliError::WorkingDir)?;
    let cache = Cache::locate(&|name| env::var_os(name), &working_dir);
    let Some(dir) = cache.dir() else {
        return Err(CliError::NothingToDo {
            message: "there is no cache: there is no home folder".to_owned(),
            hint: "Set KUMITE_CACHE_DIR to a folder.".to_owned(),
        });
    };
    let folder = dir.display().to_string();
    match action {
        CacheAction::Stats => print(&storage::render(&folder, &rows(&cache), MOST_CACHE_BYTES, &console.style()))?,
        CacheAction::Clear => {
            let rows = rows(&cache);
            cache.clear().map_err(|(path, source)| CliError::Remove { path: path.display().to_string(), source })?;
            let entries: u64 = rows.iter().map(|row| row.entries).sum();
            print(&notice::lines(&[format!("removed {entries} entries from {folder}")], &console.style()))?;
        }
    }
    Ok(ExitStatus::Fine)
}

fn rows(cache: &Cache) -> Vec<StorageRow> {
    let row = |size: &KindSize| StorageRow { what: size.kind.folder(), entries: size.entries, bytes: size.bytes };
    cache.sizes().iter().map(row).collect()
}
