//! Joining fragments.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    subrosa_fuzz::fragments::run(data);
});
