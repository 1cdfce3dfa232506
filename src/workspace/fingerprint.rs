//! What something is, in 32 bytes: two things with the same fingerprint are the same thing.

use std::fmt;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use serde::Serialize;
use sha2::{Digest as _, Sha256};

/// A SHA-256 sum. Verdicts hang on it, so a hash that can be made to collide would not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// The fingerprint of a value, of everything that is written of it. None: it cannot be written.
    ///
    /// Every length is written too, so that `("ab", "c")` is not `("a", "bc")`.
    pub fn of(value: &(impl Serialize + ?Sized)) -> Option<Self> {
        let written = postcard::to_io(value, BufWriter::new(Sum(Sha256::new()))).ok()?;
        written.into_inner().ok().map(Sum::end)
    }

    /// The fingerprint of texts, one after the other.
    pub fn of_texts(texts: &[&[u8]]) -> Self {
        let mut sum = Sha256::new();
        for text in texts {
            sum.update((text.len() as u64).to_le_bytes());
            sum.update(text);
        }
        Sum(sum).end()
    }

    /// The fingerprint of what stands in a file.
    pub fn of_file(path: &Path) -> io::Result<Self> {
        let mut sum = Sum(Sha256::new());
        io::copy(&mut File::open(path)?, &mut sum)?;
        Ok(sum.end())
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The fingerprint with these bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

/// As names of files have it: 64 hexadecimal digits.
impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A sum that is written to.
struct Sum(Sha256);

impl Sum {
    fn end(self) -> Fingerprint {
        Fingerprint(self.0.finalize().into())
    }
}

impl Write for Sum {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Fingerprint;

    #[test]
    fn parts_do_not_run_into_each_other() {
        let of = |value: (&str, &str)| Fingerprint::of(&value).unwrap();
        assert_eq!(of(("ab", "c")), of(("ab", "c")));
        assert_ne!(of(("ab", "c")), of(("a", "bc")));
        assert_ne!(Fingerprint::of(&0.0_f64), Fingerprint::of(&-0.0_f64));
        assert_ne!(Fingerprint::of_texts(&[b"ab", b"c"]), Fingerprint::of_texts(&[b"a", b"bc"]));
    }

    #[test]
    fn it_is_the_sha_256_of_what_is_written() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        std::fs::write(&file, "abc").unwrap();
        // The example of FIPS 180-2.
        let sum = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Fingerprint::of_file(&file).unwrap().to_string(), sum);
    }
}
