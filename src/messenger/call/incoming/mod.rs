//! Lines from the network. A text is read by `reading`, once `kind` has found lines of ours in it;
//! what a session has read is done by `acting`, what is not to be read is left to `refusing`.

mod acting;
pub(in crate::messenger) mod kind;
mod reading;
mod refusing;
