//! What owners are charged.

crate::texts! {
    TITLE: "账单与费用", "Bills and costs";
    DEPARTMENTS: "部门费用", "Costs by department";
    COL_DEPARTMENT: "部门", "Department";
    NO_DEPARTMENT: "未记部门", "No department";
    WHY: "这些天发出、没有作废的运单，按货主加价后的金额。", "Shipments of these days that are not voided, at what each owner pays.";
    MONTH: "月份", "Month";
    MONTH_NAME: "{year} 年 {month} 月", "{year}-{month}";
    OTHER_DAYS: "自选日期", "Other days";
    FROM: "从", "From";
    TO: "到", "To";
    DAYS_WRONG: "结束日期不能早于开始日期", "The last day is before the first";
    DAYS_MANY: "最多一年", "A year at most";
    COL_OWNER: "货主", "Owner";
    COL_PARCELS: "票数", "Parcels";
    COL_WEIGHT: "计费重量", "Billed weight";
    COL_COST: "成本", "Cost";
    COL_AMOUNT: "应收", "Owner pays";
    COL_MARGIN: "差额", "Margin";
    COL_COD: "代收货款", "Collected";
    COL_FILE: "明细文件", "File";
    TOTAL: "合计", "Total";
    AS_XLSX: "导出“{name}”的明细，Excel", "Export “{name}” for Excel";
    AS_CSV: "导出“{name}”的明细，CSV", "Export “{name}” as CSV";
    XLSX: "Excel", "Excel";
    CSV: "CSV", "CSV";
    FILE_NAME: "货主账单", "owner-bill";
    EXPORTED: "已导出 {name}", "Exported {name}";
    EMPTY_TITLE: "这些天没有货主的运单", "Nothing was shipped for owners";
    EMPTY: "换一个月看看，或先添加货主：新建和导入时选它，它的运单就列在这里。", "Look at another month, or add owners: what is shipped for them is listed here.";
    TO_OWNERS: "货主和加价", "Owners and their prices";
}
