//! The harness's Python files, part of the binary: an installed kumite needs no checkout.

use crate::sandbox;

/// Hands over to the first module; passed to an interpreter as `-c`.
pub(super) const BOOTSTRAP: &str = include_str!("../../harness/__main__.py");

/// What a child is and what it puts on itself, where the system can clone one for the judge and where it cannot.
const LIMITS: &str =
    if sandbox::CLONES { include_str!("../../harness/kumite_harness/limits.py") } else { LIMITS_MACOS };
pub(super) const LIMITS_MACOS: &str = include_str!("../../harness/kumite_harness/limits_macos.py");

const CHILD: &str = include_str!("../../harness/kumite_harness/child.py");
const TRACE: &str = include_str!("../../harness/kumite_harness/trace.py");

/// What compiles a program's files, and says what comes of it.
pub(super) const COMPILER: [&str; 3] = [LIMITS, CHILD, TRACE];

/// The modules of `kumite_harness`: the one that loads the others, then those in the order of their imports.
pub(super) const MODULES: [(&str, &str); 10] = [
    ("start", include_str!("../../harness/kumite_harness/start.py")),
    ("protocol", include_str!("../../harness/kumite_harness/protocol.py")),
    ("codec", include_str!("../../harness/kumite_harness/codec.py")),
    ("trace", TRACE),
    ("limits", LIMITS),
    ("loader", include_str!("../../harness/kumite_harness/loader.py")),
    ("child", CHILD),
    ("rehearsal", include_str!("../../harness/kumite_harness/rehearsal.py")),
    ("together", include_str!("../../harness/kumite_harness/together.py")),
    ("server", include_str!("../../harness/kumite_harness/server.py")),
];

/// Makes the mutants of a source; run as author's code.
pub(super) const MUTANTS: &str = include_str!("../../harness/mutants.py");

/// Asks an interpreter about itself and compiles the modules for it.
pub(super) const PROBE: &str = include_str!("../../harness/probe.py");

/// Measures a solution instead of judging it; sent along with one that is to be measured.
pub(super) const MEASURE: &str = include_str!("../../harness/measure.py");
