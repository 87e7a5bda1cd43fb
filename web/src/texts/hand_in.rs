//! Handing orders in: what is looked at before they are imported.

crate::texts! {
    LOOK_FIRST: "导入前先预览、检查列", "Preview and check columns before importing";
    KEEP: "只存订单，稍后发货", "Keep as orders, ship later";
    KEEP_HINT: "订单进入订单池，不生成运单。", "They wait in the order pool; no shipments are made yet.";
    DEFAULT_GOODS: "默认品名", "Default goods";
    DEFAULT_GOODS_HINT: "表里没写时使用", "Used where the file does not say";
    DEFAULT_WEIGHT: "默认重量（kg）", "Default weight (kg)";
    DEFAULT_SERVICES: "默认增值服务", "Services of every order";
    WEIGHT_WRONG: "请填重量，例如 0.5", "Enter a weight, such as 0.5";
    PASTE: "粘贴订单", "Paste orders";
    PASTE_LABEL: "订单或地址", "Orders or addresses";
    PASTE_HINT: "从表格复制的单元格，有没有表头都可以，或每行一个地址。在这个页面上直接按 Ctrl+V 也可以。", "Cells copied from a spreadsheet, with or without their header, or one address a line. Ctrl+V anywhere on this page does it too.";
    PASTE_PLACEHOLDER: "张三 13800138000 浙江省杭州市西湖区文三路90号", "Name, mobile and address, one a line";
    PASTE_EMPTY: "请先粘贴内容", "Paste something first";
    PREVIEW: "预览", "Preview";
    CHECK_TITLE: "预览 {name}", "Preview of {name}";
    PASTED: "粘贴的订单", "pasted orders";
    SHEETS: "导入哪张工作表", "Which sheet to import";
    SHEET_ORDERS: "{n} 单", "{n} order|{n} orders";
    SHEET_ROWS: "{n} 行，不像订单", "{n} row, not like orders|{n} rows, not like orders";
    SHEET_HIDDEN: "隐藏", "hidden";
    SHEET_EACH: "全部 {n} 张有订单的表，各导入一次", "The {n} sheet with orders, as an import of its own|All {n} sheets with orders, each as an import of its own";
    SHEETS_TAKEN: "已导入：{names}；其余没有导入。", "Imported: {names}; the others are not.";
    SHEET_UNSAID: "请先选择一张工作表。", "Choose a sheet first.";
    COLUMNS: "检查列", "Check columns";
    COLUMNS_HINT: "每一列是什么意思；改过的会记住，下次同样的表直接可用。", "What each column means. Corrections are remembered for files of the same columns.";
    NO_FIELD: "不导入", "Not imported";
    NO_SAMPLES: "没有内容", "empty";
    UNRECOGNISED: "没有认出表头，请指出各列是什么。", "The header was not recognised: say what the columns are.";
    GUESSED: "没有表头：各列按内容猜测，请核对后再导入。", "There is no header: what the columns mean is guessed from what they hold. Check it before importing.";
    MISSING: "还缺：{fields}", "Still missing: {fields}";
    ROWS: "前 {n} 行会这样导入", "The first {n} row as it will be imported|The first {n} rows as they will be imported";
    ROWS_NONE: "指出缺少的列后，这里显示前几行。", "Once the missing columns are named, the first rows stand here.";
    TOTAL: "共 {n} 单", "{n} order in all|{n} orders in all";
    COL_ROW: "行", "Row";
    COL_ORDER: "订单号", "Order";
    COL_RECEIVER: "收件人", "Receiver";
    COL_PHONE: "手机", "Phone";
    COL_ADDRESS: "地址", "Address";
    COL_GOODS: "品名", "Goods";
    COL_QUANTITY: "数量", "Quantity";
    COL_WEIGHT: "重量", "Weight";
    COL_PROBLEMS: "问题", "Problems";
    IMPORT: "导入", "Import";
}
