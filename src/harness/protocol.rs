//! What travels between the judge and the harness; `docs/protocol.md` describes it, `kumite_harness/protocol.py` is
//! the other side.

use std::os::fd::OwnedFd;
use std::sync::Arc;

use super::embedded::MEASURE;
use super::marshal::{self, DecodeError};
use super::program::{Compiled, ProgramKind};
use crate::model::{CaseInput, Changed, Earlier, Frame, Lasting, Raised, Reply, SharedRun, Type, Unencodable, Value};

/// Things that were changed: what a child says is shown to a person, so it is not much.
const MOST_CHANGED: usize = 3;

/// Requests on the control channel: a letter, then a length in eight bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Request {
    Run,
    Together,
    Nothing,
    Compile,
    Serve,
}

impl Request {
    pub(super) fn message(self, length: usize) -> Vec<u8> {
        let letter = match self {
            Self::Run => b'c',
            Self::Together => b't',
            Self::Nothing => b'n',
            Self::Compile => b'p',
            Self::Serve => b's',
        };
        let mut message = vec![letter];
        message.extend((length as u64).to_le_bytes());
        message
    }
}

/// What the harness says on the control channel.
#[derive(Debug)]
pub(super) enum Word {
    /// Ready for requests. A solution's server hands over where the kernel asks about it, if it does.
    Ready(Option<OwnedFd>),
    /// A child begins with the candidate's work. It cannot say so, or anything else, later.
    Entered,
    /// What was asked for did not come to begin.
    Failed,
}

impl Word {
    pub(super) fn parse(letter: u8, descriptor: Option<OwnedFd>) -> Option<Self> {
        match letter {
            b'r' => Some(Self::Ready(descriptor)),
            b'e' => Some(Self::Entered),
            b'f' => Some(Self::Failed),
            _ => None,
        }
    }
}

/// A dict under construction.
struct DictWriter<'a>(&'a mut Vec<u8>);

impl<'a> DictWriter<'a> {
    fn new(out: &'a mut Vec<u8>) -> Self {
        out.push(b'{');
        Self(out)
    }

    fn put(&mut self, key: &str, value: &Value) {
        marshal::encode_str(key, self.0);
        marshal::encode(value, self.0);
    }

    fn put_bytes(&mut self, key: &str, bytes: &[u8]) {
        marshal::encode_str(key, self.0);
        marshal::encode_bytes(bytes, self.0);
    }

    fn end(self) {
        self.0.push(b'0');
    }
}

/// The settings of a harness and its compiled modules, as one list.
pub(super) fn encode_start(settings: &[(&str, Value)], filters: &[(&str, &[u8])], modules: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    marshal::encode_head(b'[', 2, &mut out);
    let mut dict = DictWriter::new(&mut out);
    for (key, value) in settings {
        dict.put(key, value);
    }
    for (key, filter) in filters {
        dict.put_bytes(key, filter);
    }
    dict.end();
    out.extend(modules);
    out
}

/// What a server has to know of a solution, and whether it shall import beforehand what the solution imports.
pub(super) fn encode_solution(compiled: &Compiled, processes: u32, preload: bool) -> Vec<u8> {
    let program = &compiled.program;
    let text = |text: &str| Value::Str(text.to_owned());
    let texts = |texts: &[String]| Value::List(texts.iter().map(|one| text(one)).collect());
    let local = |module: &super::imports::LocalModule| {
        let file = text(&program.shown_name_of(module));
        Value::Tuple(vec![text(&module.name), file, Value::Bool(module.is_package)])
    };
    let mut out = Vec::new();
    let mut dict = DictWriter::new(&mut out);
    dict.put("filename", &text(&program.file_name));
    dict.put("files", &texts(&program.shown_names()));
    dict.put("local", &Value::List(program.local.iter().map(local).collect()));
    dict.put("by_author", &Value::Bool(program.by_author));
    dict.put("preload", &texts(if preload { &compiled.preload } else { &[] }));
    dict.put_bytes("codes", &compiled.codes);
    dict.put("processes", &Value::Int(i64::from(processes)));
    if let Some(what) = program.measure {
        dict.put("measuring", &Value::Tuple(vec![text(MEASURE), text(what.name())]));
    }
    match &program.kind {
        ProgramKind::Function { name, params, returns, mutates } => {
            dict.put("kind", &text("function"));
            dict.put("entry", &text(name));
            dict.put("params", &shapes_unless_plain(params.iter()));
            dict.put("returns", &shape(returns));
            dict.put("mutates", &mutates.map_or(Value::None, Value::from));
            dict.put("aside", &Value::Bool(!matches!(returns, Type::None | Type::Optional(_) | Type::Any)));
        }
        ProgramKind::Class { name, init, methods } => {
            let method = |method: &crate::model::Method| {
                let params = shapes_unless_plain(method.params.iter().map(|param| &param.ty));
                (text(&method.name), Value::Tuple(vec![params, shape(&method.returns)]))
            };
            dict.put("kind", &text("class"));
            dict.put("entry", &text(name));
            dict.put("params", &shapes_unless_plain(init.iter()));
            dict.put("methods", &Value::Dict(methods.iter().map(method).collect()));
        }
        ProgramKind::Stdin => dict.put("kind", &text("stdin")),
        ProgramKind::Generator { name } => {
            dict.put("kind", &text("generator"));
            dict.put("entry", &text(name));
        }
    }
    dict.end();
    out
}

