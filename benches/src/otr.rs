//! libotr, through the driver in `libotr.c`.

use crate::clock::micros;
use crate::contender::{Contender, text};
use crate::rows::Row;
use std::ffi::{CStr, CString, c_char, c_int};

/// The version that was compiled against.
pub const VERSION: &str = env!("LIBOTR_VERSION");

#[repr(C)]
struct RawPair {
    _opaque: [u8; 0],
}

unsafe extern "C" {
    fn otr_pair_new() -> *mut RawPair;
    fn otr_forget(pair: *mut RawPair);
    fn otr_establish(pair: *mut RawPair) -> usize;
    fn otr_send(pair: *mut RawPair, from: c_int, text: *const c_char) -> *mut c_char;
    fn otr_receive(pair: *mut RawPair, to: c_int, message: *const c_char) -> *mut c_char;
    fn otr_free(text: *mut c_char);
}

/// Two people with a session, for as long as the program runs.
pub struct Otr {
    pair: *mut RawPair,
    /// Microseconds for one key, and characters of one establishment.
    key_generation: f64,
    establishment: usize,
}

impl Otr {
    pub fn new() -> Self {
        // SAFETY: no argument. Called once, before any other function of the library.
        let (key_generation, pair) = micros(2, || unsafe { otr_pair_new() });
        assert!(!pair.is_null(), "libotr could not make its keys");
        let mut otr = Self { pair, key_generation, establishment: 0 };
        otr.establishment = otr.establish();
        otr.ping_pong(6);
        otr
    }

    fn establish(&mut self) -> usize {
        // SAFETY: the pair was made by `otr_pair_new` and is never freed; here and below.
        let characters = unsafe { otr_establish(self.pair) };
        assert_ne!(characters, 0, "libotr did not establish a session");
        characters
    }

    fn forget(&mut self) {
        // SAFETY: as above.
        unsafe { otr_forget(self.pair) }
    }

    fn send(&mut self, from: c_int, text: &CStr) -> CString {
        // SAFETY: as above; the text ends in a zero byte and is only read.
        owned(unsafe { otr_send(self.pair, from, text.as_ptr()) }).expect("an encrypted message")
    }

    fn receive(&mut self, to: c_int, message: &CStr) -> Option<CString> {
        // SAFETY: as above; the message ends in a zero byte and is only read.
        owned(unsafe { otr_receive(self.pair, to, message.as_ptr()) })
    }

    fn ping_pong(&mut self, count: usize) -> f64 {
        let text = CString::new(text(200)).unwrap();
        let work = || {
            for turn in 0..count {
                let from = c_int::from(turn % 2 == 1);
                let message = self.send(from, &text);
                assert_eq!(self.receive(1 - from, &message).as_ref(), Some(&text));
            }
        };
        micros(count, work).0
    }

    fn one_way(&mut self, count: usize) -> [f64; 2] {
        self.ping_pong(6);
        let text = CString::new(text(200)).unwrap();
        let first = self.send(0, &text);
        assert_eq!(self.receive(1, &first).as_ref(), Some(&text));
        let (encrypt, messages) =
            micros(count, || (0..count).map(|_| self.send(0, &text)).collect::<Vec<_>>());
        let decrypt = || {
            for message in &messages {
                assert_eq!(self.receive(1, message).as_ref(), Some(&text));
            }
        };
        [encrypt, micros(count, decrypt).0]
    }

    fn forged(&mut self, count: usize) -> f64 {
        self.ping_pong(6);
        let text = CString::new(text(200)).unwrap();
        let mut message = self.send(0, &text).into_bytes();
        // Somewhere in the ciphertext.
        let middle = message.len() / 2;
        message[middle] = if message[middle] == b'A' { b'B' } else { b'A' };
        let message = CString::new(message).unwrap();
        let reject = || {
            for _ in 0..count {
                assert_eq!(self.receive(1, &message), None);
            }
        };
        micros(count, reject).0
    }

    fn establishment(&mut self, count: usize) -> f64 {
        let mut took = 0.0;
        for _ in 0..count {
            self.forget();
            took += micros(count, || self.establish()).0;
        }
        took
    }

    fn size(&mut self, bytes: usize) -> f64 {
        self.ping_pong(6);
        let text = CString::new(text(bytes)).unwrap();
        let message = self.send(0, &text);
        assert_eq!(self.receive(1, &message).as_ref(), Some(&text));
        message.as_bytes().len() as f64
    }
}

/// A copy of a text that the driver gave, which is freed.
fn owned(text: *mut c_char) -> Option<CString> {
    if text.is_null() {
        return None;
    }
    // SAFETY: not null, ends in a zero byte, and is used by nobody else; freed exactly once.
    unsafe {
        let copy = CStr::from_ptr(text).to_owned();
        otr_free(text);
        Some(copy)
    }
}

impl Contender for Otr {
    fn name(&self) -> &'static str {
        "libotr"
    }

    fn measure(&mut self, row: Row) -> Option<f64> {
        match row {
            Row::Identity => Some(self.key_generation),
            Row::Establishment => Some(self.establishment(1)),
            Row::PingPong => Some(self.ping_pong(4)),
            Row::Encrypt => Some(self.one_way(20)[0]),
            Row::Decrypt => Some(self.one_way(20)[1]),
            Row::Forged => Some(self.forged(20)),
            Row::Text20 => Some(self.size(20)),
            Row::Text200 => Some(self.size(200)),
            Row::Init => Some(self.establishment as f64),
            Row::DecryptDecoded | Row::ForgedDecoded | Row::FirstText20 | Row::Offer => None,
            Row::StateFresh | Row::StateSkipped40 | Row::StateGap1000 => None,
        }
    }
}
