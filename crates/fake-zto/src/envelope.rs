//! What an answer looks like.

use serde_json::{Value, json};

/// The outcome of a call as the platform's back end has it.
pub(crate) enum Reply {
    Done(Value),
    Refused { code: &'static str, message: String },
}

impl Reply {
    pub(crate) fn refused(code: &'static str, message: impl Into<String>) -> Reply {
        Reply::Refused { code, message: message.into() }
    }

    /// S208, as the platform words it.
    pub(crate) fn missing(field: &str) -> Reply {
        Reply::refused("S208", format!("{field}不能为空"))
    }

    pub(crate) fn envelope(self, api: &str) -> Value {
        // The after-sale group calls its payload by another name, and createOrder's success by another code.
        let payload = if api.starts_with("thirdcenter.") { "data" } else { "result" };
        match self {
            Reply::Done(value) => {
                let code = if api == "zto.open.createOrder" { "0000" } else { "SYS000" };
                json!({"status": true, "statusCode": code, "message": "请求成功", payload: value})
            }
            Reply::Refused { code, message } => {
                json!({"status": false, "statusCode": code, "message": message, payload: null})
            }
        }
    }
}
