//! `kumite selftest`. What it tries is in `hostile.rs`; here is how it says so.

use serde_json::Value as Json;

use crate::support::Place;

#[test]
fn groups_are_tried_and_told() {
    let place = Place::with(&[]);
    let said = place.kumite(&["selftest", "exits", "files", "--all", "--jobs", "2"]);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    assert!(said.stdout.contains("✓ files       changing files of others: "), "{}", said.stdout);
    assert!(said.stdout.contains("✓ sys_exit run-time error: Leaves in the middle"), "{}", said.stdout);
    assert!(said.stdout.contains(" programs were contained and judged right, in "), "{}", said.stdout);
    assert_eq!(said.stderr, "");
}

#[test]
fn a_machine_reads_the_same() {
    let place = Place::with(&[]);
    let said = place.kumite(&["selftest", "files", "--format", "json", "--isolation", "process"]);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    let document: Json = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(document["environment"]["isolation"], "process");
    assert_eq!(document["left_behind"], Json::Array(vec![]));
    assert_eq!(document["stats"]["programs"], document["stats"]["as_expected"]);
    let group = &document["groups"][0];
    assert_eq!((document["groups"].as_array().unwrap().len(), &group["group"]), (1, &Json::from("files")));
    let links = group["programs"].as_array().unwrap().iter().find(|program| program["program"] == "links").unwrap();
    assert_eq!(links["about"], "Reaches files outside its folder through links inside it.");
    assert_eq!((&links["verdict"], &links["as_expected"]), (&Json::from("accepted"), &Json::from(true)));
}

#[test]
fn a_group_that_is_none() {
    let said = Place::with(&[]).kumite(&["selftest", "file"]);
    assert_eq!(said.code, 4);
    insta::assert_snapshot!(said.stderr, @r"
    error: there is no group `file` of hostile programs
      hint: Did you mean `files`?
    ");
}
