//! Stanzas of sealed documents.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    subrosa_fuzz::stanza::run(data);
});
