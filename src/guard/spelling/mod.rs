//! Which names are one name.
//!
//! Two names are one name when the network says so, and the library must never believe that they
//! are two: it would send in clear to somebody whose texts are private. So equality here is at
//! least as wide as the network's.
//!
//! | file | idea |
//! |---|---|
//! | `address_key` | [`AddressKey`]: a name in its one spelling |
//! | `case_mapping` | [`CaseMapping`]: which spellings are the same address |
//! | `normal_form` | [`NoNormalForm`]: why a name has none |
//! | `jid` | the parts of an XMPP address, each by its own rules |
//! | `domain` | the host in an XMPP address: A-labels, U-labels, literals |
//! | `precis` | the PRECIS profiles of the account and of the resource |
//! | `bidi` | the Bidi Rule, which PRECIS asks of an account in a right-to-left script |
//! | `look` | what names that look equal have in common, across all networks and Unicode versions |
//! | `irc_target` | [`Addressing`]: whom a text to this target would reach |

mod address_key;
mod bidi;
mod case_mapping;
mod domain;
mod irc_target;
mod jid;
mod look;
mod normal_form;
mod precis;

pub use address_key::AddressKey;
pub use case_mapping::CaseMapping;
pub use irc_target::{Addressing, Target};
pub use normal_form::{MAX_NAME, NoNormalForm};
