//! The network's own people.

crate::texts! {
    INVITE: "邀请员工", "Invite staff";
    INVITE_TITLE: "邀请一位员工", "Invite somebody to the staff";
    INVITE_HOW: "会生成一个链接，发给对方，打开后设置密码即可使用。", "You get a link to hand on; whoever opens it sets a password and begins.";
    MAKE_LINK: "生成链接", "Make the link";
    LINK_TITLE: "给 {name} 的链接", "The link for {name}";
    LINK_HOW: "请把链接发给本人，用来设置密码。{when} 前有效，只能用一次。", "Give it to nobody else: it sets the password. It works once, until {when}.";
    LINK_ONCE: "链接只显示这一次。丢了可以在员工详情里重新生成。", "It is shown this once. If it gets lost, make another one beside the person.";
    LINK_AGAIN: "重新生成链接", "Make another link";
    LINK_AGAIN_WHY: "还没有设置密码。重新生成后，之前的链接作废。", "No password was set yet. The link of before ends when there is another.";
    NEW: "未激活", "Not signed in yet";
    LINK_COPY: "复制链接", "Copy the link";
    OUTLET: "网点", "Outlet";
    EMPTY_TITLE: "还没有员工", "Nobody yet";
    EMPTY: "邀请同事，各用各的账号登录。", "Invite your colleagues, so that everyone signs in as themselves.";
    DETAIL: "员工详情", "About this person";
    PLACE: "角色和网点", "Role and outlet";
    SAVED: "已更新 {name}", "{name} is changed";
    DISABLE_TITLE: "停用 {name}？", "Disable {name}?";
    DISABLE_WHAT: "立刻不能再操作。做过的事都会保留，随时可以启用。", "They can do nothing from now on. What they did stays; enable them any time.";
    PHONE_HINT: "可不填。找回密码用", "Optional. A forgotten password is reset with it";
}
