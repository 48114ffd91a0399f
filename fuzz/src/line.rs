//! A live peer under attack from outside (raw lines, genuine lines changed) and from within (a
//! counterpart that has the keys and seals whatever it likes).

use super::Tally;
use super::pair::{Person, lines};
use super::script::Script;
use super::world::NoLeap;
use super::world::{Watched, World, state, worlds};
use std::collections::BTreeSet;
use subrosa::crypto::Secret;
use subrosa::identity::UnverifiedCard;
use subrosa::session::{Content, Echo, Event, HostKey, PeerSessions, TextId, fuzzing};
use subrosa::wire::armor;

/// First byte: the situation. Then steps, one byte each with what they need.
pub fn run(data: &[u8]) -> Tally {
    let mut script = Script::new(data);
    let world = script.one_of(worlds()).clone();
    let World { victim, other, lines } = world;
    let genuine = lines.iter().cloned().collect();
    let mut scene = Scene { victim: Watched::new(victim), other, lines, genuine, to_other: vec![] };
    for _ in 0..32 {
        if script.is_over() {
            break;
        }
        scene.step(&mut script);
    }
    scene.victim.tick();
    scene.save_and_load();
    scene.victim.tally
}

struct Scene {
    victim: Watched,
    other: Person,
    /// Lines that the other has made, whether or not they were delivered.
    lines: Vec<Vec<u8>>,
    /// The same, to look up.
    genuine: BTreeSet<Vec<u8>>,
    /// Lines that the victim has made and that were not delivered.
    to_other: Vec<String>,
}

impl Scene {
    fn step(&mut self, script: &mut Script<'_>) {
        let how = script.u8();
        match how % 20 {
            0 => {
                let answers = self.victim.receive(script.chunk());
                self.to_other.extend(answers);
            }
            1 => self.deliver(script.chunk()),
            2 | 3 => {
                let (Some(one), Some(two)) = (self.some_line(script), self.some_line(script))
                else {
                    return;
                };
                let changed = script.mutate(&one, &two);
                self.deliver(&changed);
            }
            4 => {
                if let Some(line) = self.some_line(script) {
                    self.deliver(&line);
                }
            }
            5 | 6 => {
                let session = usize::from(how / 20) % 3;
                let payload = script.chunk();
                self.seal(session, None, payload, how % 20 == 5);
            }
            7 => {
                let counters = (how / 20 < 6).then(|| (script.u16().into(), script.u16().into()));
                let counters = counters.unwrap_or_else(|| (script.u32(), script.u32()));
                let payload = script.chunk();
                self.seal(0, Some(counters), payload, true);
            }
            8 => {
                // An honest text, of which some lines come, in one order or the other.
                let length = usize::from(script.u16()) % 3_000;
                let (text, which) = ("text ".repeat(length / 5 + 1), script.u32());
                let mut sent = self.other.try_send(&text).map_or_else(|_| vec![], |s| s.lines);
                if how / 20 % 2 == 1 {
                    sent.reverse();
                }
                self.note(&sent);
                for (at, line) in sent.iter().enumerate() {
                    if which >> (at % 32) & 1 == 0 {
                        let answers = self.victim.receive(line.as_bytes());
                        self.to_other.extend(answers);
                    }
                }
            }
            9 => {
                let length = usize::from(script.u16()) % 3_000;
                let text = vec![b'v'; length];
                let again = script.flag().then(|| TextId::from_bytes(script.array()));
                let sent =
                    self.victim.person.with(|peer, cx| peer.send(cx, Content::Html, &text, again));
                if let Ok(sent) = sent {
                    self.send(sent.lines);
                }
            }
            10 => {
                let which = script.u8();
                for (at, line) in std::mem::take(&mut self.to_other).iter().enumerate() {
                    if which >> (at % 8) & 1 == 0 {
                        let answers = lines(&self.other.receive(line));
                        self.note(&answers);
                    }
                }
            }
            11 => {
                let seconds = script.u32();
                let now = self.victim.person.now;
                let now = match how / 20 % 3 {
                    0 => now.saturating_add((seconds % 100).into()),
                    1 => now.saturating_add(seconds.into()),
                    _ => now.saturating_sub(seconds.into()),
                };
                (self.victim.person.now, self.other.now) = (now, now);
            }
            12 => {
                let answers = self.victim.tick();
                self.to_other.extend(answers);
            }
            13 => {
                let (id, now) = (self.victim.last.take(), self.victim.person.now);
                if let Some(id) = id {
                    self.victim.person.peer.confirm(id, now);
                }
            }
            14 => self.save_and_load(),
            15 => {
                let made = self.victim.person.with(|peer, cx| match how / 20 % 3 {
                    0 => peer.close(cx),
                    1 => peer.probe(cx),
                    _ => peer.send_card(cx),
                });
                if let Ok(made) = made {
                    self.send(made);
                }
            }
            16 => {
                // An Offer of the other's, with the echo of something the victim sent or of nothing.
                let echo = match how / 20 % 2 {
                    0 => None,
                    _ => self.to_other.last().and_then(|l| armor::decode(l.as_bytes()).ok()),
                };
                let echo = echo.map(|line| Echo::of(&line));
                let Person { installation, rng, now, .. } = &mut self.other;
                if let Ok(offer) = installation.offer(echo, *now, rng) {
                    self.note(&[offer]);
                }
            }
            17 => {
                // The other begins anew on a card of the victim's.
                let Person { installation, rng, now, .. } = &mut self.victim.person;
                let Ok(card) = installation.card(*now, rng) else { return };
                let Ok(parsed) = UnverifiedCard::parse(card.as_bytes()) else { return };
                let Ok(card) = parsed.verify(*now) else { return };
                let first = (how / 20 % 2 == 1).then_some((Content::Plain, &b"first"[..]));
                if let Ok(sent) = self.other.with(|peer, cx| peer.start(cx, &card, first)) {
                    self.note(&sent.lines);
                }
            }
            18 => {
                // The victim begins anew on a card of the other's.
                let Person { installation, rng, now, .. } = &mut self.other;
                let Ok(card) = installation.card(*now, rng) else { return };
                let started = self.victim.person.with(|peer, cx| peer.start(cx, &card, None));
                if let Ok(sent) = started {
                    self.send(sent.lines);
                }
            }
            _ => {
                // The other sends something that is no text.
                let made = self.other.with(|peer, cx| match how / 20 % 3 {
                    0 => peer.close(cx),
                    1 => peer.probe(cx),
                    _ => peer.send_card(cx),
                });
                if let Ok(made) = made {
                    self.note(&made);
                }
            }
        }
    }

