//! The facade as a host sees it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[path = "../common/pair.rs"]
#[allow(dead_code)]
mod pair;
#[path = "../common/people.rs"]
#[allow(dead_code)]
mod people;

#[path = "../common/records.rs"]
#[allow(dead_code)]
mod records;

mod addresses;
mod attacked;
mod attacks;
mod batches;
mod blocks;
mod card_attacks;
mod clear_text;
mod clocks;
mod comparing;
mod conversations;
mod documents;
mod doors;
mod expiry;
mod failed_calls;
mod folded;
mod forks;
mod guests;
mod hostile_contacts;
mod keys;
mod locks;
mod marks;
mod modes;
mod noticed;
mod old_texts;
mod old_vaults;
mod own_identity;
mod pacing;
mod repeats;
mod replaced_keys;
mod replaced_texts;
mod restarts;
mod settings;
mod slow;
mod spellings;
mod strangers;
mod trouble;
mod trust;
mod unreadable;
mod waiting_accounts;
mod windows;
mod work;
mod writes;
mod written;
