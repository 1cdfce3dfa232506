//! `kumite man`: prints a manual page.

use std::io;

use clap::builder::Resettable;
use clap::{Command, CommandFactory as _};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use crate::model::nearest;

use super::args::{CommandLine, ManArgs};
use super::console::print_document;
use super::error::CliError;
use super::exit_status::ExitStatus;

/// Runs the command.
pub(super) fn run(args: &ManArgs) -> Result<ExitStatus, CliError> {
    let mut kumite = CommandLine::command().disable_help_subcommand(true);
    kumite.build();
    let command = match &args.command {
        None => &kumite,
        Some(name) => kumite.find_subcommand(name).ok_or_else(|| unknown(name, &kumite))?,
    };
    print_document(&page(command).map_err(CliError::Output)?)?;
    Ok(ExitStatus::Fine)
}

fn page(command: &Command) -> io::Result<String> {
    let without_notes = command.clone().after_help(Resettable::Reset);
    let mut page = Vec::new();
    Man::new(without_notes).source(concat!("kumite ", env!("CARGO_PKG_VERSION"))).render(&mut page)?;
    let mut page = String::from_utf8_lossy(&page).into_owned();
    if let Some(notes) = command.get_after_help() {
        // Line by line as in the help: filled into paragraphs, as the crate does it, examples could not be read.
        let mut section = Roff::new();
        section.control("SH", ["NOTES"]).control("nf", []).text([roman(notes.to_string())]).control("fi", []);
        page += &section.to_roff();
    }
    Ok(page)
}

fn unknown(name: &str, kumite: &Command) -> CliError {
    let near = nearest(name, kumite.get_subcommands().map(Command::get_name), 2);
    CliError::UnknownCommand { command: name.to_owned(), near: near.into_iter().map(str::to_owned).collect() }
}
