//! One shipment by form.

crate::texts! {
    TITLE: "新建运单", "New shipment";
    SENDER: "寄件人", "Sender";
    SENDER_DEFAULT_MARK: "默认", "default";
    SENDER_NONE: "还没有寄件地址。", "There is no sending address yet.";
    SENDER_ADD: "添加", "Add one";
    RECEIVER: "收件人", "Receiver";
    PARCEL: "快件", "Parcel";
    GOODS: "品名", "Goods";
    GOODS_MISSING: "请填写品名", "Say what is inside";
    QUANTITY: "数量", "Quantity";
    QUANTITY_WRONG: "1 到 9,999 的整数", "A whole number from 1 to 9,999";
    WEIGHT: "重量 kg", "Weight kg";
    WEIGHT_HINT: "不填按默认重量计价", "Left empty, the default weight is priced";
    WEIGHT_WRONG: "写成 1.25 这样，最多 1000 kg", "Like 1.25, at most 1000 kg";
    LENGTH: "长 cm", "Length cm";
    WIDTH: "宽 cm", "Width cm";
    HEIGHT: "高 cm", "Height cm";
    SIZE_WRONG: "长宽高都要写，每边最多 500 cm", "Give all three sides, at most 500 cm each";
    NOT_EMPTIED: "不能清空，请填写", "It cannot be emptied: fill it in";
    INSURED: "保价 元", "Insured ¥";
    INSURED_WRONG: "写成 200 或 200.00 这样", "Like 200 or 200.00";
    ORDER_NO: "订单号", "Order number";
    REMARK: "备注", "Remark";
    PRICE: "费用和路由", "Price and route";
    PRICE_WAITING: "填好收件省市区后，这里显示价格和三段码。", "Choose the receiver's region to see price and route.";
    ROUTE: "三段码", "Route";
    BAG_HUB: "集包地", "Bag hub";
    SUBMIT: "生成运单", "Make the shipment";
    CLEAR: "清空", "Clear";
    MADE: "已生成", "Made";
    PRINT_NOW: "现在打印", "Print now";
    ANOTHER: "再来一票", "Another one";
    OPEN: "查看", "Open it";
    LOOK: "请改正标出的内容", "Correct what is marked";
}
