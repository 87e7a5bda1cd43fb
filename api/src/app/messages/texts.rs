//! What messages say, in both languages. None carries a password.

use shared::limits::{CODE_MIN, RESET_LINK_MIN};

use super::Values;
use crate::app::Language;

/// Every message there is. The names are what SMS templates are registered for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MessageKind {
    /// `code`
    SignInCode,
    /// `code`
    ResetCode,
    /// `code`
    ApplicationCode,
    /// `link`
    ResetLink,
    /// `place`, `ip`, `time`
    NewDevice,
    /// `time`
    PasswordChanged,
    /// `merchant`, `link`, `hours`
    Invitation,
    /// `number`, `state`
    ApplicationNews,
}

pub struct Text {
    pub subject: String,
    pub body: String,
}

impl MessageKind {
    pub const ALL: [MessageKind; 8] = [
        MessageKind::SignInCode,
        MessageKind::ResetCode,
        MessageKind::ApplicationCode,
        MessageKind::ResetLink,
        MessageKind::NewDevice,
        MessageKind::PasswordChanged,
        MessageKind::Invitation,
        MessageKind::ApplicationNews,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            MessageKind::SignInCode => "sign_in_code",
            MessageKind::ResetCode => "reset_code",
            MessageKind::ApplicationCode => "application_code",
            MessageKind::ResetLink => "reset_link",
            MessageKind::NewDevice => "new_device",
            MessageKind::PasswordChanged => "password_changed",
            MessageKind::Invitation => "invitation",
            MessageKind::ApplicationNews => "application_news",
        }
    }

    pub fn parse(text: &str) -> Option<MessageKind> {
        MessageKind::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// What the text is filled with, in the order templates of SMS services number it.
    pub const fn values(self) -> &'static [&'static str] {
        match self {
            MessageKind::SignInCode | MessageKind::ResetCode | MessageKind::ApplicationCode => &["code"],
            MessageKind::ResetLink => &["link"],
            MessageKind::NewDevice => &["place", "ip", "time"],
            MessageKind::PasswordChanged => &["time"],
            MessageKind::Invitation => &["merchant", "link", "hours"],
            MessageKind::ApplicationNews => &["number", "state"],
        }
    }

    pub fn text(self, language: Language, network: &str, values: &Values) -> Text {
        let value = |name: &str| values.get(name).map_or("", String::as_str);
        let (subject, body) = match language {
            Language::Zh => chinese(self, value),
            Language::En => english(self, value),
        };
        Text { subject: format!("【{network}】{subject}"), body: format!("【{network}】{body}") }
    }
}

fn chinese<'a>(kind: MessageKind, value: impl Fn(&str) -> &'a str) -> (String, String) {
    let code = |what: &str| {
        let code = value("code");
        (
            format!("{what}验证码"),
            format!("{what}验证码 {code}，{CODE_MIN} 分钟内有效。请勿告诉任何人，我们的人员也不会向您索要。"),
        )
    };
    match kind {
        MessageKind::SignInCode => code("登录"),
        MessageKind::ResetCode => code("重设密码"),
        MessageKind::ApplicationCode => code("开户申请"),
        MessageKind::ResetLink => (
            "重设密码".to_owned(),
            format!(
                "有人（希望是您）要求重设密码。请在 {RESET_LINK_MIN} 分钟内打开下面的链接，链接只能用一次：\n\n{}\n\n如果不是您，请忽略本邮件，\
                 密码不会改变。",
                value("link")
            ),
        ),
        MessageKind::NewDevice => (
            "新设备登录提醒".to_owned(),
            format!(
                "您的账号于 {} 在新设备登录：{}（{}）。如果不是您，请立即修改密码并联系客服。",
                value("time"),
                value("place"),
                value("ip")
            ),
        ),
        MessageKind::PasswordChanged => (
            "密码已修改".to_owned(),
            format!("您的密码于 {} 修改，其他设备均已退出登录。如果不是您，请立即联系客服。", value("time")),
        ),
        MessageKind::Invitation => (
            "开通邀请".to_owned(),
            format!(
                "{} 邀请您使用运单。请在 {} 小时内打开链接设置密码，链接只能用一次：\n\n{}",
                value("merchant"),
                value("hours"),
                value("link")
            ),
        ),
        MessageKind::ApplicationNews => (
            "开户申请进度".to_owned(),
            format!("您的开户申请 {} 有新进度：{}。请用申请编号和手机号查看。", value("number"), value("state")),
        ),
    }
}

fn english<'a>(kind: MessageKind, value: impl Fn(&str) -> &'a str) -> (String, String) {
    let code = |what: &str| {
        let code = value("code");
        (
            format!("Code for {what}"),
            format!(
                "{code} is your code for {what}, good for {CODE_MIN} minutes. Tell it to nobody; our people never ask for it."
            ),
        )
    };
    match kind {
        MessageKind::SignInCode => code("signing in"),
        MessageKind::ResetCode => code("setting a new password"),
        MessageKind::ApplicationCode => code("your application"),
        MessageKind::ResetLink => (
            "Set a new password".to_owned(),
            format!(
                "Somebody, we hope you, asked for a new password. Open this link within {RESET_LINK_MIN} minutes; it works \
                 once:\n\n{}\n\nIf it was not you, leave it: your password stays as it is.",
                value("link")
            ),
        ),
        MessageKind::NewDevice => (
            "Sign-in on a new device".to_owned(),
            format!(
                "Your account was signed in on a new device at {}: {} ({}). If it was not you, change your password now and \
                 call us.",
                value("time"),
                value("place"),
                value("ip")
            ),
        ),
        MessageKind::PasswordChanged => (
            "Your password was changed".to_owned(),
            format!(
                "Your password was changed at {}; every other device is signed out. If it was not you, call us now.",
                value("time")
            ),
        ),
        MessageKind::Invitation => (
            "You are invited".to_owned(),
            format!(
                "{} invites you to Yundan. Open this link within {} hours and set a password; it works once:\n\n{}",
                value("merchant"),
                value("hours"),
                value("link")
            ),
        ),
        MessageKind::ApplicationNews => (
            "Your application".to_owned(),
            format!(
                "There is news of your application {}: {}. Follow it with its number and your phone.",
                value("number"),
                value("state")
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_says_every_value_in_both_languages() {
        for kind in MessageKind::ALL {
            assert_eq!(MessageKind::parse(kind.as_str()), Some(kind));
            let values: Values = kind.values().iter().map(|name| ((*name).to_owned(), format!("<{name}>"))).collect();
            for language in [Language::Zh, Language::En] {
                let text = kind.text(language, "云速", &values);
                assert!(text.subject.starts_with("【云速】") && text.body.starts_with("【云速】"), "{kind:?}");
                for name in kind.values() {
                    assert!(text.body.contains(&format!("<{name}>")), "{kind:?} {language:?} lacks {name}");
                }
            }
        }
    }
}
