//! Raw lines of IRC, through the calls of a messenger.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    subrosa_fuzz::irc_calls::run(data);
});
