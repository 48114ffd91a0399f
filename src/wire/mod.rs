//! Bytes and text: pure functions over slices, no keys, no clock.

#![forbid(unsafe_code)]
