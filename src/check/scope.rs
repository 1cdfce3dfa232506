//! Which rules hold at a place of an answer.
//!
//! Of the rules whose path matches a place the deepest decides, of equally deep ones the later; the rule of the whole
//! answer is the shallowest and first. `exact` and `float` hold at their place and for everything below it,
//! `unordered` holds for the list at exactly its place. Rules are resolved while walking down, so that a list of a
//! million items costs nothing where no rule goes further.

use std::borrow::Cow;

use super::number::Tolerance;
use crate::model::{CheckerSpec, PathPattern, PatternStep, Rule, Value, json_text_len};

/// Keys longer than this as JSON, in bytes, are alike only if they are the same value: converting a long int to
/// decimal takes quadratic time.
const LONGEST_KEY: usize = 1 << 16;

/// The rules at one place and below it.
#[derive(Debug, Clone)]
pub(super) struct Scope<'r> {
    rules: &'r [(PathPattern, Rule)],
    /// Rules whose first `depth` steps match the way here, and which go on below.
    live: Vec<usize>,
    depth: usize,
    tolerance: Tolerance,
    unordered: bool,
    leniency: Leniency,
}

/// What is forgiven everywhere, to find out what an answer nearly was.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Leniency {
    /// The order of every list.
    pub(super) order: bool,
    /// Differences between floats, in place of what the rules say.
    pub(super) tolerance: Option<Tolerance>,
}

impl<'r> Scope<'r> {
    /// The rules at the root of an answer.
    pub(super) fn root(spec: &'r CheckerSpec) -> Self {
        let mut root = Self { rules: &spec.rules, ..Self::exact() };
        root.apply(spec.kind);
        for (index, (pattern, rule)) in spec.rules.iter().enumerate() {
            if pattern.0.is_empty() {
                root.apply(*rule);
            } else {
                root.live.push(index);
            }
        }
        root
    }

    /// No rules: everything is exact.
    pub(super) fn exact() -> Self {
        Self {
            rules: &[],
            live: Vec::new(),
            depth: 0,
            tolerance: Tolerance::EXACT,
            unordered: false,
            leniency: Leniency::default(),
        }
    }

    /// The same rules, less strict.
    pub(super) fn forgiving(&self, leniency: Leniency) -> Self {
        Self { leniency, ..self.clone() }
    }

    /// How far floats may lie apart here.
    pub(super) fn tolerance(&self) -> Tolerance {
        self.leniency.tolerance.unwrap_or(self.tolerance)
    }

    /// Whether the order of the list at this place does not count.
    pub(super) fn is_unordered(&self) -> bool {
        self.unordered || self.leniency.order
    }

    /// The rule that decides about a value that is not a list.
    pub(super) fn rule(&self) -> Rule {
        let Tolerance { rel, abs } = self.tolerance();
        if self.tolerance().is_exact() { Rule::Exact } else { Rule::Float { rel, abs } }
    }

    fn apply(&mut self, rule: Rule) {
        self.unordered = rule == Rule::Unordered;
        match rule {
            Rule::Unordered => {}
            Rule::Float { rel, abs } => self.tolerance = Tolerance { rel, abs },
            // The rules for text and for checker.py have no meaning inside a value.
            Rule::Exact | Rule::Tokens(_) | Rule::Lines(_) | Rule::Program => self.tolerance = Tolerance::EXACT,
        }
    }

    /// The rules one step below.
    pub(super) fn children(&self) -> Children<'r> {
        let mut steps: Vec<&'r PatternStep> = Vec::new();
        for &index in &self.live {
            let step = &self.rules[index].0.0[self.depth];
            if *step != PatternStep::Any && !steps.contains(&step) {
                steps.push(step);
            }
        }
        Children {
            any: self.child(|step| *step == PatternStep::Any),
            named: steps
                .into_iter()
                .map(|named| (named, self.child(|step| *step == PatternStep::Any || step == named)))
                .collect(),
        }
    }

    fn child(&self, takes: impl Fn(&PatternStep) -> bool) -> Self {
        let mut child = Self { live: Vec::new(), depth: self.depth + 1, unordered: false, ..*self };
        for &index in &self.live {
            let (pattern, rule) = &self.rules[index];
            if !takes(&pattern.0[self.depth]) {
                continue;
            }
            if pattern.0.len() == child.depth {
                child.apply(*rule);
            } else {
                child.live.push(index);
            }
        }
        child
    }
}

/// The rules for the items of one container.
#[derive(Debug)]
pub(super) struct Children<'r> {
    any: Scope<'r>,
    named: Vec<(&'r PatternStep, Scope<'r>)>,
}

impl<'r> Children<'r> {
    /// For an element that has no index: of a set, or of a list whose order does not count. Only `[*]` matches it.
    pub(super) fn element(&self) -> &Scope<'r> {
        &self.any
    }

    /// For the item at this index.
    pub(super) fn index(&self, index: usize) -> &Scope<'r> {
        if self.named.is_empty() {
            return &self.any;
        }
        self.named(|step| matches!(step, PatternStep::Index(named) if *named == index))
    }

    /// For the value of this dict key.
    pub(super) fn key(&self, key: &Value) -> &Scope<'r> {
        if self.named.is_empty() {
            return &self.any;
        }
        self.named(|step| matches!(step, PatternStep::Key(named) if is_key(key, named)))
    }

    fn named(&self, is_it: impl Fn(&PatternStep) -> bool) -> &Scope<'r> {
        self.named.iter().find(|(step, _)| is_it(step)).map_or(&self.any, |(_, scope)| scope)
    }
}

