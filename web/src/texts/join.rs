//! Taking an invitation.

crate::texts! {
    TITLE: "加入 {merchant}", "Join {merchant}";
    HELLO: "{name}，您好。您将用账号 {account} 登录。", "Hello {name}. You will sign in as {account}.";
    HAS_PASSWORD: "您已经有密码，输入它就能加入。", "You have a password already: enter it to join.";
    PASSWORD: "现在的密码", "Your present password";
    NEW: "设置密码", "Set a password";
    AGAIN: "再输一次", "The password again";
    SUBMIT: "加入", "Join";
    UNTIL: "邀请在 {when} 前有效。", "The invitation is good until {when}.";
    DEAD_TITLE: "这个邀请不能用了", "This invitation does not work";
    DEAD: "链接可能不完整、已经用过、过期或被撤回。请向邀请您的人要一个新链接。", "The link may be incomplete, used, over or revoked. Ask whoever invited you for a new one.";
    TO_SIGN_IN: "已有账号？去登录", "Have an account? Sign in";
    JOINED_TITLE: "您已加入", "You have joined";
    JOINED: "账号 {account} 已可使用，但没能自动登录：{why}", "The account {account} is ready, but signing in by itself failed: {why}";
    SIGN_IN: "去登录", "Sign in";
}
