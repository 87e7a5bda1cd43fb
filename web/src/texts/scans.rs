//! Scanning, on the network side.

crate::texts! {
    TITLE: "扫描", "Scans";
    NUMBERS: "运单号或交接单号（每行一个，扫码枪可连续扫）", "Waybill or handover numbers (one a line; scan one after another)";
    NUMBERS_MISSING: "先扫或输入运单号或交接单号", "Scan or enter waybill or handover numbers first";
    HANDOVER_PICKED_UP: "交接单只能扫揽收", "A handover can only be picked up";
    HANDOVER_UNKNOWN: "没有这张交接单", "There is no such handover";
    NUMBERS_TOO_MANY: "一次最多 1,000 个", "At most 1,000 at a time";
    CODE: "扫描类型", "Kind of scan";
    PLACE: "地点", "Place";
    PLACE_MISSING: "请填写地点", "Enter the place";
    NEXT_PLACE: "下一站", "Next stop";
    NEXT_MISSING: "发车扫描要写下一站", "A departure needs its next stop";
    PROBLEM_CODE: "问题代码", "Problem code";
    PROBLEM_MISSING: "问题件要写问题代码", "A problem needs its code";
    SUBMIT: "上传 {n} 条", "Send {n} scan|Send {n} scans";
    RESULT: "结果", "Result";
    OK: "已记录", "Recorded";
    DUPLICATE: "之前已记录", "Recorded before";
    REFUSED: "未记录", "Refused";
    SENT: "{ok} 条已记录，{bad} 条未记录", "{ok} recorded, {bad} refused";
    GOT: "揽收", "Picked up";
    DEPARTURE: "发车", "Departure";
    ARRIVAL: "到车", "Arrival";
    DISPATCH: "派件", "Out for delivery";
    INBOUND: "入自提点", "Into a pick-up point";
    DEPARTURE_SIGNED: "自提点签收", "Collected";
    SIGNED: "签收", "Delivered";
    PROBLEM: "问题件", "Problem";
    RETURN_SCAN: "退回", "Return";
    RETURN_SIGNED: "退回签收", "Return delivered";
    EMPTY_TITLE: "还没有上传", "Nothing sent yet";
    EMPTY: "上传后，这里逐条显示结果。", "Each scan's outcome shows here.";
}
