//! The C interface: `include/subrosa.h` is generated from this room.
//!
//! One thin function a call, and no logic: what a call does is decided in the rooms below. What they
//! all share is here:
//!
//! | file | idea |
//! |---|---|
//! | `result`, `fault` | result codes, their names, and which error has which |
//! | `guard` | a panic becomes a result; the text of the last error |
//! | `handle` | what a C program holds: tagged, leased to one call at a time, poisoned by a panic |
//! | `buffer` | inputs and outputs of a caller, checked |
//! | `library` | version, ABI, backend |
//! | `identity`, `fingerprint`, `card` | who somebody is |
//! | `full_card`, `terms`, `document`, `job` | sealed documents: to whom, in memory, as files |
//! | `installation`, `peer`, `talk` | sessions with a peer |
//! | `messenger`, `account`, `own_identity`, `text`, `batch`, `contact`, `safety`, `messenger_document` | the facade |
//! | `outcome` | what a call has to tell |
//! | `answer` | an outcome for every call on a messenger |
//! | `session_event`, `messenger_event`, `messenger_code`, `document_event` | the events in it |
//!
//! This is the only room that may write `unsafe`, and it does so to one end: pointers of a caller
//! become references. A block that says [`Header`] rests on what the header asks of every caller: a
//! pointer is NULL, or points to what the parameter's documentation says, for the time of the call
//! (an input) or until it is freed (a handle); nobody writes there meanwhile.
//!
//! [`Header`]: ../../include/subrosa.h

#![allow(unsafe_code, non_camel_case_types)]

mod result;

mod library;

mod identity;

mod fingerprint;

mod card;

mod installation;

mod peer;

mod talk;

mod full_card;

mod terms;

mod document;

mod job;

mod messenger;

mod account;

mod own_identity;

mod text;

mod batch;

mod contact;

mod safety;

mod messenger_document;

mod outcome;

mod messenger_event;

mod messenger_code;

mod session_event;

mod document_event;

mod answer;
mod buffer;
mod fault;
mod guard;
mod handle;
