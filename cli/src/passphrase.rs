//! Passphrases: typed without echo, or the first line of a descriptor. Never an argument, which
//! everybody on the machine could read.

use std::fs::File;
use std::io::{ErrorKind, Read, stdin};
use std::sync::{Mutex, PoisonError};

use zeroize::Zeroizing;

use crate::args::Common;
use crate::failure::{Failure, Kind};
use crate::interrupt;

/// More than anybody types.
const LONGEST: usize = 4096;

/// A passphrase that exists already.
pub fn ask(common: &Common, what: &str) -> Result<Zeroizing<String>, Failure> {
    match common.passphrase_fd {
        Some(number) => from_descriptor(number),
        None => typed(what),
    }
}

/// A new passphrase: typed twice.
pub fn ask_new(common: &Common, what: &str) -> Result<Zeroizing<String>, Failure> {
    if let Some(number) = common.passphrase_fd {
        return from_descriptor(number);
    }
    let first = typed(what)?;
    let second = typed("The same again")?;
    match first == second {
        true => Ok(first),
        false => Err(Failure::new(Kind::Usage, "The two passphrases differ: try again.")),
    }
}

fn typed(what: &str) -> Result<Zeroizing<String>, Failure> {
    interrupt::remember_terminal();
    let typed = rpassword::prompt_password(format!("{what}: "));
    let text = typed.map_err(|error| match error.kind() {
        ErrorKind::Interrupted => Failure::new(Kind::Interrupted, "Interrupted."),
        _ => {
            let sentence = "No passphrase could be asked for on a terminal: use --passphrase-fd N.";
            Failure::new(Kind::Usage, sentence)
        }
    })?;
    filled(Zeroizing::new(text))
}

/// The descriptor, once it is open: each passphrase is the next line of it.
static DESCRIPTOR: Mutex<Option<File>> = Mutex::new(None);

fn from_descriptor(number: u32) -> Result<Zeroizing<String>, Failure> {
    let unreadable = |_| {
        let sentence = format!("Descriptor {number} cannot be read: open it, as in {number}<FILE.");
        Failure::new(Kind::Usage, sentence)
    };
    // Byte by byte: what follows the line is the next one, or the input.
    let mut bytes = Zeroizing::new(Vec::with_capacity(LONGEST));
    let mut one = [0];
    let next = |one: &mut [u8; 1]| match number {
        0 => stdin().lock().read(one),
        _ => {
            let mut file = DESCRIPTOR.lock().unwrap_or_else(PoisonError::into_inner);
            let file = match &mut *file {
                Some(file) => file,
                none => none.insert(File::open(format!("/dev/fd/{number}"))?),
            };
            file.read(one)
        }
    };
    while bytes.len() < LONGEST && next(&mut one).map_err(unreadable)? == 1 && one != *b"\n" {
        bytes.extend_from_slice(&one);
    }
    let bytes = bytes.strip_suffix(b"\r").unwrap_or(&bytes);
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Failure::new(Kind::Usage, "The passphrase is not UTF-8: type another one."))?;
    filled(Zeroizing::new(text.to_owned()))
}

fn filled(text: Zeroizing<String>) -> Result<Zeroizing<String>, Failure> {
    match text.is_empty() {
        true => Err(Failure::new(Kind::Usage, "The passphrase is empty: type one.")),
        false => Ok(text),
    }
}
