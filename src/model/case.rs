//! A test case: one input, and the answer that is expected for it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::value::Value;

/// One test case of a problem.
#[derive(Debug, Clone)]
pub struct TestCase {
    /// Unique in its problem.
    pub name: String,
    /// Sample or secret.
    pub group: Group,
    /// What the case is about.
    pub tags: Vec<String>,
    /// Why it is there.
    pub why: Option<String>,
    /// Where the input comes from.
    pub source: CaseSource,
    /// The expected answer; None: the reference answers.
    pub expected: Option<Arc<Answer>>,
}

/// Sample cases are shown with the statement; secret ones are not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Group {
    /// Shown with the statement.
    Sample,
    /// Everything else.
    Secret,
}

impl Group {
    /// The name in files and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sample => "sample",
            Self::Secret => "secret",
        }
    }
}

/// Where a case's input comes from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum CaseSource {
    /// Written in the package.
    Given(Arc<CaseInput>),
    /// Made by `generator.py` when judging.
    Generated {
        /// The function of `generator.py`.
        function: String,
        /// Its keyword arguments.
        params: Vec<(String, Value)>,
        /// The seed of its random numbers.
        seed: u64,
    },
}

/// The input of one case. Values have the declared types.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum CaseInput {
    /// The arguments of a function.
    Call(Vec<Value>),
    /// The arguments of `__init__`, then the calls in order.
    Class {
        /// The arguments of `__init__`.
        init: Vec<Value>,
        /// Method and arguments.
        calls: Vec<(String, Vec<Value>)>,
    },
    /// Standard input.
    Stdin(Vec<u8>),
}

impl CaseInput {
    /// The input as a package writes it: `{"args": [...]}`, `{"init": ..., "calls": ...}` or `{"stdin": "..."}`.
    pub fn to_json(&self) -> Json {
        let values = |values: &[Value]| Json::Array(values.iter().map(Value::to_json).collect());
        match self {
            Self::Call(args) => json!({ "args": values(args) }),
            Self::Class { init, calls } => {
                let calls: Vec<Json> = calls.iter().map(|(method, args)| json!([method, values(args)])).collect();
                json!({ "init": values(init), "calls": calls })
            }
            Self::Stdin(text) => json!({ "stdin": String::from_utf8_lossy(text) }),
        }
    }
}

/// An answer: expected, or given by a candidate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// What a function returned, or the list of what a class's calls returned.
    Returned(Value),
    /// What a program printed.
    Printed(Vec<u8>),
}

impl Answer {
    /// The answer as a package writes it.
    pub fn to_json(&self) -> Json {
        match self {
            Self::Returned(value) => value.to_json(),
            Self::Printed(text) => Json::String(String::from_utf8_lossy(text).into_owned()),
        }
    }
}
