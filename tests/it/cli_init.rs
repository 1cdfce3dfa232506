//! `kumite init`.

use std::fs;

use crate::support::Place;

#[test]
fn an_empty_folder_becomes_a_workspace_once() {
    let place = Place::with(&[]);
    insta::assert_snapshot!(place.kumite(&["init"]).page(), @"
    --- stdout
    wrote solutions/.gitkeep
    wrote kumite.toml

    Next: `kumite list` shows the problems,
    `kumite start PROBLEM` writes a starter solution.
    --- exit 0
    ");
    assert!(place.here().join("solutions/.gitkeep").is_file());
    let file = place.read("kumite.toml");
    insta::assert_snapshot!(place.kumite(&["init"]).page(), @"
    --- stdout
    Nothing to do: kumite.toml makes this a workspace already.
    --- exit 0
    ");
    assert_eq!(place.read("kumite.toml"), file);
}

#[test]
fn what_is_there_stays() {
    let place = Place::with(&[("solutions/two_sum.py", "x"), ("README.md", "mine")]);
    insta::assert_snapshot!(place.kumite(&["init"]).page(), @"
    --- stdout
    wrote kumite.toml

    Next: `kumite list` shows the problems,
    `kumite start PROBLEM` writes a starter solution.
    --- exit 0
    ");
    assert_eq!(place.read("solutions/two_sum.py"), "x");
    assert!(!place.here().join("solutions/.gitkeep").exists());
}

#[test]
fn a_folder_of_a_workspace_is_in_it_already() {
    let place = Place::with(&[("kumite.toml", ""), ("deep/er/", "")]);
    let mut command = place.command(&["init"]);
    command.current_dir(place.here().join("deep/er"));
    insta::assert_snapshot!(crate::support::Outcome::of(&mut command).page(), @"
    --- stdout
    Nothing to do: ../../kumite.toml makes this a workspace already.
    --- exit 0
    ");
    assert_eq!(fs::read_dir(place.here().join("deep/er")).unwrap().count(), 0);
}

#[test]
fn a_place_that_cannot_be_written_is_said() {
    // A file where the folder should be: not even root gets past that.
    let place = Place::with(&[]);
    std::os::unix::fs::symlink("/proc/nothing", place.here().join("solutions")).unwrap();
    insta::assert_snapshot!(place.kumite(&["init"]).page(), @"
    --- stderr
    error: cannot write solutions: File exists (os error 17)
      hint: Choose another place.
    --- exit 3
    ");
    assert!(!place.here().join("kumite.toml").exists());
}

#[test]
fn a_read_only_place_is_answered_with_the_remedy() {
    // Nobody makes a folder or a file in /sys, not even root.
    for args in [&["init"][..], &["start", "longest-binge"]] {
        let mut command = Place::with(&[]).command(args);
        let outcome = crate::support::Outcome::of(command.current_dir("/sys"));
        assert_eq!((outcome.code, outcome.stdout.as_str()), (3, ""), "{args:?}");
        assert!(outcome.stderr.starts_with("error: cannot write "), "{}", outcome.stderr);
        assert!(outcome.stderr.ends_with("\n  hint: Choose a folder that you may write to.\n"), "{}", outcome.stderr);
    }
}

#[test]
fn a_workflow_is_written_once_and_never_over_another() {
    let place = Place::with(&[]);
    insta::assert_snapshot!(place.kumite(&["init", "--ci", "github"]).page());
    let workflow = place.read(".github/workflows/kumite.yml");
    insta::assert_snapshot!(place.kumite(&["init", "--ci", "github"]).page());
    assert_eq!(place.read(".github/workflows/kumite.yml"), workflow);
    insta::assert_snapshot!(place.kumite(&["init", "--ci", "gitlab"]).page());
    let other = Place::with(&[("kumite.toml", ""), (".gitlab-ci.yml", "mine")]);
    insta::assert_snapshot!(other.kumite(&["init", "--ci", "gitlab"]).page());
    assert_eq!(other.read(".gitlab-ci.yml"), "mine");
}

#[test]
fn a_workflow_that_cannot_be_written_is_said_after_what_was() {
    let place = Place::with(&[(".github", "a file")]);
    insta::assert_snapshot!(place.kumite(&["init", "--ci", "github"]).page());
}
