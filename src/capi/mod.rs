//! The C interface: the headers in `include/` are generated from this room.
//!
//! One thin function a call, and no logic: what a call does is decided in the rooms below. What
//! they all share is here:
//!
//! | room | idea |
//! |---|---|
//! | `frame` | what every call has around it: results, faults, handles, inputs and outputs, a panic that becomes a result |
//! | `outcome` | what a call has to tell: an outcome and the events in it, of every level |
//! | `session` | identities, cards, installations, peers: for hosts with storage of their own |
//! | `documents` | sealed documents: to whom, in memory, as files |
//! | `messenger` | the facade, for plugins |
//! | `for_tests` | what tests alone call: in no header that is installed |
//!
//! They stand lowest first: each knows only those above it in this table.
//!
//! This is the only room that may write `unsafe`, and it does so to one end: pointers of a caller
//! become references. A block that says [`Header`] rests on what the header asks of every caller: a
//! pointer is NULL, or points to what the parameter's documentation says, for the time of the call
//! (an input) or until it is freed (a handle); nobody writes there meanwhile.
//!
//! [`Header`]: ../../include/subrosa.h

#![allow(unsafe_code, non_camel_case_types)]

mod frame;

mod outcome;

mod session;

mod documents;

mod messenger;

mod for_tests;
