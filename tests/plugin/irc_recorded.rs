//! What real servers and a real bouncer said (`tests/irc/corpus`), replayed: what has to happen upon each
//! line stands below it. Nothing does upon a line with nothing below it: it passes.
//!
//! `tests/e2e/irc_record.py` records; `SUBROSA_WRITE_CORPUS=1` writes what does happen into the records,
//! to be read by somebody who knows what should.
//!
//! | row | what happens |
//! |---|---|
//! | `out`, `in` | a line of Alice's client, or of her server |
//! | `private NAME` | the two talk in private from here on |
//! | `tick` | the library sends by itself what it has to |
//! | `wait MS`, `offline` | time passes; the connection is gone |
//! | `kept TEXT` | Bob says something that a bouncer keeps |
//! | `carried BYTES NAME` | so long a text reached them on that server |
//!
//! `{bob TEXT}` is the line by which Bob says it in private, `{alice TEXT}` that by which Alice has said it
//! in this client, `{other TEXT}` one by which she has in another one.

use crate::escaped::bytes;
use crate::ircd::{self, ACCOUNT, Client, Ircd};
use crate::people::{Folder, TestClock};
use std::collections::BTreeMap;
use std::path::PathBuf;
use subrosa::messenger::LineKind;
use subrosa::plugin::{Event, EventKind, Verdict};

/// Lines that a library makes which is not Alice's.
const OTHER: &str = "?SR1:QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5eg.";

struct Replay {
    alice: Client,
    bob: Client,
    clock: TestClock,
    /// Lines of each by what they say.
    said: BTreeMap<(String, String), Vec<u8>>,
    /// How long a line to somebody may be.
    carried: BTreeMap<String, usize>,
    _folder: Folder,
}

impl Replay {
    fn new(record: &str) -> Self {
        let (folder, clock) = (Folder::in_memory(), TestClock::new());
        let word = |start: &str| {
            let line = record.lines().find_map(|line| line.strip_prefix(start));
            line.unwrap_or("bob").to_owned()
        };
        let alice = Client::new(&folder, &clock, &word("out NICK "), "alice@recorded.example", 1);
        let mut bob = Client::new(&folder, &clock, &word("private "), "bob@recorded.example", 2);
        bob.registers();
        let (said, carried) = (BTreeMap::new(), BTreeMap::new());
        Self { alice, bob, clock, said, carried, _folder: folder }
    }

    /// The line by which Bob says something.
    fn of_bob(&mut self, text: &str) -> Vec<u8> {
        let key = ("bob".to_owned(), text.to_owned());
        if !self.said.contains_key(&key) {
            let to = self.alice.nick.clone();
            assert_eq!(self.bob.types(&format!("PRIVMSG {to} :{text}")), Verdict::Taken);
            let line = self.bob.sends.pop_back().unwrap();
            self.said.insert(key.clone(), body(&line));
        }
        self.said[&key].clone()
    }

    /// A line of the record with what its placeholders stand for.
    fn filled(&mut self, text: &str) -> Vec<u8> {
        let Some((before, rest)) = text.split_once('{').filter(|_| text.contains('}')) else {
            return bytes(text);
        };
        let (inside, after) = rest.split_once('}').unwrap();
        let line = match inside.split_once(' ') {
            Some(("bob", said)) => self.of_bob(said),
            Some(("alice", said)) => self.said[&("alice".to_owned(), said.to_owned())].clone(),
            Some(("other", _)) => OTHER.as_bytes().to_vec(),
            _ => [b"{", inside.as_bytes(), b"}"].concat(),
        };
        [bytes(before), line, bytes(after)].concat()
    }

    /// What a row does: the verdict, then each event.
    fn play(&mut self, kind: &str, text: &str) -> Vec<String> {
        match kind {
            "out" => {
                let line = self.filled(text);
                let outcome = self.alice.host.irc_out(ACCOUNT, &line);
                let verdict = outcome.verdict;
                let told = self.alice.carry_out(outcome);
                if let Some((_, typed)) = text.split_once(" :")
                    && let Some(line) = sent(&told).next()
                {
                    let key = ("alice".to_owned(), typed.to_owned());
                    self.said.insert(key, body(line.as_bytes()));
                }
                self.rows(word(verdict).to_owned(), &told, false)
            }
            "in" => {
                let line = self.filled(text);
                let outcome = self.alice.host.irc_in(ACCOUNT, &line, 0);
                let shown = match outcome.verdict {
                    Verdict::Marked => format!("marked {}", readable(&outcome.line)),
                    verdict => word(verdict).to_owned(),
                };
                assert!(
                    outcome.verdict != Verdict::Pass || !readable(&line).contains("?SR1:"),
                    "a line of the library is shown as it is: {text}"
                );
                let told = self.alice.carry_out(outcome);
                self.rows(shown, &told, false)
            }
            "wait" => {
                self.clock.advance(text.parse().unwrap());
                self.ticks(true)
            }
            "tick" => {
                for _ in 0..60 {
                    self.clock.advance(1_000);
                    let rows = self.ticks(false);
                    if rows.len() > 1 {
                        return rows;
                    }
                }
                vec!["nothing is sent".to_owned()]
            }
            "private" => {
                self.bob.nick = text.to_owned();
                let mut ircd = Ircd::default();
                ircd::make_private(&mut self.alice, &mut self.bob, &mut ircd);
                vec!["pass".to_owned()]
            }
            "offline" => {
                let outcome = self.alice.host.online(ACCOUNT, false);
                let told = self.alice.carry_out(outcome);
                self.rows("pass".to_owned(), &told, false)
            }
            "kept" => {
                self.of_bob(text);
                vec!["pass".to_owned()]
            }
            "carried" => {
                let (bytes, name) = text.split_once(' ').unwrap();
                self.carried.insert(name.to_lowercase(), bytes.parse().unwrap());
                vec!["pass".to_owned()]
            }
            other => panic!("{other:?} is no row"),
        }
    }

