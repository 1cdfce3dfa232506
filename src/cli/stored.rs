//! Reports of earlier runs, from their files.

use std::fs;
use std::path::Path;

use crate::report::stored::StoredReport;

use super::error::CliError;

/// The report in a file.
pub(super) fn read(path: &Path) -> Result<StoredReport, CliError> {
    let name = || path.display().to_string();
    let text = fs::read_to_string(path).map_err(|source| CliError::Report { path: name(), source })?;
    StoredReport::read(&text).map_err(|source| CliError::Stored { path: name(), source })
}
