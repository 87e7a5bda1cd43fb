//! Keys of programs.

crate::texts! {
    TITLE: "API 密钥", "API keys";
    NEW: "新建密钥", "New key";
    EMPTY_TITLE: "还没有密钥", "No key yet";
    EMPTY: "程序用密钥签名请求，例如让店铺系统自动下单。", "Programs sign their requests with keys, such as a shop system that orders by itself.";
    COL_NAME: "名称", "Name";
    COL_SCOPES: "可以做什么", "What it may do";
    COL_NETWORKS: "从哪里", "From where";
    COL_MADE: "创建", "Made";
    COL_EXPIRES: "有效期至", "Good until";
    COL_USED: "最近使用", "Last used";
    ANYWHERE: "任何地方", "Anywhere";
    FOREVER: "不过期", "No end";
    NEVER: "没有用过", "Never";
    EXPIRED: "已过期", "Expired";
    MAKER_GONE: "创建者已停用", "Maker disabled";
    MADE_BY: "{who}，{when}", "{who}, {when}";
    PREVIOUS: "旧密钥到 {when} 仍可用", "The old secret works until {when}";
    ROTATE: "更换", "Rotate";
    ROTATE_TITLE: "更换“{name}”的密钥？", "Rotate the secret of “{name}”?";
    ROTATE_WHAT: "会得到新密钥；旧的还能用 24 小时，请在这之前换掉。", "You get a new secret; the old one works for 24 hours more, so change over before that.";
    REVOKE: "收回", "Revoke";
    REVOKE_TITLE: "收回密钥“{name}”？", "Revoke the key “{name}”?";
    REVOKE_WHAT: "用它的程序立刻被拒绝，不能恢复。", "The program that uses it is refused at once. This cannot be undone.";
    REVOKED: "密钥“{name}”已收回", "The key “{name}” is revoked";
    NAME: "名称", "Name";
    NAME_EXAMPLE: "例如：店铺同步", "Such as: shop sync";
    MAY: "这个密钥可以", "This key may";
    NONE_CHOSEN: "至少选一项", "Choose at least one";
    EXPIRY: "有效期", "Good for";
    DAYS_30: "30 天", "30 days";
    DAYS_90: "90 天", "90 days";
    DAYS_365: "一年", "One year";
    NETWORKS: "只允许从这些地址使用", "Only from these addresses";
    NETWORKS_HINT: "可不填。一行一个，如 203.0.113.7 或 10.0.0.0/8", "Optional. One a line, such as 203.0.113.7 or 10.0.0.0/8";
    MAKE: "生成密钥", "Make the key";
    SECRET_TITLE: "“{name}”的密钥", "The secret of “{name}”";
    SECRET_HOW: "请求时放在标头里：{header}", "Send it in the header: {header}";
    SECRET_ONCE: "密钥只显示这一次，请现在存好。丢了可以更换。", "It is shown this once: keep it now. If it gets lost, rotate it.";
    SECRET_COPY: "复制密钥", "Copy the secret";
}