/// Sources to compile: the solution, then the modules beside it.
pub(super) fn encode_sources<'a>(files: impl ExactSizeIterator<Item = (&'a [u8], String)>) -> Vec<u8> {
    let mut out = Vec::new();
    marshal::encode_head(b'[', files.len(), &mut out);
    for (source, name) in files {
        marshal::encode_head(b'(', 2, &mut out);
        marshal::encode_bytes(source, &mut out);
        marshal::encode_str(&name, &mut out);
    }
    out
}

/// The inputs of cases that are run together; none of them is a program's.
pub(super) fn encode_cases(inputs: &[Arc<CaseInput>]) -> Vec<u8> {
    let mut out = Vec::new();
    marshal::encode_head(b'[', inputs.len(), &mut out);
    for input in inputs {
        out.extend(encode_case(input));
    }
    out
}

/// The input of a case; empty for a program that reads standard input.
pub(super) fn encode_case(input: &CaseInput) -> Vec<u8> {
    let mut out = Vec::new();
    match input {
        CaseInput::Call(args) => encode_args(args, &mut out),
        CaseInput::Class { init, calls } => {
            marshal::encode_head(b'(', 2, &mut out);
            encode_args(init, &mut out);
            marshal::encode_head(b'[', calls.len(), &mut out);
            for (method, args) in calls {
                marshal::encode_head(b'(', 2, &mut out);
                marshal::encode_str(method, &mut out);
                encode_args(args, &mut out);
            }
        }
        CaseInput::Stdin(_) => {}
    }
    out
}

fn encode_args(args: &[Value], out: &mut Vec<u8>) {
    marshal::encode_head(b'[', args.len(), out);
    for arg in args {
        marshal::encode(arg, out);
    }
}

fn shapes<'a>(types: impl Iterator<Item = &'a Type>) -> Value {
    Value::List(types.map(shape).collect())
}

/// The shapes of all arguments; None where none of them needs one.
fn shapes_unless_plain<'a>(types: impl Iterator<Item = &'a Type> + Clone) -> Value {
    if types.clone().all(is_plain) { Value::None } else { shapes(types) }
}

/// Whether a plain value is all that the type needs.
fn is_plain(ty: &Type) -> bool {
    match ty {
        Type::TreeNode | Type::ListNode | Type::Iterator(_) => false,
        Type::List(item) | Type::TupleOf(item) | Type::Dict(_, item) | Type::Optional(item) => is_plain(item),
        Type::Tuple(items) => items.iter().all(is_plain),
        _ => true,
    }
}

/// What the harness has to do for a type beyond plain values; None where nothing.
fn shape(ty: &Type) -> Value {
    if is_plain(ty) {
        return Value::None;
    }
    let (name, inner) = match ty {
        Type::TreeNode => ("tree", None),
        Type::ListNode => ("linked", None),
        Type::Iterator(item) => ("iterator", Some(shape(item))),
        Type::List(item) => ("list", Some(shape(item))),
        Type::TupleOf(item) => ("tuple_of", Some(shape(item))),
        Type::Dict(_, item) => ("dict", Some(shape(item))),
        Type::Optional(item) => ("optional", Some(shape(item))),
        Type::Tuple(items) => ("tuple", Some(shapes(items.iter()))),
        _ => return Value::None,
    };
    let mut parts = vec![Value::Str(name.to_owned())];
    parts.extend(inner);
    Value::Tuple(parts)
}

