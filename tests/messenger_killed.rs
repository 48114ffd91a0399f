//! A messenger whose process is killed at any instant: nothing is lost, nothing is shown twice
//! without saying so, no message key is used for two lines.
//!
//! Alice's messenger is here; Bob's is a process of its own that is told what to do through a pipe
//! and killed in the middle of it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]
#![allow(clippy::expect_used, clippy::print_stdout)]

#[path = "common/pair.rs"]
#[allow(dead_code)]
mod pair;
#[path = "common/people.rs"]
#[allow(dead_code)]
mod people;

use pair::SeededRandom;
use people::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::Ordering;
use std::time::Duration;
use subrosa::crypto::OsRandom;
use subrosa::messenger::{
    Action, Environment, EventKind, Messenger, Origin, Outcome, Setting, Stage, State, Verdict,
};
use subrosa::vault::{Protection, Vault};
use subrosa::wire::armor;

const PLACE: &str = "SUBROSA_TEST_VAULT";
const KILLS: &str = "SUBROSA_KILLS";

// ---- Bob's process ----

/// Reads commands, a line each, and answers each with what happened and a line with a point.
#[test]
#[ignore = "runs as the child of another test"]
fn bob_child() {
    let path = std::env::var_os(PLACE).expect("runs as the child of another test");
    let clock = TestClock::new();
    let mut vault = Vault::open(path.as_ref()).unwrap();
    vault.unlock(&Protection::HostKey(&[7; 32])).unwrap();
    let environment = Environment { clock: Box::new(clock.clone()), random: Box::new(OsRandom) };
    let mut messenger = Messenger::new(vault, environment).unwrap();
    let mut first = None;
    for line in std::io::stdin().lines() {
        let line = line.unwrap();
        let (command, rest) = line.split_once(' ').unwrap();
        let outcome = match command {
            "clock" => {
                clock.0.store(rest.parse().unwrap(), Ordering::Relaxed);
                if first.is_some() {
                    continue;
                }
                first = Some(());
                messenger.attach(ACCOUNT, plain()).unwrap()
            }
            "in" => messenger.incoming(ACCOUNT, "alice", rest.as_bytes(), Origin::default()),
            "out" => messenger.outgoing(ACCOUNT, "alice", rest.as_bytes(), Origin::default()),
            "tick" => messenger.tick(),
            other => panic!("{other}"),
        };
        report(&outcome);
        messenger.confirm(&outcome).unwrap();
        println!("\nbob: .");
    }
}

fn report(outcome: &Outcome) {
    let mut said = format!("\nbob: verdict {:?}\n", outcome.verdict);
    for event in &outcome.events {
        match &event.kind {
            EventKind::Send { line, .. } => said.push_str(&format!("bob: send {line}\n")),
            EventKind::Show(show) => said
                .push_str(&format!("bob: show {} {} {}\n", show.repeated, show.private, show.text)),
            EventKind::State { state, .. } => said.push_str(&format!("bob: state {state:?}\n")),
            _ => {}
        }
    }
    print!("{said}");
    std::io::stdout().flush().unwrap();
}

// ---- what Alice's side knows of him ----

struct Bob {
    child: Child,
    input: ChildStdin,
    output: std::io::Lines<BufReader<ChildStdout>>,
}

impl Bob {
    fn start(place: &std::path::Path, now: u64) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "--nocapture", "bob_child"])
            .env(PLACE, place)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut bob = Self { child, input, output };
        bob.tell(&format!("clock {now}"));
        bob
    }

    /// Tells him something; he may be dead already.
    fn tell(&mut self, command: &str) {
        let _ = writeln!(self.input, "{command}");
        let _ = self.input.flush();
    }

    /// What he says next; none when he is dead.
    fn next(&mut self) -> Option<String> {
        self.output.find_map(|line| Some(line.ok()?.strip_prefix("bob: ")?.to_owned()))
    }

    /// Everything up to the end of one answer, and whether it came.
    fn answer(&mut self) -> (Vec<String>, bool) {
        let mut said = Vec::new();
        while let Some(line) = self.next() {
            if line == "." {
                return (said, true);
            }
            said.push(line);
        }
        (said, false)
    }

    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// The whole of it: who typed what, who was shown what, every line that was on the wire.
