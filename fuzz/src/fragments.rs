//! A reassembler under genuine, forged and raw fragments, out of order and over time.

use super::Tally;
use super::script::Script;
use subrosa::crypto::sha256;
use subrosa::wire::WireError;
use subrosa::wire::armor::{self, Content};
use subrosa::wire::fragment::{Fragment, Reassembler, split};
use subrosa::wire::limits::{MAX_FRAGMENT_SETS, MAX_FRAGMENTED_BYTES, MAX_REASSEMBLY_BYTES};

/// Two genuine objects, then steps: deliver a fragment of one, a forged one beside it, or any text.
pub fn run(data: &[u8]) -> Tally {
    let mut script = Script::new(data);
    let mut watched =
        Watched { reassembler: Reassembler::new(), now: 1_000, tally: Tally::default() };
    let objects: [Vec<Fragment>; 2] = std::array::from_fn(|_| genuine(&mut script));
    for _ in 0..400 {
        if script.is_over() {
            break;
        }
        let how = script.u8();
        let object = &objects[usize::from(how >> 7)];
        match how & 7 {
            0..=2 => watched.add(script.one_of(object).clone()),
            3 => {
                // All of them, from some place on.
                let first = usize::from(script.u8()) % object.len();
                object[first..].iter().take(64).for_each(|fragment| watched.add(fragment.clone()));
            }
            4 => {
                // Forged beside a genuine one: other data, perhaps another place.
                let mut forged = script.one_of(object).clone();
                let what = script.u8();
                if what & 1 != 0 {
                    forged.index = script.u16();
                }
                if what & 2 != 0 {
                    forged.total = script.u16();
                }
                if what & 4 != 0 {
                    forged.id = script.array();
                }
                let byte = script.u8();
                forged.data = match what & 8 {
                    0 => script.chunk().to_vec(),
                    _ => vec![byte; usize::from(script.u16()) + 1],
                };
                watched.add(forged);
            }
            5 => {
                let seconds = script.u16();
                watched.now = match how & 8 {
                    0 => watched.now.saturating_add(seconds.into()),
                    _ => watched.now.saturating_sub(seconds.into()),
                };
            }
            _ => {
                for piece in armor::find(script.chunk()) {
                    if let Content::Fragment(fragment) = piece.content {
                        watched.add(fragment);
                    }
                }
            }
        }
    }
    watched.tally
}

/// An object, in fragments as a sender makes them.
fn genuine(script: &mut Script<'_>) -> Vec<Fragment> {
    let (length, seed, chars) = (script.u16(), script.u8(), script.u8());
    // Large ones are slow, so they are rare.
    let most = if seed == u8::MAX { MAX_FRAGMENTED_BYTES } else { 2_048 };
    let length = usize::from(length) % most + 1;
    let mut object: Vec<u8> = (0..length).map(|at| (at as u8).wrapping_mul(31) ^ seed).collect();
    // One in sixteen begins like what does not come in fragments.
    object[0] = if seed & 0x0f == 0 { 0x11 } else { 0x81 };
    let most = 120 + 64 * usize::from(chars);
    let lines = split(&object, most).expect("1,024 fragments of 120 characters hold 64 KiB");
    let fragments = lines.iter().map(|line| {
        assert!(line.len() <= most);
        let mut contents = armor::find(line.as_bytes()).map(|piece| piece.content);
        match (contents.next(), contents.next()) {
            (Some(Content::Fragment(fragment)), None) => fragment,
            other => panic!("a fragment reads as {other:?}"),
        }
    });
    fragments.collect()
}

struct Watched {
    reassembler: Reassembler,
    now: u64,
    tally: Tally,
}

impl Watched {
    fn add(&mut self, fragment: Fragment) {
        let held = |r: &Reassembler| (r.held_bytes(), r.incomplete());
        let (id, before) = (fragment.id, held(&self.reassembler));
        // Whatever is too old goes first, also where the fragment is then refused.
        let result = self.reassembler.add(fragment, self.now);
        let after = held(&self.reassembler);
        assert!(after.0 <= MAX_REASSEMBLY_BYTES && after.1 <= MAX_FRAGMENT_SETS);
        match result {
            Ok(Some(object)) => {
                assert_eq!(sha256(&[&object])[..6], id, "an object that is not the one announced");
                assert!(object.len() <= MAX_FRAGMENTED_BYTES);
                self.tally.accepted += 1;
            }
            Ok(None) => {}
            Err(error) => {
                self.tally.refused += 1;
                assert!(after.0 <= before.0 && after.1 <= before.1, "{error} has left something");
                if let WireError::FragmentIndex { .. } | WireError::Empty = error {
                    assert_eq!(after, before, "{error} has changed something");
                }
            }
        }
    }
}
