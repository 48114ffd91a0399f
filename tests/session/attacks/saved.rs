//! Saved state that was damaged, swapped, rolled back, or written by a madman who has the key.

use crate::forger::*;
use crate::pair::*;
use subrosa::identity::Fingerprint;
use subrosa::session::{HostKey, Installation, PeerSessions, SessionError};

fn key() -> HostKey {
    HostKey::new([9; 32])
}

fn load_peer(
    blob: &[u8],
    key: &HostKey,
    own: &Installation,
    expected: Option<&Fingerprint>,
) -> Result<(PeerSessions, u64), SessionError> {
    PeerSessions::load(blob, key, own, expected, &mut SeededRandom::new(3))
}

fn save(person: &mut Person) -> (Vec<u8>, Vec<u8>) {
    let peer = person.peer.save(&key(), &mut person.rng).unwrap().0;
    (peer, person.installation.save(&key(), &mut person.rng).unwrap().0)
}

/// A person with everything in its state: stored keys, unfinished texts, held texts, several sessions.
/// And lines that are still to come.
fn rich(seed: u64) -> (Person, Vec<String>) {
    let (mut a, mut b) = pair(seed);
    let mut late = b.send("late");
    let long = b.send(&"a long text in parts ".repeat(40));
    a.hear(&long[1..]);
    let line = b.send("held");
    a.receive(&line[0]);
    a.send("not acknowledged");
    let card = b.installation.card(b.now, &mut b.rng).unwrap();
    drop(a.with(|peer, cx| peer.start(cx, &card, None)).unwrap());
    a.offer();
    a.installation.card(a.now, &mut a.rng).unwrap();
    late.push(long[0].clone());
    late.extend(b.send("next"));
    (a, late)
}

#[test]
fn every_flipped_byte_and_every_truncation_of_saved_state_is_refused() {
    let (mut a, _) = rich(400);
    let (peer, installation) = save(&mut a);
    let identity = a.installation.identity().clone();
    let step = |blob: &[u8]| (blob.len() / 400).max(1);
    for at in (0..peer.len()).step_by(step(&peer)).chain(0..64) {
        let mut flipped = peer.clone();
        flipped[at] ^= 1 << (at % 8);
        assert!(load_peer(&flipped, &key(), &a.installation, None).is_err(), "byte {at}");
        assert!(load_peer(&peer[..at], &key(), &a.installation, None).is_err(), "cut at {at}");
    }
    for at in (0..installation.len()).step_by(step(&installation)).chain(0..64) {
        let mut flipped = installation.clone();
        flipped[at] ^= 1 << (at % 8);
        assert!(Installation::load(&flipped, &key(), identity.clone()).is_err(), "byte {at}");
        let cut = &installation[..at];
        assert!(Installation::load(cut, &key(), identity.clone()).is_err(), "cut at {at}");
    }
    assert!(load_peer(&peer, &key(), &a.installation, None).is_ok());
    assert!(Installation::load(&installation, &key(), identity).is_ok());
}

#[test]
fn saved_state_cannot_be_swapped_between_peers_identities_kinds_or_keys() {
    let (mut a, mut b) = pair(402);
    let (peer, installation) = save(&mut a);
    let (peer_of_b, installation_of_b) = save(&mut b);
    let identity = a.installation.identity().clone();
    let load = |blob: &[u8], expected| load_peer(blob, &key(), &a.installation, expected);
    let known = *b.installation.identity().fingerprint();
    let other = *Person::new(999).installation.identity().fingerprint();

    assert!(load(&peer, Some(&known)).is_ok());
    assert_eq!(load(&peer, Some(&other)).unwrap_err(), SessionError::OtherIdentity(known));
    assert_eq!(load(&peer_of_b, None).unwrap_err(), SessionError::SavedState);
    assert_eq!(load(&installation, None).unwrap_err(), SessionError::SavedKind);
    let load = |blob: &[u8]| Installation::load(blob, &key(), identity.clone());
    assert_eq!(load(&installation_of_b).unwrap_err(), SessionError::SavedState);
    assert_eq!(load(&peer).unwrap_err(), SessionError::SavedKind);
    let wrong = HostKey::new([8; 32]);
    let error = load_peer(&peer, &wrong, &a.installation, None).unwrap_err();
    assert_eq!(error, SessionError::SavedState);
    let mut newer = peer.clone();
    newer[1] = 2;
    let error = load_peer(&newer, &key(), &a.installation, None).unwrap_err();
    assert_eq!(error, SessionError::SavedFormat(2));
    let mut kind = peer;
    kind[2] = 1;
    assert_eq!(load(&kind).unwrap_err(), SessionError::SavedState, "the kind is authenticated");
}

