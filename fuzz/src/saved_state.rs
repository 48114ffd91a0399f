//! Saved state: blobs from anywhere, and contents that only a holder of the host's key could have
//! sealed. What loads must be usable.

use super::Tally;
use super::script::Script;
use super::world::NoLeap;
use super::world::{Watched, World, state, worlds};
use std::sync::LazyLock;
use subrosa::crypto::Secret;
use subrosa::identity::UnverifiedCard;
use subrosa::session::{Content, HostKey, Installation, PeerSessions, TextId, fuzzing};
use subrosa::wire::armor;

/// First byte: 0 any bytes; 1 and 2 a genuine blob, changed; 3 and 4 any content, sealed; 5 and 6 a
/// genuine content, changed and sealed. Odd ones are peers, even ones installations.
pub fn run(data: &[u8]) -> Tally {
    let mut script = Script::new(data);
    let (mode, which) = (script.u8() % 7, script.u8());
    let which = usize::from(which) % worlds().len();
    let (world, saved) = (worlds()[which].clone(), &SAVED[which]);
    let key: HostKey = Secret::new(KEY);
    let own = &world.victim.installation;
    let mut rng = world.victim.rng.clone();
    let mut tally = Tally::default();
    let mut blob = |content: &[u8], peer: bool| match peer {
        true => fuzzing::seal_peer_content(own, &key, content, &mut rng).expect("sealed"),
        false => fuzzing::seal_installation_content(own, &key, content, &mut rng).expect("sealed"),
    };
    match mode {
        0 => {
            let bytes = script.rest();
            assert!(
                PeerSessions::load(bytes, &key, own, None, &mut NoLeap).is_err(),
                "nobody has sealed this"
            );
            let identity = own.identity().clone();
            assert!(Installation::load(bytes, &key, identity).is_err(), "nobody has sealed this");
            tally.note(false);
        }
        1 => {
            let bytes = script.mutate(&saved.peer, &saved.installation);
            let loaded = PeerSessions::load(&bytes, &key, own, None, &mut NoLeap);
            assert_eq!(loaded.is_ok(), bytes == saved.peer);
            tally.note(loaded.is_ok());
        }
        2 => {
            let bytes = script.mutate(&saved.installation, &saved.peer);
            let loaded = Installation::load(&bytes, &key, own.identity().clone());
            assert_eq!(loaded.is_ok(), bytes == saved.installation);
            tally.note(loaded.is_ok());
        }
        3 => use_peer(&blob(script.rest(), true), world, &mut script, &mut tally),
        4 => use_installation(&blob(script.rest(), false), world, &mut tally),
        5 => {
            let content = script.mutate(&saved.peer_content, &saved.peer_content);
            use_peer(&blob(&content, true), world, &mut script, &mut tally);
        }
        _ => {
            let content = &saved.installation_content;
            let content = script.mutate(content, content);
            use_installation(&blob(&content, false), world, &mut tally);
        }
    }
    tally
}

const KEY: [u8; 32] = [9; 32];

/// What the victim of each world has saved.
struct Saved {
    peer: Vec<u8>,
    peer_content: Vec<u8>,
    installation: Vec<u8>,
    installation_content: Vec<u8>,
}

static SAVED: LazyLock<Vec<Saved>> = LazyLock::new(|| {
    let save = |world: &World| {
        let (key, mut victim) = (Secret::new(KEY), world.victim.clone());
        let (peer_content, installation_content) = state(&victim);
        let peer = victim.peer.save(&key, &mut victim.rng).expect("saved").0;
        let installation = victim.installation.save(&key, &mut victim.rng).expect("saved").0;
        Saved { peer, peer_content, installation, installation_content }
    };
    worlds().iter().map(save).collect()
});

