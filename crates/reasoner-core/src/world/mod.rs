//! Theories of what stories tell: places and directions, kinship, what happens to things, who knows what. They know
//! words and relations between them, but neither sockets nor wordings of answers.

pub(crate) mod colours;
pub(crate) mod kin;
pub(crate) mod line;
pub(crate) mod space;
pub(crate) mod story;
pub(crate) mod verbs;
