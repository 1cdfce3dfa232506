//! What `kumite selftest` found, as one JSON document. `docs/sandbox.md` describes it.

use serde_json::{Value as Json, json};

use crate::model::{Selftest, Tried, TriedGroup};
use crate::report::json::{document, environment, seconds};

/// The version of the document's form. Within a version fields are added, never renamed or dropped.
const FORMAT_VERSION: u32 = 1;

/// The findings as one document, with a line feed at its end.
pub fn render(found: &Selftest) -> String {
    let (programs, as_expected) = found.counts();
    let fields = json!({
        "format_version": FORMAT_VERSION,
        "tool": {"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")},
        "environment": environment(&found.environment),
        "interrupted": found.interrupted,
        "stats": {"programs": programs, "as_expected": as_expected, "wall_seconds": seconds(found.wall)},
        "left_behind": found.left,
        "groups": found.groups.iter().map(group).collect::<Vec<_>>(),
    });
    document(&fields)
}

fn group(group: &TriedGroup) -> Json {
    json!({"group": group.name, "programs": group.programs.iter().map(program).collect::<Vec<_>>()})
}

fn program(tried: &Tried) -> Json {
    json!({
        "program": tried.name,
        "about": tried.about,
        "verdict": tried.verdict.name(),
        "as_expected": tried.surprises.is_empty(),
        "surprises": tried.surprises.iter().map(super::surprise).collect::<Vec<_>>(),
    })
}
