mod captcha;
mod codes;
mod devices;
mod headers;
mod locks;
mod messages;
mod password;
mod refresh;
mod reset;
mod sign_in;
mod tokens;
mod totp;

use crate::support::Answer;

/// The refresh token an answer sets.
pub fn cookie(answer: &Answer) -> String {
    let header = answer.header("set-cookie");
    header.strip_prefix("yundan_refresh=").and_then(|rest| rest.split(';').next()).unwrap_or_default().to_owned()
}
