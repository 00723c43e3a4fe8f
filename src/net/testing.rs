//! A small TLS server on loopback. (being written)
