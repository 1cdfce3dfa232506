//! Passes that make texts simpler: numbers in them, then letter by letter.

use std::collections::BTreeSet;

use num_bigint::BigInt;

use super::order::of_letter;
use super::{Shrinker, Stop};
use crate::model::Value;
use crate::search::shape::Part;

/// Simpler letters that are tried for one.
const SIMPLER: usize = 6;

impl<E> Shrinker<'_, E> {
    /// Simplifies every text; those that are the same, together.
    pub(super) fn simplify_texts(&mut self) -> Result<(), Stop<E>> {
        for paths in self.equal(|place, value| place.part == Part::Sequence && matches!(value, Value::Str(_))) {
            self.simplify(&paths)?;
            // Alone too: perhaps they need not be the same.
            for path in paths.iter().filter(|_| paths.len() > 1) {
                self.simplify(std::slice::from_ref(path))?;
            }
        }
        self.rename_letters()?;
        self.at_each(|part| part == Part::Sequence, |shrinker, place| shrinker.simplify_bytes(&place.path))
    }

    /// Writes simpler letters in the place of others everywhere, capital ones for capital ones: texts may have to be alike.
    fn rename_letters(&mut self) -> Result<(), Stop<E>> {
        let texts = |shrinker: &Self| -> Vec<(Vec<usize>, String)> {
            let sequences = shrinker.places().into_iter().filter(|place| place.part == Part::Sequence);
            sequences
                .filter_map(|place| match shrinker.part(&place.path) {
                    Value::Str(text) => Some((place.path.clone(), text.clone())),
                    _ => None,
                })
                .collect()
        };
        let known: BTreeSet<char> = texts(self)
            .iter()
            .flat_map(|(_, text)| text.to_ascii_lowercase().into_bytes())
            .map(char::from)
            .filter(char::is_ascii_lowercase)
            .collect();
        // Letters of a single text have had their turn.
        let several = texts(self).len() > 1;
        for letter in known.into_iter().filter(|_| several) {
            for simpler in ('a'..letter).take(SIMPLER) {
                let rename = |old: char| match old {
                    old if old == letter => simpler,
                    old if old == letter.to_ascii_uppercase() => simpler.to_ascii_uppercase(),
                    old => old,
                };
                let texts = texts(self);
                let renamed: Vec<(&[usize], Value)> = texts
                    .iter()
                    .map(|(path, text)| (path.as_slice(), Value::Str(text.chars().map(rename).collect())))
                    .collect();
                if self.consider(self.with(&renamed))? {
                    break;
                }
            }
        }
        Ok(())
    }

    fn text_at(&self, paths: &[Vec<usize>]) -> Vec<char> {
        match paths.first().map(|path| self.part(path)) {
            Some(Value::Str(text)) => text.chars().collect(),
            _ => Vec::new(),
        }
    }

    fn write(&mut self, paths: &[Vec<usize>], text: impl IntoIterator<Item = char>) -> Result<bool, Stop<E>> {
        self.put_at(paths, &Value::Str(text.into_iter().collect()))
    }

    fn simplify(&mut self, paths: &[Vec<usize>]) -> Result<(), Stop<E>> {
        self.lower_digits(paths)?;
        let simplest = self.letters();
        let text = self.text_at(paths);
        for &letter in simplest.iter().take(2) {
            if self.write(paths, text.iter().map(|_| letter))? {
                break;
            }
        }
        let mut distinct = self.text_at(paths);
        distinct.sort_unstable();
        distinct.dedup();
        for letter in distinct {
            for &simpler in simplest.iter().filter(|simpler| of_letter(**simpler) < of_letter(letter)).take(SIMPLER) {
                let text = self.text_at(paths);
                if self.write(paths, text.iter().map(|&old| if old == letter { simpler } else { old }))? {
                    break;
                }
            }
        }
        for index in 0..self.text_at(paths).len() {
            for &simpler in simplest.iter().take(SIMPLER) {
                let mut text = self.text_at(paths);
                if text.get(index).is_none_or(|letter| of_letter(simpler) >= of_letter(*letter)) {
                    break;
                }
                text[index] = simpler;
                if self.write(paths, text)? {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Letters to write in the place of others, the simplest first: a few plain ones, those that the problem allows, and
    /// those that are there.
    fn letters(&self) -> Vec<char> {
        let allowed = self.problem.constraints.iter().filter_map(|constraint| constraint.alphabet.as_deref());
        let mut letters: Vec<char> = allowed.flat_map(str::chars).chain(['a', 'b', '0']).collect();
        letters.sort_unstable_by_key(|letter| of_letter(*letter));
        letters.dedup();
        letters
    }

    /// Lowers the numbers that are written in a text.
    fn lower_digits(&mut self, paths: &[Vec<usize>]) -> Result<(), Stop<E>> {
        let mut at = 0;
        loop {
            let text = self.text_at(paths);
            let Some(start) = (at..text.len()).find(|&index| text[index].is_ascii_digit()) else { return Ok(()) };
            let end = (start..text.len()).find(|&index| !text[index].is_ascii_digit()).unwrap_or(text.len());
            let written: String = text[start..end].iter().collect();
            let (before, after): (String, String) = (text[..start].iter().collect(), text[end..].iter().collect());
            let write = |int: &BigInt| Value::Str(format!("{before}{int}{after}"));
            if let Ok(number) = written.parse::<BigInt>() {
                self.lower_written(&number, paths, &write)?;
            }
            let now = self.text_at(paths);
            at = (start..now.len()).find(|&index| !now[index].is_ascii_digit()).unwrap_or(now.len());
        }
    }

    fn simplify_bytes(&mut self, path: &[usize]) -> Result<(), Stop<E>> {
        for index in 0.. {
            let Value::Bytes(bytes) = self.part(path).clone() else { break };
            let Some(byte) = bytes.get(index) else { break };
            let write = |int: &BigInt| {
                let mut bytes = bytes.clone();
                bytes[index] = u8::try_from(int).unwrap_or(bytes[index]);
                Value::Bytes(bytes)
            };
            self.lower_written(&BigInt::from(*byte), &[path.to_vec()], &write)?;
        }
        Ok(())
    }
}
