//! The text of an inline file.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::message::FileInput;

/// Why an inline file has no text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileTextError {
    /// Nothing was sent.
    #[error("there is no file data")]
    Missing,
    /// Not `data:TYPE;base64,DATA`.
    #[error("got something else")]
    NotDataUrl,
    /// A type that is not text.
    #[error("got unsupported MIME type '{0}'")]
    Type(String),
    /// The data is not base64.
    #[error("the data is not valid base64")]
    Base64,
    /// The data is not UTF-8.
    #[error("the text is not valid UTF-8")]
    Utf8,
}

/// Types outside `text/` whose content is text.
const TEXT_TYPES: &[&str] =
    &["application/json", "application/x-ndjson", "application/xml", "application/yaml", "application/toml"];

impl FileInput {
    /// The text of `file_data`, a base64 `data:` URL (RFC 2397) of a text type in UTF-8.
    ///
    /// # Errors
    /// Why there is none.
    pub fn text(&self) -> Result<String, FileTextError> {
        let bytes = STANDARD.decode(self.data()?).map_err(|_| FileTextError::Base64)?;
        String::from_utf8(bytes).map_err(|_| FileTextError::Utf8)
    }

    /// Whether [`FileInput::text`] will give a text.
    ///
    /// # Errors
    /// Why it will not.
    pub fn check(&self) -> Result<(), FileTextError> {
        self.text().map(drop)
    }

    /// The base64 behind the type.
    fn data(&self) -> Result<&str, FileTextError> {
        let url = self.file_data.as_deref().ok_or(FileTextError::Missing)?;
        let (head, data) = url.split_once(',').ok_or(FileTextError::NotDataUrl)?;
        let head = head.strip_prefix("data:").ok_or(FileTextError::NotDataUrl)?;
        let full = head.strip_suffix(";base64").ok_or(FileTextError::NotDataUrl)?;
        let kind = full.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        // A data URL without a type is plain text.
        match kind.is_empty() || kind.starts_with("text/") || TEXT_TYPES.contains(&kind.as_str()) {
            true => Ok(data),
            false => Err(FileTextError::Type(kind.chars().take(64).collect())),
        }
    }
}
