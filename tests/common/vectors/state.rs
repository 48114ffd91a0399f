//! Saved state. Its content is private to the library; how it is sealed is not.

use subrosa::identity::Identity;
use subrosa::session::{HostKey, Installation, PeerSessions, SessionError};

use super::errors;
use super::fixed::Fixed;
use super::json::Json;
use super::talk::START;

/// The cases of `state.json`.
pub(super) fn cases() -> Vec<Json> {
    let mut rng = Fixed::new("state");
    let [own, other] = [(); 2].map(|()| Identity::generate(START, &mut rng).expect("never fails"));
    let mut installation = Installation::new(own.clone(), START, &mut rng).expect("never fails");
    let peer_fingerprint = *other.fingerprint();
    let mut peer = PeerSessions::new(&installation, Some(peer_fingerprint), START);
    let key = HostKey::new(rng.array());
    let other_key = HostKey::new(rng.array());

    // The peer first, as a host saves them; both a second time, for the generation.
    let mut cases = Vec::new();
    for time in ["first", "second"] {
        let (saved, generation) = peer.save(&key, &mut rng).expect("never fails");
        assert!(
            PeerSessions::load(
                &saved,
                &key,
                &installation,
                Some(&peer_fingerprint),
                &mut rng.clone()
            )
            .is_ok()
        );
        let name = format!("a peer for the {time} time");
        let case = opened(name, &key, &own, &saved, (2, generation));
        cases.push(case.with([("peer_fingerprint", Json::hex(peer_fingerprint.as_bytes()))]));
        let (saved, generation) = installation.save(&key, &mut rng).expect("never fails");
        assert!(Installation::load(&saved, &key, own.clone()).is_ok());
        let name = format!("an installation for the {time} time");
        cases.push(opened(name, &key, &own, &saved, (1, generation)));
    }

    let (saved, _) = installation.save(&key, &mut rng).expect("never fails");
    let refused = |name: &str, key: &HostKey, own: &Identity, saved: &[u8]| {
        let error: SessionError =
            Installation::load(saved, key, own.clone()).expect_err("must be refused");
        Json::object([
            ("name", name.into()),
            ("host_key", Json::hex(key.as_bytes())),
            ("own_fingerprint", Json::hex(own.fingerprint().as_bytes())),
            ("state", Json::hex(saved)),
            ("error", errors::session(&error).into()),
        ])
    };
    let flipped = |at: usize, bits: u8| {
        let mut changed = saved.clone();
        changed[at] ^= bits;
        changed
    };
    cases.push(refused("another host key", &other_key, &own, &saved));
    cases.push(refused("another identity", &key, &other, &saved));
    cases.push(refused("another generation", &key, &own, &flipped(10, 0x01)));
    cases.push(refused("other randomness", &key, &own, &flipped(11, 0x01)));
    cases.push(refused("a changed content", &key, &own, &flipped(43, 0x01)));
    cases.push(refused("a changed tag", &key, &own, &flipped(saved.len() - 1, 0x01)));
    cases.push(refused("a byte too few", &key, &own, &saved[..saved.len() - 1]));
    cases.push(refused("another format", &key, &own, &flipped(1, 0x02)));
    cases.push(refused("another suite", &key, &own, &flipped(0, 0x02)));
    cases
}

/// A state that opens, and what it was sealed with.
fn opened(
    name: String,
    key: &HostKey,
    own: &Identity,
    saved: &[u8],
    (kind, generation): (u64, u64),
) -> Json {
    Json::object([
        ("name", Json::Text(name)),
        ("host_key", Json::hex(key.as_bytes())),
        ("own_fingerprint", Json::hex(own.fingerprint().as_bytes())),
        ("kind", kind.into()),
        ("generation", generation.into()),
        ("random", Json::hex(&saved[11..43])),
        ("state", Json::hex(saved)),
    ])
}
