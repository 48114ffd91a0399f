//! What a reassembler takes from the allocator, counted there. One test alone in its process, so
//! that nothing else is counted.

#[path = "common/heap.rs"]
mod heap;

use subrosa::wire::{
    fragment::{Fragment, Reassembler},
    limits::{MAX_FRAGMENTS, MAX_REASSEMBLY_BYTES},
};

#[test]
fn a_flood_takes_no_more_memory_than_the_limit_says() {
    for (length, variants) in [(1, 1), (1, 2), (16, 2), (100, 2), (280, 1), (12_000, 1)] {
        let before = heap::live();
        let mut reassembler = Reassembler::new();
        let mut most = 0;
        for id in 0..20u8 {
            for index in 1..MAX_FRAGMENTS {
                for variant in 0..variants {
                    // With room to spare, which is not to be kept.
                    let mut data = Vec::with_capacity(length + 1_000);
                    data.resize(length, variant);
                    let fragment = Fragment { id: [id; 6], index, total: MAX_FRAGMENTS, data };
                    // Beyond the bound of one object it is refused; that is not the matter here.
                    let _ = reassembler.add(fragment, 0);
                }
                most = most.max(heap::live() - before);
            }
        }
        assert!(most <= MAX_REASSEMBLY_BYTES, "{most} bytes for fragments of {length}");
        assert!(most >= MAX_REASSEMBLY_BYTES / 4, "{most} bytes: this flood fills nothing");
    }
}
