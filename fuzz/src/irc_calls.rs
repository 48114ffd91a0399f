//! Raw lines both ways through a host's frontend: nothing in clear reaches the one person who is
//! only written to in private, whatever client and server say.

use super::Tally;
use super::pair::SeededRandom;
use super::script::Script;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use subrosa::irc::Line;
use subrosa::messenger::{Clock, Environment, Messenger};
use subrosa::plugin::{EventKind, Frontend, Outcome, Verdict};
use subrosa::vault::{Protection, Vault};

const KEY: [u8; 32] = [7; 32];
const ACCOUNT: &str = "irc";

/// Commands whose text people get, with the place of their targets.
const TEXTS: [(&str, usize); 9] = [
    ("PRIVMSG", 0),
    ("NOTICE", 0),
    ("TAGMSG", 0),
    ("CPRIVMSG", 0),
    ("CNOTICE", 0),
    ("SQUERY", 0),
    ("KILL", 0),
    ("REDACT", 0),
    ("WHISPER", 1),
];

struct Stopped;

impl Clock for Stopped {
    fn now_ms(&self) -> u64 {
        1_800_000_000_000
    }
}

struct Host {
    frontend: Frontend,
    folder: PathBuf,
}

impl Drop for Host {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Host {
    fn new() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("subrosa-irc-calls-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("vault");
        let mut random = SeededRandom::new(1);
        let mut vault = Vault::create(&path, &Protection::HostKey(&KEY), &mut random).unwrap();
        vault.unlock(&Protection::HostKey(&KEY)).unwrap();
        let environment = Environment { clock: Box::new(Stopped), random: Box::new(random) };
        let messenger = Messenger::new(vault, environment).unwrap();
        let frontend = Frontend::new(messenger, "").unwrap();
        let mut host = Self { frontend, folder };
        let outcome = host.frontend.attach(ACCOUNT, "irc", "nick=alice interval-ms=0 raw=300");
        host.walk(outcome);
        let outcome = host.frontend.command(ACCOUNT, "bob", "mode required");
        host.walk(outcome);
        host
    }

    fn walk(&mut self, mut outcome: Outcome) {
        while let Some(event) = outcome.next(&mut self.frontend) {
            let raw = event.raw.as_deref().unwrap_or_default();
            assert!(!raw.contains(['\r', '\n', '\0']), "{raw:?}");
            if let EventKind::Send(send) = &event.kind {
                let tells = send.line.is_empty() && raw.contains(" TAGMSG ");
                assert!(tells || send.line.starts_with("?SR1"), "{raw:?}");
            }
        }
    }
}

/// Each line begins with a byte: even, the client sends it, odd, the server.
pub fn run(data: &[u8]) -> Tally {
    let mut script = Script::new(data);
    let mut tally = Tally::default();
    let mut host = Host::new();
    for line in script.rest().split(|byte| *byte == b'\n').take(64) {
        let Some((way, line)) = line.split_first() else { continue };
        let client = way.is_multiple_of(2);
        let outcome = match client {
            true => host.frontend.irc_out(ACCOUNT, line),
            false => host.frontend.irc_in(ACCOUNT, line, 0),
        };
        match outcome.verdict {
            Verdict::Pass if client => assert!(!reaches_bob(line), "{}", line.escape_ascii()),
            Verdict::Marked => {
                assert!(!client);
                assert!(Line::parse(&outcome.line).is_ok());
            }
            Verdict::Refused => assert!(client),
            _ => {}
        }
        tally.note(outcome.verdict != Verdict::Refused);
        host.walk(outcome);
    }
    let outcome = host.frontend.tick();
    host.walk(outcome);
    tally
}

/// Whether the text of a line would reach Bob.
fn reaches_bob(line: &[u8]) -> bool {
    let Ok(line) = Line::parse(line) else { return false };
    let Some((_, place)) = TEXTS.iter().find(|(command, _)| line.is(command)) else {
        return false;
    };
    // Lines of the library, and what it tells unseen, go to whom they please.
    let last = line.parameters().last().copied().unwrap_or_default();
    if last.starts_with(b"?SR1") || line.tags().get("+subrosa/has").is_some() {
        return false;
    }
    let targets = line.parameter(*place).unwrap_or_default();
    targets.split(|byte| *byte == b',').any(|target| {
        let nick = target.split(|byte| b"!@%".contains(byte)).next().unwrap_or_default();
        nick.eq_ignore_ascii_case(b"bob")
    })
}