/// Whether a dict key is written as `text` in JSON.
fn is_key(key: &Value, text: &str) -> bool {
    match key {
        Value::Str(key) => key == text,
        key => bounded_key_text(key).is_some_and(|key| key == text),
    }
}

/// A dict key's JSON text; None: it is too long to be made. A frozenset is written in the order of its items' texts.
pub(super) fn bounded_key_text(key: &Value) -> Option<String> {
    (json_text_len(key, LONGEST_KEY) <= LONGEST_KEY).then(|| with_sorted_sets(key).key_text())
}

fn with_sorted_sets(key: &Value) -> Cow<'_, Value> {
    let sorted = |items: &[Value]| items.iter().map(|item| with_sorted_sets(item).into_owned()).collect();
    match key {
        Value::Tuple(items) | Value::List(items) => Cow::Owned(Value::Tuple(sorted(items))),
        Value::FrozenSet(items) | Value::Set(items) => {
            let mut items: Vec<Value> = sorted(items);
            items.sort_by_cached_key(Value::key_text);
            Cow::Owned(Value::FrozenSet(items))
        }
        other => Cow::Borrowed(other),
    }
}

#[cfg(test)]
mod tests {
    use super::{Scope, Tolerance};
    use crate::model::{CheckerSpec, PathPattern, Rule, Step, Value};

    const LOOSE: Rule = Rule::Float { rel: 0.1, abs: 0.0 };
    const LOOSER: Rule = Rule::Float { rel: 0.2, abs: 0.0 };

    fn spec(kind: Rule, rules: &[(&str, Rule)]) -> CheckerSpec {
        let rules = rules.iter().map(|(path, rule)| (PathPattern::parse(path).unwrap(), *rule)).collect();
        CheckerSpec { kind, rules, program: None }
    }

    /// Relative tolerance and whether the order is free, at a place given by steps.
    fn at(spec: &CheckerSpec, steps: &[Step]) -> (f64, bool) {
        let mut scope = Scope::root(spec);
        for step in steps {
            let children = scope.children();
            scope = match step {
                Step::Index(index) => children.index(*index).clone(),
                Step::Key(key) => children.key(&Value::Str(key.clone())).clone(),
            };
        }
        (scope.tolerance().rel, scope.is_unordered())
    }

    #[test]
    fn the_deepest_path_decides_and_then_the_later() {
        let key = |name: &str| Step::Key(name.into());
        let spec = spec(
            LOOSE,
            &[("$[*].rate", LOOSER), ("$[*]", Rule::Exact), ("$[2].rate", Rule::Exact), ("$[*].rate[*]", LOOSE)],
        );
        assert_eq!(at(&spec, &[]), (0.1, false));
        assert_eq!(at(&spec, &[Step::Index(0)]), (0.0, false));
        assert_eq!(at(&spec, &[Step::Index(0), key("name")]), (0.0, false));
        assert_eq!(at(&spec, &[Step::Index(0), key("rate")]), (0.2, false));
        assert_eq!(at(&spec, &[Step::Index(2), key("rate")]), (0.0, false));
        assert_eq!(at(&spec, &[Step::Index(2), key("rate"), Step::Index(5)]), (0.1, false));
        assert_eq!(at(&spec, &[Step::Index(2), key("rate"), Step::Index(5), key("x")]), (0.1, false));
    }

    #[test]
    fn unordered_holds_at_its_place_only() {
        let spec = spec(Rule::Unordered, &[("$[*]", LOOSE), ("$[*][0]", Rule::Unordered)]);
        assert_eq!(at(&spec, &[]), (0.0, true));
        assert_eq!(at(&spec, &[Step::Index(3)]), (0.1, false));
        assert_eq!(at(&spec, &[Step::Index(3), Step::Index(0)]), (0.1, true));
        assert_eq!(at(&spec, &[Step::Index(3), Step::Index(1)]), (0.1, false));
        assert_eq!(at(&spec, &[Step::Index(3), Step::Index(0), Step::Index(0)]), (0.1, false));
    }

    #[test]
    fn of_two_rules_at_one_place_the_later_decides() {
        let root = |kind, later| at(&spec(kind, &[("$", later)]), &[]);
        assert_eq!(root(Rule::Unordered, Rule::Exact), (0.0, false));
        assert_eq!(root(Rule::Unordered, LOOSE), (0.1, false));
        assert_eq!(root(LOOSE, Rule::Unordered), (0.1, true));
        assert_eq!(root(LOOSE, Rule::Exact), (0.0, false));
    }

    #[test]
    fn keys_that_are_not_text_are_matched_by_their_json() {
        let spec = spec(Rule::Exact, &[("$[\"[1,2]\"]", LOOSE), ("$.true", LOOSER)]);
        let root = Scope::root(&spec);
        let children = root.children();
        let pair = Value::Tuple(vec![Value::Int(1), Value::Int(2)]);
        assert_eq!(children.key(&pair).tolerance(), Tolerance { rel: 0.1, abs: 0.0 });
        assert_eq!(children.key(&Value::Bool(true)).tolerance(), Tolerance { rel: 0.2, abs: 0.0 });
        assert!(children.key(&Value::Int(1)).tolerance().is_exact());
        assert!(children.element().tolerance().is_exact());
    }
}
