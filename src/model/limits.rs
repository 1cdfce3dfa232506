//! What a case may use.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Limits as the package states them; what is not stated has a default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LimitsSpec {
    /// CPU time per case. None: the larger of one second and five times the reference's slowest case.
    pub time: Option<Duration>,
    /// Wall clock without CPU use that counts as hanging. None: three times the time limit and two seconds.
    pub idle: Option<Duration>,
    /// Bytes of memory above the interpreter's own.
    pub memory_bytes: u64,
    /// Bytes of stdout, stderr and returned value together.
    pub output_bytes: u64,
    /// Processes that a case may start besides its own. 0: none, the default.
    pub processes: u32,
}

impl LimitsSpec {
    /// The time limit where neither the package nor the reference says more.
    pub const DEFAULT_TIME: Duration = Duration::from_secs(1);
    /// A limit without a number is this many times the reference's slowest case.
    pub const REFERENCE_FACTOR: u32 = 5;
    /// 256 MiB.
    pub const DEFAULT_MEMORY_BYTES: u64 = 256 << 20;
    /// 8 MiB.
    pub const DEFAULT_OUTPUT_BYTES: u64 = 8192 << 10;

    /// Threads that a case may have at once; each takes memory of the kernel's that no limit on memory sees.
    pub const MOST_THREADS: u64 = 1000;

    /// The limits in force for this time limit.
    pub fn resolve(&self, time: Duration) -> Limits {
        Limits {
            time,
            idle: self.idle.unwrap_or(time * 3 + Duration::from_secs(2)),
            memory_bytes: self.memory_bytes,
            output_bytes: self.output_bytes,
            processes: self.processes,
        }
    }
}

impl Default for LimitsSpec {
    fn default() -> Self {
        Self {
            time: None,
            idle: None,
            memory_bytes: Self::DEFAULT_MEMORY_BYTES,
            output_bytes: Self::DEFAULT_OUTPUT_BYTES,
            processes: 0,
        }
    }
}

/// Limits in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// CPU time of one case.
    pub time: Duration,
    /// Wall clock without CPU use.
    pub idle: Duration,
    /// Bytes of memory above the interpreter's own.
    pub memory_bytes: u64,
    /// Bytes of stdout, stderr and returned value together.
    pub output_bytes: u64,
    /// Processes that a case may start besides its own.
    pub processes: u32,
}
