//! Filters of a list, kept under a name.

crate::texts! {
    TITLE: "保存的筛选", "Saved filters";
    LEAD: "选一个就按它筛选。查找的文字不会保存：里面可能有姓名或电话。", "Choose one to filter by it. What is searched for is never saved: it may be a name or a phone.";
    EMPTY: "还没有保存的筛选。设好条件，在下面起个名字，以后一点就有。", "Nothing is saved yet. Set the filters, name them below, and they are one click away.";
    SHARED: "共用", "Shared";
    CURRENT: "当前", "In use";
    SAVE_TITLE: "保存当前条件", "Save the present filters";
    NAME: "名称", "Name";
    NAME_HINT: "例如：华东在途", "Such as: on the way to the east";
    NAME_MISSING: "请起个名称", "Enter a name";
    FOR_ALL: "大家都能用", "For all of us";
    NOTHING: "列表现在没有条件，设好后再来保存。", "The list has no filters now; set some, then save them here.";
    RENAME: "改名", "Rename";
    RENAME_NAMED: "给“{name}”改名", "Rename “{name}”";
    DELETE: "删除", "Delete";
    DELETE_NAMED: "删除“{name}”", "Delete “{name}”";
    DELETE_ASK: "删除“{name}”？", "Delete “{name}”?";
    DELETE_SHARED: "大家都会看不到它。", "Nobody will have it any more.";
    SAVED: "已保存“{name}”", "“{name}” is saved";
    DELETED: "已删除“{name}”", "“{name}” is deleted";
}
