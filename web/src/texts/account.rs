//! One's own account: where one is signed in, and as whom.

crate::texts! {
    TITLE: "账号与安全", "Account and security";
    WHO: "您是谁", "Who you are";
    NAME: "姓名", "Name";
    NAME_CHANGE: "修改姓名", "Change the name";
    MERCHANT: "商家", "Merchant";
    OUTLET: "网点", "Outlet";
    MANAGER: "客户经理", "Account manager";
    HOTLINE: "客服电话", "Phone for help";
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
    TOTP: "两步验证", "Second factor";
    TOTP_WHAT: "登录时除密码外，再输入身份验证器的动态码", "Besides the password, a code of an authenticator";
    TOTP_ON: "已开启", "On";
    TOTP_OFF: "未开启", "Off";
    TOTP_MUST: "需要先开启两步验证，其他页面才会打开。", "Set up a second factor first; nothing else is open before.";
    TOTP_SET_UP: "开启两步验证", "Set up a second factor";
    TOTP_END: "关闭两步验证", "End the second factor";
    TOTP_END_WHY: "关闭后只凭密码登录。请输入密码和一个动态码（或恢复码）。", "The password alone signs in then. Give the password and a code, or a recovery code.";
    TOTP_PASSWORD_WHY: "先确认是您本人。", "First show that it is you.";
    TOTP_SCAN: "用身份验证器（如微软、谷歌验证器）扫描二维码，或手工输入密钥，再填写它显示的 6 位数字。", "Scan the code with an authenticator app, or type the secret in; then give the six digits it shows.";
    TOTP_QR: "身份验证器的二维码", "QR code for an authenticator";
    TOTP_CODE: "6 位动态码", "Six-digit code";
    TOTP_CONFIRM: "确认开启", "Begin";
    TOTP_CODES: "恢复码", "Recovery codes";
    TOTP_CODES_WHY: "手机丢失时，每个恢复码可代替动态码登录一次。只显示这一次，请打印或妥善保存。", "Each signs in once when the phone is lost. They are shown this once: print them or keep them safe.";
    TOTP_KEPT: "我已保存", "I have kept them";
    TOTP_ALL: "要求本商家所有人员开启两步验证", "Everybody of this merchant needs a second factor";
    TOTP_ALL_ON: "从下一次操作起，所有人员须开启两步验证", "Everybody needs a second factor from their next step on";
    TOTP_ALL_OFF: "不再要求两步验证", "A second factor is no longer required";
    NEXT: "下一步", "Next";
    COPY: "复制", "Copy";
}
