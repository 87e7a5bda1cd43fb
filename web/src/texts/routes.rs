//! The network's routes.

crate::texts! {
    TITLE: "路由表", "Routes";
    WHY: "选一个省、市或区县，看去那里的包裹怎么走。改动只影响之后的运单，已打印的面单不变；填得越细越优先。", "Choose a province, a city or a county to see how parcels go there. A change is for shipments made from then on; printed labels stay. The narrower place counts.";
    LOOK_UP: "查路由", "Look it up";
    PLACE: "地区", "Place";
    HUB: "集包地", "Hub";
    HUB_CODE: "转运代码", "Hub code";
    HUB_CODE_HINT: "3 位数字或大写字母，是三段码的第一段。", "3 digits or capital letters: the first part of the route code.";
    ROUTE: "三段码", "Route code";
    ROUTE_OF_COUNTY: "选到区县才有", "Counties have one";
    ROUTE_OWN: "整个三段码", "Whole route code";
    ROUTE_OWN_HINT: "留空就按转运代码生成；最多 {most} 个英文字符。", "Empty: it is made with the hub code. Up to {most} ASCII characters.";
    SOURCE: "来自", "From";
    BUILT_IN: "内置路由表", "The built-in table";
    CHANGED: "改过：{name}", "Changed: {name}";
    NOT_SERVED: "不派送", "Not served";
    CHANGE: "修改", "Change";
    CHANGE_TITLE: "修改“{name}”的路由", "Change the route to “{name}”";
    GOES: "网络派送到这里", "The network goes there";
    SAVED: "已保存“{name}”的路由", "The route to “{name}” is saved";
    RESTORE: "恢复", "Take back";
    RESTORE_TITLE: "恢复“{name}”的路由？", "Take the change of “{name}” back?";
    RESTORE_WHAT: "之后的运单按上一级的改动或内置路由表走。", "Shipments made from then on go as a wider change or the built-in table says.";
    RESTORED: "已恢复“{name}”", "“{name}” goes as before";
    CHANGES: "改过的地区", "Changed places";
    EMPTY_TITLE: "没有改过", "Nothing is changed";
    EMPTY: "所有地区都按内置路由表走。", "Every place goes as the built-in table says.";
}
