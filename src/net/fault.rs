//! Every way a connection fails, as a type with its evidence. Classified where the typed error is, never from text.
