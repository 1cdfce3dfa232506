//! `kumite doctor`.

use crate::support::{Outcome, PACKAGES, Place};

/// The lines about a subject.
fn about<'t>(text: &'t str, subject: &str) -> Vec<&'t str> {
    text.lines()
        .filter(|line| line.split("  ").next() == Some(subject))
        .map(|line| line[subject.len()..].trim())
        .collect()
}

#[test]
fn it_tries_what_judging_does_and_shows_what_is_in_use() {
    let settings = "jobs = 3\npass_env = [\"TZ\", \"LANGUAGE\"]\nrequire = [\"processes\"]\n";
    let place = Place::with(&[&[("kumite.toml", settings)], &PACKAGES[..]].concat());
    let mut command = place.command(&["doctor"]);
    command.env("COLUMNS", "300").env("KUMITE_TIME_FACTOR", "1.5");
    let outcome = Outcome::of(&mut command);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{}", outcome.stdout);
    let text = &outcome.stdout;
    assert!(about(text, "python")[0].ends_with("(python3: the first of python3 and python in PATH)"), "{text}");
    assert!(about(text, "protections")[0].contains("rlimits"), "{text}");
    assert_eq!(about(text, "required"), ["processes (kumite.toml:3:1)"]);
    assert!(about(text, "trial")[0].starts_with("20 cases ran in "), "{text}");
    assert!(about(text, "clock")[0].starts_with("20 runs of the same case took "), "{text}");
    assert_eq!(about(text, "workspace"), ["kumite.toml"]);
    assert_eq!(about(text, "solutions"), ["solutions (default)"]);
    assert!(about(text, "problems")[0].ends_with(": built in, problems (default)"), "{text}");
    assert_eq!(about(text, "jobs"), ["3 (kumite.toml:1:1)"]);
    assert_eq!(about(text, "isolation"), ["fork (default)"]);
    assert_eq!(about(text, "time factor"), ["1.5 (KUMITE_TIME_FACTOR)"]);
    assert_eq!(about(text, "environment"), ["TZ, LANGUAGE (kumite.toml:2:1)"]);
    assert!(about(text, "cache")[0].ends_with("/cache"), "{text}");
}

#[test]
fn a_cache_that_cannot_be_written_is_a_reservation() {
    let place = Place::with(&[]);
    let mut command = place.command(&["doctor"]);
    command.env("COLUMNS", "300").env("KUMITE_CACHE_DIR", "/dev/null/cache");
    let outcome = Outcome::of(&mut command);
    assert_eq!(outcome.code, 0);
    insta::assert_snapshot!(about(&outcome.stdout, "cache").join("\n"), @"/dev/null/cache cannot be written: Not a directory (os error 20)");
    assert!(outcome.stdout.contains("hint: Set KUMITE_CACHE_DIR to a folder that you may write to"));
    assert!(outcome.stdout.ends_with("\nJudging works here, with the reservations above.\n"), "{}", outcome.stdout);
}

#[test]
fn without_a_python_it_says_what_to_do_and_shows_the_rest() {
    let place = Place::with(&[("kumite.toml", "python = \"./no-python\"\n")]);
    let outcome = place.kumite(&["doctor"]);
    assert_eq!(outcome.code, 2);
    let head: Vec<&str> = outcome.stdout.lines().take(4).collect();
    insta::assert_snapshot!(head.join("\n"), @"
    python         no Python found: `./no-python` is not on PATH
                   hint: Install CPython 3.10 or later, or name one with --python,
                         KUMITE_PYTHON or `python` in kumite.toml.
    workspace      kumite.toml
    ");
    assert!(outcome.stdout.ends_with("\nJudging does not work here yet.\n"), "{}", outcome.stdout);
}
