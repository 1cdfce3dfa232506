//! `kumite completions` and `kumite man`.

use assert_cmd::Command;

use crate::support::{Outcome, Place};

/// The commands that the help lists.
fn commands() -> Vec<String> {
    let help = Place::with(&[]).kumite(&["--help"]).stdout;
    let listed = help.split_once("Commands:\n").unwrap().1.split("\n\n").next().unwrap();
    listed.lines().filter_map(|line| Some(line.split_whitespace().next()?.to_owned())).collect()
}

fn completions(shell: &str) -> String {
    let outcome = Place::with(&[]).kumite(&["completions", shell]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    outcome.stdout
}

fn first_lines(text: &str, number: usize) -> String {
    text.lines().take(number).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_shell_gets_a_script_that_knows_every_command() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = completions(shell);
        let missing: Vec<String> = commands().into_iter().filter(|command| !script.contains(command)).collect();
        assert!(missing.is_empty(), "the script for {shell} does not know {missing:?}");
    }
}

#[test]
fn shells_can_read_their_scripts() {
    let mut read = Vec::new();
    for shell in ["bash", "zsh", "fish"] {
        let mut check = Command::new(shell);
        // The others are tried where they are installed; the checks of kumite itself need bash.
        let Ok(output) = check.arg("-n").write_stdin(completions(shell)).output() else { continue };
        let outcome = Outcome::read(output);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{shell}");
        read.push(shell);
    }
    assert!(read.contains(&"bash"), "bash is missing");
}

#[test]
fn bash_completes_commands_options_and_their_values() {
    let script = completions("bash");
    let complete = |words: &[&str]| -> String {
        let (last, before) = (words[words.len() - 1], words[words.len() - 2]);
        let ask = format!(
            "{script}\nCOMP_WORDS=({})\nCOMP_CWORD={}\n_kumite kumite '{last}' '{before}'\necho \"${{COMPREPLY[*]}}\"\n",
            words.join(" "),
            words.len() - 1
        );
        let outcome = Outcome::of(Command::new("bash").args(["--noprofile", "--norc"]).write_stdin(ask));
        assert_eq!(outcome.stderr, "");
        outcome.stdout.trim_end().to_owned()
    };
    assert_eq!(complete(&["kumite", "comp"]), "completions");
    assert_eq!(complete(&["kumite", "test", "--fail"]), "--fail-fast");
    assert_eq!(complete(&["kumite", "test", "--isolation", ""]), "fork process");
    assert_eq!(complete(&["kumite", "completions", "z"]), "zsh");
}

#[test]
fn the_start_of_a_script() {
    insta::assert_snapshot!(first_lines(&completions("bash"), 10));
    insta::assert_snapshot!(first_lines(&completions("zsh"), 10));
}

#[test]
fn a_shell_that_is_not_known_is_told() {
    insta::assert_snapshot!(Place::with(&[]).kumite(&["completions", "tcsh"]).page());
}

#[test]
fn a_manual_page_has_what_the_help_has() {
    insta::assert_snapshot!(Place::with(&[]).kumite(&["man", "init"]).page());
    let whole = Place::with(&[]).kumite(&["man"]);
    assert_eq!((whole.code, whole.stderr.as_str()), (0, ""));
    for command in commands().iter().filter(|command| *command != "help") {
        let page = Place::with(&[]).kumite(&["man", command]);
        assert_eq!((page.code, page.stderr.as_str()), (0, ""));
        // Roff writes a hyphen as `\-`.
        let name = command.replace('-', "\\-");
        assert!(page.stdout.contains(&format!("\nkumite\\-{name} \\- ")), "{}", page.stdout);
        assert!(whole.stdout.contains(&format!("\nkumite\\-{name}(1)\n")), "{}", whole.stdout);
    }
}

#[test]
fn the_notes_of_a_manual_page_stay_as_they_are() {
    let page = Place::with(&[]).kumite(&["man"]).stdout.replace("\\-", "-");
    let help = Place::with(&[]).kumite(&["--help"]).stdout;
    let notes = help.split_once("Examples:\n").unwrap().1;
    let (before, after) = page.split_once(".SH NOTES\n.nf\n").unwrap();
    assert!(!before.contains("Examples:"), "{before}");
    assert_eq!(after, format!("Examples:\n{notes}.fi\n"));
}

#[test]
fn a_command_that_there_is_not_has_no_manual_page() {
    insta::assert_snapshot!(Place::with(&[]).kumite(&["man", "tset"]).page());
}
