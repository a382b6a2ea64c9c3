//! Tools: what may be called, what must be, and what was.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::loose::{loose, words};

/// A tool on offer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Tool {
    /// Takes a JSON object.
    Function(FunctionTool),
    /// Takes text.
    Custom(CustomTool),
}

impl Tool {
    /// The name that a call must spell.
    pub fn name(&self) -> &str {
        match self {
            Tool::Function(tool) => &tool.function.name,
            Tool::Custom(tool) => &tool.custom.name,
        }
    }
}

loose! {
    /// A tool that takes a JSON object.
    pub struct FunctionTool {
        /// The function.
        req function: FunctionDef,
    }
}

loose! {
    /// A function on offer; also the rows of the legacy `functions`.
    pub struct FunctionDef {
        /// At most 64 of `[a-zA-Z0-9_-]`.
        req name: String,
        /// What it does.
        opt description: String,
        /// The JSON Schema of its arguments; absent means none.
        opt parameters: Value,
        /// Whether the arguments must meet the schema to the letter.
        opt strict: bool,
    }
}

loose! {
    /// A tool that takes text.
    pub struct CustomTool {
        /// The tool.
        req custom: CustomDef,
    }
}

loose! {
    /// A tool that takes text, optionally of a grammar.
    pub struct CustomDef {
        /// At most 64 of `[a-zA-Z0-9_-]`.
        req name: String,
        /// What it does.
        opt description: String,
        /// What the text must look like; free text when absent.
        opt format: CustomFormat,
    }
}

/// What the input of a custom tool must look like.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum CustomFormat {
    /// Free text.
    Text(crate::format::PlainFormat),
    /// Text of a grammar.
    Grammar(GrammarFormat),
}

loose! {
    /// A format that a grammar describes.
    pub struct GrammarFormat {
        /// The grammar.
        req grammar: Grammar,
    }
}

loose! {
    /// A grammar.
    pub struct Grammar {
        /// In which language it is written.
        req syntax: GrammarSyntax,
        /// The grammar itself.
        req definition: String,
    }
}

words! {
    /// The language of a grammar.
    pub enum GrammarSyntax {
        /// A Lark grammar.
        Lark = "lark",
        /// A regular expression.
        Regex = "regex",
    }
}

words! {
    /// Whether tools may, must or must not be called.
    pub enum ToolMode {
        /// As the model sees fit.
        Auto = "auto",
        /// No calls.
        None = "none",
        /// At least one call.
        Required = "required",
    }
}

/// `tool_choice`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ToolChoice {
    /// `"none"`, `"auto"` or `"required"`.
    Mode(ToolMode),
    /// One tool, or several allowed ones.
    Object(ToolChoiceObject),
}

/// `tool_choice` as an object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ToolChoiceObject {
    /// This function must be called.
    Function(FunctionRef),
    /// This custom tool must be called.
    Custom(CustomRef),
    /// Only these tools may, or must, be called.
    AllowedTools(AllowedToolsChoice),
}

loose! {
    /// Names a function.
    pub struct FunctionRef {
        /// The function.
        req function: Named,
    }
}

loose! {
    /// Names a custom tool.
    pub struct CustomRef {
        /// The tool.
        req custom: Named,
    }
}

loose! {
    /// A name; also the object form of the legacy `function_call`.
    pub struct Named {
        /// The name.
        req name: String,
    }
}

loose! {
    /// Narrows the tools.
    pub struct AllowedToolsChoice {
        /// Which, and whether one of them must be called.
        req allowed_tools: AllowedTools,
    }
}

loose! {
    /// The tools that may be called.
    pub struct AllowedTools {
        /// `auto` or `required`.
        req mode: ToolMode,
        /// The tools.
        req tools: Vec<ToolRef>,
    }
}

/// Names one of the tools.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ToolRef {
    /// A function.
    Function(FunctionRef),
    /// A custom tool.
    Custom(CustomRef),
}

impl ToolRef {
    /// The tool's name.
    pub fn name(&self) -> &str {
        match self {
            ToolRef::Function(tool) => &tool.function.name,
            ToolRef::Custom(tool) => &tool.custom.name,
        }
    }
}

words! {
    /// The string form of the legacy `function_call`.
    pub enum FunctionCallMode {
        /// As the model sees fit.
        Auto = "auto",
        /// No call.
        None = "none",
    }
}

/// The legacy `function_call` of a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FunctionCallOption {
    /// `"none"` or `"auto"`.
    Mode(FunctionCallMode),
    /// This function must be called.
    Named(Named),
}

words! {
    /// The kind of a tool call.
    pub enum ToolKind {
        /// Of a function.
        Function = "function",
        /// Of a custom tool.
        Custom = "custom",
    }
}

loose! {
    /// A call that was made. One of `function` and `custom` is there, as `kind` says.
    pub struct ToolCall {
        /// `call_…`.
        req id: String,
        /// Which kind.
        def kind("type"): ToolKind,
        /// The function and its arguments.
        opt function: FunctionCall,
        /// The custom tool and its input.
        opt custom: CustomCall,
    }
}

impl ToolCall {
    /// A call of a function; `arguments` is JSON text.
    pub fn function(id: impl Into<String>, name: impl Into<String>, arguments: impl Into<String>) -> ToolCall {
        let function = FunctionCall { name: name.into(), arguments: arguments.into(), ..FunctionCall::default() };
        ToolCall { id: id.into(), kind: ToolKind::Function, function: Some(function), ..ToolCall::default() }
    }

    /// A call of a custom tool.
    pub fn custom(id: impl Into<String>, name: impl Into<String>, input: impl Into<String>) -> ToolCall {
        let custom = CustomCall { name: name.into(), input: input.into(), ..CustomCall::default() };
        ToolCall { id: id.into(), kind: ToolKind::Custom, custom: Some(custom), ..ToolCall::default() }
    }

    /// The name of the tool called.
    pub fn name(&self) -> &str {
        match (&self.function, &self.custom) {
            (Some(call), _) => &call.name,
            (None, Some(call)) => &call.name,
            (None, None) => "",
        }
    }

    /// What it was called with: JSON text for a function, plain text for a custom tool.
    pub fn input(&self) -> &str {
        match (&self.function, &self.custom) {
            (Some(call), _) => &call.arguments,
            (None, Some(call)) => &call.input,
            (None, None) => "",
        }
    }
}

loose! {
    /// A function and its arguments.
    pub struct FunctionCall {
        /// The function.
        req name: String,
        /// JSON text.
        req arguments: String,
    }
}

loose! {
    /// A custom tool and its input.
    pub struct CustomCall {
        /// The tool.
        req name: String,
        /// The input, as the tool's format describes it.
        req input: String,
    }
}
