//! Steps that grow while they succeed.

/// About the largest `k` up to `most` for which `works` says yes, when all smaller ones do: by ones, then by doubling, then
/// by halves. Zero where not even one does.
pub(super) fn largest<E>(most: usize, mut works: impl FnMut(usize) -> Result<bool, E>) -> Result<usize, E> {
    for small in 1..=4 {
        if small > most || !works(small)? {
            return Ok(small - 1);
        }
    }
    let mut good = 4_usize;
    let mut bad = loop {
        let next = good.saturating_mul(2).min(most.saturating_add(1));
        if next > most || !works(next)? {
            break next;
        }
        good = next;
    };
    while good + 1 < bad {
        let middle = good + (bad - good) / 2;
        if works(middle)? {
            good = middle;
        } else {
            bad = middle;
        }
    }
    Ok(good)
}

#[cfg(test)]
mod tests {
    use super::largest;

    #[test]
    fn finds_the_last_that_works_in_few_questions() {
        for (most, threshold) in
            [(0, 5), (3, 5), (100, 0), (100, 1), (100, 4), (100, 5), (100, 63), (100, 100), (100, 500)]
        {
            let mut asked = Vec::new();
            let found = largest(most, |k| {
                assert!((1..=most).contains(&k));
                asked.push(k);
                Ok::<_, ()>(k <= threshold)
            });
            assert_eq!(found, Ok(threshold.min(most)));
            assert!(asked.len() <= 16, "{asked:?}");
        }
    }
}
