//! Bytes that are put away until somebody wants them: the first of them in memory, the rest wherever there is room.

use std::borrow::Cow;
use std::fmt::Debug;
use std::sync::Arc;

/// So much is kept in memory: a small run never needs a file.
const MOST_IN_MEMORY: usize = 256 << 10;

/// A place outside of memory, to which bytes are added and from which they are read again.
pub trait Spool: Debug + Send + Sync {
    /// Adds the bytes, and says where they begin. None: there is no room.
    fn add(&self, bytes: &[u8]) -> Option<u64>;

    /// The bytes that begin there; None: they cannot be read.
    fn read(&self, at: u64, length: usize) -> Option<Vec<u8>>;
}

/// Puts bytes away.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    in_memory: usize,
    spool: Option<Arc<dyn Spool>>,
}

/// Bytes that were put away.
#[derive(Debug, Clone)]
pub struct Shelved(Place);

#[derive(Debug, Clone)]
enum Place {
    Memory(Arc<[u8]>),
    Spool { spool: Arc<dyn Spool>, at: u64, length: usize },
}

impl Shelf {
    /// A shelf that keeps in memory only so much, and the rest in `spool`.
    pub fn with_spool(spool: Arc<dyn Spool>) -> Self {
        Self { in_memory: 0, spool: Some(spool) }
    }

    /// Puts bytes away. Where the spool has no room they stay in memory: nothing is lost.
    pub fn put(&mut self, bytes: Vec<u8>) -> Shelved {
        let length = bytes.len();
        if self.in_memory + length > MOST_IN_MEMORY
            && let Some(spool) = &self.spool
            && let Some(at) = spool.add(&bytes)
        {
            return Shelved(Place::Spool { spool: Arc::clone(spool), at, length });
        }
        self.in_memory += length;
        bytes.into()
    }
}

impl From<Vec<u8>> for Shelved {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Place::Memory(bytes.into()))
    }
}

impl Shelved {
    /// The bytes; None: they cannot be read again.
    pub fn bytes(&self) -> Option<Cow<'_, [u8]>> {
        match &self.0 {
            Place::Memory(bytes) => Some(Cow::Borrowed(bytes)),
            Place::Spool { spool, at, length } => spool.read(*at, *length).map(Cow::Owned),
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::sync::{Arc, Mutex};

    use super::{MOST_IN_MEMORY, Shelf, Spool};

    /// A spool with room for so many bytes, of which some cannot be read again.
    #[derive(Debug)]
    pub(in crate::model) struct Small {
        pub(in crate::model) room: usize,
        pub(in crate::model) readable: bool,
        pub(in crate::model) held: Mutex<Vec<u8>>,
    }

    impl Small {
        pub(in crate::model) fn new(room: usize, readable: bool) -> Arc<Self> {
            Arc::new(Self { room, readable, held: Mutex::default() })
        }
    }

    impl Spool for Small {
        fn add(&self, bytes: &[u8]) -> Option<u64> {
            let mut held = self.held.lock().unwrap();
            let at = held.len();
            (at + bytes.len() <= self.room).then(|| held.extend(bytes))?;
            Some(at as u64)
        }

        fn read(&self, at: u64, length: usize) -> Option<Vec<u8>> {
            let at = usize::try_from(at).unwrap();
            self.readable.then(|| self.held.lock().unwrap()[at..at + length].to_vec())
        }
    }

    #[test]
    fn the_first_bytes_stay_in_memory_and_a_full_spool_loses_none() {
        let spool = Small::new(600_000, true);
        let mut shelf = Shelf::with_spool(spool.clone());
        let shelved: Vec<_> = (0..20_u8).map(|byte| shelf.put(vec![byte; 100_000])).collect();
        let held = spool.held.lock().unwrap().clone();
        assert_eq!(held, (2..8_u8).flat_map(|byte| vec![byte; 100_000]).collect::<Vec<_>>());
        assert_eq!(MOST_IN_MEMORY / 100_000, 2);
        for (byte, one) in (0..20).zip(&shelved) {
            assert_eq!(one.bytes().unwrap(), vec![byte; 100_000]);
        }
    }
}
