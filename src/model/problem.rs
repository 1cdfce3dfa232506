//! A problem: what a package on disk says, read and checked.

use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::case::TestCase;
use super::limits::LimitsSpec;
use super::path::PathPattern;
use super::types::Type;
use super::verdict::Verdict;

/// A package as in `docs/problem-format.md`.
///
/// Written down, it is what reports say of it: without cases, constraints and programs.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Problem {
    /// The folder's own name: kebab-case.
    pub id: String,
    /// The folder on disk; None for a problem of the embedded library.
    #[serde(skip)]
    pub dir: Option<PathBuf>,
    /// The title; the id where the package gives none.
    pub title: String,
    /// One sentence.
    pub summary: Option<String>,
    /// How hard it is.
    pub difficulty: Option<Difficulty>,
    /// Topics, the folder's first.
    pub topics: Vec<String>,
    /// What an interviewer would give.
    pub minutes: Option<u32>,
    /// What the candidate writes.
    pub entry: Entry,
    /// What a case may use.
    pub limits: LimitsSpec,
    /// How answers are compared.
    pub checker: CheckerSpec,
    /// Which inputs are legal, by parameter.
    #[serde(skip)]
    pub constraints: Vec<Constraint>,
    /// The cases in order: samples and secret ones as written, then those in files, then the generated ones.
    #[serde(skip)]
    pub cases: Vec<Arc<TestCase>>,
    /// The text of `submissions/accepted/reference.py`.
    #[serde(skip)]
    pub reference: Option<Arc<str>>,
    /// The text of `generator.py`.
    #[serde(skip)]
    pub generator: Option<Arc<str>>,
    /// The text of `validator.py`.
    #[serde(skip)]
    pub validator: Option<Arc<str>>,
    /// How cost must grow.
    pub growth: Option<Growth>,
    /// Hints in order.
    pub hints: Vec<Hint>,
    /// What an interviewer asks next.
    pub follow_ups: Vec<FollowUp>,
}

/// How hard a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Difficulty {
    /// A warm-up.
    Easy,
    /// The usual coding round.
    Medium,
    /// A hard round.
    Hard,
}

impl Difficulty {
    /// All of them, easiest first.
    pub const ALL: [Self; 3] = [Self::Easy, Self::Medium, Self::Hard];

    /// The name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Easy => "easy",
            Self::Medium => "medium",
            Self::Hard => "hard",
        }
    }
}

/// What the candidate writes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Entry {
    /// `def f(a: T, b: U) -> R`.
    Function {
        /// The function's name.
        name: String,
        /// Its parameters, in order.
        params: Vec<Param>,
        /// The declared return type.
        returns: Type,
        /// The index of the parameter whose value after the call is the answer.
        mutates: Option<usize>,
    },
    /// `class C` with methods; the answers are one per call.
    Class {
        /// The class's name.
        name: String,
        /// The parameters of `__init__`, without `self`.
        init: Vec<Param>,
        /// The methods, in order.
        methods: Vec<Method>,
    },
    /// The file is run as `__main__`.
    Stdin,
}

impl Entry {
    /// `function`, `class` or `stdin`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Function { .. } => "function",
            Self::Class { .. } => "class",
            Self::Stdin => "stdin",
        }
    }

    /// The type of a function's answer: what it returns, or the parameter that it changes.
    pub fn answer_type(&self) -> Option<&Type> {
        match self {
            Self::Function { params, mutates: Some(index), .. } => params.get(*index).map(|param| &param.ty),
            Self::Function { returns, .. } => Some(returns),
            Self::Class { .. } | Self::Stdin => None,
        }
    }
}

/// A parameter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Param {
    /// Its name.
    pub name: String,
    /// Its declared type.
    pub ty: Type,
}

/// A method of a class problem.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Method {
    /// Its name.
    pub name: String,
    /// Its parameters, without `self`.
    pub params: Vec<Param>,
    /// The declared return type.
    pub returns: Type,
}

