//! Loading saved state.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    subrosa_fuzz::saved_state::run(data);
});
