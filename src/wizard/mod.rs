//! THE JOURNEY: seven steps, their order and what each hands to the next. (being written)

pub mod ask;
pub mod view;
