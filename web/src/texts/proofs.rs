//! Proof of delivery.

crate::texts! {
    TITLE: "签收凭证", "Proof of delivery";
    HOW: "怎么签收的", "Received by";
    NOT_TOLD: "不登记凭证", "No proof";
    BY_SELF: "本人签收", "The receiver";
    BY_FAMILY: "家人代收", "Family";
    BY_FRONT_DESK: "前台代收", "A front desk";
    BY_PICKUP_POINT: "驿站代收", "A pick-up point";
    BY_LOCKER: "放入快递柜", "A parcel locker";
    BY_OTHER: "其他方式", "Somebody else";
    SIGNER: "签收人姓名", "Name of who signed";
    SIGNER_HINT: "可不填。商家和收件人看到的是隐去部分的姓名。", "May be left out. Merchant and receiver see it masked.";
    PICTURE_ADD: "拍照或选图片", "Take or choose a picture";
    PICTURE_OTHER: "换一张", "Another picture";
    PICTURE_REMOVE: "去掉图片", "Remove the picture";
    PICTURE_NONE: "可不拍。拍照地点等信息不会保留。", "May be left out. Where it was taken is not kept.";
    PICTURE_READY: "已选图片：{name}", "Picture: {name}";
    PICTURE_FAILED: "这个文件不是能打开的图片", "This file is no picture that can be opened";
    SIGNED_BY: "签收人", "Signed by";
    AT: "签收时间", "Received at";
    PLACE: "签收地点", "Received in";
    PICTURE_ALT: "签收时拍的照片", "The picture taken at delivery";
    PICTURE_SHOW: "查看照片", "Show the picture";
    PICTURE_REASON: "为什么要看（会记录）", "Why you need it (this is logged)";
    PICTURE_PLACEHOLDER: "例如：买家说没收到", "Such as: the buyer says it never came";
    PUBLIC: "{how}", "Received by: {how}";
    PUBLIC_SIGNED: "{how}，签收人 {who}", "Received by: {how}, signed by {who}";
}
