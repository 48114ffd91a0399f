//! Hosts with messengers that a program in another language drives: a command a line on the input,
//! what came of it on the output. `tests/interop/rust_host.py` speaks with it.
//!
//! ```text
//! cargo run --example hosts_by_lines -- FOLDER
//!
//! clock MS                      the time of all hosts, in milliseconds since 1970
//! create HOST IDENTITY SEED     a host on a new vault; what an export of its identity contains
//! begin HOST COPY SEED          a host on a copy of a vault, which may be of another host
//! restart HOST SEED             its process ends and begins again
//! save HOST COPY                copies its vault into memory
//! say HOST TEXT    hear HOST TEXT    tick HOST    start HOST    accept HOST    send HOST NUMBER
//! texts HOST    state HOST
//! forget                        ends all hosts and deletes their vaults and copies
//! ```
//!
//! Texts and identities are hexadecimal. Events come first, a line each, then one line with `ok`, the
//! verdict, when to tick again (in milliseconds, or `-`), and the number of the text that was said (or
//! `-`). Every host talks with one peer, and confirms what it shows at once.

// The program that drives it sees it stop where something is wrong.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

use std::collections::BTreeMap;
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use subrosa::identity::Identity;
use subrosa::messenger::{
    Action, Clock, Environment, EventKind, Messenger, Origin, Outcome, Profile, Setting, TextAction,
};
use subrosa::vault::{Protection, Vault};

#[path = "../tests/common/mod.rs"]
mod common;

use common::SeededRandom;

const ACCOUNT: &str = "account";
const PEER: &str = "peer";
const KEY: Protection<'_> = Protection::HostKey(&[7; 32]);
/// The database, its log, and what tells how old they are.
const SUFFIXES: [&str; 3] = ["", "-wal", "-generation"];

#[derive(Clone)]
struct SharedClock(Arc<AtomicU64>);

impl Clock for SharedClock {
    fn now_ms(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

struct Host {
    messenger: Messenger,
    path: PathBuf,
}

struct Hosts {
    folder: PathBuf,
    clock: SharedClock,
    hosts: BTreeMap<String, Host>,
    copies: BTreeMap<String, Vec<Vec<u8>>>,
    vaults: usize,
}

fn main() {
    let folder = std::env::args().nth(1).unwrap();
    let mut hosts = Hosts {
        folder: PathBuf::from(folder),
        clock: SharedClock(Arc::new(AtomicU64::new(0))),
        hosts: BTreeMap::new(),
        copies: BTreeMap::new(),
        vaults: 0,
    };
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let words: Vec<&str> = line.split(' ').collect();
        let mut out = std::io::stdout().lock();
        out.write_all(hosts.command(&words).as_bytes()).unwrap();
        out.flush().unwrap();
    }
}

impl Hosts {
    fn command(&mut self, words: &[&str]) -> String {
        match *words {
            ["clock", ms] => self.clock.0.store(ms.parse().unwrap(), Ordering::Relaxed),
            ["save", host, copy] => {
                let path = &self.hosts.get(host).unwrap().path;
                let files = SUFFIXES.map(|suffix| read(&beside(path, suffix)));
                self.copies.insert(copy.to_owned(), files.into());
            }
            ["forget"] => self.forget(),
            ["create", host, identity, seed] => return self.create(host, &bytes(identity), seed),
            ["begin", host, copy, seed] => {
                self.hosts.remove(host);
                let path = self.new_path();
                for (suffix, content) in SUFFIXES.iter().zip(self.copies.get(copy).unwrap()) {
                    std::fs::write(beside(&path, suffix), content).unwrap();
                }
                return self.begin(host, path, seed);
            }
            ["restart", host, seed] => {
                let path = self.hosts.remove(host).unwrap().path;
                return self.begin(host, path, seed);
            }
            [call, host, ref rest @ ..] => {
                let host = self.hosts.get_mut(host).unwrap();
                let outcome = host.call(call, rest.first().copied().unwrap_or_default());
                return host.told(&outcome);
            }
            _ => panic!("no command: {words:?}"),
        }
        "ok - - -\n".to_owned()
    }

    fn new_path(&mut self) -> PathBuf {
        self.vaults += 1;
        self.folder.join(format!("{}.vault", self.vaults))
    }

    fn forget(&mut self) {
        self.hosts.clear();
        self.copies.clear();
        for file in std::fs::read_dir(&self.folder).unwrap() {
            let path = file.unwrap().path();
            if path.to_string_lossy().contains(".vault") {
                std::fs::remove_file(path).unwrap();
            }
        }
    }