    fn ticks(&mut self, without_lines: bool) -> Vec<String> {
        let outcome = self.alice.host.tick();
        let told = self.alice.carry_out(outcome);
        self.rows("pass".to_owned(), &told, without_lines)
    }

    /// What happened. Lines go to Bob, and his receipts to Alice.
    fn rows(&mut self, verdict: String, told: &[Event], without_lines: bool) -> Vec<String> {
        for line in sent(told) {
            let (head, text) = line.split_once(" :").unwrap();
            let to = head.split(' ').nth(1).unwrap().to_lowercase();
            let most = self.carried.get(&to).copied().unwrap_or(512);
            assert!(text.len() <= most, "{} bytes to {to}, {most} arrive", text.len());
            if to != self.bob.nick {
                continue;
            }
            let from = format!(":{}!alice@recorded.example ", self.alice.nick);
            self.bob.gets(&[from.as_bytes(), line.as_bytes()].concat());
        }
        self.alice.sends.clear();
        while let Some(line) = self.bob.sends.pop_front() {
            let from = format!(":{}!bob@recorded.example ", self.bob.nick);
            let outcome = self.alice.host.irc_in(ACCOUNT, &[from.as_bytes(), &line].concat(), 0);
            assert_eq!(outcome.verdict, Verdict::Taken);
            self.alice.carry_out(outcome);
        }
        let row = |event: &Event| {
            let raw = readable(event.raw.as_deref().unwrap_or_default().as_bytes());
            Some(match &event.kind {
                EventKind::Send(_) if without_lines => return None,
                EventKind::Send(send) if send.kind == LineKind::Acknowledgement => {
                    format!("receipt {raw}")
                }
                EventKind::Send(_) => format!("send {raw}"),
                EventKind::Show(_) => format!("show {raw}"),
                EventKind::Echo(_) => format!("echo {raw}"),
                EventKind::Title(_) => format!("title {raw}"),
                EventKind::Say(say) => format!("say {}", say.code),
                _ => return None,
            })
        };
        let mut rows = vec![verdict];
        rows.extend(told.iter().filter_map(row));
        rows
    }
}

fn sent(told: &[Event]) -> impl Iterator<Item = &String> {
    let raw = |event: &&Event| matches!(event.kind, EventKind::Send(_));
    told.iter().filter(raw).filter_map(|event| event.raw.as_ref()).filter(|raw| raw.contains(" :"))
}

/// What a line says.
fn body(line: &[u8]) -> Vec<u8> {
    let at = line.windows(2).position(|part| part == b" :").unwrap();
    line[at + 2..].to_vec()
}

/// Nobody foresees what is encrypted.
fn readable(line: &[u8]) -> String {
    let text = String::from_utf8_lossy(line);
    let text = match text.find("?SR1:") {
        Some(at) => &text[..at + 5],
        None => &text,
    };
    let plain = |c: char| match c {
        '\\' => "\\\\".to_owned(),
        c if c.is_ascii_control() => format!("\\x{:02x}", c as u8),
        c => c.to_string(),
    };
    text.chars().map(plain).collect()
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "pass",
        Verdict::Marked => "marked",
        Verdict::Taken => "taken",
        Verdict::Refused => "refused",
    }
}

/// A record with what happens now.
fn replayed(record: &str) -> String {
    let mut replay = Replay::new(record);
    let mut now = String::new();
    for line in record.lines().filter(|line| !line.starts_with("  ")) {
        now.push_str(line);
        now.push('\n');
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (kind, text) = line.split_once(' ').unwrap_or((line, ""));
        let rows = replay.play(kind, text);
        for row in rows.iter().filter(|_| rows != ["pass"]) {
            now.push_str(&format!("  {row}\n"));
        }
    }
    now
}

#[test]
fn every_line_of_the_records_of_real_servers_does_what_stands_below_it() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/irc/corpus");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 10, "{paths:?}");
    let mut wrong = Vec::new();
    for path in paths {
        let record = std::fs::read_to_string(&path).unwrap();
        let now = replayed(&record);
        if std::env::var_os("SUBROSA_WRITE_CORPUS").is_some() {
            std::fs::write(&path, &now).unwrap();
        } else if let Some((is, should)) =
            now.lines().zip(record.lines()).find(|(is, should)| is != should)
        {
            wrong.push(format!("{path:?}: {is:?}, but should be {should:?}"));
        } else if now.len() != record.len() {
            wrong.push(format!("{path:?} ends otherwise"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
