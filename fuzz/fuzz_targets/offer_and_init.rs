//! Offers and Inits.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    subrosa_fuzz::offer_and_init::run(data);
});
