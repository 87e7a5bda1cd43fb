//! What is left out of an answer or a request.

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
pub const fn is_false(flag: &bool) -> bool {
    !*flag
}
