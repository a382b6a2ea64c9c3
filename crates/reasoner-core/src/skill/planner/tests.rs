//! Plans for domains in several wordings.
