//! What is said before a merchant's other pages open.

crate::texts! {
    WHY: "确认您的姓名，并填写发货地址。填好后所有功能就会打开，地址以后可以增加和修改。", "Say who you are and where parcels are sent from. Everything opens then; addresses can be added and changed later.";
    NAME: "您的姓名", "Your name";
    SENDER: "发货地址", "Sending address";
    SUBMIT: "完成设置", "Done";
    OTHER_ACCOUNT: "换一个账号登录", "Sign in as somebody else";
    WAIT: "主管还没有完成开户设置。请联系主管，完成后刷新本页即可使用。", "The owner has not completed the account yet. Ask them, then load this page again.";
}