/// What a child wrote, understood. Whatever it is, it is no more than the candidate's word: a reply that the harness
/// never gives at this place, or for this kind of program, is none.
///
/// `program` says that the file was run as one. It answers by printing, and it may leave as it likes: how it did, the
/// kernel knows.
pub fn parse_reply(bytes: &[u8], program: bool) -> Reply {
    let (loaded, bytes) = match bytes.strip_prefix(b"L") {
        Some(rest) => (true, rest),
        None => (false, bytes),
    };
    let Some((&letter, mut payload)) = bytes.split_first() else {
        return if program && loaded { Reply::Finished } else { Reply::Nothing { loaded } };
    };
    let reply = match letter {
        b'A' if loaded && !program => parse_answer(&mut payload),
        b'F' if loaded && program => Some(Reply::Finished),
        b'R' => parse_raised(&mut payload, loaded),
        b'U' if loaded && !program => parse_unencodable(&mut payload),
        b'M' if !loaded && !program => parse_texts(&mut payload).map(|defined| Reply::MissingEntry { defined }),
        _ => None,
    };
    // Exactly one reply: what follows it was not written by the harness.
    reply.filter(|_| payload.is_empty()).unwrap_or(Reply::Garbled)
}

/// What a child wrote that ran cases together: each reply after its length, then what was changed. What is not
/// understood, and what follows it, is as good as not written.
pub(super) fn parse_together(bytes: &[u8]) -> SharedRun {
    let mut run = SharedRun::default();
    let Some(mut rest) = bytes.strip_prefix(b"L") else { return run };
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let length = u32::from_le_bytes(*length) as usize;
        let Some((frame, after)) = after.split_at_checked(length) else { break };
        rest = after;
        if let Some(changed) = frame.strip_prefix(b"K") {
            run.changed = parse_changed(changed).unwrap_or_default();
            break;
        }
        match parse_reply(&[b"L", frame].concat(), false) {
            reply @ (Reply::Answer { .. } | Reply::Raised(_) | Reply::Unencodable(_)) => run.replies.push(reply),
            _ => break,
        }
    }
    run
}

fn parse_changed(mut bytes: &[u8]) -> Option<Vec<Changed>> {
    let pair = |pair: &Value| {
        let [Value::Str(what), Value::Str(name)] = pair.items()? else { return None };
        let what = Lasting::ALL.into_iter().find(|lasting| lasting.name() == what)?;
        Some(Changed { what, name: name.chars().take(MOST_NAME).collect() })
    };
    marshal::decode(&mut bytes).ok()?.items()?.iter().take(MOST_CHANGED).map(pair).collect()
}

/// The code objects, or why there are none.
pub(super) fn parse_compiled(bytes: &[u8]) -> Result<Vec<u8>, Reply> {
    match bytes.strip_prefix(b"C") {
        Some(codes) => Ok(codes.to_vec()),
        None => Err(parse_reply(bytes, false)),
    }
}

fn parse_answer(payload: &mut &[u8]) -> Option<Reply> {
    let answer = match marshal::decode(payload) {
        Ok(answer) => answer,
        Err(DecodeError::LoneSurrogate) => {
            *payload = &[];
            return Some(Reply::Unencodable(Unencodable {
                type_name: "str".to_owned(),
                path: "$".to_owned(),
                reason: "it holds half of a surrogate pair, which is no text".to_owned(),
            }));
        }
        Err(DecodeError::Malformed) => return None,
    };
    let aside = if payload.is_empty() { None } else { Some(marshal::decode(payload).ok()?) };
    Some(Reply::Answer { answer, aside })
}

