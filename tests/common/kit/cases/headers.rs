//! What can be wrong with a header.

use super::super::draft::{Draft, items, lock, sorted};
use super::{Kit, NOTE, changed, fails, flipped, opens_stanza};

impl Kit {
    pub(super) fn not_documents(&mut self) {
        let [_, bob, ..] = &self.people;
        let good = Draft::new(30, &[bob], NOTE).document();
        let first = |byte: u8| [&[byte], &good[1..]].concat();
        let cases = [
            fails("nothing", "an empty file", Vec::new(), "not a document"),
            fails("pdf", "a file of another format", b"%PDF-1.7\n".to_vec(), "not a document"),
            fails(
                "armored",
                "text form where bytes are expected",
                b"?SR1:gQE.".to_vec(),
                "not a document",
            ),
            fails(
                "unknown-object",
                "an object type that is not assigned",
                first(0xa1),
                "not a document",
            ),
            fails("card", "begins like a card", first(0x41), "another object"),
            fails("suite", "suite 2", first(0x82), "unknown suite"),
            fails("format", "format 2", changed(&good, 1, 2), "unknown format"),
            fails("lock", "lock 3", changed(&good, 34, 3), "unknown lock"),
        ];
        self.cases.extend(cases);
    }

    pub(super) fn headers(&mut self) {
        let [_, bob, carol, _] = &self.people;
        let good = Draft::new(50, &[bob], NOTE).document();
        let header = Draft::new(50, &[bob], NOTE).header().len();
        let two = Draft::new(51, &[bob, carol], NOTE);
        let relocked = |lock: Vec<u8>| Draft { lock, ..two.clone() };
        let stanzas: Vec<Vec<u8>> = two.lock[3..].chunks(1_201).map(<[u8]>::to_vec).collect();
        // Bob's own stanza, by trying.
        let bobs = stanzas.iter().find(|stanza| opens_stanza(bob, &two, stanza)).unwrap();
        let old_mac = two.header()[two.header().len() - 32..].to_vec();
        let under_old_mac = |draft: &Draft| {
            [draft.open_header(), old_mac.clone(), two.chunks(&two.header()).concat()].concat()
        };
        let many = [&[1][..], &1_025u16.to_be_bytes(), &vec![0; 1_025 * 1_201]].concat();
        let cases = [
            fails(
                "for-carol",
                "sealed to somebody else",
                Draft::new(52, &[carol], NOTE).document(),
                "for somebody else",
            ),
            fails(
                "stanza-damaged",
                "a bit of the stanza is wrong",
                flipped(&good, 700),
                "for somebody else",
            ),
            fails(
                "stanza-of-another-document",
                "a stanza holds for one document id",
                Draft { lock: Draft::new(53, &[bob], NOTE).lock, ..Draft::new(54, &[bob], NOTE) }
                    .document(),
                "for somebody else",
            ),
            fails(
                "document-id-changed",
                "the stanza belongs to another id",
                flipped(&good, 10),
                "for somebody else",
            ),
            fails(
                "mac-damaged",
                "a bit of the header MAC is wrong",
                flipped(&good, header - 1),
                "damaged header",
            ),
            fails(
                "stanza-removed",
                "the other recipient's stanza was taken out",
                under_old_mac(&relocked(lock(std::slice::from_ref(bobs)))),
                "damaged header",
            ),
            fails(
                "stanza-added",
                "somebody was added without making the MAC anew",
                {
                    let mut draft = two.clone();
                    let added = draft.stanza(carol.sealing.public());
                    let all = sorted([stanzas.clone(), vec![added]].concat());
                    under_old_mac(&relocked(lock(&all)))
                },
                "damaged header",
            ),
            fails(
                "stanzas-in-disorder",
                "stanzas stand in ascending order",
                relocked(lock(&[stanzas[1].clone(), stanzas[0].clone()])).document(),
                "damaged header",
            ),
            fails(
                "stanza-twice",
                "no stanza stands twice",
                relocked(lock(&[bobs.clone(), bobs.clone()])).document(),
                "damaged header",
            ),
            fails(
                "no-stanzas",
                "at least one stanza",
                relocked(lock(&[])).document(),
                "damaged header",
            ),
            fails(
                "too-many-stanzas",
                "1,025 stanzas are announced",
                relocked(many).document()[..2_000].to_vec(),
                "damaged header",
            ),
            fails(
                "metadata-too-long",
                "more than 4,096 bytes of metadata",
                {
                    let mut draft = Draft::new(55, &[bob], NOTE);
                    draft.metadata.resize(4_097, 0);
                    draft.document()
                },
                "damaged header",
            ),
            fails(
                "metadata-shorter-than-a-tag",
                "fewer than 16 bytes of metadata",
                changed(&changed(&good, 35 + 2 + 1_201, 0), 35 + 2 + 1_202, 15),
                "damaged header",
            ),
        ];
        self.cases.extend(cases);
    }

