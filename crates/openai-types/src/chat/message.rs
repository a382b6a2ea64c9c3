//! Messages, roles and content parts.

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::loose::{loose, words};
use crate::one_or_many::TextOr;
use crate::tool::{FunctionCall, ToolCall};

words! {
    /// Who speaks.
    pub enum Role {
        /// The asker.
        User = "user",
        /// The operator.
        System = "system",
        /// The operator, in newer clients.
        Developer = "developer",
        /// The model.
        Assistant = "assistant",
        /// The result of a tool call.
        Tool = "tool",
        /// The result of a legacy function call.
        Function = "function",
    }
}

loose! {
    /// One message of the dialogue, of any role.
    pub struct Message {
        /// Who speaks.
        req role: Role,
        /// What is said; may be null for the assistant and for functions.
        tri content: Content,
        /// The speaker's name; required of a function.
        opt name: String,
        /// What the assistant declined to say.
        tri refusal: String,
        /// The assistant's calls.
        opt tool_calls: Vec<ToolCall>,
        /// The assistant's legacy call.
        tri function_call: FunctionCall,
        /// An earlier spoken answer of the assistant.
        tri audio: AudioRef,
        /// In a tool message, the call that it answers.
        opt tool_call_id: String,
    }
}

impl Message {
    /// A message that only says something.
    pub fn new(role: Role, text: impl Into<String>) -> Message {
        Message { role, content: Content::Text(text.into()).into(), ..Message::default() }
    }
}

loose! {
    /// Names an earlier spoken answer.
    pub struct AudioRef {
        /// Its id.
        req id: String,
    }
}

/// Text, or a list of parts.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// A bare string.
    Text(String),
    /// Parts.
    Parts(Vec<ContentPart>),
}

impl Default for Content {
    fn default() -> Content {
        Content::Text(String::new())
    }
}

impl Content {
    /// The text and the text parts, in order; other parts are passed over.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let (text, parts) = match self {
            Content::Text(text) => (Some(text.as_str()), &[][..]),
            Content::Parts(parts) => (None, parts.as_slice()),
        };
        text.into_iter().chain(parts.iter().filter_map(|part| match part {
            ContentPart::Text(part) => Some(part.text.as_str()),
            _ => None,
        }))
    }
}

impl Serialize for Content {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Content::Text(text) => serializer.serialize_str(text),
            Content::Parts(parts) => parts.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Content, D::Error> {
        deserializer.deserialize_any(TextOr { text: Content::Text, list: Content::Parts })
    }
}

/// One part of a message.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ContentPart {
    /// Text.
    Text(TextPart),
    /// An image, linked or inline.
    ImageUrl(ImagePart),
    /// Speech, inline.
    InputAudio(AudioPart),
    /// A file, uploaded before or inline.
    File(FilePart),
    /// What the assistant declined to say.
    Refusal(RefusalPart),
}

loose! {
    /// A part of text.
    pub struct TextPart {
        /// The text.
        req text: String,
        /// Marks the end of what may be cached.
        opt prompt_cache_breakpoint: CacheBreakpoint,
    }
}

loose! {
    /// The end of what may be cached.
    pub struct CacheBreakpoint {
        /// Always `explicit`.
        req mode: String,
        /// How long it is kept.
        opt ttl: String,
    }
}

loose! {
    /// A part that is an image.
    pub struct ImagePart {
        /// The image.
        req image_url: ImageUrl,
        /// Marks the end of what may be cached.
        opt prompt_cache_breakpoint: CacheBreakpoint,
    }
}

loose! {
    /// An image.
    pub struct ImageUrl {
        /// `http:`, `https:` or `data:`.
        req url: String,
        /// `auto`, `low`, `high` or `original`.
        opt detail: String,
    }
}

loose! {
    /// A part that is speech.
    pub struct AudioPart {
        /// The recording.
        req input_audio: InputAudio,
        /// Marks the end of what may be cached.
        opt prompt_cache_breakpoint: CacheBreakpoint,
    }
}

loose! {
    /// A recording.
    pub struct InputAudio {
        /// Base64.
        req data: String,
        /// `wav` or `mp3`.
        req format: String,
    }
}

loose! {
    /// A part that is a file.
    pub struct FilePart {
        /// The file.
        req file: FileInput,
        /// Marks the end of what may be cached.
        opt prompt_cache_breakpoint: CacheBreakpoint,
    }
}

loose! {
    /// A file: uploaded before, or inline.
    pub struct FileInput {
        /// A `data:` URL in base64.
        opt file_data: String,
        /// The id of an uploaded file.
        opt file_id: String,
        /// Its name.
        opt filename: String,
    }
}

loose! {
    /// What the assistant declined to say.
    pub struct RefusalPart {
        /// The wording.
        req refusal: String,
    }
}