/// The harness keeps what it says of an exception short. Whoever else says it shall not fill a report.
const MOST_MESSAGE: usize = 4000;
const MOST_NAME: usize = 400;
const MOST_PATH: usize = 4096;
const MOST_FRAMES: usize = 40;
const MOST_EARLIER: usize = 5;
/// No stack has so many frames; added up they are still a number.
const MOST_CALLS: usize = 1 << 40;
const MOST_NAMES: usize = 20;

fn short(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

fn parse_raised(payload: &mut &[u8], loaded: bool) -> Option<Reply> {
    let Value::Tuple(facts) = marshal::decode(payload).ok()? else { return None };
    let [type_name, message, frames, call, Value::List(earlier)] = facts.as_slice() else { return None };
    let (type_name, message, frames) = parse_told(type_name, message, frames)?;
    let earlier = earlier.iter().rev().take(MOST_EARLIER).map(parse_earlier).rev().collect::<Option<_>>()?;
    Some(Reply::Raised(Raised { loaded, type_name, message, frames, call: count(call), earlier }))
}

fn parse_earlier(facts: &Value) -> Option<Earlier> {
    let Value::Tuple(facts) = facts else { return None };
    let [Value::Bool(is_cause), type_name, message, frames] = facts.as_slice() else { return None };
    let (type_name, message, frames) = parse_told(type_name, message, frames)?;
    Some(Earlier { is_cause: *is_cause, type_name, message, frames })
}

fn parse_told(type_name: &Value, message: &Value, frames: &Value) -> Option<(String, String, Vec<Frame>)> {
    let (Value::Str(type_name), Value::Str(message), Value::List(frames)) = (type_name, message, frames) else {
        return None;
    };
    let frames = frames.iter().take(MOST_FRAMES).map(parse_frame).collect::<Option<_>>()?;
    Some((short(type_name, MOST_NAME), short(message, MOST_MESSAGE), frames))
}

fn count(value: &Value) -> Option<usize> {
    if let Value::Int(count) = value { usize::try_from(*count).ok() } else { None }
}

fn parse_frame(frame: &Value) -> Option<Frame> {
    let Value::Tuple(parts) = frame else { return None };
    let [Value::Str(file), line, column, Value::Str(function), repeats, left_out] = parts.as_slice() else {
        return None;
    };
    Some(Frame {
        file: short(file, MOST_PATH),
        line: count(line)?,
        column: count(column),
        function: short(function, MOST_NAME),
        repeats: count(repeats).filter(|&count| count < MOST_CALLS)?,
        left_out: count(left_out).filter(|&count| count < MOST_CALLS)?,
        source: None,
    })
}

fn parse_unencodable(payload: &mut &[u8]) -> Option<Reply> {
    let [type_name, path, reason] = parse_texts(payload)?.try_into().ok()?;
    Some(Reply::Unencodable(Unencodable { type_name, path, reason }))
}

fn parse_texts(payload: &mut &[u8]) -> Option<Vec<String>> {
    let Value::Tuple(parts) = marshal::decode(payload).ok()? else { return None };
    let text = |part| if let Value::Str(text) = part { Some(short(&text, MOST_NAME)) } else { None };
    parts.into_iter().take(MOST_NAMES).map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::{marshal, parse_reply, parse_together};
    use crate::model::{Changed, Lasting, Reply, SharedRun, Value};

    fn answer() -> Reply {
        Reply::Answer { answer: Value::Int(7), aside: None }
    }

    #[test]
    fn exactly_one_reply_counts() {
        assert_eq!(parse_reply(b"", false), Reply::Nothing { loaded: false });
        assert_eq!(parse_reply(b"L", false), Reply::Nothing { loaded: true });
        assert_eq!(parse_reply(b"LAi\x07\0\0\0", false), answer());
        assert_eq!(parse_reply(b"LANT", false), Reply::Answer { answer: Value::None, aside: Some(Value::Bool(true)) });
        assert_eq!(parse_reply(b"LF", true), Reply::Finished);
        for forged in [&b"Ai\x07\0\0\0"[..], b"LANTT", b"LA", b"x", b"LR", b"LLANT", b"LAi\x07\0\0\0x"] {
            assert_eq!(parse_reply(forged, false), Reply::Garbled, "{forged:?}");
        }
        for forged in [&b"F"[..], b"LFF", b"LLF", b"LR", b"x"] {
            assert_eq!(parse_reply(forged, true), Reply::Garbled, "{forged:?}");
        }
    }

    #[test]
    fn a_call_answers_and_a_program_finishes_and_neither_does_the_other() {
        for forged in [&b"LF"[..], b"LM(\0\0\0\0", b"LC"] {
            assert_eq!(parse_reply(forged, false), Reply::Garbled, "{forged:?}");
        }
        for forged in [&b"LAi\x07\0\0\0"[..], b"LU(\0\0\0\0", b"M(\0\0\0\0"] {
            assert_eq!(parse_reply(forged, true), Reply::Garbled, "{forged:?}");
        }
        assert_eq!(parse_reply(b"M(\0\0\0\0", false), Reply::MissingEntry { defined: vec![] });
    }

    #[test]
    fn what_is_said_of_an_exception_is_short_whoever_says_it() {
        let text = |text: &str| Value::Str(text.repeat(100_000));
        let none = Value::Int(0);
        let frame = Value::Tuple(vec![text("f"), Value::Int(1), Value::None, text("g"), none.clone(), none]);
        let told = [text("E"), text("é"), Value::List(vec![frame; 100])];
        let earlier = Value::Tuple([&[Value::Bool(true)], &told[..]].concat());
        let earlier = Value::List(vec![earlier; 100]);
        let facts = Value::Tuple([&told[..], &[Value::None, earlier]].concat());
        let mut reply = b"LR".to_vec();
        marshal::encode(&facts, &mut reply);
        let Reply::Raised(raised) = parse_reply(&reply, false) else { panic!() };
        assert_eq!((raised.type_name.len(), raised.message.len(), raised.frames.len()), (400, 8000, 40));
        assert_eq!((raised.frames[0].file.len(), raised.frames[0].function.len()), (4096, 400));
        assert_eq!(
            (raised.earlier.len(), raised.earlier[0].frames.len(), raised.earlier[0].message.len()),
            (5, 40, 8000)
        );
        let mut reply = b"M".to_vec();
        marshal::encode(&Value::Tuple(vec![text("x"); 100]), &mut reply);
        let Reply::MissingEntry { defined } = parse_reply(&reply, false) else { panic!() };
        assert_eq!((defined.len(), defined[19].len()), (20, 400));
    }

    #[test]
    fn what_cases_did_together_is_read_as_far_as_it_goes() {
        let framed = |reply: &[u8]| [&(reply.len() as u32).to_le_bytes()[..], reply].concat();
        let seven = framed(b"Ai\x07\0\0\0");
        let mut changed = b"K".to_vec();
        let pair =
            |what: &str, name: &str| Value::Tuple(vec![Value::Str(what.to_owned()), Value::Str(name.to_owned())]);
        marshal::encode(&Value::List(vec![pair("global", "seen"); 5]), &mut changed);
        let whole = [b"L", &seven[..], &seven, &framed(&changed)].concat();
        let run = parse_together(&whole);
        assert_eq!(run.replies, [answer(), answer()]);
        assert_eq!(run.changed, vec![Changed { what: Lasting::Global, name: "seen".to_owned() }; 3]);
        for end in 0..whole.len() {
            let cut = parse_together(&whole[..end]);
            assert!(cut.changed.is_empty() && run.replies.starts_with(&cut.replies));
        }
        for lie in [&b"F"[..], b"x", b"", b"Ai\x07", b"C", b"R"] {
            let lies = [b"L", &seven[..], &framed(lie), &seven].concat();
            assert_eq!(parse_together(&lies), SharedRun { replies: vec![answer()], changed: vec![] }, "{lie:?}");
        }
        let mut unknown = b"K".to_vec();
        marshal::encode(&Value::List(vec![pair("verdict", "accepted")]), &mut unknown);
        assert_eq!(parse_together(&[b"L", &framed(&unknown)[..]].concat()), SharedRun::default());
        assert_eq!(parse_together(&[b"L", &b"\xff\xff\xff\xffA"[..]].concat()), SharedRun::default());
    }

    #[test]
    fn a_program_may_leave_without_a_word() {
        assert_eq!(parse_reply(b"L", true), Reply::Finished);
        assert_eq!(parse_reply(b"", true), Reply::Nothing { loaded: false });
    }
}
