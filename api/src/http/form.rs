//! Forms with a file: read as a stream, each part up to its limit.

use actix_multipart::{Field, Multipart};
use futures_util::StreamExt;
use shared::limits::IMPORT_FILE_BYTES;

use crate::{
    app::{AppError, Words, imports},
    http::problem::ApiError,
};

/// Parts of a form beside the file are short.
const PART_BYTES: usize = 64 * 1024;
const PARTS_MAX: usize = 12;

/// A form as it was sent: a file, and parts of text.
#[derive(Default)]
pub struct Form {
    file: Option<(String, Vec<u8>)>,
    parts: Vec<(String, String)>,
}

impl Form {
    /// The text of a part, trimmed, once; none where it was not sent or is empty.
    pub fn take(&mut self, name: &str) -> Option<String> {
        let at = self.parts.iter().position(|(other, _)| other == name)?;
        Some(self.parts.remove(at).1).filter(|text| !text.is_empty())
    }

    pub fn take_file(&mut self) -> Option<(String, Vec<u8>)> {
        self.file.take()
    }

    /// The file's name and content, after every part was taken.
    pub fn into_file(mut self) -> Result<(String, Vec<u8>), ApiError> {
        let file = self.take_file();
        self.finish()?;
        file.ok_or_else(|| invalid("/file", "required", "缺少文件。", "The file is missing."))
    }

    /// Refuses parts that nobody took.
    pub fn finish(self) -> Result<(), ApiError> {
        match self.parts.first() {
            Some((name, _)) => {
                Err(invalid(&format!("/{name}"), "unknown_field", "没有这个字段。", "There is no such field."))
            }
            None => Ok(()),
        }
    }
}

pub fn invalid(pointer: &str, code: &'static str, zh: &'static str, en: &'static str) -> ApiError {
    ApiError(AppError::invalid(pointer, code, Words::new(zh, en)))
}

fn bad_form() -> ApiError {
    ApiError(AppError::Malformed {
        code: "bad_form",
        words: Words::new(
            "表单没有收全或格式不对，请重新上传。",
            "The form did not arrive whole or is malformed; upload it again.",
        ),
        faults: Vec::new(),
    })
}

pub async fn read(mut form: Multipart) -> Result<Form, ApiError> {
    let (mut read, mut parts) = (Form::default(), 0);
    while let Some(field) = form.next().await {
        let mut field = field.map_err(|_| bad_form())?;
        parts += 1;
        if parts > PARTS_MAX {
            return Err(bad_form());
        }
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            let disposition = field.content_disposition();
            let file_name = disposition.and_then(|part| part.get_filename()).unwrap_or("file").to_owned();
            read.file = Some((file_name, read_part(&mut field, IMPORT_FILE_BYTES, imports::file_too_large).await?));
            continue;
        }
        // Pasted orders are as long as a file.
        let most = if name == "text" { IMPORT_FILE_BYTES } else { PART_BYTES };
        let bytes = read_part(&mut field, most, || bad_form().0).await?;
        let text = String::from_utf8(bytes).map_err(|_| bad_form())?;
        read.parts.push((name, text.trim().to_owned()));
    }
    Ok(read)
}

async fn read_part(field: &mut Field, most: usize, too_large: impl Fn() -> AppError) -> Result<Vec<u8>, ApiError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.next().await {
        let chunk = chunk.map_err(|_| bad_form())?;
        if bytes.len() + chunk.len() > most {
            return Err(ApiError(too_large()));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}
