//! Importing identities.

#![no_main]

use std::alloc::{GlobalAlloc, Layout, System};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    subrosa_fuzz::identity_import::run(data);
});

/// The body opens exports at the cheapest price alone, 19 MiB. Whoever asks for more has believed
/// parameters before they were checked. (`-malloc_limit_mb` works with a sanitizer only.)
const MOST: usize = 24 << 20;

struct Limited;

// SAFETY: hands everything on to the system's allocator, or ends the process.
unsafe impl GlobalAlloc for Limited {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout.size() > MOST {
            std::process::abort();
        }
        // SAFETY: as for the caller.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: as for the caller.
        unsafe { System.dealloc(block, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Limited = Limited;
