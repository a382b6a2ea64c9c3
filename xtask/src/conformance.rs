//! The real clients against a real server: the official Python and Node packages, LangChain and async-openai.

/// Runs every client's scenarios.
pub(crate) fn run(_: &[String]) -> Result<(), String> {
    Err("not wired".to_owned())
}
