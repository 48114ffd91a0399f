//! Documents put together by hand, as for the test kit.

#[path = "../../tests/common/kit/draft.rs"]
#[allow(dead_code)]
pub mod draft;
