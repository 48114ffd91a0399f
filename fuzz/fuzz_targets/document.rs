//! Opening sealed documents.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    subrosa_fuzz::document::run(data);
});
