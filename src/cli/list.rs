//! `kumite list`: the problems in reach. Starts no Python and reads no more of a package than its head.

use crate::catalog::Header;
use crate::model::{did_you_mean, nearest};
use crate::report::listing::{self, ListingRow};

use super::args::ListArgs;
use super::console::{Console, print};
use super::error::CliError;
use super::exit_status::ExitStatus;
use super::resolve::Context;

/// Runs the command.
pub(super) fn run(args: &ListArgs, console: Console) -> Result<ExitStatus, CliError> {
    let context = Context::open(&args.packages)?;
    let headers = context.catalog.headers();
    let wanted = |header: &&Header| {
        args.topic.as_ref().is_none_or(|topic| header.topics.contains(topic))
            && args.difficulty.is_none_or(|difficulty| header.difficulty == Some(difficulty))
    };
    let rows: Vec<ListingRow> = headers.iter().filter(wanted).map(row).collect();
    if rows.is_empty() {
        return Err(nothing(args, &headers));
    }
    print(&listing::render(&rows, &console.style()))?;
    Ok(ExitStatus::Fine)
}

fn row(header: &Header) -> ListingRow {
    ListingRow {
        id: header.id.clone(),
        difficulty: header.difficulty,
        minutes: header.minutes,
        topics: header.topics.clone(),
        title: header.title.clone(),
    }
}

fn nothing(args: &ListArgs, headers: &[Header]) -> CliError {
    let topics = || headers.iter().flat_map(|header| &header.topics).map(String::as_str);
    let topic = args.topic.as_deref().map(|topic| format!("the topic `{topic}`"));
    let difficulty = args.difficulty.map(|difficulty| format!("the difficulty {}", difficulty.name()));
    let wanted: Vec<String> = topic.into_iter().chain(difficulty).collect();
    let message = format!("no problem has {}", wanted.join(" and "));
    let unknown = args.topic.as_deref().filter(|topic| !topics().any(|known| known == *topic));
    let near = unknown.map(|topic| nearest(topic, topics(), 3)).unwrap_or_default();
    let hint = did_you_mean(&near).unwrap_or_else(|| "`kumite list` without options shows every problem.".to_owned());
    CliError::NothingToDo { message, hint }
}
