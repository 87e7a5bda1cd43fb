//! How long parcels take.

crate::texts! {
    TITLE: "时效", "Delivery times";
    WHY: "从揽收到签收（或放入快递柜、驿站）用了几天，和承诺比怎么样。", "Days from pickup to being signed for, or waiting in a locker or a station, beside what was promised.";
    LIKELY: "预计 {day} 前送达", "Likely there by {day}";
    PERCENT: "{n}%", "{n} %";
    PROMISED_BY: "承诺 {day} 前送达", "Promised by {day}";
    CHANCES: "各天前送达的可能", "Chance to be there by each day";
    BASIS_OWN: "依据近三个月您发这条线路的 {n} 票", "By your {n} parcels on this lane in three months";
    BASIS_LANE: "依据近三个月这条线路的 {n} 票", "By {n} parcels on this lane in three months";
    BASIS_PROVINCES: "依据近三个月这两省之间的 {n} 票", "By {n} parcels between these provinces in three months";
    BASIS_PROMISE: "这条线路的票数还少，只有承诺时效", "Too few parcels went this way to say more";
    PERIOD: "签收时间", "Delivered in";
    THIS_MONTH: "本月", "This month";
    THREE_MONTHS: "近三个月", "Three months";
    YEAR: "近十二个月", "Twelve months";
    SEARCH: "线路", "Lane";
    SEARCH_PLACEHOLDER: "省或市，例如 深圳", "A province or city in Chinese";
    SORT: "排序", "Sort by";
    SORT_MOST: "票数最多在前", "Most parcels first";
    SORT_LATE: "逾期最多在前", "Most late parcels first";
    SORT_SLOW: "最慢在前", "Slowest first";
    DELIVERIES: "送达", "Delivered";
    KEPT: "按承诺送达", "Within promise";
    LATE: "逾期", "Late";
    LANES: "线路", "Lanes";
    LANES_TITLE: "各线路的时效", "Times by lane";
    COL_LANE: "线路", "Lane";
    COL_CARRIER: "承运商", "Carrier";
    COL_DELIVERIES: "票数", "Parcels";
    COL_PROMISED: "承诺", "Promised";
    COL_KEPT: "达成", "Kept";
    COL_AVERAGE: "平均", "Average";
    COL_HALF: "一半在", "Half in";
    COL_MOST: "九成在", "Nine of ten in";
    COL_SPREAD: "天数分布", "Days";
    DAYS: "{n} 天", "{n} day|{n} days";
    SAME_DAY: "当天", "same day";
    SPREAD: "{days}：{n} 票", "{days}: {n}";
    LANE: "{from} → {to}", "{from} → {to}";
    NO_MATCH: "没有这样的线路。", "No such lane.";
    HAS_MORE: "这里是票数最多的 {n} 条线路，其余的没有列出。", "These are the {n} lanes with most parcels; there are more.";
    EMPTY_TITLE: "这段时间还没有送达的件", "Nothing was delivered in this time";
    EMPTY: "运单签收后，各线路用了几天会列在这里，新建运单时据此预计送达。", "Once parcels are signed for, the days of each lane are listed here, and new shipments are told when they will likely be there.";
}
