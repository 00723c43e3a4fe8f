//! The faked internet.
use crate::process::Outcome;
pub(crate) fn main(_arguments: &[&str]) -> Outcome {
    Err("not yet".to_owned())
}
pub(crate) fn inside(_arguments: &[&str]) -> Outcome {
    Err("not yet".to_owned())
}
