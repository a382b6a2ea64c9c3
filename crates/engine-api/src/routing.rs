//! What the tool router decided.

/// Whether a tool answers.
#[derive(Debug, Clone, PartialEq)]
pub enum Routing {
    /// No tool: the reasoner answers.
    Answer,
    /// These calls, in order; never empty, arguments valid against their schemas.
    Call(Vec<Call>),
    /// A tool fits but values that it requires are not known, and the client allows text: ask for them.
    Clarify {
        /// The tool.
        tool: String,
        /// The parameters without a value, as their schema names them.
        missing: Vec<String>,
    },
}

/// One call of a tool.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The call's id. Empty in calls that the router made: the gateway gives ids.
    pub id: String,
    /// The tool's name.
    pub name: String,
    /// The arguments as JSON text; for a custom tool the input itself.
    pub arguments: String,
    /// Whether the tool is a custom one, which takes text instead of JSON.
    pub custom: bool,
}
