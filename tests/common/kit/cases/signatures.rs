//! What can be wrong with a signature, and what co-recipients and others try.

use super::super::draft::{Draft, items, lock, sorted};
use super::{Kit, NOTE, fails, flipped, high_s, pattern};

impl Kit {
    pub(super) fn signatures(&mut self) {
        let [alice, bob, carol, mallory] = &self.people;
        let draft = Draft::new(100, &[bob, carol], NOTE).signed();
        let header = draft.header();
        let chunks = draft.chunks(&header);
        let signature = draft.sign(&header, &chunks, alice, &alice.signing);
        let before = [header.clone(), chunks.concat()].concat();
        let good = draft.document_by(alice);
        let ended = |trailer: Vec<u8>| [&before[..], &trailer].concat();
        let by_alice = |draft: Draft| draft.document_by(alice);
        let no_point = [&[2][..], &[0xff; 32], &[3; 33], &draft.names, &signature].concat();
        let (one, other) = draft.names.split_at(64);
        let cases = [
            fails(
                "trailer-damaged",
                "a bit of the trailer is wrong",
                flipped(&good, good.len() - 1),
                "damaged trailer",
            ),
            fails(
                "trailer-missing",
                "says it is signed, and ends without a trailer",
                before.clone(),
                "cut off",
            ),
            fails(
                "trailer-not-announced",
                "a trailer behind a document that does not say it is signed",
                {
                    let draft = Draft::new(101, &[bob], NOTE);
                    draft.document_by(alice)
                },
                "trailing bytes",
            ),
            fails(
                "trailing-byte-signed",
                "a byte behind the trailer",
                [&good[..], &[0]].concat(),
                "trailing bytes",
            ),
            fails(
                "sender-is-no-key",
                "the sender's key is not a point",
                ended(draft.sealed_trailer(&header, &no_point)),
                "damaged trailer",
            ),
            fails(
                "signature-zero",
                "a signature of zeros",
                ended(draft.trailer(&header, alice, &[0; 64])),
                "bad signature",
            ),
            fails(
                "signature-high-s",
                "the other s, which would verify too",
                ended(draft.trailer(&header, alice, &high_s(&signature))),
                "high s",
            ),
            fails(
                "signature-by-another",
                "signed by Mallory in Alice's name",
                ended(draft.trailer(
                    &header,
                    alice,
                    &draft.sign(&header, &chunks, alice, &mallory.signing),
                )),
                "bad signature",
            ),
            fails(
                "sender-exchanged",
                "Alice's signature in Mallory's name",
                ended(draft.trailer(&header, mallory, &signature)),
                "bad signature",
            ),
            fails(
                "recipients-in-disorder",
                "the recipients stand in ascending order",
                by_alice(Draft { names: [other, one].concat(), ..draft.clone() }),
                "damaged trailer",
            ),
            fails(
                "recipient-twice",
                "no recipient stands twice",
                by_alice(Draft { names: [one, one].concat(), ..draft.clone() }),
                "damaged trailer",
            ),
        ];
        self.cases.extend(cases);
    }

    pub(super) fn attacks(&mut self) {
        let [alice, bob, carol, mallory] = &self.people;
        let signed = Draft::new(110, &[bob, mallory], NOTE).signed();
        let header = signed.header();
        let good = signed.document_by(alice);
        let trailer = good[good.len() - (146 + 2 * 64)..].to_vec();
        let signature = signed.sign(&header, &signed.chunks(&header), alice, &alice.signing);
        let cases = [
            fails(
                "attack-another-body",
                "a recipient put other content under the signed header",
                {
                    let mut other = signed.clone();
                    other.content = b"Meet me at the bridge. \n".to_vec();
                    [header.clone(), other.chunks(&header).concat(), trailer.clone()].concat()
                },
                "bad signature",
            ),
            fails(
                "attack-shorter-body",
                "a recipient cut the content, and the metadata have no size",
                {
                    let mut other = Draft::new(111, &[bob, mallory], &pattern(65_537)).signed();
                    other.metadata = items(&[(1, &[0]), (2, &[])]);
                    let all = other.document_by(alice);
                    let header = other.header();
                    let trailer = &all[all.len() - (146 + 2 * 64)..];
                    [&header[..], &other.chunk(&header, 0, 1, &other.content[..65_536]), trailer]
                        .concat()
                },
                "bad signature",
            ),
            fails(
                "attack-wrapped-again",
                "a recipient sealed the signed content to somebody else, with the signature",
                {
                    let mut again = signed.clone();
                    again.lock = lock(&sorted(vec![
                        again.stanza(carol.sealing.public()),
                        again.stanza(mallory.sealing.public()),
                    ]));
                    let header = again.header();
                    [
                        &header[..],
                        &again.chunks(&header).concat(),
                        &again.trailer(&header, alice, &signature),
                    ]
                    .concat()
                },
                "bad signature",
            )
            .by("carol"),
            fails(
                "attack-signature-moved",
                "a signature of Alice over another document to the same people",
                {
                    let other = Draft::new(112, &[bob, mallory], NOTE).signed();
                    let header = other.header();
                    [
                        &header[..],
                        &other.chunks(&header).concat(),
                        &other.trailer(&header, alice, &signature),
                    ]
                    .concat()
                },
                "bad signature",
            ),
            fails(
                "attack-passed-on",
                "signed by Mallory, sealed to Bob, but it names Carol",
                {
                    let mut draft = Draft::new(113, &[bob], NOTE).signed();
                    draft.names = carol.named();
                    draft.document_by(mallory)
                },
                "not among the recipients",
            ),
            fails(
                "attack-borrowed-key",
                "Mallory gave Bob's sealing key as its own: Alice wrote to Mallory",
                {
                    let mut draft = Draft::new(114, &[bob], NOTE).signed();
                    draft.names = [
                        mallory.identity.fingerprint().as_bytes(),
                        &bob.sealing.public().hash()[..],
                    ]
                    .concat();
                    draft.document_by(alice)
                },
                "not among the recipients",
            ),
            fails(
                "attack-old-sealing-key",
                "names Bob with a sealing key that was not Bob's",
                {
                    let mut draft = Draft::new(115, &[bob], NOTE).signed();
                    draft.names =
                        [bob.identity.fingerprint().as_bytes(), &carol.sealing.public().hash()[..]]
                            .concat();
                    draft.document_by(alice)
                },
                "not among the recipients",
            ),
            fails(
                "attack-invisible-salamander",
                "the stanzas hold different file keys, so that two people would read two contents",
                {
                    let mut draft = Draft::new(116, &[], NOTE);
                    let for_carol = draft.stanza(carol.sealing.public());
                    let genuine = draft.file_key;
                    draft.file_key = [0x77; 32];
                    let for_bob = draft.stanza(bob.sealing.public());
                    draft.file_key = genuine;
                    draft.lock = lock(&sorted(vec![for_carol, for_bob]));
                    draft.document()
                },
                "damaged header",
            ),
            fails(
                "attack-unsigned-claim",
                "a trailer of another document behind an unsigned one without a size",
                {
                    let mut draft = Draft::new(117, &[bob], NOTE);
                    draft.metadata = items(&[(1, &[0])]);
                    [draft.document(), trailer.clone()].concat()
                },
                "damaged chunk 0",
            ),
        ];
        self.cases.extend(cases);
    }
}