struct World {
    alice: Somebody,
    bob: Bob,
    place: std::path::PathBuf,
    rng: SeededRandom,
    to_bob: Vec<String>,
    /// Texts that Bob's host was told are taken.
    typed_by_bob: BTreeSet<String>,
    typed_by_alice: BTreeSet<String>,
    shown_to_alice: BTreeMap<String, usize>,
    /// First showings, and all of them.
    shown_to_bob: BTreeMap<String, (usize, usize)>,
    delivered: BTreeSet<u64>,
    numbers: HashMap<u64, String>,
    keys_used: HashMap<Vec<u8>, String>,
}

impl World {
    /// Each message key makes one line: the same place in the same chain never carries two.
    fn on_the_wire(&mut self, line: &str) {
        let bytes = armor::decode(line.as_bytes()).unwrap();
        if bytes[0] != 0x11 {
            return;
        }
        // Header byte, tag, ratchet key, N as a varint.
        let end = 38 + bytes[38..].iter().position(|byte| byte & 0x80 == 0).unwrap() + 1;
        let known = self.keys_used.insert(bytes[..end].to_vec(), line.to_owned());
        assert!(known.is_none_or(|known| known == line), "a message key was used twice");
    }

    fn heard_from_bob(&mut self, said: Vec<String>, text: Option<&str>) {
        for line in said {
            let (what, rest) = line.split_once(' ').unwrap();
            match what {
                "verdict" => {
                    if let Some(text) = text {
                        assert!(rest == "Taken" || rest == "Held", "{rest}");
                        self.typed_by_bob.insert(text.to_owned());
                    }
                }
                "send" => {
                    self.on_the_wire(rest);
                    let seen = self.alice.hear("bob", rest);
                    self.seen_by_alice(seen);
                }
                "show" => {
                    let mut words = rest.splitn(3, ' ');
                    let (repeated, private) = (words.next().unwrap(), words.next().unwrap());
                    assert_eq!(private, "true");
                    let shown =
                        self.shown_to_bob.entry(words.next().unwrap().to_owned()).or_default();
                    shown.0 += usize::from(repeated == "false");
                    shown.1 += 1;
                }
                "state" => assert_eq!(rest, "Private"),
                other => panic!("{other}"),
            }
        }
    }

    fn seen_by_alice(&mut self, seen: Seen) {
        for show in &seen.shown {
            assert!(show.private && !show.repeated);
            *self.shown_to_alice.entry(show.text.clone()).or_default() += 1;
        }
        for event in &seen.events {
            if let EventKind::Progress(progress) = &event.kind
                && progress.stage == Stage::Delivered
            {
                let text = &self.numbers[&progress.number];
                assert!(
                    self.shown_to_bob.contains_key(text),
                    "told as delivered before it is shown"
                );
                self.delivered.insert(progress.number);
            }
        }
        for (_, line) in seen.lines {
            self.on_the_wire(&line);
            self.to_bob.push(line);
        }
    }

    /// Bob does one thing, and perhaps is killed while he does it.
    fn bob_does(&mut self, command: &str, text: Option<&str>, kill: bool) {
        self.bob.tell(command);
        if kill {
            std::thread::sleep(Duration::from_micros(self.rng.below(2_500)));
            self.bob.kill();
        }
        let (said, whole) = self.bob.answer();
        assert!(whole || kill, "Bob has died by himself at {command}: {said:?}");
        self.heard_from_bob(said, text);
        if kill {
            self.bob = Bob::start(&self.place, self.alice.clock.0.load(Ordering::Relaxed));
            let (said, whole) = self.bob.answer();
            assert!(whole, "the vault opens after a kill: {said:?}");
            self.heard_from_bob(said, None);
        }
    }

