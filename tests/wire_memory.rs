//! What a reassembler takes from the allocator, counted there. One test alone in its process, so
//! that nothing else is counted.

#![allow(unsafe_code, reason = "an allocator that counts cannot be written without")]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};

use subrosa::wire::{
    fragment::{Fragment, Reassembler},
    limits::{MAX_FRAGMENTS, MAX_REASSEMBLY_BYTES},
};

static LIVE: AtomicUsize = AtomicUsize::new(0);

struct Counting;

// SAFETY: everything is passed on to the system's allocator unchanged; counting allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        LIVE.fetch_add(layout.size(), Relaxed);
        // SAFETY: the caller's promise is passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        LIVE.fetch_sub(layout.size(), Relaxed);
        // SAFETY: the caller's promise is passed on.
        unsafe { System.dealloc(block, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

#[test]
fn a_flood_takes_no_more_memory_than_the_limit_says() {
    for (length, variants) in [(1, 1), (1, 2), (16, 2), (100, 2), (280, 1), (12_000, 1)] {
        let before = LIVE.load(Relaxed);
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
                most = most.max(LIVE.load(Relaxed) - before);
            }
        }
        assert!(most <= MAX_REASSEMBLY_BYTES, "{most} bytes for fragments of {length}");
        assert!(most >= MAX_REASSEMBLY_BYTES / 4, "{most} bytes: this flood fills nothing");
    }
}
