//! Whatever a package holds, reading it ends with an answer.

use proptest::prelude::*;

use super::{Folder, fixtures};

/// The texts that are cut and mixed: all that the fixtures and the format know.
fn seeds() -> Vec<Vec<u8>> {
    [
        "valid/arrays/rotate-left",
        "valid/design/running-total",
        "valid/text/sum-lines",
        "broken/function-mistakes",
        "broken/class-mistakes",
    ]
    .map(|package| std::fs::read(fixtures(package).join("problem.toml")).unwrap())
    .to_vec()
}

/// Reads a package without caring what is found.
fn read(files: &[(&str, &[u8])]) {
    let folder = Folder::with(&[]);
    for (path, bytes) in files {
        folder.write(path, bytes);
    }
    let catalog = folder.catalog();
    let diagnostics = catalog.diagnostics("p").unwrap();
    let shown: String = diagnostics.iter().map(ToString::to_string).collect();
    assert_eq!(catalog.get("p").is_err(), shown.contains(": error: "), "{shown}");
    let _ = catalog.headers();
}

/// A text with a few of its pieces cut out, doubled, or replaced.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let edit = (any::<prop::sample::Index>(), 0_usize..40, prop::collection::vec(any::<u8>(), 0..4), any::<bool>());
    (0..seeds().len(), prop::collection::vec(edit, 1..6)).prop_map(|(seed, edits)| {
        let mut text = seeds()[seed].clone();
        for (at, len, bytes, double) in edits {
            let start = at.index(text.len().max(1)).min(text.len());
            let end = (start + len).min(text.len());
            let piece = if double { text[start..end].to_vec() } else { bytes };
            text.splice(start..if double { start } else { end }, piece);
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn any_bytes_are_survived(toml in prop::collection::vec(any::<u8>(), 0..300), json in prop::collection::vec(any::<u8>(), 0..100)) {
        read(&[("p/problem.toml", &toml), ("p/cases/a.json", &json)]);
    }

    #[test]
    fn mutated_packages_are_survived(toml in mutated(), reference in any::<bool>()) {
        let mut files: Vec<(&str, &[u8])> = vec![("p/problem.toml", &toml), ("p/generator.py", b"def ascending(rng): ...\n")];
        if reference {
            files.push(("p/submissions/accepted/reference.py", b""));
        }
        read(&files);
    }

    #[test]
    fn any_signature_is_survived(signature in r#"(def |class |self|[a-z\[\](){}|:,.'"\\#*>= \n-]|list|int|None|->|\.\.\.){0,40}"#) {
        for kind in ["function", "class"] {
            let quoted = serde_json::Value::from(signature.as_str());
            let toml = format!("format_version = 1\n[entry]\nkind = '{kind}'\nsignature = {quoted}\n[[cases]]\nname = 'a'\n");
            read(&[("p/problem.toml", toml.as_bytes())]);
        }
    }

    #[test]
    fn any_json_case_is_survived(case in r#"(\{|\}|\[|\]|,|:|"args"|"expected"|"tags"|"name"|"args_json"|"[a-z\\]*"|[0-9.eE-]+|null|true| ){0,30}"#) {
        let toml = super::function("def f(a: list[int], b: str) -> Any", "[[1], \"x\"]", "1");
        read(&[("p/problem.toml", toml.as_bytes()), ("p/cases/a.json", case.as_bytes()), ("p/cases/b.json", format!("{{{case}}}").as_bytes())]);
    }
}
