//! A case as a `[[cases]]` table that an author can paste.

use serde_json::Value as Json;

use crate::model::{Answer, CaseInput, Problem};

/// The table, with a name that no case of the problem has.
pub fn ready_case(name: &str, problem: &Problem, input: &CaseInput, expected: Option<&Answer>) -> String {
    let mut lines = vec!["[[cases]]".to_owned(), format!("name = \"{}\"", free_name(name, problem))];
    if let Json::Object(fields) = input.to_json() {
        lines.extend(fields.iter().map(|(key, value)| field(key, value)));
    }
    if let Some(expected) = expected {
        let key = if matches!(expected, Answer::Printed(_)) { "stdout" } else { "expected" };
        lines.push(field(key, &expected.to_json()));
    }
    lines.join("\n")
}

/// The name, or where a case of the problem has it, the name with a number behind it.
pub fn free_name(name: &str, problem: &Problem) -> String {
    let taken = |name: &str| problem.cases.iter().any(|case| case.name == name);
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    std::iter::once(name.to_owned()).chain(numbered).find(|name| !taken(name)).unwrap_or_else(|| name.to_owned())
}

/// `args = [1, "a"]`, or `args_json = '...'` where TOML has no word for something in it.
fn field(key: &str, value: &Json) -> String {
    // The one character that JSON leaves as it is and TOML does not.
    let text = value.to_string().replace('\u{7f}', "\\u007f");
    if is_toml(value) {
        return format!("{key} = {text}");
    }
    // JSON in a literal string, where nothing is escaped; control characters are escaped in JSON already.
    if text.contains('\'') {
        let quoted = Json::from(text).to_string();
        return format!("{key}_json = {quoted}");
    }
    format!("{key}_json = '{text}'")
}

/// Whether the JSON text is TOML too: no null, no object, no int of more than 64 bits.
fn is_toml(value: &Json) -> bool {
    match value {
        Json::Null | Json::Object(_) => false,
        Json::Bool(_) | Json::String(_) => true,
        Json::Number(number) => number.as_i64().is_some() || number.as_str().contains('.'),
        Json::Array(items) => items.iter().all(is_toml),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::field;

    #[test]
    fn what_is_written_is_toml_that_says_the_same() {
        for value in
            [json!([1, "a\n'\"\\", [2.5, true]]), json!([null, "it's"]), json!({"a": [1]}), json!("x\u{1}\u{7f}")]
        {
            let line = field("args", &value);
            let table: toml::Table = toml::from_str(&line).unwrap_or_else(|error| panic!("{line}: {error}"));
            let read = match table.get("args_json") {
                Some(text) => serde_json::from_str(text.as_str().unwrap()).unwrap(),
                None => serde_json::to_value(&table["args"]).unwrap(),
            };
            assert_eq!(read, value, "{line}");
        }
    }
}