/// Loads a peer. If that succeeds it must live: nothing it does may panic.
fn use_peer(blob: &[u8], world: World, script: &mut Script<'_>, tally: &mut Tally) {
    let World { mut victim, mut other, lines } = world;
    let key = Secret::new(KEY);
    let loaded = PeerSessions::load(blob, &key, &victim.installation, None, &mut NoLeap);
    tally.note(loaded.is_ok());
    let Ok((peer, _)) = loaded else { return };
    victim.peer = peer;
    let settled = state(&victim).0;
    let saved = victim.peer.save(&key, &mut victim.rng).expect("saved").0;
    let (again, _) = PeerSessions::load(&saved, &key, &victim.installation, None, &mut NoLeap)
        .expect("loads again");
    victim.peer = again;
    assert!(state(&victim).0 == settled, "a saved state that does not settle");

    let _ = (victim.peer.wake_in(victim.now), victim.peer.status(), victim.peer.stored_keys());
    let _ = victim.peer.wake_in(u64::MAX);
    // The one that its lines are for may be unable to read them, but must survive them.
    for line in &lines {
        let _ = victim.receive(&armor::encode(line));
    }
    for text in ["short", &"long ".repeat(300)] {
        if let Ok(sent) = victim.try_send(text) {
            victim.peer.confirm(sent.id, victim.now);
            sent.lines.iter().for_each(|line| drop(other.receive(line)));
        }
    }
    for payload in [script.chunk(), &[1, 1, 3, 0, b'h', b'i']] {
        let sealed = other.with(|peer, cx| fuzzing::seal_payload(peer, cx, 0, None, payload));
        if let Ok(line) = sealed {
            let _ = victim.with(|peer, cx| peer.receive_line(cx, &line));
        }
    }
    victim.peer.confirm(TextId::from_bytes([0; 8]), victim.now);
    for seconds in [3, 100_000, u64::MAX] {
        victim.now = victim.now.saturating_add(seconds);
        victim.tick();
    }
    victim.now = other.now;
    let _ = victim.with(|peer, cx| peer.probe(cx));
    let _ = victim.with(|peer, cx| peer.send_card(cx));
    let _ = victim.with(|peer, cx| peer.send(cx, Content::Html, b"x", None));
    let _ = victim.with(|peer, cx| peer.close(cx));
    let offer = other.offer();
    let _ = victim.receive(&offer);
    let saved = victim.peer.save(&key, &mut victim.rng).expect("saved").0;
    let expected = victim.peer.fingerprint().copied();
    PeerSessions::load(&saved, &key, &victim.installation, expected.as_ref(), &mut NoLeap)
        .expect("loads at the end");
}

/// Loads an installation. If that succeeds it must live.
fn use_installation(blob: &[u8], world: World, tally: &mut Tally) {
    let World { mut victim, mut other, lines } = world;
    let key = Secret::new(KEY);
    let loaded = Installation::load(blob, &key, victim.installation.identity().clone());
    tally.note(loaded.is_ok());
    let Ok((installation, _)) = loaded else { return };
    victim.installation = installation;
    let settled = state(&victim).1;
    let saved = victim.installation.save(&key, &mut victim.rng).expect("saved").0;
    let identity = victim.installation.identity().clone();
    let (again, _) = Installation::load(&saved, &key, identity).expect("loads again");
    victim.installation = again;
    assert!(state(&victim).1 == settled, "a saved state that does not settle");

    for line in &lines {
        let _ = victim.receive(&armor::encode(line));
    }
    victim.offer();
    let card = victim.installation.card(victim.now, &mut victim.rng).expect("a card");
    let card = UnverifiedCard::parse(card.as_bytes()).expect("own card");
    if let Ok(card) = card.verify(victim.now)
        && let Ok(sent) = other.with(|peer, cx| peer.start(cx, &card, None))
    {
        let mut victim = Watched::new(victim.clone());
        sent.lines.iter().for_each(|line| drop(victim.receive(line.as_bytes())));
    }
    for seconds in [3, 100_000, u64::MAX] {
        victim.now = victim.now.saturating_add(seconds);
        let _ = victim.installation.expire(victim.now);
    }
    let _ = victim.installation.offer(None, victim.now, &mut victim.rng);
    victim.installation.save(&key, &mut victim.rng).expect("saved");
}
