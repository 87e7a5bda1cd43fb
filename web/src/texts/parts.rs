//! Owners and departments.

crate::texts! {
    TITLE: "货主和部门", "Owners and departments";
    OWNER: "货主", "Owner";
    OWNERS: "货主", "Owners";
    DEPARTMENT: "部门", "Department";
    DEPARTMENTS: "部门", "Departments";
    NO_OWNER: "不属于货主", "No owner";
    NO_DEPARTMENT: "不属于部门", "No department";
    EVERY_OWNER: "全部货主", "Every owner";
    OWNERS_WHY: "替谁发货：运单、联系人、报表按货主分开。", "Whom you ship for: shipments, contacts and reports are split by owner.";
    DEPARTMENTS_WHY: "谁的成本：运单按部门分摊。", "At whose cost: shipments are split by department.";
    ADD_OWNER: "添加货主", "Add an owner";
    ADD_DEPARTMENT: "添加部门", "Add a department";
    EDIT_OWNER: "修改货主“{name}”", "Change the owner “{name}”";
    EDIT_DEPARTMENT: "修改部门“{name}”", "Change the department “{name}”";
    OWNERS_EMPTY_TITLE: "还没有货主", "No owners yet";
    OWNERS_EMPTY: "只给自己发货就不需要。替别人发货时，每个客户添加一个货主。", "Who ships only for themselves needs none. Add one for each client you ship for.";
    DEPARTMENTS_EMPTY_TITLE: "还没有部门", "No departments yet";
    DEPARTMENTS_EMPTY: "要按部门分摊运费时，每个部门添加一个。", "Add one for each that freight is to be split by.";
    COL_CODE: "编码", "Code";
    COL_NAME: "名称", "Name";
    COL_SENDER: "默认寄件地址", "Sent from";
    COL_MARKUP: "加价", "Markup";
    MARKUP_PERCENT: "运费加价（%）", "Markup of the price (%)";
    MARKUP_PARCEL: "每票加价（元）", "And a parcel (yuan)";
    MARKUP_PERCENT_WRONG: "请填 0 到 {most} 的百分数，最多两位小数", "Enter a percentage from 0 to {most}, with up to two places";
    MARKUP_PARCEL_WRONG: "请填 0 到 {most} 的金额", "Enter an amount from 0 to {most}";
    MARKUP_EXAMPLE: "例如：运费 {price} 的一票，货主付 {paid}", "Such as: a parcel of {price} costs the owner {paid}";
    MARKUP_NONE: "不加价", "None";
    COL_STATE: "状态", "State";
    COL_ACTS: "操作", "Actions";
    CODE_HINT: "订单文件里用它，1 到 20 个字，不重复", "Order files name it so: 1 to 20 characters, once";
    SENDER: "默认寄件地址", "Sent from";
    SENDER_NONE: "商家的默认寄件地址", "The merchant's default address";
    ACTIVE: "使用中", "Active";
    INACTIVE: "已停用", "Inactive";
    CHANGE: "修改", "Change";
    DEACTIVATE: "停用", "Deactivate";
    DEACTIVATE_TITLE: "停用“{name}”？", "Deactivate “{name}”?";
    DEACTIVATE_WHAT: "新建和导入时不再能选它；已有的运单不变。随时可以启用。", "Nothing new can be shipped for it; what there is stays as it is. Activate it again any time.";
    ACTIVATE: "启用", "Activate";
    SAVED: "“{name}”已保存", "“{name}” is saved";
    DEACTIVATED: "“{name}”已停用", "“{name}” is inactive";
    ACTIVATED: "“{name}”已启用", "“{name}” is active";
    REQUIRED: "请填写", "Fill this in";
}