#[test]
fn a_state_saved_before_the_peer_was_known_is_held_to_whom_the_host_expects() {
    let mut a = Person::new(404);
    let (blob, _) = save(&mut a);
    let known = *Person::new(405).installation.identity().fingerprint();
    let (peer, _) = load_peer(&blob, &key(), &a.installation, Some(&known)).unwrap();
    assert_eq!(peer.fingerprint(), Some(&known));
    a.peer = peer;
    let mut stranger = Person::new(406);
    let other = *stranger.installation.identity().fingerprint();
    let offer = stranger.offer();
    assert_eq!(refusals(&a.receive(&offer)), [SessionError::OtherIdentity(other)]);
}

#[test]
fn generations_count_and_come_back() {
    let (mut a, _) = pair(407);
    let mut last = 0;
    for expected in 1..=3 {
        let (blob, generation) = a.peer.save(&key(), &mut a.rng).unwrap();
        assert_eq!(generation, expected);
        let (peer, found) = load_peer(&blob, &key(), &a.installation, None).unwrap();
        assert_eq!(found, generation);
        a.peer = peer;
        last = found;
    }
    assert_eq!(last, 3);
}

#[test]
fn what_is_saved_is_what_is_loaded() {
    let (mut a, late) = rich(408);
    let (peer, installation) = save(&mut a);
    let identity = a.installation.identity().clone();
    let mut loaded = a.clone();
    loaded.peer = load_peer(&peer, &key(), &a.installation, None).unwrap().0;
    loaded.installation = Installation::load(&installation, &key(), identity).unwrap().0;
    for person in [&mut a, &mut loaded] {
        person.rng = SeededRandom::new(1);
    }
    let same = |a: &Person, b: &Person| {
        let facts = |p: &PeerSessions| {
            (p.status(), p.sessions(), p.stored_keys(), p.fingerprint().copied())
        };
        assert_eq!(facts(&a.peer), facts(&b.peer));
        assert_eq!(a.peer.wake_in(a.now), b.peer.wake_in(b.now));
    };
    same(&a, &loaded);
    for line in &late {
        assert_eq!(format!("{:?}", a.receive(line)), format!("{:?}", loaded.receive(line)));
        same(&a, &loaded);
    }
    let blob = |p: &mut Person| p.installation.save(&key(), &mut SeededRandom::new(0)).unwrap();
    assert_eq!(blob(&mut a), blob(&mut loaded));
}

#[test]
fn a_cloned_generator_seals_no_two_states_with_one_key() {
    let (a, late) = rich(412);
    let (mut one, mut two) = (a.clone(), a);
    two.receive(&late[0]);
    let random =
        |p: &mut Person| p.peer.save(&key(), &mut SeededRandom::new(0)).unwrap().0[11..43].to_vec();
    assert_ne!(random(&mut one), random(&mut two));
}

/// Content under the right key that no honest program wrote: refused or not, nothing panics, neither
/// then nor when it is used.
#[test]
fn absurd_content_under_the_right_key_panics_nowhere() {
    let (mut a, late) = rich(410);
    let own = *a.installation.identity().fingerprint().as_bytes();
    let identity = a.installation.identity().clone();
    let (peer, installation) = save(&mut a);
    let mut rng = SeededRandom::new(1);
    let (mut loaded, mut refused) = (0, 0);
    for (blob, kind) in [(&peer, 2), (&installation, 1)] {
        let content = open_blob(&key(), &own, blob);
        let step = (content.len() / 500).max(1);
        for at in (0..content.len()).step_by(step) {
            let mut altered = content.clone();
            match rng.below(4) {
                0 => altered.truncate(at),
                1 => altered[at] = 0xff,
                2 => altered[at..].iter_mut().take(8).for_each(|byte| *byte = 0xff),
                _ => altered[at] = rng.below(256) as u8,
            }
            let altered = seal_blob(&key(), &own, &blob[..11], &altered);
            let mut copy = a.clone();
            let ok = if kind == 2 {
                load_peer(&altered, &key(), &a.installation, None)
                    .map(|ok| copy.peer = ok.0)
                    .is_ok()
            } else {
                let load = Installation::load(&altered, &key(), identity.clone());
                load.map(|ok| copy.installation = ok.0).is_ok()
            };
            if !ok {
                refused += 1;
                continue;
            }
            loaded += 1;
            late.iter().for_each(|line| drop(copy.receive(line)));
            let _ = copy.try_send("x");
            copy.now += 100_000;
            copy.tick();
            copy.peer.wake_in(copy.now);
            let _ = copy.with(|peer, cx| peer.close(cx));
            copy.peer.save(&key(), &mut copy.rng).unwrap();
        }
    }
    assert!(loaded > 100 && refused > 100, "{loaded} {refused}: the test tries both");
}
