//! One's own account: where one is signed in, and as whom.

crate::texts! {
    TITLE: "账号与安全", "Account and security";
    WHO: "您是谁", "Who you are";
    NAME: "姓名", "Name";
    MERCHANT: "商家", "Merchant";
    OUTLET: "网点", "Outlet";
    PASSWORD: "密码", "Password";
    CHANGE_PASSWORD: "修改密码", "Change the password";
    SESSIONS: "登录的地方", "Where you are signed in";
    SESSIONS_WHAT: "不认识的请立刻结束，并修改密码。", "End any you do not know at once, and change the password.";
    COL_PLACE: "浏览器", "Browser";
    COL_IP: "地址", "Address";
    COL_AT: "登录到", "Signed in to";
    COL_SINCE: "开始", "Since";
    COL_USED: "最近使用", "Last used";
    CURRENT: "现在这个", "This one";
    NETWORK: "网点", "The network";
    END: "结束", "End";
    ENDED: "已结束", "Ended";
    SEATS: "您工作的商家和网点", "Where you work";
    SEATS_EMPTY: "只有一个。", "Only here.";
    SWITCH: "切换到这里", "Switch to this";
}
