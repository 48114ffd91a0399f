//! What is kept of a peer in pieces, each in a record of its own: stored keys, parts of unfinished
//! texts, the ids of texts shown. A line changes few of them, so little is written for it.
//!
//! This room hands out which pieces have changed; whoever stores them does so together with the
//! content ([`PeerSessions::live_content`]), or with neither.

use super::error::SessionError;
use super::ids::SessionId;
use super::kept::piece::{PieceChanges, PieceId, Stamp, Told};
use super::peer_sessions::PeerSessions;
use super::session::Session;
use crate::wire::codec::{Reader, Writer};
use std::collections::{BTreeMap, BTreeSet};
use zeroize::Zeroizing;

impl PeerSessions {
    /// What has changed in the pieces since this was asked last, or since they were restored.
    pub(crate) fn take_piece_changes(&mut self) -> PieceChanges {
        let mut changes = PieceChanges::default();
        let Told(mut told) = std::mem::take(&mut self.told);
        let there: BTreeSet<SessionId> = self.sessions.iter().map(|session| session.id).collect();
        told.retain(|owner, pieces| {
            let stays = owner.is_none_or(|session| there.contains(&session));
            if !stays {
                changes.gone.extend(pieces.keys());
            }
            stays
        });
        let mut now = BTreeMap::new();
        if self.shown.take_touched() {
            now.insert(None, self.shown.stamps());
        }
        for session in self.sessions.iter_mut() {
            if session.take_pieces_touched() {
                now.insert(Some(session.id), session.stamps());
            }
        }
        for (owner, stamps) in now {
            let before = told.entry(owner).or_default();
            changes.gone.extend(before.keys().filter(|id| !stamps.contains_key(id)));
            let changed = stamps.iter().filter(|(id, stamp)| before.get(id) != Some(stamp));
            changes.stored.extend(changed.map(|(id, _)| (*id, self.piece(*id))));
            *before = stamps;
        }
        self.told = Told(told);
        changes
    }

    fn piece(&self, id: PieceId) -> Zeroizing<Vec<u8>> {
        let mut writer = Writer::new();
        let session = |id| self.sessions.iter().find(|session| session.id == id);
        match id {
            PieceId::Keys { session: of, chain, block } => {
                if let Some(session) = session(of) {
                    session.ratchet.stored().write_piece(chain, block, &mut writer);
                }
            }
            PieceId::Part { session: of, text, index } => {
                if let Some(session) = session(of) {
                    session.assembly.write_piece(text, index, &mut writer);
                }
            }
            PieceId::Shown { block } => self.shown.write_piece(block, &mut writer),
        }
        Zeroizing::new(writer.into_vec())
    }

    /// Takes back the pieces that were stored, in any order, right after the content was read.
    pub(crate) fn restore_pieces<'p>(
        &mut self,
        pieces: impl IntoIterator<Item = (&'p [u8], &'p [u8])>,
    ) -> Result<(), SessionError> {
        let mut blocks = BTreeSet::new();
        for (id, content) in pieces {
            let id = PieceId::from_bytes(id)?;
            let mut reader = Reader::new(content);
            match id {
                PieceId::Keys { session, chain, block } => {
                    let session = self.session_of_piece(session)?;
                    session.ratchet.stored_mut().read_piece(chain, block, &mut reader)?;
                }
                PieceId::Part { session, text, index } => {
                    let session = self.session_of_piece(session)?;
                    session.assembly.read_piece(text, index, &mut reader)?;
                }
                PieceId::Shown { block } => {
                    self.shown.read_piece(block, &mut reader)?;
                    blocks.insert(id);
                }
            }
            reader.finish()?;
        }
        let mut told = BTreeMap::new();
        self.shown.settle()?;
        let outdated = self.shown.take_outdated();
        let stamps = self.shown.stamps();
        let stamp = |id: &PieceId| match outdated {
            // No piece that is whole has this one: it is written anew.
            true => Stamp::default(),
            // One that is no piece any more is told to be gone.
            false => stamps.get(id).copied().unwrap_or_default(),
        };
        told.insert(None, blocks.iter().map(|id| (*id, stamp(id))).collect());
        for session in self.sessions.iter_mut() {
            session.ratchet.stored_mut().settle()?;
            session.assembly.settle()?;
            told.insert(Some(session.id), session.stamps());
        }
        self.told = Told(told);
        Ok(())
    }

    fn session_of_piece(&mut self, id: SessionId) -> Result<&mut Session, SessionError> {
        let found = self.sessions.iter_mut().find(|session| session.id == id);
        found.ok_or(SessionError::SavedContent("a piece of a session that is gone"))
    }
}