    fn carry_to_bob(&mut self, kills: bool) {
        while !self.to_bob.is_empty() {
            let line = self.to_bob.remove(0);
            let kill = kills && self.rng.below(3) == 0;
            self.bob_does(&format!("in {line}"), None, kill);
        }
    }

    fn advance(&mut self, ms: u64) {
        self.alice.clock.advance(ms);
        let now = self.alice.clock.0.load(Ordering::Relaxed);
        self.bob.tell(&format!("clock {now}"));
        let seen = self.alice.tick();
        self.seen_by_alice(seen);
    }
}

#[test]
fn a_process_killed_at_any_instant_loses_no_text_and_uses_no_key_twice() {
    let kills: usize = std::env::var(KILLS).ok().and_then(|n| n.parse().ok()).unwrap_or(1_000);
    let folder = Folder::new();
    let (mut alice, mut bob) = private_pair(&folder);
    pass(&mut alice, &mut bob, 5);
    let place = bob.path.clone();
    bob.messenger.set(ACCOUNT, Setting::Burst, 1_000).unwrap();
    alice.messenger.set(ACCOUNT, Setting::Burst, 1_000).unwrap();
    drop(bob);
    let now = alice.clock.0.load(Ordering::Relaxed);
    let mut child = Bob::start(&place, now);
    assert!(child.answer().1);
    let mut world = World {
        alice,
        bob: child,
        place,
        rng: SeededRandom::new(1),
        to_bob: Vec::new(),
        typed_by_bob: BTreeSet::new(),
        typed_by_alice: BTreeSet::new(),
        shown_to_alice: BTreeMap::new(),
        shown_to_bob: BTreeMap::new(),
        delivered: BTreeSet::new(),
        numbers: HashMap::new(),
        keys_used: HashMap::new(),
    };
    for round in 0..kills {
        match world.rng.below(3) {
            0 => {
                let text = format!("from Bob {round}");
                world.bob_does(&format!("out {text}"), Some(&text), true);
            }
            1 => {
                let text = format!("from Alice {round}");
                let seen = world.alice.say("bob", &text);
                assert_eq!(seen.verdict, Verdict::Taken);
                let number = seen.events.iter().find_map(|event| match &event.kind {
                    EventKind::Progress(progress) => Some(progress.number),
                    _ => None,
                });
                world.numbers.insert(number.unwrap(), text.clone());
                world.typed_by_alice.insert(text);
                world.seen_by_alice(seen);
                world.carry_to_bob(true);
            }
            _ => {
                world.advance(3_000);
                world.bob_does("tick now", None, true);
            }
        }
    }
    for _ in 0..100 {
        world.carry_to_bob(false);
        world.advance(61_000);
        world.bob_does("tick now", None, false);
    }
    world.bob.kill();

    // A text whose verdict was lost with the process may have been taken.
    let from_bob: BTreeSet<&String> = world.shown_to_alice.keys().collect();
    for text in &world.typed_by_bob {
        assert!(from_bob.contains(text), "lost: {text}");
    }
    for (text, shown) in &world.shown_to_alice {
        assert_eq!(*shown, 1, "{text} was shown {shown} times");
    }
    for text in &world.typed_by_alice {
        let (first, all) = world.shown_to_bob.get(text).copied().unwrap_or_default();
        // The first showing may have been cut off before it was told.
        assert!(first <= 1 && all >= 1, "{text}: shown {all} times, {first} of them as new");
    }
    assert_eq!(world.delivered.len(), world.typed_by_alice.len(), "all are told as delivered");
    assert_eq!(world.alice.state("bob"), State::Private);
    assert_eq!(world.alice.say("bob", "the end").verdict, Verdict::Taken);
    let _ = world.alice.do_with("bob", Action::End);
}
