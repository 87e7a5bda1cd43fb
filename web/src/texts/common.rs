//! Words used everywhere.

crate::texts! {
    APP_NAME: "运单", "Yundan";
    CLOSE: "关闭", "Close";
    CANCEL: "取消", "Cancel";
    SAVE: "保存", "Save";
    RETRY: "重试", "Try again";
    REFRESH: "刷新", "Refresh";
    LOADING: "正在加载", "Loading";
    FAILED: "没有成功", "That did not work";
    REQUEST_ID: "编号 {id}，联系支持时请提供", "Reference {id}: give it to support";
    UNREACHABLE: "连不上服务。请检查网络，稍后重试。", "The service cannot be reached. Check the network and try again.";
    UNREADABLE: "服务的回答看不懂。请刷新页面；若仍如此，服务可能正在升级。", "The service gave an answer this page does not understand. Reload the page; the service may be upgrading.";
    SIGNED_OUT: "登录已过期，请重新登录。", "You are signed out. Sign in again.";
    TODAY: "今天", "Today";
    YESTERDAY: "昨天", "Yesterday";
    ALL: "全部", "All";
    COPY: "复制", "Copy";
    COPIED: "已复制", "Copied";
    SEVERAL_HINT: "输入后按回车；可粘贴多个，用逗号或换行分开", "Press Enter after each; paste several with commas or lines between";
    SEVERAL_FULL: "最多 {n} 个", "{n} at most";
    TOO_LONG: "每个最多 {n} 个字", "{n} characters at most in each";
    REMOVE: "去掉“{name}”", "Remove “{name}”";
    OPTIONAL: "可不填", "Optional";
    PHASE_TO_PRINT: "待打印", "To print";
    PHASE_TO_PICK_UP: "待揽收", "To pick up";
    PHASE_IN_TRANSIT: "在途", "In transit";
    PHASE_OUT_FOR_DELIVERY: "派送中", "Out for delivery";
    PHASE_DELIVERED: "已签收", "Delivered";
    PHASE_PROBLEM: "问题件", "Problems";
    PHASE_RETURNING: "退回", "Returning";
    PHASE_VOIDED: "已作废", "Voided";
}