/// How answers are compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckerSpec {
    /// The rule for the whole answer.
    pub kind: Rule,
    /// Rules for places in it; the deepest matching one decides.
    pub rules: Vec<(PathPattern, Rule)>,
    /// The text of `checker.py`, where a rule is [`Rule::Program`].
    pub program: Option<Arc<str>>,
}

/// A rule of comparing.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Rule {
    /// Equal, types included; for text byte for byte. Here and in everything below, unless a deeper rule says otherwise.
    Exact,
    /// The list at this place in any order; what is below keeps its own rule. Inside it only `[*]` steps match, for
    /// its items have no index.
    Unordered,
    /// Floats `a` and `b` with `|a - b| <= max(rel * max(|a|, |b|), abs)`, as in Python's `math.isclose`.
    /// Here and in everything below, unless a deeper rule says otherwise.
    Float {
        /// Relative tolerance.
        rel: f64,
        /// Absolute tolerance.
        abs: f64,
    },
    /// Text split at white space; with tolerances for tokens that both sides write as decimals.
    Tokens(Option<(f64, f64)>),
    /// Text line by line; trailing spaces and newlines do not count. Tolerances as for tokens.
    Lines(Option<(f64, f64)>),
    /// `checker.py` decides.
    Program,
}

/// Which values are legal at a place of a parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Constraint {
    /// The parameter; `method.parameter` in a class problem.
    pub param: String,
    /// The place in its value.
    pub pattern: PathPattern,
    /// Smallest and largest number, inclusive.
    pub range: Option<(Bound, Bound)>,
    /// Smallest and largest length, inclusive.
    pub length: Option<(Bound, Bound)>,
    /// The letters that a text may have.
    pub alphabet: Option<String>,
    /// The values that are legal, as JSON.
    pub one_of: Option<Vec<serde_json::Value>>,
    /// Items do not decrease.
    pub sorted: bool,
    /// No item stands twice.
    pub unique: bool,
}

/// An end of a range.
#[derive(Debug, Clone, PartialEq)]
pub enum Bound {
    /// An integer.
    Int(i64),
    /// A float.
    Float(f64),
    /// `len(parameter)`, plus a number.
    Len(String, i64),
    /// The value of another parameter, plus a number.
    Param(String, i64),
}

/// How cost must grow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Growth {
    /// The function of `generator.py` that makes inputs.
    pub function: String,
    /// The parameter of it that is the size.
    pub parameter: String,
    /// How the reference grows.
    pub target: GrowthTarget,
}

/// A growth class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum GrowthTarget {
    /// `1`.
    Constant,
    /// `log n`.
    Log,
    /// `n`.
    Linear,
    /// `n log n`.
    Linearithmic,
    /// `n^2`.
    Quadratic,
    /// `n^3`.
    Cubic,
    /// `2^n`.
    Exponential,
}

impl GrowthTarget {
    /// All of them, cheapest first.
    pub const ALL: [Self; 7] =
        [Self::Constant, Self::Log, Self::Linear, Self::Linearithmic, Self::Quadratic, Self::Cubic, Self::Exponential];

    /// The name in a package.
    pub fn name(self) -> &'static str {
        match self {
            Self::Constant => "1",
            Self::Log => "log n",
            Self::Linear => "n",
            Self::Linearithmic => "n log n",
            Self::Quadratic => "n^2",
            Self::Cubic => "n^3",
            Self::Exponential => "2^n",
        }
    }
}

/// A hint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hint {
    /// What it says.
    pub text: String,
    /// When it fits; None: always.
    pub when: Option<HintCondition>,
}

/// When a hint fits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum HintCondition {
    /// A case got this verdict.
    Verdict(Verdict),
    /// A case with this tag failed.
    Tag(String),
}

/// What an interviewer asks next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// The question.
    pub question: String,
    /// The answer.
    pub answer: String,
}
