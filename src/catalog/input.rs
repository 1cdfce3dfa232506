//! The input and the expected answer of a case: plain values made into those that the entry declares.

use crate::model::{Answer, CaseInput, CoerceError, Entry, Method, Param, Step, Value, python_literal};

use super::fields::{Fields, did_you_mean};
use super::source::{Source, offset_of};

/// How many wrong values of one input or answer are told apart; there may be a hundred thousand.
const TOLD: usize = 3;

/// The input of a case.
pub(super) struct Input {
    pub(super) value: CaseInput,
    /// Where its arguments, its calls or its text stand.
    pub(super) at: usize,
    /// Where the arguments of `__init__` stand.
    pub(super) init_at: usize,
}

/// What stands under a key.
pub(super) enum Given<T> {
    Absent,
    /// Given, and already reported as wrong.
    Broken,
    /// The thing and where it stands.
    Value(T, usize),
}

/// Reads `key` or its twin `json_key`, whichever is there.
pub(super) fn given(fields: &mut Fields, key: &'static str, json_key: &'static str, source: &Source) -> Given<Value> {
    let plain = fields.take(key);
    let json = fields.take(json_key);
    match (plain, json) {
        (None, None) => Given::Absent,
        (Some(_), Some(json)) => {
            let message = format!("both `{key}` and `{json_key}` are given");
            source.error("conflicting-keys", json.at(), message, "Keep one of them.");
            Given::Broken
        }
        (Some(node), None) => node.value(source).map_or(Given::Broken, |value| Given::Value(value, node.at())),
        (None, Some(node)) => {
            let Some(text) = node.text() else {
                fields.wrong_type(json_key, node, "a string with JSON in it");
                return Given::Broken;
            };
            match serde_json::from_str(&text.text) {
                Ok(json) => Given::Value(Value::from_json(json), node.at()),
                Err(error) => {
                    let at = text.at(source, offset_of(&text.text, error.line(), error.column()));
                    let message = format!("`{json_key}` is not JSON: {error} of the text");
                    source.error("invalid-json", at, message, "Write valid JSON in the string.");
                    Given::Broken
                }
            }
        }
    }
}

/// The input of a function's case.
pub(super) fn call(fields: &mut Fields, entry: Option<&Entry>, source: &Source) -> Option<Input> {
    let (args, at) = array(given(fields, "args", "args_json", source), "args", fields, source)?;
    let Some(Entry::Function { name, params, .. }) = entry else { return None };
    match arguments(args, params, name) {
        Ok(args) => Some(Input { value: CaseInput::Call(args), at, init_at: at }),
        Err(wrong) => {
            Wrong::report(&wrong, at, source);
            None
        }
    }
}

/// The input of a class's case. Without `init` there are no arguments.
pub(super) fn calls(fields: &mut Fields, entry: Option<&Entry>, source: &Source) -> Option<Input> {
    let init = match given(fields, "init", "init_json", source) {
        Given::Absent => Some((Vec::new(), fields.at)),
        init => array(init, "init", fields, source),
    };
    let init_at = init.as_ref().map_or(fields.at, |(_, at)| *at);
    let calls = array(given(fields, "calls", "calls_json", source), "calls", fields, source);
    let Some(Entry::Class { name, init: params, methods }) = entry else { return None };
    let init = init
        .and_then(|(args, at)| arguments(args, params, name).map_err(|wrong| Wrong::report(&wrong, at, source)).ok());
    let (calls, at) = calls?;
    let mut read = Vec::with_capacity(calls.len());
    let mut wrong = Vec::new();
    for (number, call) in calls.into_iter().enumerate() {
        match one_call(call, methods) {
            Ok(call) => read.push(call),
            Err(found) => wrong.extend(
                found
                    .into_iter()
                    .map(|wrong| Wrong { message: format!("calls[{number}]: {}", wrong.message), ..wrong }),
            ),
        }
    }
    if !wrong.is_empty() {
        Wrong::report(&wrong, at, source);
        return None;
    }
    Some(Input { value: CaseInput::Class { init: init?, calls: read }, at, init_at })
}

/// The expected answer of a function's or class's case. `calls` are those of a class, where they are known.
///
/// With `is_free` it may be anything: a checker.py may want to know something else than an answer, the best length say.
pub(super) fn expected(
    fields: &mut Fields,
    entry: Option<&Entry>,
    calls: Option<&[(String, Vec<Value>)]>,
    is_free: bool,
    source: &Source,
) -> Given<Answer> {
    let (value, at) = match given(fields, "expected", "expected_json", source) {
        Given::Value(value, at) => (value, at),
        Given::Absent => return Given::Absent,
        Given::Broken => return Given::Broken,
    };
    let as_written = if is_free { Some(value.clone()) } else { None };
    let read = match entry {
        Some(Entry::Class { methods, .. }) => expected_of_calls(value, calls, methods),
        Some(entry) => entry
            .answer_type()
            .ok_or(Vec::new())
            .and_then(|ty| ty.coerce(value).map_err(|error| vec![Wrong::mismatch("expected", &error)])),
        None => Err(Vec::new()),
    };
    match read.or_else(|wrong| as_written.ok_or(wrong)) {
        Ok(value) => Given::Value(Answer::Returned(value), at),
        Err(wrong) => {
            Wrong::report(&wrong, at, source);
            Given::Broken
        }
    }
}

/// Something wrong with a value.
struct Wrong {
    code: &'static str,
    message: String,
    hint: String,
}

impl Wrong {
    fn new(code: &'static str, message: String, hint: impl Into<String>) -> Self {
        Self { code, message, hint: hint.into() }
    }

