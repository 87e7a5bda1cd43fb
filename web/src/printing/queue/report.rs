//! What became of a label, as the service takes it.

use shared::printing::{PrintJobResult, PrintJobState};

pub trait Report {
    fn plain(state: PrintJobState) -> PrintJobResult;
    fn with_error(state: PrintJobState, code: &str) -> PrintJobResult;
}

impl Report for PrintJobResult {
    fn plain(state: PrintJobState) -> PrintJobResult {
        PrintJobResult { state, bytes: None, sha256: None, error_code: None, attempt: None }
    }

    fn with_error(state: PrintJobState, code: &str) -> PrintJobResult {
        PrintJobResult { error_code: Some(code.to_owned()), ..PrintJobResult::plain(state) }
    }
}
