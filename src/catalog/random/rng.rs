//! Random numbers from a seed: the same on every machine and in every version, which no crate promises.

/// `SplitMix64`.
#[derive(Debug, Clone)]
pub struct Rng(u64);

impl Rng {
    /// A sequence that depends on the seed only.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`; 0 where that is 0.
    pub fn below(&mut self, end: usize) -> usize {
        if end == 0 { 0 } else { (self.bits() % end as u64) as usize }
    }

    /// An int from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = (i128::from(high) - i128::from(low)).max(0) + 1;
        let offset = (u128::from(self.bits()) << 64 | u128::from(self.bits())) % span.unsigned_abs();
        // Within the two bounds by construction.
        i64::try_from(i128::from(low) + offset.cast_signed()).unwrap_or(low)
    }

    /// True in about this many of a hundred times.
    pub fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of the items; None where there is none.
    pub fn pick<'i, T>(&mut self, items: &'i [T]) -> Option<&'i T> {
        items.get(self.below(items.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::Rng;

    #[test]
    fn numbers_stay_within_their_bounds_and_reach_them() {
        let mut rng = Rng::new(7);
        let found: Vec<i64> = (0..200).map(|_| rng.between(-2, 2)).collect();
        assert!((-2..=2).all(|wanted| found.contains(&wanted)) && found.iter().all(|found| found.abs() <= 2));
        assert_eq!(rng.between(5, 5), 5);
        assert!(rng.between(i64::MIN, i64::MAX) != rng.between(i64::MIN, i64::MAX));
        assert_eq!((rng.below(0), rng.pick::<u8>(&[])), (0, None));
        assert_eq!(Rng::new(1).bits(), Rng::new(1).bits());
    }
}