    fn some_line(&self, script: &mut Script<'_>) -> Option<Vec<u8>> {
        // The newest first: they are most often the ones that have not been delivered.
        let back = usize::from(script.u8()) % self.lines.len().max(1);
        self.lines.iter().rev().nth(back).cloned()
    }

    fn note(&mut self, lines: &[String]) {
        for line in lines {
            let line = armor::decode(line.as_bytes()).expect("own line");
            self.genuine.insert(line.clone());
            self.lines.push(line);
        }
    }

    fn send(&mut self, lines: Vec<String>) {
        lines.iter().for_each(|line| self.victim.check_line(line));
        self.to_other.extend(lines);
    }

    fn deliver(&mut self, line: &[u8]) {
        if !self.genuine.contains(line) {
            self.victim.receive_forged(line);
        } else if let Ok(events) = self.victim.receive_line(line) {
            self.to_other.extend(events.into_iter().filter_map(|event| match event {
                Event::Send(line) => Some(line),
                _ => None,
            }));
        }
    }

    fn seal(&mut self, session: usize, counters: Option<(u32, u32)>, payload: &[u8], now: bool) {
        let sealed =
            self.other.with(|peer, cx| fuzzing::seal_payload(peer, cx, session, counters, payload));
        if let Ok(line) = sealed {
            self.genuine.insert(line.clone());
            self.lines.push(line.clone());
            if now {
                self.deliver(&line);
            }
        }
    }

    /// What was saved comes back as it was.
    fn save_and_load(&mut self) {
        let key: HostKey = Secret::new([9; 32]);
        let before = state(&self.victim.person);
        let person = &mut self.victim.person;
        let (blob, generation) = person.peer.save(&key, &mut person.rng).expect("saved");
        let expected = person.peer.fingerprint().copied();
        let (peer, loaded) =
            PeerSessions::load(&blob, &key, &person.installation, expected.as_ref(), &mut NoLeap)
                .expect("what was saved loads");
        assert_eq!(loaded, generation);
        person.peer = peer;
        assert!(state(person) == before, "saved state comes back changed");
    }
}
