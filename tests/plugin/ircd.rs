//! A server of IRC and clients on it, each with a host that sees nothing but raw lines.

use crate::people::{Folder, TestClock, environment};
use std::collections::VecDeque;
use subrosa::crypto::OsRandom;
use subrosa::irc::Line;
use subrosa::messenger::Messenger;
use subrosa::plugin::{Event, EventKind, Frontend, Outcome, Verdict};
use subrosa::vault::{Protection, Vault};

pub const ACCOUNT: &str = "libera";
const KEY: [u8; 32] = [7; 32];

/// Somebody at a client.
pub struct Client {
    pub nick: String,
    place: String,
    pub host: Frontend,
    pub clock: TestClock,
    /// Lines for the server.
    pub sends: VecDeque<Vec<u8>>,
    /// Lines that the client gets, without those that it does not show to people.
    pub screen: Vec<String>,
    /// What was walked.
    pub seen: Vec<Event>,
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

impl Client {
    pub fn new(folder: &Folder, clock: &TestClock, name: &str, place: &str, seed: u64) -> Self {
        Self::with(folder, clock, name, place, seed, "interval-ms=0 raw=400")
    }

    pub fn with(
        folder: &Folder,
        clock: &TestClock,
        name: &str,
        place: &str,
        seed: u64,
        settings: &str,
    ) -> Self {
        let path = folder.0.join(format!("{name}.vault"));
        drop(Vault::create(&path, &Protection::HostKey(&KEY), &mut OsRandom).unwrap());
        let mut vault = Vault::open(&path).unwrap();
        vault.unlock(&Protection::HostKey(&KEY)).unwrap();
        let messenger = Messenger::new(vault, environment(clock, seed)).unwrap();
        let host = Frontend::new(messenger, "command=\"/msg *subrosa\" can=time").unwrap();
        let mut client = Self {
            nick: name.to_owned(),
            place: place.to_owned(),
            host,
            clock: clock.clone(),
            sends: VecDeque::new(),
            screen: Vec::new(),
            seen: Vec::new(),
        };
        let outcome = client.host.attach(ACCOUNT, "irc", settings);
        client.carry_out(outcome);
        client
    }

    /// The server greets.
    pub fn registers(&mut self) {
        let (nick, place) = (self.nick.clone(), self.place.clone());
        for line in [
            format!(":irc.example 001 {nick} :Welcome {nick}!{place}"),
            format!(":irc.example 005 {nick} CASEMAPPING=ascii NICKLEN=30 :are supported"),
            format!(":{nick}!{place} MODE {nick} :+i"),
        ] {
            self.gets(line.as_bytes());
        }
    }

    pub fn carry_out(&mut self, mut outcome: Outcome) -> Vec<Event> {
        let mut seen = Vec::new();
        while let Some(event) = outcome.next(&mut self.host) {
            let raw = event.raw.clone();
            match (&event.kind, raw) {
                (EventKind::Send(_), Some(raw)) => self.sends.push_back(raw.into_bytes()),
                (EventKind::Send(send), None) => panic!("without a raw line: {send:?}"),
                (_, Some(raw)) => self.screen.push(raw),
                _ => {}
            }
            seen.push(event.clone());
        }
        self.seen.extend(seen.iter().cloned());
        seen
    }

    /// The user's client sends a line.
    pub fn types(&mut self, line: &str) -> Verdict {
        let outcome = self.host.irc_out(ACCOUNT, line.as_bytes());
        let verdict = outcome.verdict;
        if verdict == Verdict::Pass {
            self.sends.push_back(line.as_bytes().to_vec());
        }
        self.carry_out(outcome);
        verdict
    }

    /// The server sends a line.
    pub fn gets(&mut self, line: &[u8]) -> Verdict {
        let outcome = self.host.irc_in(ACCOUNT, line, 0);
        let verdict = outcome.verdict;
        match verdict {
            Verdict::Marked => self.screen.push(lossy(&outcome.line)),
            Verdict::Pass => self.screen.push(lossy(line)),
            _ => {}
        }
        self.carry_out(outcome);
        verdict
    }

    pub fn codes(&self) -> Vec<&'static str> {
        crate::rig::codes(&self.seen)
    }

    pub fn ticks(&mut self) {
        let outcome = self.host.tick();
        self.carry_out(outcome);
    }

    /// Texts that stand on the screen as said by somebody.
    pub fn texts_of(&self, nick: &str) -> Vec<String> {
        let start = format!(":{nick}!");
        let bare = format!(":{nick} ");
        let said = self.screen.iter().filter(|line| {
            (line.starts_with(&start) || line.starts_with(&bare)) && line.contains(" PRIVMSG ")
        });
        said.filter_map(|line| Some(line.split_once(" :")?.1.to_owned())).collect()
    }
}

