//! The facade, for plugins.

mod account;
mod batch;
mod contact;
mod document;
mod identity;
mod irc;
mod opening;
mod text;
mod user;