impl Session {
    fn take_pieces_touched(&mut self) -> bool {
        self.ratchet.stored_mut().take_touched() | self.assembly.take_touched()
    }

    fn stamps(&self) -> BTreeMap<PieceId, Stamp> {
        let mut stamps = BTreeMap::new();
        self.ratchet.stored().stamps(self.id, &mut stamps);
        self.assembly.stamps(self.id, &mut stamps);
        stamps
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::{CryptoError, Random, hmac};
    use crate::identity::Identity;
    use crate::session::acks::Receipt;
    use crate::session::ids::{ShownId, TextId};
    use crate::session::kept::shown::Shown;
    use crate::session::{Content, Context, Event, Installation};
    use proptest::prelude::*;

    const START: u64 = 1_800_000_000;

    struct Seeded(u64);

    impl Random for Seeded {
        fn fill(&mut self, out: &mut [u8]) -> Result<(), CryptoError> {
            for chunk in out.chunks_mut(32) {
                self.0 += 1;
                chunk.copy_from_slice(&hmac(b"seed", &[&self.0.to_be_bytes()])[..chunk.len()]);
            }
            Ok(())
        }
    }

    /// Somebody whose peer is stored after each step, as a messenger does it.
    struct Person {
        installation: Installation,
        peer: PeerSessions,
        rng: Seeded,
        now: u64,
        content: Vec<u8>,
        pieces: BTreeMap<Vec<u8>, Vec<u8>>,
    }

    impl Person {
        fn new(seed: u64) -> Self {
            let mut rng = Seeded(seed << 32);
            let identity = Identity::generate(START, &mut rng).unwrap();
            let installation = Installation::new(identity, START, &mut rng).unwrap();
            let peer = PeerSessions::new(&installation, None, START);
            let (content, pieces) = (Vec::new(), BTreeMap::new());
            Self { installation, peer, rng, now: START, content, pieces }
        }

        fn with<T>(&mut self, call: impl FnOnce(&mut PeerSessions, &mut Context<'_>) -> T) -> T {
            let (installation, rng) = (&mut self.installation, &mut self.rng);
            let result = call(&mut self.peer, &mut Context { installation, now: self.now, rng });
            self.store();
            result
        }

        /// Stores what has changed. Gives how many bytes that were.
        fn store(&mut self) -> usize {
            let PieceChanges { stored, gone } = self.peer.take_piece_changes();
            for id in gone {
                assert!(self.pieces.remove(&id.to_bytes()).is_some(), "{id:?} was never stored");
            }
            let bytes = stored.iter().map(|(_, content)| content.len()).sum::<usize>();
            let stored = stored.into_iter().map(|(id, piece)| (id.to_bytes(), piece.to_vec()));
            self.pieces.extend(stored);
            self.content = self.peer.live_content();
            bytes + self.content.len()
        }

        fn stored(&self) -> PeerSessions {
            let own = self.installation.identity().fingerprint();
            let mut peer = PeerSessions::from_content(&self.content, own, 0).unwrap();
            let pieces = self.pieces.iter().map(|(id, piece)| (id.as_slice(), piece.as_slice()));
            peer.restore_pieces(pieces).unwrap();
            peer
        }

        fn say(&mut self, text: &[u8]) -> Vec<String> {
            let sent = self.with(|peer, cx| peer.send(cx, Content::Plain, text, None));
            sent.map(|sent| sent.lines).unwrap_or_default()
        }

        /// Reads a line: the texts in it, and the lines to answer with.
        fn hear(&mut self, line: &str) -> (Vec<Vec<u8>>, Vec<String>) {
            let (mut texts, mut answers) = (Vec::new(), Vec::new());
            for event in self.with(|peer, cx| peer.receive(cx, line.as_bytes())) {
                match event {
                    Event::Text { bytes, .. } => texts.push(bytes),
                    Event::Send(line) => answers.push(line),
                    _ => {}
                }
            }
            (texts, answers)
        }
    }

    fn pair(seed: u64) -> [Person; 2] {
        let mut people = [Person::new(2 * seed), Person::new(2 * seed + 1)];
        let [first, _] = &mut people;
        let mut lines = vec![first.installation.offer(None, START, &mut first.rng).unwrap()];
        let mut to = 1;
        while !lines.is_empty() {
            lines = lines.iter().flat_map(|line| people[to].hear(line).1).collect();
            to = 1 - to;
        }
        people
    }

    #[derive(Debug, Clone)]
    enum Step {
        Say {
            who: usize,
            length: usize,
        },
        /// A line arrives, or is lost for good.
        Arrive {
            which: usize,
            lost: bool,
        },
        /// A line that was read comes once more.
        Replay {
            which: usize,
        },
        Wait {
            seconds: u64,
        },
        Restart {
            who: usize,
        },
        Offer {
            who: usize,
        },
    }

    fn step() -> impl Strategy<Value = Step> {
        let length = prop_oneof![6 => 1_usize..60, 1 => 300_usize..3_000];
        prop_oneof![
            6 => (0..2_usize, length).prop_map(|(who, length)| Step::Say { who, length }),
            12 => (any::<usize>(), prop::bool::weighted(0.2))
                .prop_map(|(which, lost)| Step::Arrive { which, lost }),
            2 => any::<usize>().prop_map(|which| Step::Replay { which }),
            1 => prop_oneof![1_u64..300, Just(86_400), Just(400_000)]
                .prop_map(|seconds| Step::Wait { seconds }),
            2 => (0..2_usize).prop_map(|who| Step::Restart { who }),
            1 => (0..2_usize).prop_map(|who| Step::Offer { who }),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn what_is_stored_piece_by_piece_is_what_is_in_memory(
            steps in prop::collection::vec(step(), 1..120),
        ) {
            let mut people = pair(1);
            let (mut on_the_way, mut read) = (Vec::new(), Vec::new());
            for step in steps {
                match step {
                    Step::Say { who, length } => {
                        let lines = people[who].say(&vec![b'x'; length]);
                        on_the_way.extend(lines.into_iter().map(|line| (1 - who, line)));
                    }
                    Step::Arrive { which, lost } if !on_the_way.is_empty() => {
                        let (to, line) = on_the_way.swap_remove(which % on_the_way.len());
                        if !lost {
                            let (_, answers) = people[to].hear(&line);
                            on_the_way.extend(answers.into_iter().map(|line| (1 - to, line)));
                            read.push((to, line));
                        }
                    }
                    Step::Replay { which } if !read.is_empty() => {
                        let (to, line) = &read[which % read.len()];
                        prop_assert_eq!(people[*to].hear(line).0, Vec::<Vec<u8>>::new());
                    }
                    Step::Arrive { .. } | Step::Replay { .. } => {}
                    Step::Wait { seconds } => {
                        for person in &mut people {
                            person.now += seconds;
                            person.with(|peer, cx| peer.tick(cx));
                        }
                    }
                    Step::Restart { who } => {
                        let again = people[who].stored();
                        people[who].peer = again;
                    }
                    Step::Offer { who } => {
                        let Person { installation, rng, now, .. } = &mut people[who];
                        let offer = installation.offer(None, *now, rng).unwrap();
                        on_the_way.push((1 - who, offer));
                    }
                }
                for person in &mut people {
                    prop_assert_eq!(person.stored().content(), person.peer.content());
                }
            }
        }
    }

    #[test]
    fn a_key_that_was_used_is_gone_from_what_is_stored_too() {
        let [mut a, mut b] = pair(2);
        let lines: Vec<String> = (0..40).flat_map(|_| a.say(b"text")).collect();
        assert_eq!(b.hear(&lines[39]).0.len(), 1);
        assert_eq!(b.peer.stored_keys(), 39);
        for at in [5, 0] {
            assert_eq!(b.hear(&lines[at]).0.len(), 1);
            b.peer = b.stored();
            // Whether the text is shown does not matter: nothing is read with the key.
            let line = crate::wire::armor::decode(lines[at].as_bytes()).unwrap();
            assert!(b.with(|peer, cx| peer.receive_line(cx, &line)).is_err());
        }
        assert_eq!(b.peer.stored_keys(), 37);
    }

    #[test]
    fn a_session_that_is_gone_takes_its_pieces_with_it() {
        let [mut a, mut b] = pair(3);
        let lines: Vec<String> = (0..20).flat_map(|_| a.say(b"text")).collect();
        b.hear(&lines[19]);
        let keys = |b: &Person| b.pieces.keys().filter(|id| id[0] == 1).count();
        assert_eq!(keys(&b), 2);
        b.peer.sessions.clear();
        b.store();
        assert_eq!(keys(&b), 0);
    }

    #[test]
    fn a_text_is_a_change_of_the_content_alone_until_there_are_32() {
        let [mut a, mut b] = pair(5);
        let shown = |b: &Person| b.pieces.keys().filter(|id| id[0] == 3).count();
        for count in 1..=65 {
            let line = a.say(b"text").remove(0);
            assert_eq!(b.hear(&line).0.len(), 1);
            b.peer = b.stored();
            assert_eq!((shown(&b), b.hear(&line).0.len()), (count / 32, 0), "{count}");
        }
    }

    #[test]
    fn a_block_of_texts_shown_that_an_earlier_build_began_moves_into_the_content() {
        let [mut a, mut b] = pair(6);
        let line = a.say(b"text").remove(0);
        assert_eq!(b.hear(&line).0.len(), 1);
        let id = PieceId::Shown { block: 0 };
        let piece = b.peer.piece(id).to_vec();
        let mut old = b.stored();
        old.shown = Shown::default();
        b.content = old.content();
        b.pieces = BTreeMap::from([(id.to_bytes(), piece)]);
        b.peer = b.stored();
        let next = a.say(b"next").remove(0);
        // Whether a text is shown first, or the content is written for something else.
        for shows in [true, false] {
            let (content, pieces) = (b.content.clone(), b.pieces.clone());
            if shows {
                assert_eq!(b.hear(&next).0.len(), 1);
            }
            b.store();
            assert!(b.pieces.is_empty());
            b.peer = b.stored();
            assert_eq!(b.hear(&line).0.len(), 0, "it was shown");
            (b.content, b.pieces) = (content, pieces);
            b.peer = b.stored();
        }
    }

    #[test]
    fn blocks_of_texts_shown_that_have_their_ids_are_written_anew_without_them() {
        let [_, mut b] = pair(7);
        let id = |n: u64| (n + 0x0102_0304_0506_0708).to_be_bytes();
        let mut content = Writer::new();
        content.varint64(32);
        content.count(2);
        for n in [32, 33] {
            content.bytes(&id(n));
            content.varint64(START);
        }
        let content = content.into_vec();
        let mut piece = Writer::new();
        for n in 0..32 {
            piece.u64(n);
            piece.bytes(&id(n));
            piece.u64(START);
        }
        let block = PieceId::Shown { block: 0 };
        let old = (block.to_bytes(), piece.into_vec());
        b.peer.shown = Shown::load_open(&mut Reader::new(&content), false).unwrap();
        b.peer.restore_pieces([(old.0.as_slice(), old.1.as_slice())]).unwrap();
        let PieceChanges { stored, gone } = b.peer.take_piece_changes();
        assert_eq!((stored.len(), stored[0].0, gone.len()), (1, block, 0));
        let written = [&stored[0].1[..], &b.peer.live_content()].concat();
        for n in 0..34 {
            let shown = ShownId::of(TextId(id(n)));
            assert!(!b.peer.shown.note(shown, Receipt([0; 8]), START), "{n} was shown");
            assert!(!written.windows(8).any(|window| window == id(n)), "{n}");
            assert!(written.windows(8).any(|window| window == shown.0), "{n}");
        }
    }

    #[test]
    fn pieces_that_do_not_fit_are_refused() {
        let [mut a, mut b] = pair(4);
        let lines: Vec<String> = (0..80).flat_map(|_| a.say(b"text")).collect();
        lines.iter().skip(1).for_each(|line| drop(b.hear(line)));
        let long = a.say(&[b'x'; 2_000]);
        long.iter().skip(1).for_each(|line| drop(b.hear(line)));
        let refused = |b: &Person, pieces: BTreeMap<Vec<u8>, Vec<u8>>| {
            let own = b.installation.identity().fingerprint();
            let mut peer = PeerSessions::from_content(&b.content, own, 0).unwrap();
            let pieces = pieces.iter().map(|(id, piece)| (id.as_slice(), piece.as_slice()));
            peer.restore_pieces(pieces).is_err()
        };
        assert!(!refused(&b, b.pieces.clone()));
        for (id, piece) in b.pieces.clone() {
            let mut cut = b.pieces.clone();
            cut.insert(id.clone(), piece[..piece.len().min(9)].to_vec());
            assert!(refused(&b, cut), "{id:?} is cut");
            let mut elsewhere = b.pieces.clone();
            let mut other = id.clone();
            other[4] ^= 1;
            elsewhere.remove(&id);
            elsewhere.insert(other, piece);
            assert!(refused(&b, elsewhere), "{id:?} in another place");
        }
        // Of texts shown none but the first may be missing.
        let mut missing = b.pieces.clone();
        missing.remove(&PieceId::Shown { block: 1 }.to_bytes());
        assert!(refused(&b, missing));
    }
}
