//! The frame around every page.

use crate::{bridge::GatePage, i18n::Text};

crate::texts! {
    NAV_LABEL: "主导航", "Main navigation";
    SKIP: "跳到内容", "Skip to content";
    TODAY: "今日", "Today";
    IMPORT: "导入", "Import";
    SHIPMENTS: "运单", "Shipments";
    NEW_SHIPMENT: "新建运单", "New shipment";
    CONTACTS: "联系人", "Contacts";
    PRINT_CENTRE: "打印中心", "Print centre";
    TEMPLATES: "面单模板", "Templates";
    SCANS: "扫描", "Scans";
    MANAGEMENT: "管理", "Administration";
    PEOPLE: "人员", "People";
    AUDIT_LOG: "操作日志", "Audit log";
    API_KEYS: "API 密钥", "API keys";
    ACCOUNT: "账号与安全", "Account and security";
    HELP_BY: "网点的联系方式", "Whom to ask at the network";
    MANAGER: "客户经理 {name}", "Account manager: {name}";
    HOTLINE: "客服电话 {phone}", "Phone for help: {phone}";
    GATE_CODE: "验证码登录", "Sign in by code";
    GATE_FORGOT: "找回密码", "Forgotten password";
    GATE_RESET: "设置新密码", "Set a new password";
    GATE_APPLY: "申请开户", "Open an account";
    GATE_FOLLOW: "开户进度", "Application progress";
    GATE_TRACK: "查快递", "Track a parcel";
    GATE_SETUP: "开始使用前", "Before you begin";
    GATE_OUTBOX: "演示发件箱", "Demo outbox";
    APPLICATIONS: "开户审核", "Applications";
    MERCHANTS: "商家", "Merchants";
    STAFF: "网点人员", "Staff";
    LOCKS: "账号解锁", "Locked accounts";
    NETWORK_LOG: "网络日志", "Network log";
    LOOKING: "正在以只读方式查看 {merchant} 的页面，操作已记入日志", "You are looking at the pages of {merchant}, reading only; this is logged";
    END_LOOK: "结束查看", "Stop looking";
    JOIN: "接受邀请", "Accept an invitation";
    SEATS: "切换到", "Switch to";
    FIND: "查单号、订单号、电话后四位、姓名，或输入要做的事", "Find a number, a phone's last four, a name, or something to do";
    FIND_LABEL: "查找和命令", "Find and do";
    LANGUAGE: "语言", "Language";
    SHORTCUTS: "单键快捷键", "Single-key shortcuts";
    SHORTCUTS_HELP: "查看快捷键", "Show shortcuts";
    SIGN_OUT: "退出登录", "Sign out";
    CHANGE_PASSWORD: "修改密码", "Change password";
    HELP_TITLE: "快捷键", "Shortcuts";
    KEY_PALETTE: "查找和命令", "Find and do";
    KEY_SEARCH: "查找", "Find";
    KEY_NEW: "新建运单", "New shipment";
    KEY_PRINT: "打印所选", "Print the selection";
    KEY_NEXT: "下一行", "Next row";
    KEY_PREVIOUS: "上一行", "Previous row";
    KEY_SELECT: "选择这一行", "Select the row";
    KEY_OPEN: "打开详情", "Open the detail";
    KEY_CLOSE: "关闭", "Close";
    KEY_HELP: "快捷键一览", "All shortcuts";
    KEY_SCAN: "扫码枪：在任何页面扫运单号，直接找到它", "Barcode scanner: scan a waybill number on any page to find it";
    GO_TO: "前往", "Go to";
    DO: "操作", "Do";
    FIND_ALL: "在运单里查找“{q}”", "Find “{q}” among the shipments";
    ADD_SENDER: "添加寄件地址", "Add a sending address";
    SCANNED_FOUND: "已找到 {no}", "Found {no}";
    SCANNED_NOT_FOUND: "没有运单 {no}", "There is no shipment {no}";
    NO_PAGES_TITLE: "您的角色还没有页面", "There is no page for your role yet";
    NO_PAGES: "可以通过接口使用您的权限，见 /api/docs。", "What you may do is open through the API; see /api/docs.";
    NO_ACCESS_TITLE: "您没有这个页面的权限", "This page is not open to you";
    NO_ACCESS: "需要时请联系主管开通。", "Ask your administrator if you need it.";
    NOT_FOUND_TITLE: "没有这个页面", "There is no such page";
    NOT_FOUND: "地址可能写错了，或页面已经移走。", "The address may be wrong, or the page has moved.";
    TO_TODAY: "回到今日", "Back to today";
    OFFLINE: "实时连接断开，正在重连", "Live connection lost, reconnecting";
    LOADING_PAGE: "正在载入页面", "Loading the page";
    PAGE_FAILED: "页面没有载入", "The page did not load";
    CONNECTING: "正在连接服务…", "Connecting…";
}

/// What a page for people who are not signed in is called.
pub const fn gate(page: GatePage) -> Text {
    match page {
        GatePage::Join => JOIN,
        GatePage::Code => GATE_CODE,
        GatePage::Forgot => GATE_FORGOT,
        GatePage::Reset => GATE_RESET,
        GatePage::Apply => GATE_APPLY,
        GatePage::Follow => GATE_FOLLOW,
        GatePage::Track => GATE_TRACK,
        GatePage::Outbox => GATE_OUTBOX,
        GatePage::Setup => GATE_SETUP,
    }
}
