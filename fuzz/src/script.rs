//! A fuzzer's bytes read as a list of decisions. Where they end, everything is zero.

/// What is left of the decisions.
#[derive(Debug, Clone)]
pub struct Script<'a>(&'a [u8]);

impl<'a> Script<'a> {
    /// Reads from the start of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Whether there is nothing left to decide.
    pub fn is_over(&self) -> bool {
        self.0.is_empty()
    }

    /// The next `n` bytes, or as many as there are.
    pub fn take(&mut self, n: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(n.min(self.0.len()));
        self.0 = rest;
        taken
    }

    /// The next `N` bytes, zero where there are none.
    pub fn array<const N: usize>(&mut self) -> [u8; N] {
        let mut array = [0; N];
        let taken = self.take(N);
        array[..taken.len()].copy_from_slice(taken);
        array
    }

    /// One byte.
    pub fn u8(&mut self) -> u8 {
        u8::from_be_bytes(self.array())
    }

    /// Two bytes.
    pub fn u16(&mut self) -> u16 {
        u16::from_be_bytes(self.array())
    }

    /// Four bytes.
    pub fn u32(&mut self) -> u32 {
        u32::from_be_bytes(self.array())
    }

    /// Eight bytes.
    pub fn u64(&mut self) -> u64 {
        u64::from_be_bytes(self.array())
    }

    /// Whether the next byte is odd.
    pub fn flag(&mut self) -> bool {
        self.u8() & 1 == 1
    }

    /// One of `list`, which is not empty.
    pub fn one_of<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[usize::from(self.u8()) % list.len()]
    }

    /// Bytes of a length that comes first, in two bytes.
    pub fn chunk(&mut self) -> &'a [u8] {
        let length = self.u16();
        self.take(length.into())
    }

    /// All that is left.
    pub fn rest(&mut self) -> &'a [u8] {
        self.take(usize::MAX)
    }

    /// `genuine`, changed: bits flipped, a stretch replaced by one of `other`, cut, prolonged.
    pub fn mutate(&mut self, genuine: &[u8], other: &[u8]) -> Vec<u8> {
        let mut bytes = genuine.to_vec();
        for _ in 0..self.u8() % 8 {
            let (at, mask) = (usize::from(self.u16()), self.u8());
            if !bytes.is_empty() {
                let at = at % bytes.len();
                bytes[at] ^= mask;
            }
        }
        let how = self.u8();
        if how & 1 != 0 {
            let (from, length, to) = (self.u16(), self.u16(), self.u16());
            let from = usize::from(from) % (other.len() + 1);
            let length = usize::from(length) % (other.len() - from + 1);
            let to = usize::from(to) % (bytes.len() + 1);
            let end = if how & 2 != 0 { (to + length).min(bytes.len()) } else { to };
            bytes.splice(to..end, other[from..from + length].iter().copied());
        }
        if how & 4 != 0 {
            bytes.truncate(usize::from(self.u16()) % (bytes.len() + 1));
        }
        if how & 8 != 0 {
            let at = usize::from(self.u16()) % (bytes.len() + 1);
            let patch = self.chunk();
            let end = if how & 16 != 0 { (at + patch.len()).min(bytes.len()) } else { at };
            bytes.splice(at..end, patch.iter().copied());
        }
        bytes
    }
}
