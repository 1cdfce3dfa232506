//! What `--help` says, and what a wrong command line is told.

use crate::support::Place;

fn help(args: &[&str]) -> String {
    Place::with(&[]).kumite(args).page()
}

#[test]
fn of_the_program() {
    insta::assert_snapshot!("help", help(&["--help"]));
}

#[test]
fn of_test() {
    insta::assert_snapshot!("help_test", help(&["test", "--help"]));
}

#[test]
fn of_the_other_commands() {
    let pages: Vec<String> = [
        "list",
        "show",
        "start",
        "merge",
        "stress",
        "repro",
        "growth",
        "verify",
        "new-problem",
        "doctor",
        "cache",
        "init",
        "completions",
        "man",
    ]
    .iter()
    .map(|command| help(&[command, "--help"]))
    .collect();
    insta::assert_snapshot!("help_others", pages.join("\n\n"));
}

#[test]
fn without_a_command_the_help_is_shown() {
    let (alone, asked) = (Place::with(&[]).kumite(&[]), Place::with(&[]).kumite(&["--help"]));
    assert_eq!((alone.stderr, alone.code), (asked.stdout, 2));
}

#[test]
fn the_version() {
    insta::assert_snapshot!(help(&["--version"]), @"
    --- stdout
    kumite 0.1.0
    --- exit 0
    ");
}

#[test]
fn a_wrong_command_line_is_told_what_is_right() {
    let wrong = [
        &["tset"][..],
        &["test", "--isolation", "thread"],
        &["test", "--jobs", "0"],
        &["test", "--report", "xml=a.xml"],
        &["test", "--report", "a.json"],
        &["test", "--report", "json="],
        &["test", "--report", "json=-"],
        &["test", "--report", "junit"],
        &["test", "--report", "gitlab=quality.xml"],
        &["test", "--require", "fs,fire"],
        &["test", "--no-sandbox", "--require", "fs"],
        &["list", "--difficulty", "impossible"],
        &["show"],
    ];
    let pages: Vec<String> = wrong.iter().map(|args| format!("$ kumite {}\n{}", args.join(" "), help(args))).collect();
    insta::assert_snapshot!("wrong_command_lines", pages.join("\n\n"));
}
