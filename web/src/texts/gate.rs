//! What people do before they are signed in.

crate::texts! {
    CODE_WHY: "我们把验证码发到账号绑定的手机，不需要密码。", "A code goes to the phone of the account; no password is needed.";
    NO_SMS: "本网络没有开通短信，请用密码登录，或联系网点。", "This network sends no SMS; use your password, or ask your outlet.";
    PHONE: "手机号", "Mobile phone";
    CODE: "验证码", "Code";
    SEND: "发送", "Send";
    SEND_AGAIN: "重新发送", "Send again";
    SEND_IN: "{seconds} 秒后可重发", "Again in {seconds} s";
    SENT: "如果这个号码有账号，验证码几秒内送达。", "If the phone belongs to an account, the code arrives within seconds.";
    BY_PASSWORD: "用密码登录", "Sign in with a password";
    FORGOT_WHY: "填写账号绑定的手机号，我们发验证码；或填写邮箱，我们发链接。", "Give the account's phone to get a code, or its e-mail address to get a link.";
    PHONE_OR_EMAIL: "手机号或邮箱", "Phone or e-mail";
    TO_SIGN_IN: "去登录", "To the sign-in";
    CODE_SENT: "如果 {phone} 绑定了账号，验证码几秒内送达，5 分钟内有效。", "If {phone} belongs to an account, the code arrives within seconds and is good for 5 minutes.";
    SET: "设置新密码", "Set the new password";
    OTHER_ACCOUNT: "换一个手机号或邮箱", "Another phone or e-mail";
    MAILED_TITLE: "请查收邮件", "Look at your mail";
    MAILED: "如果 {email} 绑定了账号，链接几分钟内送达，30 分钟内有效，只能用一次。", "If {email} belongs to an account, a link arrives within minutes. It is good once, for 30 minutes.";
    DONE_TITLE: "新密码已设置", "The new password holds";
    DONE: "所有设备都已退出登录，请用新密码登录。", "Every device is signed out. Sign in with the new password.";
    RESET_WHY: "设置好新密码后，所有设备都会退出登录。", "Every device is signed out once the new password is set.";
    DEAD_TITLE: "链接已失效", "This link is over";
    DEAD: "链接用过了、过期了，或不完整。可以重新申请一个。", "It was used, is too old, or is not whole. Ask for another.";
    OUTBOX_WHY: "演示环境不会真的发送短信和邮件，要发的内容都在这里。", "The demo sends no SMS and no mail; what it would send is here.";
    OUTBOX_EMPTY_TITLE: "还没有消息", "Nothing yet";
    OUTBOX_EMPTY: "发送验证码或邀请后，内容会出现在这里。", "Codes and invitations appear here once they are sent.";
    REFRESH: "刷新", "Refresh";
    SMS: "短信", "SMS";
    MAIL: "邮件", "E-mail";
}
