//! Names near a name that was not found: what the user may have meant.

/// The candidates near enough to `word` to be what was meant, nearest first, at most `most` of them.
///
/// Near is a typing mistake in about a third of the letters, or `word` being a part of the candidate.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>, most: usize) -> Vec<&'c str> {
    let word = word.to_lowercase();
    let mut near: Vec<(usize, &str)> = candidates
        .into_iter()
        .filter_map(|candidate| {
            let lower = candidate.to_lowercase();
            let distance = strsim::damerau_levenshtein(&word, &lower);
            let letters = word.chars().count();
            let allowed = (letters.max(lower.chars().count()) / 3).max(1).min(letters.saturating_sub(1));
            let part = word.len() >= 3 && lower.contains(&word);
            (part || distance <= allowed).then_some((if part { 0 } else { distance }, candidate))
        })
        .collect();
    near.sort_unstable();
    near.dedup();
    near.into_iter().take(most).map(|(_, candidate)| candidate).collect()
}

/// A sentence that offers the names, for a hint; None without names.
pub fn did_you_mean(near: &[impl AsRef<str>]) -> Option<String> {
    let near: Vec<String> = near.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    (!near.is_empty()).then(|| format!("Did you mean {}?", near.join(" or ")))
}

#[cfg(test)]
mod tests {
    use super::nearest;

    const NAMES: [&str; 5] = ["time_seconds", "idle_seconds", "memory_mib", "output_kib", "peak-concurrent-streams"];

    #[test]
    fn typing_mistakes_are_near() {
        assert_eq!(nearest("time_second", NAMES, 1), ["time_seconds"]);
        assert_eq!(nearest("Memory_MB", NAMES, 1), ["memory_mib"]);
        assert_eq!(nearest("peak-concurent-steams", NAMES, 3), ["peak-concurrent-streams"]);
        assert_eq!(nearest("seconds", NAMES, 3), ["idle_seconds", "time_seconds"]);
    }

    #[test]
    fn a_part_is_near_and_something_else_is_not() {
        assert_eq!(nearest("streams", NAMES, 3), ["peak-concurrent-streams"]);
        assert_eq!(nearest("xyzzy", NAMES, 3), [""; 0]);
        assert_eq!(nearest("a", ["b", "quite-long"], 3), [""; 0]);
        assert_eq!(nearest("", NAMES, 3), [""; 0]);
    }
}
