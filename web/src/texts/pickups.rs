//! What couriers are to fetch, as the network's people see it.

crate::texts! {
    TITLE: "上门取件", "Pickups";
    WHY: "商家交接包裹时约的取件时段，先到的在前；答复后商家在交接单里看到。快递员扫交接单，就算取完。", "When merchants want their parcels fetched, the next one first. They see the answer with the handover; the courier’s scan of its paper ends it.";
    COL_WINDOW: "取件时段", "Window";
    COL_STATE: "状态", "State";
    COL_MERCHANT: "商家", "Merchant";
    COL_PLACE: "地址", "Where";
    COL_OUTLET: "网点", "Outlet";
    EMPTY_TITLE: "没有要取的件", "Nothing to fetch";
    EMPTY: "商家约了取件，会列在这里。", "Pickups that merchants ask for are listed here.";
    ANSWER: "答复", "Answer";
    ANSWER_TITLE: "{merchant}：{when}", "{merchant}: {when}";
    OUTCOME: "安排", "Outcome";
    ACCEPT: "安排快递员上门", "Somebody comes";
    REFUSE: "这个时段无法上门", "Nobody can come then";
    TEXT: "告诉商家（谁来、电话；无法上门的原因）", "For the merchant: who comes, or why nobody does";
    TEXT_NEEDED: "请说明原因", "Say why";
    ANSWERED: "已答复商家", "The merchant is told";
    REVEAL: "显示完整地址和电话", "Show the address and the phone";
    REVEAL_WHY: "会记入商家的操作日志", "It is written to the merchant’s log";
}