/// The server. Lines are cut as servers cut them.
#[derive(Default)]
pub struct Ircd {
    /// Bytes of the longest line that came to it for somebody, CR LF included.
    pub longest: usize,
    /// Lines that were cut.
    pub cut: usize,
    pub gone: Vec<String>,
    /// Bytes by which it cuts lines earlier than anybody knows.
    pub hidden: usize,
    /// What it puts where it has cut, as ngircd does.
    pub mark: &'static [u8],
    /// How many lines are lost yet.
    pub loses: usize,
}

impl Ircd {
    /// One line of a client: what goes to whom.
    fn relay(&mut self, from: usize, line: &[u8], clients: &mut [&mut Client]) {
        let (nick, place) = (clients[from].nick.clone(), clients[from].place.clone());
        let Ok(parsed) = Line::parse(line) else { return };
        let prefix = format!(":{nick}!{place}");
        if parsed.is("NICK") {
            let new = lossy(parsed.parameter(0).unwrap());
            let told = format!("{prefix} NICK {new}");
            clients[from].nick = new;
            for client in clients.iter_mut() {
                client.gets(told.as_bytes());
            }
            return;
        }
        if !["PRIVMSG", "NOTICE", "TAGMSG"].iter().any(|command| parsed.is(command)) {
            return;
        }
        let target = lossy(parsed.parameter(0).unwrap());
        let to = clients.iter().position(|client| client.nick.eq_ignore_ascii_case(&target));
        let to = to.filter(|_| !self.gone.contains(&target));
        let Some(to) = to else {
            let answer = format!(":irc.example 401 {nick} {target} :No such nick/channel");
            clients[from].gets(answer.as_bytes());
            return;
        };
        if self.loses > 0 {
            self.loses -= 1;
            return;
        }
        let body = line.strip_prefix(b"@").map_or(line, |tagged| {
            let at = tagged.iter().position(|byte| *byte == b' ').unwrap();
            &tagged[at + 1..]
        });
        let mut relayed = [prefix.as_bytes(), b" ", body].concat();
        self.longest = self.longest.max(relayed.len() + 2);
        if relayed.len() > 510 - self.hidden {
            self.cut += 1;
            relayed.truncate(510 - self.hidden - self.mark.len());
            relayed.extend_from_slice(self.mark);
        }
        let tags = &line[..line.len() - body.len()];
        clients[to].gets(&[tags, &relayed, b"\r\n"].concat());
    }

    /// Delivers until nothing moves.
    pub fn run(&mut self, clients: &mut [&mut Client]) {
        for _ in 0..2_000 {
            let mut moved = false;
            for from in 0..clients.len() {
                while let Some(line) = clients[from].sends.pop_front() {
                    moved = true;
                    self.relay(from, &line, clients);
                }
            }
            let due = clients
                .iter_mut()
                .any(|client| client.host.wake_ms().is_some_and(|wait| wait <= 1_000));
            if !moved && !due {
                return;
            }
            if !moved {
                clients[0].clock.advance(100);
                clients.iter_mut().for_each(|client| client.ticks());
            }
        }
        panic!("lines go on for ever");
    }
}

/// Alice and Bob on one server.
pub fn two(folder: &Folder, clock: &TestClock) -> (Client, Client, Ircd) {
    let mut alice = Client::new(folder, clock, "alice", "~al@alice.example", 1);
    let mut bob = Client::new(folder, clock, "bob", "~bob@bob.example", 2);
    alice.registers();
    bob.registers();
    (alice, bob, Ircd::default())
}

/// Alice and Bob, who talk in private.
pub fn private(folder: &Folder, clock: &TestClock) -> (Client, Client, Ircd) {
    let (mut alice, mut bob, mut ircd) = two(folder, clock);
    make_private(&mut alice, &mut bob, &mut ircd);
    (alice, bob, ircd)
}

pub fn make_private(alice: &mut Client, bob: &mut Client, ircd: &mut Ircd) {
    let (one, other) = (alice.nick.clone(), bob.nick.clone());
    alice.types(&format!("SUBROSA start {other}"));
    ircd.run(&mut [alice, bob]);
    bob.types(&format!("PRIVMSG *subrosa :accept {one}"));
    ircd.run(&mut [alice, bob]);
    assert_eq!(title(alice, &other), "private");
    for client in [alice, bob] {
        client.screen.clear();
        client.seen.clear();
    }
}

pub fn title(client: &mut Client, peer: &str) -> String {
    let mut outcome = client.host.title(ACCOUNT, peer);
    match outcome.next(&mut client.host).map(|event| event.kind.clone()) {
        Some(EventKind::Title(title)) => title.words,
        other => panic!("{other:?}"),
    }
}
