//! What is on its way to the host: texts until they are shown, accounts that move meanwhile, strangers
//! who are counted before they are told.

mod moves;
mod shown;
mod strangers;
