//! The one test binary of the core.

#[cfg(feature = "bindings")]
mod bindings;
