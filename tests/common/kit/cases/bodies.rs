//! What can be wrong with the content, and ends that come too early.

use super::super::draft::{Draft, items};
use super::{Kit, NOTE, fails, flipped, pattern};

impl Kit {
    pub(super) fn cut(&mut self) {
        let [alice, bob, ..] = &self.people;
        let draft = Draft::new(40, &[bob], NOTE).signed();
        let good = draft.document_by(alice);
        let header = draft.header().len();
        let to = |length: usize| good[..length].to_vec();
        let mut unsized_draft = Draft::new(41, &[bob], &pattern(65_537));
        unsized_draft.metadata = items(&[(1, &[0])]);
        let unsized_document = unsized_draft.document();
        let two = Draft::new(42, &[bob], &pattern(65_537)).document();
        let cases = [
            fails("cut-in-id", "ends in the document id", to(20), "cut off"),
            fails("cut-in-stanza", "ends in the stanza", to(500), "cut off"),
            fails("cut-in-metadata", "ends in the metadata", to(header - 40), "cut off"),
            fails("cut-in-mac", "ends in the header MAC", to(header - 1), "cut off"),
            fails("cut-after-header", "has no chunk", to(header), "cut off"),
            fails("cut-in-chunk", "ends in the chunk", to(header + 20), "cut off"),
            fails(
                "cut-before-trailer",
                "the trailer is missing",
                to(header + NOTE.len() + 16),
                "cut off",
            ),
            fails("cut-in-trailer", "ends in the trailer", to(good.len() - 1), "cut off"),
            fails(
                "cut-between-chunks",
                "the second of two chunks is missing",
                two[..two.len() - 17].to_vec(),
                "cut off",
            ),
            fails(
                "cut-between-chunks-size-unknown",
                "the same, where only the flag of the last chunk shows it",
                unsized_document[..unsized_document.len() - 17].to_vec(),
                "cut off",
            ),
            fails(
                "cut-in-chunk-size-unknown",
                "cut inside a chunk, and no size: looks like damage",
                unsized_document[..unsized_document.len() - 1].to_vec(),
                "damaged chunk 1",
            ),
        ];
        self.cases.extend(cases);
    }

    pub(super) fn bodies(&mut self) {
        let [_, bob, ..] = &self.people;
        let small = Draft::new(90, &[bob], NOTE);
        let (header, good) = (small.header(), small.document());
        let large = Draft::new(91, &[bob], &pattern(65_537));
        let large_header = large.header();
        let (first, second) = large.content.split_at(65_536);
        let large_of = |chunks: &[Vec<u8>]| [large_header.clone(), chunks.concat()].concat();
        let mut streamed = Draft::new(92, &[bob], &pattern(65_536));
        streamed.metadata = items(&[(1, &[0])]);
        let streamed_header = streamed.header();
        let streamed_of = |chunks: &[Vec<u8>]| [streamed_header.clone(), chunks.concat()].concat();
        let whole = &streamed.content;
        let cases = [
            fails(
                "chunk-damaged",
                "a bit of the content is wrong",
                flipped(&good, header.len() + 3),
                "damaged chunk 0",
            ),
            fails(
                "tag-damaged",
                "a bit of a tag is wrong",
                flipped(&good, good.len() - 1),
                "damaged chunk 0",
            ),
            fails(
                "second-chunk-damaged",
                "the first chunk is whole, the second is not",
                {
                    let all = large.document();
                    flipped(&all, all.len() - 1)
                },
                "damaged chunk 1",
            ),
            fails(
                "chunks-swapped",
                "each chunk is genuine, their order is not",
                streamed_of(&[
                    streamed.chunk(&streamed_header, 1, 0, whole),
                    streamed.chunk(&streamed_header, 0, 0, whole),
                    streamed.chunk(&streamed_header, 2, 1, b"x"),
                ]),
                "damaged chunk 0",
            ),
            fails(
                "chunk-missing",
                "the first of two chunks is missing",
                large_of(&[large.chunk(&large_header, 1, 1, second)]),
                "cut off",
            ),
            fails(
                "chunk-missing-size-unknown",
                "the first of two chunks is missing, and no size",
                streamed_of(&[streamed.chunk(&streamed_header, 1, 1, b"x")]),
                "damaged chunk 0",
            ),
            fails(
                "chunk-twice",
                "a chunk is repeated",
                streamed_of(&[
                    streamed.chunk(&streamed_header, 0, 0, whole),
                    streamed.chunk(&streamed_header, 0, 0, whole),
                    streamed.chunk(&streamed_header, 1, 1, b"x"),
                ]),
                "damaged chunk 1",
            ),
            fails(
                "last-flag-missing",
                "the last chunk says there are more",
                [header.clone(), small.chunk(&header, 0, 0, NOTE)].concat(),
                "damaged chunk 0",
            ),
            fails(
                "last-flag-too-early",
                "the first of two chunks says it is the last",
                large_of(&[
                    large.chunk(&large_header, 0, 1, first),
                    large.chunk(&large_header, 1, 1, second),
                ]),
                "damaged chunk 0",
            ),
            fails(
                "last-flag-of-2",
                "the flag is 0 or 1",
                [header.clone(), small.chunk(&header, 0, 2, NOTE)].concat(),
                "damaged chunk 0",
            ),
            fails(
                "last-chunk-empty",
                "only an empty document ends in an empty chunk",
                streamed_of(&[
                    streamed.chunk(&streamed_header, 0, 0, whole),
                    streamed.chunk(&streamed_header, 1, 1, b""),
                ]),
                "damaged chunk 1",
            ),
            fails(
                "short-chunk-in-the-middle",
                "every chunk but the last is full",
                [
                    header.clone(),
                    small.chunk(&header, 0, 0, &NOTE[..10]),
                    small.chunk(&header, 1, 1, &NOTE[10..]),
                ]
                .concat(),
                "trailing bytes",
            ),
            fails(
                "trailing-byte",
                "a byte behind the end",
                [&good[..], &[0]].concat(),
                "trailing bytes",
            ),
            fails(
                "trailing-byte-size-unknown",
                "a byte behind the end, and no size: looks like damage",
                [&streamed_of(&[streamed.chunk(&streamed_header, 0, 1, b"x")])[..], &[0]].concat(),
                "damaged chunk 0",
            ),
            fails(
                "two-documents",
                "a document behind a document",
                [&good[..], &good].concat(),
                "trailing bytes",
            ),
            fails(
                "body-of-another-document",
                "chunks of another document under this header",
                {
                    let other = Draft::new(93, &[bob], NOTE);
                    [header.clone(), other.chunks(&other.header()).concat()].concat()
                },
                "damaged chunk 0",
            ),
            fails(
                "body-under-a-new-header",
                "the same file key and id, a new header: chunks depend on its MAC",
                {
                    let mut other = small.clone();
                    other.metadata.push(0);
                    [other.header(), small.chunks(&header).concat()].concat()
                },
                "damaged chunk 0",
            ),
        ];
        self.cases.extend(cases);
    }
}
