//! Where in an answer: `$[3].rate`, and patterns over such places: `$[*].rate`.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One step into a value.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Step {
    /// An item of a list, tuple, tree or linked list, from 0.
    Index(usize),
    /// The value of a dict key, by the key's JSON text.
    Key(String),
}

/// A place in a value, from the root `$`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Path(pub Vec<Step>);

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("$")?;
        for step in &self.0 {
            match step {
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Key(key) => write_key(f, key)?,
            }
        }
        Ok(())
    }
}

/// One step of a pattern.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PatternStep {
    /// This index.
    Index(usize),
    /// This key.
    Key(String),
    /// Any index or key: `[*]` or `.*`.
    Any,
}

/// A pattern over places: `$[*].rate`. A pattern for a parameter starts with its name instead of `$`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct PathPattern(pub Vec<PatternStep>);

impl PathPattern {
    /// Reads the steps after the root: `[*].rate`, `[0]["a key"]`, `.title`.
    ///
    /// The error says what is wrong, in a few words.
    pub fn parse_steps(text: &str) -> Result<Self, String> {
        let mut steps = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            if let Some(inner) = rest.strip_prefix('[') {
                let (step, after) = bracket_step(inner)?;
                steps.push(step);
                rest = after;
            } else if let Some(inner) = rest.strip_prefix('.') {
                let end = inner.find(['.', '[']).unwrap_or(inner.len());
                let (name, after) = inner.split_at(end);
                match name {
                    "" => return Err("a name is missing after `.`".to_owned()),
                    "*" => steps.push(PatternStep::Any),
                    name => steps.push(PatternStep::Key(name.to_owned())),
                }
                rest = after;
            } else {
                return Err(format!("`{rest}` is not a step; write `[0]`, `[*]`, `.key` or `[\"key\"]`"));
            }
        }
        Ok(Self(steps))
    }

    /// Reads a pattern that starts at the answer's root `$`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let rest = text.strip_prefix('$').ok_or_else(|| "a path starts with `$`".to_owned())?;
        Self::parse_steps(rest)
    }

    /// Whether the pattern matches exactly this place.
    pub fn matches(&self, path: &[Step]) -> bool {
        self.0.len() == path.len() && self.covers(path)
    }

    /// Whether the pattern matches this place or one above it.
    pub fn covers(&self, path: &[Step]) -> bool {
        self.0.len() <= path.len()
            && self.0.iter().zip(path).all(|(pattern, step)| match (pattern, step) {
                (PatternStep::Any, _) => true,
                (PatternStep::Index(a), Step::Index(b)) => a == b,
                (PatternStep::Key(a), Step::Key(b)) => a == b,
                _ => false,
            })
    }
}

fn bracket_step(inner: &str) -> Result<(PatternStep, &str), String> {
    if inner.starts_with('"') {
        let mut stream = serde_json::Deserializer::from_str(inner).into_iter::<String>();
        let key = stream.next().and_then(Result::ok).ok_or("the key in `[\"...\"]` is not closed")?;
        let after = &inner[stream.byte_offset()..];
        let after = after.strip_prefix(']').ok_or("`]` is missing after the key")?;
        return Ok((PatternStep::Key(key), after));
    }
    let (name, after) = inner.split_once(']').ok_or("`]` is missing")?;
    if name == "*" {
        return Ok((PatternStep::Any, after));
    }
    let index = name.parse().map_err(|_| format!("`[{name}]` is neither an index nor `[*]`"))?;
    Ok((PatternStep::Index(index), after))
}

impl fmt::Display for PathPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("$")?;
        for step in &self.0 {
            match step {
                PatternStep::Index(index) => write!(f, "[{index}]")?,
                PatternStep::Any => f.write_str("[*]")?,
                PatternStep::Key(key) => write_key(f, key)?,
            }
        }
        Ok(())
    }
}

fn write_key(f: &mut fmt::Formatter<'_>, key: &str) -> fmt::Result {
    let plain = !key.is_empty()
        && key.chars().all(|c| c.is_alphanumeric() || c == '_')
        && !key.starts_with(|c: char| c.is_ascii_digit());
    if plain { write!(f, ".{key}") } else { write!(f, "[{}]", serde_json::Value::from(key)) }
}

#[cfg(test)]
mod tests {
    use super::{Path, PathPattern, PatternStep, Step};

    #[test]
    fn patterns_are_read_and_written() {
        let text = "$[*].rate[3][\"a \\\"b\"]";
        let pattern = PathPattern::parse(text).unwrap();
        assert_eq!(
            pattern.0,
            [
                PatternStep::Any,
                PatternStep::Key("rate".into()),
                PatternStep::Index(3),
                PatternStep::Key("a \"b".into())
            ]
        );
        assert_eq!(pattern.to_string(), text);
        for wrong in ["rate", "$rate", "$[", "$[x]", "$.", "$[\"a]"] {
            assert!(PathPattern::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_pattern_covers_what_is_below() {
        let path = Path(vec![Step::Index(2), Step::Key("rate".into())]);
        assert_eq!(path.to_string(), "$[2].rate");
        assert!(PathPattern::parse("$[*].rate").unwrap().matches(&path.0));
        assert!(PathPattern::parse("$").unwrap().covers(&path.0));
        assert!(!PathPattern::parse("$[*]").unwrap().matches(&path.0));
        assert!(!PathPattern::parse("$[1]").unwrap().covers(&path.0));
    }
}
