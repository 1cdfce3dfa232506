//! JSON reports of earlier runs, read again: to put parts together, and to compare.

use std::io;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use base64::write::EncoderWriter;
use serde::Deserialize;

use super::json::FORMAT_VERSION;
use crate::model::{Baseline, CpuRatio, Exponent, RunReport};

/// Why a file is no report that can be used.
#[derive(Debug, thiserror::Error)]
pub enum StoredError {
    /// It is something else.
    #[error("it is no JSON report of kumite's: {0}")]
    NoReport(serde_json::Error),
    /// It is of a later form.
    #[error("its format_version is {0}, and this kumite knows {FORMAT_VERSION}")]
    OtherFormat(u32),
    /// What only the same version can read.
    #[error("kumite {0} wrote it, and only the same version can put it together")]
    OtherVersion(String),
    /// Its state is not one.
    #[error("its `state` is damaged, or another build of kumite wrote it")]
    Damaged,
}

/// What of a JSON report is read again.
#[derive(Debug, Deserialize)]
pub struct StoredReport {
    format_version: u32,
    tool: Tool,
    shard: Option<StoredShard>,
    /// The submissions.
    pub submissions: Vec<StoredSubmission>,
}

#[derive(Debug, Deserialize)]
struct Tool {
    version: String,
}

#[derive(Debug, Deserialize)]
struct StoredShard {
    state: String,
}

/// A submission.
#[derive(Debug, Deserialize)]
pub struct StoredSubmission {
    /// The problem's id.
    pub problem: String,
    /// The solution, as it was shown.
    pub path: String,
    /// Reports of earlier versions have none.
    #[serde(default)]
    cpu_ratio: Option<CpuRatio>,
    #[serde(default)]
    growth: Option<StoredGrowth>,
    /// The cases.
    pub cases: Vec<StoredCase>,
}

impl StoredSubmission {
    /// What a later run is compared with.
    pub fn baseline(&self) -> Baseline {
        let exponent = self.growth.as_ref().and_then(|growth| growth.exponent.as_ref());
        Baseline {
            cpu_ratio: self.cpu_ratio.clone(),
            exponent: exponent.map(|of| Exponent { slope: of.value, give: of.give }),
        }
    }
}

#[derive(Debug, Deserialize)]
struct StoredGrowth {
    exponent: Option<StoredExponent>,
}

#[derive(Debug, Deserialize)]
struct StoredExponent {
    value: f64,
    give: f64,
}

/// A case.
#[derive(Debug, Deserialize)]
pub struct StoredCase {
    /// Its name.
    pub name: String,
    /// CPU time.
    pub cpu_seconds: f64,
    /// Wall clock.
    pub wall_seconds: f64,
}

impl StoredReport {
    /// Reads a document.
    pub fn read(text: &str) -> Result<Self, StoredError> {
        let report: Self = serde_json::from_str(text).map_err(StoredError::NoReport)?;
        if report.format_version == FORMAT_VERSION {
            Ok(report)
        } else {
            Err(StoredError::OtherFormat(report.format_version))
        }
    }

    /// The wall clock of each submission, by problem and path; without those that were not run.
    pub fn times(&self) -> impl Iterator<Item = ((&str, &str), f64)> {
        self.submissions.iter().filter_map(|one| {
            let seconds: f64 = one.cases.iter().map(|case| case.wall_seconds).sum();
            (seconds > 0.0).then_some(((one.problem.as_str(), one.path.as_str()), seconds))
        })
    }

    /// The report as the run made it, if it is one of a part of a run.
    pub fn into_part(self) -> Result<Option<RunReport>, StoredError> {
        let Some(shard) = self.shard else { return Ok(None) };
        if self.tool.version != env!("CARGO_PKG_VERSION") {
            return Err(StoredError::OtherVersion(self.tool.version));
        }
        let bytes = STANDARD.decode(shard.state).map_err(|_| StoredError::Damaged)?;
        postcard::from_bytes(&bytes).map(Some).map_err(|_| StoredError::Damaged)
    }
}

/// Writes a report as [`StoredReport::into_part`] reads it.
pub(super) fn write_state(report: &RunReport, out: &mut dyn io::Write) -> io::Result<()> {
    let mut encoder = EncoderWriter::new(out, &STANDARD);
    postcard::to_io(report, &mut encoder).map_err(io::Error::other)?;
    encoder.finish().map(drop)
}
