//! Signing in and changing the password.

crate::texts! {
    TITLE: "登录", "Sign in";
    ACCOUNT: "手机号、用户名或客户号", "Phone, user name or customer code";
    PASSWORD: "密码", "Password";
    SUBMIT: "登录", "Sign in";
    ACCOUNT_MISSING: "请填写账号", "Enter your account";
    PASSWORD_MISSING: "请填写密码", "Enter your password";
    SHOW_PASSWORD: "显示密码", "Show password";
    ONE_TIME_CODE: "动态验证码或恢复码", "Code of your authenticator, or a recovery code";
    CAPTCHA: "图片中的字符", "Characters of the picture";
    CAPTCHA_HINT: "不分大小写；看不清可换一张", "Case does not matter; look at another if it is not clear";
    CAPTCHA_HINT_CODE: "不分大小写；看不清可换一张，或用短信验证码登录", "Case does not matter; look at another, or sign in by a code";
    CAPTCHA_ALT: "四个字符的图片；看不到图片请联系管理员或网点解锁账号", "A picture of four characters; if you cannot see it, ask your administrator or the network to unlock your account";
    CAPTCHA_ALT_CODE: "四个字符的图片；看不到图片请用短信验证码登录", "A picture of four characters; if you cannot see it, sign in by a code";
    CAPTCHA_AGAIN: "换一张", "Another picture";
    OFFICIAL: "{name} · 官方地址 {url}", "{name} · official address {url}";
    HOTLINE: "客服电话 {phone}", "Help: {phone}";
    CHANGE_TITLE: "设置新密码", "Set a new password";
    CHANGE_WHY: "这是第一次登录，或管理员重置了密码。设好新密码就可以开始。", "This is the first sign-in, or an administrator reset the password. Set a new one to begin.";
    CURRENT: "现在的密码", "Current password";
    NEW: "新密码", "New password";
    AGAIN: "再输一次新密码", "New password again";
    CHANGE_SUBMIT: "保存并进入", "Save and continue";
    RULE_LENGTH: "10 到 128 个字符", "10 to 128 characters";
    RULE_KINDS: "小写字母、大写字母、数字、其他字符中至少三种", "Three of: lower case, upper case, digits, others";
    RULE_OTHER: "与现在的密码不同", "Not the current password";
    RULE_SAME: "两次输入一致", "Both entries are the same";
    RULE_MET: "已满足", "met";
    RULE_NOT_MET: "未满足", "not met";
    CHANGED: "密码已更新", "The password is changed";
}
