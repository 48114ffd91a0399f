//! Raw lines of IRC.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    subrosa_fuzz::irc::run(data);
});
