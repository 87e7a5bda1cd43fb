//! What a parcel may need besides being carried.

crate::texts! {
    SERVICES: "增值服务", "Services";
    COD: "代收货款（元）", "Cash on delivery (yuan)";
    COD_HINT: "收件人付给快递员的货款，最高 {most}", "What the receiver pays for the goods, up to {most}";
    COD_WRONG: "请填 0.01 到 {most} 的金额，例如 199.00", "Enter an amount from 0.01 to {most}, such as 199.00";
    RECEIVER_PAYS: "到付：运费由收件人付", "The receiver pays the freight";
    SIGNED_RETURN: "签单返还：签好的单子寄回来", "A signed paper comes back";
    DELIVERY_FROM: "派送时段，从", "Delivered from";
    DELIVERY_TO: "到", "until";
    DELIVERY_DAY: "派送日期", "Delivered on";
    ANY_TIME: "不限", "Any time";
    HOURS_MISSING: "指定日期时，请选时段", "Choose the hours of the day too";
    DAY_WRONG: "请选日期", "Choose a day";
    MARK_COD: "代收 {amount}", "COD {amount}";
    MARK_RECEIVER_PAYS: "到付", "receiver pays";
    MARK_SIGNED_RETURN: "签单", "signed return";
    MARK_DELIVERY: "派送 {when}", "delivery {when}";
}
