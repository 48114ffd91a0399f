//! Both backends against published vectors and against each other.

#![allow(clippy::indexing_slicing, clippy::unwrap_used)]

mod differential;
mod vectors;
