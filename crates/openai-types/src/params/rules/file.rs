//! Rules over file parts.

use crate::params::ParamError;
use crate::{ChatRequest, Content, ContentPart, FileInput, FileTextError};

type Verdict = Result<(), ParamError>;

pub(super) fn files_are_text(request: &ChatRequest) -> Verdict {
    for (index, message) in request.messages.iter().enumerate() {
        let Some(Content::Parts(parts)) = message.content.value() else {
            continue;
        };
        for (number, part) in parts.iter().enumerate() {
            if let ContentPart::File(part) = part {
                is_text(&part.file, index, number)?;
            }
        }
    }
    Ok(())
}

fn is_text(file: &FileInput, message: usize, part: usize) -> Verdict {
    let param = format!("messages[{message}].content[{part}].file.file_data");
    match file.check() {
        Ok(()) => Ok(()),
        Err(FileTextError::Missing) => Err(ParamError::missing(param)),
        Err(error) => {
            let text = format!(
                "Invalid file data: '{param}'. Expected a base64-encoded data URL with a text MIME type \
                 (e.g. 'data:text/plain;base64,aGVsbG8='), but {error}."
            );
            Err(ParamError::new(param, Some("invalid_value"), text))
        }
    }
}