    pub(super) fn passphrases(&mut self) {
        let [_, bob, ..] = &self.people;
        let good = Draft::under(b"rose", 60, NOTE).document();
        let cases = [
            fails("passphrase-wrong", "another passphrase", good.clone(), "wrong passphrase")
                .with("Rose"),
            fails(
                "passphrase-stanza-damaged",
                "cannot be told from a wrong passphrase",
                flipped(&good, 60),
                "wrong passphrase",
            )
            .with("rose"),
            fails("passphrase-needed", "opened with a key", good.clone(), "passphrase needed"),
            fails(
                "keys-needed",
                "opened with a passphrase",
                Draft::new(61, &[bob], NOTE).document(),
                "keys needed",
            )
            .with("rose"),
            fails(
                "passphrase-memory",
                "4 GiB of memory are demanded",
                changed(&good, 35, 0x40),
                "bad parameters",
            )
            .with("rose"),
            fails(
                "passphrase-too-cheap",
                "less than 19 MiB",
                changed(&good, 37, 0x4b),
                "bad parameters",
            )
            .with("rose"),
            fails("passphrase-iterations", "11 passes", changed(&good, 39, 11), "bad parameters")
                .with("rose"),
            fails("passphrase-no-lanes", "0 lanes", changed(&good, 40, 0), "bad parameters")
                .with("rose"),
        ];
        self.cases.extend(cases);
    }

    pub(super) fn metadata(&mut self) {
        let [_, bob, ..] = &self.people;
        let with = |seed, metadata: Vec<u8>| {
            Draft { metadata, ..Draft::new(seed, &[bob], NOTE) }.document()
        };
        let size = |size: u64| items(&[(1, &[0]), (3, &size.to_be_bytes())]);
        let bad = "damaged metadata";
        let length = NOTE.len() as u64;
        let cases = [
            fails(
                "metadata-empty",
                "the item that says what it holds is missing",
                with(70, vec![0; 128]),
                bad,
            ),
            fails(
                "metadata-twice",
                "an item stands twice",
                with(71, items(&[(1, &[0]), (1, &[0])])),
                bad,
            ),
            fails(
                "metadata-item-cut",
                "an item is longer than the metadata",
                with(72, vec![1, 1, 0, 4, 9, b'x']),
                bad,
            ),
            fails(
                "metadata-item-unknown",
                "an unknown item that may not be skipped",
                with(73, items(&[(1, &[0]), (0x10, b"later")])),
                "unknown item",
            ),
            fails(
                "metadata-content-unknown",
                "content of an unknown type",
                with(74, items(&[(1, &[9])])),
                "unknown content",
            ),
            fails("name-empty", "a name of no bytes", with(75, items(&[(1, &[0]), (4, b"")])), bad),
            fails(
                "name-not-utf8",
                "a name that is not UTF-8",
                with(76, items(&[(1, &[0]), (4, b"\xff")])),
                bad,
            ),
            fails(
                "size-of-7-bytes",
                "a number of the wrong length",
                with(77, items(&[(1, &[0]), (3, &[0; 7])])),
                bad,
            ),
            fails(
                "size-too-small",
                "more content than was said",
                with(78, size(length - 1)),
                "trailing bytes",
            ),
            fails(
                "size-too-large",
                "less content than was said",
                with(79, size(length + 1)),
                "cut off",
            ),
            fails(
                "metadata-damaged",
                "a bit of the encrypted metadata is wrong, under a MAC that fits",
                {
                    let draft = Draft::new(80, &[bob], NOTE);
                    let header = flipped(&draft.open_header(), draft.open_header().len() - 20);
                    let header = [&header[..], &draft.mac(&header)].concat();
                    [&header[..], &draft.chunks(&header).concat()].concat()
                },
                bad,
            ),
        ];
        self.cases.extend(cases);
    }
}
