//! What an accepted solution relies on, in plain words.

use crate::model::{Cause, Changed, Instead, Lasting, Warning};

/// What shows, why, and what to do.
pub(super) fn sentences(warning: &Warning) -> String {
    let Warning { cause, case, expected, instead } = warning;
    let shows = match instead {
        Instead::Answer(answer) => format!("`{case}` is answered with {answer} instead of {expected}"),
        Instead::Exception(exception) => format!("`{case}` fails with {exception}"),
    };
    match cause {
        Cause::State(changed) if changed.is_empty() => {
            format!("In one process with other cases {shows}: something is as an earlier call left it. {ANEW}")
        }
        Cause::State(changed) => {
            let named: Vec<String> = changed.iter().map(|(changed, line)| placed(&named(changed), *line)).collect();
            format!("In one process with other cases {shows}: {} is as an earlier call left it. {ANEW}", listed(&named))
        }
        Cause::HashSeed(line) => {
            let order = placed("that hangs on the order of a set, or on a hash", *line);
            format!("Under another hash seed {shows}: {order}. Sort what comes out of a set, and answer with no hash.")
        }
    }
}

const ANEW: &str = "Make it anew in each call, or let its key hold all that the answer depends on.";

fn named(changed: &Changed) -> String {
    let name = &changed.name;
    match changed.what {
        Lasting::Global => format!("the global `{name}`"),
        Lasting::ClassAttribute => format!("the class attribute `{name}`"),
        Lasting::DefaultArgument => format!("the default argument `{name}`"),
        Lasting::FunctionAttribute => format!("the function attribute `{name}`"),
        Lasting::Cache => format!("the cache of `{name}`"),
    }
}

fn placed(what: &str, line: Option<usize>) -> String {
    line.map_or_else(|| what.to_owned(), |line| format!("{what} (line {line})"))
}

/// `a`, `a or b`, `a, b or c`.
fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [name] => name.clone(),
        [names @ .., last] => format!("{} or {last}", names.join(", ")),
    }
}
