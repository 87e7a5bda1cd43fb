//! Today.

crate::texts! {
    TITLE: "今日", "Today";
    CREATED: "今天新建", "made today";
    FREIGHT: "今天预计运费", "today's estimated freight";
    PRINTED: "今天已打印", "printed today";
    PHASES: "运单现在在哪里", "Where the shipments are";
    NEXT: "接下来", "Next";
    NEXT_NONE_TITLE: "都处理好了", "All done";
    NEXT_NONE: "新的订单、退回行和问题打印会出现在这里。", "New orders, rejected rows and unsettled labels will show here.";
    ADD_SENDER: "添加寄件地址", "Add a sending address";
    ADD_SENDER_WHY: "导入和新建都要用它", "Importing and new shipments need one";
    TO_PRINT: "打印 {n} 票", "Print {n} shipment|Print {n} shipments";
    TO_PRINT_WHY: "有运单号，还没有面单", "They have a number and no label";
    SETTLE: "确认 {n} 张打印结果", "Settle {n} label|Settle {n} labels";
    SETTLE_WHY: "打印时断开，请看纸上有没有", "The connection broke: look whether they came out";
    FIX: "修改 {n} 行退回的订单", "Fix {n} rejected row|Fix {n} rejected rows";
    PROBLEMS: "处理 {n} 个问题件", "See to {n} problem|See to {n} problems";
    PROBLEMS_WHY: "没人揽收、停滞、超时或派送遇到了问题", "Not picked up, stuck, late, or something went wrong on the way";
    CARRIER_ACCOUNT: "查看快递账号 {name}", "See to the account {name}";
    CARRIER_ACCOUNT_WHY: "单号快用完了，或被快递公司拒绝", "It is running out of numbers, or the carrier refuses it";
    IMPORTS: "最近导入", "Recent imports";
    IMPORT_FILE: "导入文件", "Import a file";
    IMPORTS_EMPTY_TITLE: "还没有导入过", "Nothing imported yet";
    IMPORTS_EMPTY: "淘宝、拼多多、抖音、京东、1688、Shopify、WooCommerce 的导出文件和我们的模板都认识。", "Exports of Taobao, PDD, Douyin, JD, 1688, Shopify and WooCommerce are recognised, and our own template.";
    COL_FILE: "文件", "File";
    COL_ACCEPTED: "生成", "Accepted";
    COL_REJECTED: "退回", "Rejected";
    COL_WHEN: "时间", "When";
    RUNNING: "进行中", "Running";
    QUEUED: "排队中", "Waiting";
    SUCCEEDED: "完成", "Done";
    IMPORT_FAILED: "失败", "Failed";
    CANCELLED: "已取消", "Cancelled";
}
