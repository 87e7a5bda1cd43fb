//! How long personal data is kept, and what a person may ask for.

crate::texts! {
    TAB: "个人信息", "Personal data";
    RETENTION: "保留多久", "How long it is kept";
    RETENTION_WHAT: "签收、退回、丢失或作废的运单，过了这些天就不再有姓名、电话和详细地址；没有发出的订单也一样，还在等待的会被取消。单号、地区和金额留在账里。", "Shipments that arrived, came back, were lost or voided lose names, phones and street addresses after these days; so do orders that were never shipped, and those that still wait are cancelled. Numbers, regions and amounts stay for the books.";
    RETENTION_DAYS: "天数", "Days";
    RETENTION_WRONG: "请填 {min} 到 {max} 的整数", "Enter a whole number from {min} to {max}";
    RETENTION_SAVED: "已改为保留 {days} 天", "Kept for {days} days from now on";
    REQUEST: "一个人的请求", "A person's request";
    REQUEST_WHAT: "有人要求查看或删除自己的信息时：按手机号导出这里保存的一切，或从已经结束的运单、订单和地址簿里删除。", "Where somebody asks what is kept of them, or to be forgotten: by their phone, hand out all of it, or erase it from what is over and from the address book.";
    PHONE: "手机号", "Phone";
    PHONE_WRONG: "请填手机号", "Enter the phone";
    REASON: "原因", "Reason";
    REASON_HINT: "记入操作日志，不要写个人信息", "Stands in the audit log: no personal data in it";
    REASON_WRONG: "请写明原因", "Say why";
    EXPORT: "导出", "Hand out";
    EXPORTED: "已导出", "Handed out";
    FILE: "个人信息.json", "personal-data.json";
    ERASE: "删除", "Erase";
    ERASE_TITLE: "删除 {phone} 的个人信息？", "Erase what is kept of {phone}?";
    ERASE_CONFIRM: "已结束的运单、没有发出的订单和地址簿里的姓名、电话、详细地址会永久删除，不能恢复。还在路上的运单保留到送达。", "Names, phones and street addresses of what is over go for good, and the contacts. What is on its way keeps its address until it is there.";
    ERASED: "已删除：收件运单 {shipments} 票，寄件运单 {sent} 票，订单 {orders} 个，联系人 {contacts} 个。", "Erased from {shipments} shipments they got, {sent} they sent, {orders} orders and {contacts} contacts.";
    KEPT: "还在路上，送达后请再来一次：{numbers}", "Still on their way; ask again when they are over: {numbers}";
    KEPT_ORDERS: "还有 {n} 个订单等待发货：取消它们，或发货并送达后再来一次。", "{n} order still waits to be shipped: cancel it, or ask again when it is over.|{n} orders still wait to be shipped: cancel them, or ask again when they are over.";
}