    fn report(all: &[Self], at: usize, source: &Source) {
        for wrong in all.iter().take(TOLD) {
            source.error(wrong.code, at, &wrong.message, &wrong.hint);
        }
        if let Some(next) = all.get(TOLD) {
            let message = format!("and {} more like these", all.len() - TOLD);
            source.error(next.code, at, message, "Mend those above first.");
        }
    }

    /// `name` is what the path in the error starts from.
    fn mismatch(name: &str, error: &CoerceError) -> Self {
        let path = error.path.to_string();
        let place = format!("{name}{}", path.strip_prefix('$').unwrap_or(&path));
        let message = format!("`{place}` is declared {}, found {}", error.declared, error.found);
        Self::new("type-mismatch", message, format!("Write {} there, or change the signature.", error.declared))
    }
}

/// The items of an array; anything else, and its absence, is reported.
fn array(given: Given<Value>, key: &str, fields: &Fields, source: &Source) -> Option<(Vec<Value>, usize)> {
    match given {
        Given::Value(Value::List(items), at) => Some((items, at)),
        Given::Value(other, at) => {
            let message = format!("`{key}` must be an array, not {}", python_literal(&other, 40));
            source.error("wrong-type", at, message, format!("Write `{key} = [...]`."));
            None
        }
        Given::Absent => {
            let message = format!("the case has no `{key}`");
            source.error("missing-key", fields.at, message, format!("Write `{key} = [...]`."));
            None
        }
        Given::Broken => None,
    }
}

/// Arguments as their parameters declare them. `of` is the function, class or method.
fn arguments(args: Vec<Value>, params: &[Param], of: &str) -> Result<Vec<Value>, Vec<Wrong>> {
    if args.len() != params.len() {
        let names: Vec<&str> = params.iter().map(|param| param.name.as_str()).collect();
        let message = format!("`{of}` takes {}, the case gives {}", arguments_text(params.len()), args.len());
        let hint = match params {
            [] => "Write `[]`.".to_owned(),
            [only] => format!("Write an array with the one argument: `[{}]`.", only.name),
            _ => format!("Write `[{}]`.", names.join(", ")),
        };
        return Err(vec![Wrong::new("arguments", message, hint)]);
    }
    let mut read = Vec::with_capacity(args.len());
    let mut wrong = Vec::new();
    for (arg, param) in args.into_iter().zip(params) {
        match param.ty.coerce(arg) {
            Ok(arg) => read.push(arg),
            Err(error) => wrong.push(Wrong::mismatch(&param.name, &error)),
        }
    }
    if wrong.is_empty() { Ok(read) } else { Err(wrong) }
}

fn arguments_text(count: usize) -> String {
    match count {
        0 => "no arguments".to_owned(),
        1 => "one argument".to_owned(),
        count => format!("{count} arguments"),
    }
}

/// `["method", [args]]`.
fn one_call(call: Value, methods: &[Method]) -> Result<(String, Vec<Value>), Vec<Wrong>> {
    let parts = match call {
        Value::List(parts) => <[Value; 2]>::try_from(parts).ok(),
        _ => None,
    };
    let Some([Value::Str(name), Value::List(args)]) = parts else {
        return Err(vec![Wrong::new("wrong-type", "this is no call".to_owned(), "Write `[\"method\", [arguments]]`.")]);
    };
    let Some(method) = methods.iter().find(|method| method.name == name) else {
        let names: Vec<&str> = methods.iter().map(|method| method.name.as_str()).collect();
        let message = format!("there is no method `{name}`");
        return Err(vec![Wrong::new("unknown-method", message, did_you_mean(&name, &names))]);
    };
    arguments(args, &method.params, &name).map(|args| (name, args))
}

/// One answer per call, each of its method's return type.
fn expected_of_calls(
    value: Value,
    calls: Option<&[(String, Vec<Value>)]>,
    methods: &[Method],
) -> Result<Value, Vec<Wrong>> {
    let Value::List(answers) = value else {
        let message = format!("`expected` must be an array, not {}", python_literal(&value, 40));
        return Err(vec![Wrong::new("wrong-type", message, "Write one answer per call.")]);
    };
    let Some(calls) = calls else { return Err(Vec::new()) };
    if answers.len() != calls.len() {
        let message = format!("`expected` has {} for {} calls", answers.len(), calls.len());
        return Err(vec![Wrong::new(
            "expected-length",
            message,
            "Write one answer per call, null where it returns None.",
        )]);
    }
    let mut read = Vec::with_capacity(answers.len());
    let mut wrong = Vec::new();
    for (number, (answer, (name, _))) in answers.into_iter().zip(calls).enumerate() {
        let Some(method) = methods.iter().find(|method| method.name == *name) else { continue };
        match method.returns.coerce(answer) {
            Ok(answer) => read.push(answer),
            Err(mut error) => {
                error.path.0.insert(0, Step::Index(number));
                wrong.push(Wrong::mismatch("expected", &error));
            }
        }
    }
    if wrong.is_empty() { Ok(Value::List(read)) } else { Err(wrong) }
}

/// The input of a stdin problem's case.
pub(super) fn stdin(fields: &mut Fields) -> Option<Input> {
    let text = fields.required_text("stdin", "Write `stdin = \"...\"`.")?;
    let at = text.start();
    Some(Input { value: CaseInput::Stdin(text.text.into_owned().into_bytes()), at, init_at: at })
}

/// The standard output that a case expects.
pub(super) fn stdout(fields: &mut Fields) -> Given<Answer> {
    let absent = fields.at_of("stdout").is_none();
    match fields.text("stdout") {
        Some(text) => {
            let at = text.start();
            Given::Value(Answer::Printed(text.text.into_owned().into_bytes()), at)
        }
        None if absent => Given::Absent,
        None => Given::Broken,
    }
}
