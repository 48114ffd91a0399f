//! People with several devices behind one account each: one identity, imported into several vaults.
//! Whatever is sent to an account reaches every device of it, and where the network has carbons the
//! sender's other devices too.

mod world;

mod copies;
mod lost;
mod several;
