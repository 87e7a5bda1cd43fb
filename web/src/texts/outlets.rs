//! The network's outlets.

crate::texts! {
    TITLE: "网点", "Outlets";
    ADD: "添加网点", "Add an outlet";
    ADD_TITLE: "添加网点", "Add an outlet";
    CHANGE: "修改", "Change";
    CHANGE_TITLE: "修改网点“{name}”", "Change the outlet “{name}”";
    COL_CODE: "编码", "Code";
    COL_NAME: "名称", "Name";
    COL_REGIONS: "负责区域", "Regions";
    NO_REGIONS: "没有指定", "None of its own";
    BETWEEN: "、", ", ";
    DEFAULT: "默认", "Default";
    DEFAULT_WHY: "没有网点负责的区域，申请都到这里。", "Applications from regions that are nobody’s come here.";
    REGIONS_WHY: "这些区域的开户申请由它受理；填得越细越优先，每个区域只归一个网点。", "Applications from there are its own. The narrower region counts, and each is one outlet’s.";
    SAVED: "已保存“{name}”", "“{name}” is saved";
}