    fn environment(&self, seed: &str) -> Environment {
        let random = SeededRandom::new(seed.parse().unwrap());
        Environment { clock: Box::new(self.clock.clone()), random: Box::new(random) }
    }

    fn create(&mut self, host: &str, identity: &[u8], seed: &str) -> String {
        let path = self.new_path();
        let environment = self.environment(seed);
        let mut random = SeededRandom::new(!seed.parse::<u64>().unwrap());
        let vault = Vault::create(&path, &KEY, &mut random).unwrap();
        let mut messenger = Messenger::new(vault, environment).unwrap();
        messenger.replace_identity(Identity::from_export_content(identity).unwrap()).unwrap();
        let outcome = messenger.attach(ACCOUNT, profile()).unwrap();
        messenger.set(ACCOUNT, Setting::IntervalMs, 0).unwrap();
        messenger.set_known(ACCOUNT, PEER, true).unwrap();
        self.enter(host, Host { messenger, path }, &outcome)
    }

    fn begin(&mut self, host: &str, path: PathBuf, seed: &str) -> String {
        let mut vault = Vault::open(&path).unwrap();
        vault.unlock(&KEY).unwrap();
        let mut messenger = Messenger::new(vault, self.environment(seed)).unwrap();
        let outcome = messenger.attach(ACCOUNT, profile()).unwrap();
        self.enter(host, Host { messenger, path }, &outcome)
    }

    fn enter(&mut self, name: &str, mut host: Host, outcome: &Outcome) -> String {
        let told = host.told(outcome);
        self.hosts.insert(name.to_owned(), host);
        told
    }
}

impl Host {
    fn call(&mut self, call: &str, argument: &str) -> Outcome {
        let messenger = &mut self.messenger;
        let origin = Origin::default();
        match call {
            "say" => messenger.outgoing(ACCOUNT, PEER, &bytes(argument), origin),
            "hear" => messenger.incoming(ACCOUNT, PEER, &bytes(argument), origin),
            "tick" => messenger.tick(),
            "start" => messenger.contact_do(ACCOUNT, PEER, Action::Start, None),
            "accept" => messenger.contact_do(ACCOUNT, PEER, Action::Accept, None),
            "send" => messenger.text_do(ACCOUNT, argument.parse().unwrap(), TextAction::Send),
            "texts" => messenger.texts(ACCOUNT, None),
            "state" => messenger.contact(ACCOUNT, PEER),
            _ => panic!("no command: {call}"),
        }
    }

    /// What an outcome says, in lines.
    fn told(&mut self, outcome: &Outcome) -> String {
        let mut told = String::new();
        for event in &outcome.events {
            let line = match &event.kind {
                EventKind::Send { line, .. } => format!("line {}", hex(line.as_bytes())),
                EventKind::Show(show) if show.private => {
                    format!("show {} {}", show.repeated, hex(show.text.as_bytes()))
                }
                EventKind::Show(show) => format!("clear {}", hex(show.text.as_bytes())),
                EventKind::Progress(progress) => {
                    let text = progress.text.as_deref().unwrap_or_default();
                    format!("text {} {:?} {}", progress.number, progress.stage, hex(text))
                }
                EventKind::Ask { question, text, .. } => {
                    format!("ask {question:?} {}", text.unwrap_or_default())
                }
                EventKind::State { state, .. } => format!("state {state:?}"),
                EventKind::Contact(contact) => format!("state {:?}", contact.state),
                EventKind::Notice(notice) => format!("notice {notice:?}"),
                other => panic!("nobody has asked for {other:?}"),
            };
            told.push_str(&line);
            told.push('\n');
        }
        if let Some(error) = &outcome.error {
            told.push_str(&format!("error {error:?}\n"));
        }
        self.messenger.confirm(outcome).unwrap();
        let word = |number: Option<u64>| number.map_or("-".to_owned(), |number| number.to_string());
        let (wake, number) = (word(self.messenger.wake_ms()), word(outcome.number));
        told.push_str(&format!("ok {:?} {wake} {number}\n", outcome.verdict));
        told
    }
}

fn profile() -> Profile {
    Profile::by_name("plain").unwrap()
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    PathBuf::from(format!("{}{suffix}", path.display()))
}

fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_default()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(hex: &str) -> Vec<u8> {
    let digit = |at: usize| u8::from_str_radix(hex.get(at..at + 2).unwrap(), 16).unwrap();
    (0..hex.len()).step_by(2).map(digit).collect()
}
