//! Passes that lower numbers: one alone, all that are equal, all of a sequence by as much, two against each other.

use std::collections::HashMap;

use num_bigint::BigInt;

use super::steps::largest;
use super::{Shrinker, Stop};
use crate::model::Value;
use crate::search::shape::{Part, Place};

/// With more numbers than this no two of them are tried together.
const PAIRED: usize = 8;
/// Numbers up to this are tried before a search by halves.
const SMALL: i64 = 3;

/// Places with one value, and what a number becomes there.
struct Number<'n> {
    paths: &'n [Vec<usize>],
    write: &'n dyn Fn(&BigInt) -> Value,
}

impl<E> Shrinker<'_, E> {
    /// Lowers every number, and makes True False.
    pub(super) fn lower_scalars(&mut self) -> Result<(), Stop<E>> {
        self.at_each(|part| part == Part::Scalar, |shrinker, place| shrinker.lower(std::slice::from_ref(&place.path)))
    }

    /// Lowers numbers together: those that are equal, those of one sequence, two of a few.
    pub(super) fn lower_together(&mut self) -> Result<(), Stop<E>> {
        for paths in self.equal(|place, _| place.part == Part::Scalar).iter().filter(|paths| paths.len() > 1) {
            self.lower(paths)?;
        }
        let whole = self.ints_below(&[]);
        self.shift(&whole)?;
        self.at_each(
            |part| part == Part::Sequence,
            |shrinker, Place { path, .. }| {
                if matches!(shrinker.part(path), Value::Str(_) | Value::Bytes(_)) {
                    return Ok(());
                }
                let ints = shrinker.ints_below(path);
                shrinker.shift(&ints)
            },
        )?;
        self.lower_pairs()
    }

    /// The places of some parts, those with the same value together, in the order of their first.
    pub(super) fn equal(&self, wanted: impl Fn(&Place, &Value) -> bool) -> Vec<Vec<Vec<usize>>> {
        let mut groups: Vec<Vec<Vec<usize>>> = Vec::new();
        let mut known = HashMap::new();
        for place in self.places() {
            let value = self.part(&place.path);
            if !wanted(&place, value) {
                continue;
            }
            let index = *known.entry((value.type_name(), value.key_text())).or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
            groups[index].push(place.path);
        }
        groups
    }

    /// Tries one value at some places.
    pub(super) fn put_at(&mut self, paths: &[Vec<usize>], value: &Value) -> Result<bool, Stop<E>> {
        let changes: Vec<(&[usize], Value)> = paths.iter().map(|path| (path.as_slice(), value.clone())).collect();
        self.consider(self.with(&changes))
    }

    /// Lowers one value that stands at some places.
    fn lower(&mut self, paths: &[Vec<usize>]) -> Result<(), Stop<E>> {
        let Some(first) = paths.first() else { return Ok(()) };
        match self.part(first).clone() {
            Value::Bool(true) => self.put_at(paths, &Value::Bool(false)).map(drop),
            Value::Int(int) => {
                self.lower_int(&int.into(), &Number { paths, write: &|int| Value::from_bigint(int.clone()) })
            }
            Value::BigInt(int) => {
                self.lower_int(&int, &Number { paths, write: &|int| Value::from_bigint(int.clone()) })
            }
            Value::Float(float) => self.lower_float(float, paths),
            _ => Ok(()),
        }
    }

    /// Lowers the int at some places of a text; `write` makes the text.
    pub(super) fn lower_written(
        &mut self,
        start: &BigInt,
        paths: &[Vec<usize>],
        write: &dyn Fn(&BigInt) -> Value,
    ) -> Result<(), Stop<E>> {
        self.lower_int(start, &Number { paths, write })
    }

    /// Toward zero: the simplest ints and those that bound something at once, then by halves, then by twos.
    fn lower_int(&mut self, start: &BigInt, number: &Number) -> Result<(), Stop<E>> {
        let negative = *start < BigInt::ZERO && !self.put_at(number.paths, &(number.write)(&-start))?;
        let signed = |magnitude: &BigInt| if negative { -magnitude } else { magnitude.clone() };
        let mut high = BigInt::from(start.magnitude().clone());
        let mut simple: Vec<BigInt> = (0..=SMALL).map(|small| signed(&small.into())).collect();
        for bound in self.bounds() {
            simple.extend([-1, 0, 1].map(|near| BigInt::from(bound) + near));
        }
        simple.sort_by_key(|int| int.magnitude().clone());
        simple.dedup();
        for int in simple.iter().filter(|int| *int.magnitude() < *high.magnitude()) {
            if self.put_at(number.paths, &(number.write)(int))? {
                return Ok(());
            }
        }
        let mut low = BigInt::from(SMALL);
        while &high - &low > BigInt::from(1) {
            let middle: BigInt = (&high + &low) / 2;
            if self.put_at(number.paths, &(number.write)(&signed(&middle)))? {
                high = middle;
            } else {
                low = middle;
            }
        }
        // Odd stays odd: what halves cannot see.
        let most = usize::try_from(&high / 2_i32).unwrap_or(usize::MAX);
        largest(most, |twos| self.put_at(number.paths, &(number.write)(&signed(&(&high - BigInt::from(2 * twos))))))
            .map(drop)
    }

    /// To a whole number, to fewer digits; then what stands before the point and what stands behind it, as ints.
    fn lower_float(&mut self, float: f64, paths: &[Vec<usize>]) -> Result<(), Stop<E>> {
        let scales = [0, 1, 2, 3].map(|digits| 10_f64.powi(digits));
        let sizes = [float, float.abs()];
        let rounded = sizes.into_iter().flat_map(|float| {
            scales.into_iter().flat_map(move |scale| [(float * scale).trunc() / scale, (float * scale).round() / scale])
        });
        for simple in [0.0, 1.0, float.abs()].into_iter().chain(rounded).filter(|simple| simple.is_finite()) {
            self.put_at(paths, &Value::Float(simple))?;
        }
        let now = |shrinker: &Self| match paths.first().map(|path| shrinker.part(path)) {
            Some(Value::Float(float)) if float.is_finite() && float.abs() < 1e15 => Some(format!("{float:?}")),
            _ => None,
        };
        for side in 0..2 {
            let Some(text) = now(self) else { return Ok(()) };
            let Some((whole, behind)) = text.split_once('.') else { return Ok(()) };
            let write = |int: &BigInt| {
                let text = if side == 0 { format!("{int}.{behind}") } else { format!("{whole}.{int}") };
                Value::Float(text.parse().unwrap_or(f64::NAN))
            };
            if let Ok(number) = [whole, behind][side].parse::<BigInt>() {
                self.lower_int(&number, &Number { paths, write: &write })?;
            }
        }
        Ok(())
    }

    fn ints_below(&self, path: &[usize]) -> Vec<(Vec<usize>, i64)> {
        let scalars = self.places().into_iter().filter(|place| place.part == Part::Scalar);
        let below = scalars.filter(|place| place.path.starts_with(path));
        below
            .filter_map(|place| match self.part(&place.path) {
                Value::Int(int) => Some((place.path, *int)),
                _ => None,
            })
            .collect()
    }

    fn change_ints(&mut self, changed: &[(&Vec<usize>, i64)]) -> Result<bool, Stop<E>> {
        let changes: Vec<(&[usize], Value)> =
            changed.iter().map(|(path, int)| (path.as_slice(), Value::Int(*int))).collect();
        self.consider(self.with(&changes))
    }

    /// Lowers some ints by the same amount: only what lies between them may matter.
    fn shift(&mut self, ints: &[(Vec<usize>, i64)]) -> Result<(), Stop<E>> {
        let Some(least) = ints.iter().map(|(_, int)| *int).min().filter(|&least| least > 0 && ints.len() > 1) else {
            return Ok(());
        };
        let bounds: Vec<i64> = self.bounds().into_iter().filter(|bound| (1..least).contains(bound)).collect();
        for target in [0].into_iter().chain(bounds) {
            let shifted: Vec<_> = ints.iter().map(|(path, int)| (path, int - (least - target))).collect();
            if self.change_ints(&shifted)? {
                return Ok(());
            }
        }
        largest(usize::try_from(least).unwrap_or(usize::MAX), |by| {
            let shifted: Vec<_> = ints.iter().map(|(path, int)| (path, int - (by as u64).cast_signed())).collect();
            self.change_ints(&shifted)
        })
        .map(drop)
    }

    /// Of two ints both lower, or the first lower and the second higher by as much: their difference or sum may matter.
    fn lower_pairs(&mut self) -> Result<(), Stop<E>> {
        let places = self.ints_below(&[]);
        if places.len() > PAIRED {
            return Ok(());
        }
        for (index, (first, _)) in places.iter().enumerate() {
            for (second, _) in &places[index + 1..] {
                for sign in [-1, 1] {
                    let (&Value::Int(a), &Value::Int(b)) = (self.part(first), self.part(second)) else { break };
                    let most = if sign < 0 { a.min(b) } else { a };
                    largest(usize::try_from(most).unwrap_or(0), |by| {
                        let by = (by as u64).cast_signed();
                        let higher = b.checked_add(sign * by).unwrap_or(b);
                        self.change_ints(&[(first, a - by), (second, higher)])
                    })?;
                }
            }
        }
        Ok(())
    }
}
