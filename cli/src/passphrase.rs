//! Passphrases: typed without echo, or the first line of a descriptor. Never an argument, which
//! everybody on the machine could read.

use std::fs::File;
use std::io::{BufRead, BufReader, IsTerminal, Read};

use zeroize::Zeroizing;

use crate::args::Common;
use crate::failure::{Failure, Kind};

/// More than anybody types.
const LONGEST: u64 = 64 * 1024;

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
    let nobody = || {
        let sentence = "There is no terminal to ask for a passphrase on: use --passphrase-fd N.";
        Failure::new(Kind::Usage, sentence)
    };
    let text = rpassword::prompt_password(format!("{what}: ")).map_err(|_| nobody())?;
    filled(Zeroizing::new(text))
}

fn from_descriptor(number: u32) -> Result<Zeroizing<String>, Failure> {
    let unreadable = |_| {
        let sentence = format!("Descriptor {number} cannot be read: open it, as in {number}<FILE.");
        Failure::new(Kind::Usage, sentence)
    };
    let mut line = Zeroizing::new(String::new());
    if number == 0 {
        let input = std::io::stdin();
        if input.is_terminal() {
            return typed("Passphrase");
        }
        // Byte by byte: what follows the line is the input.
        let mut bytes = Zeroizing::new(Vec::new());
        let mut input = input.lock();
        let mut one = [0];
        while bytes.len() < LONGEST as usize && input.read(&mut one).map_err(unreadable)? == 1 {
            if one == *b"\n" {
                break;
            }
            bytes.extend_from_slice(&one);
        }
        let text = std::str::from_utf8(&bytes).map_err(|_| not_text())?;
        line.push_str(text);
    } else {
        let file = File::open(format!("/dev/fd/{number}")).map_err(unreadable)?;
        let read = BufReader::new(file.take(LONGEST)).read_line(&mut line);
        read.map_err(unreadable)?;
    }
    let text = line.strip_suffix('\n').unwrap_or(&line);
    filled(Zeroizing::new(text.strip_suffix('\r').unwrap_or(text).to_owned()))
}

fn filled(text: Zeroizing<String>) -> Result<Zeroizing<String>, Failure> {
    match text.is_empty() {
        true => Err(Failure::new(Kind::Usage, "The passphrase is empty: type one.")),
        false => Ok(text),
    }
}

fn not_text() -> Failure {
    Failure::new(Kind::Usage, "The passphrase is not UTF-8: type another one.")
}
