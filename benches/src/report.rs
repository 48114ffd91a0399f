//! What is printed, and what `docs/BENCHMARKS.md` says.

use crate::clock;
use crate::rows::ROWS;
use crate::table::{self, Line};
use std::fmt::Write;
use std::process::Command;

/// What the table of the operations is.
const SUM: &str = "What the protocol needs, each operation counted once whatever our code does, and measured in \
                   the same rounds straight from the library that does it (graviola; p256 for \
                   decompression; aes-gcm, hkdf, hmac). Not in the sum: hashes of cards, armor, encoding, \
                   state, wiping the stack.";

/// Plain text for the terminal.
pub fn plain(lines: &[Line], sum: &str, rounds: usize) -> String {
    let mut out = String::new();
    for fact in facts(rounds) {
        writeln!(out, "{fact}").unwrap();
    }
    writeln!(out, "\n{}", table::plain(lines)).unwrap();
    for described in ROWS {
        writeln!(out, "{}: {}", described.title, described.span).unwrap();
    }
    let (targets, met) = table::targets_met(lines);
    writeln!(out, "\n{met} of {targets} targets met\n\n{SUM}\n\n{sum}").unwrap();
    out
}

/// The same as a document.
pub fn markdown(lines: &[Line], sum: &str, rounds: usize) -> String {
    let mut out = "# Benchmarks\n\nWritten by `cargo run --release --manifest-path \
                   benches/Cargo.toml -- --write`; `make bench` prints the same. Take the ratios: \
                   the figures drift with the machine.\n\n"
        .to_owned();
    for fact in facts(rounds) {
        writeln!(out, "- {fact}").unwrap();
    }
    writeln!(out, "\n{}", table::markdown(lines)).unwrap();
    let (targets, met) = table::targets_met(lines);
    writeln!(out, "{met} of {targets} targets met.\n\n## The sum of the operations\n\n{SUM}\n")
        .unwrap();
    writeln!(out, "{sum}\n## Where each span starts and ends\n").unwrap();
    for described in ROWS {
        writeln!(out, "- **{}**: {}", described.title, described.span).unwrap();
    }
    out
}

/// How, where and when it was measured.
fn facts(rounds: usize) -> Vec<String> {
    let (processor, processors) = processor();
    vec![
        format!("medians of {rounds} rounds, all contenders interleaved in one run of one thread"),
        format!("clock: {}", clock::NAME),
        format!(
            "processor: {processor}, {processors} of them; the machine was shared, load average {}",
            load()
        ),
        "other makes of processor (Intel, AArch64) and their targets: not measured".to_owned(),
        format!("date: {}", said_by("date", &["-u", "+%Y-%m-%d"])),
        "vodozemac 0.11.1, Rust, in its own base64 text form".to_owned(),
        libotr(),
        "ours: randomness from the operating system, as in use".to_owned(),
    ]
}

#[cfg(libotr)]
fn libotr() -> String {
    format!("libotr {}, C, with libgcrypt", crate::otr::VERSION)
}

#[cfg(not(libotr))]
fn libotr() -> String {
    "libotr: not measured (libotr5-dev is not installed)".to_owned()
}

/// The name of the processor and how many there are.
fn processor() -> (String, usize) {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let field = |name: &str| {
        let line = info.lines().find(|line| line.starts_with(name))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let model = field("model name").unwrap_or_else(|| "unknown".to_owned());
    let family = field("cpu family").map(|family| format!(" family {family}")).unwrap_or_default();
    let count = std::thread::available_parallelism().map_or(1, usize::from);
    (format!("{model}{family} ({})", std::env::consts::ARCH), count)
}

fn load() -> String {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split_whitespace().next().unwrap_or("unknown").to_owned()
}

fn said_by(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    output
        .map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
        .unwrap_or_default()
}
