//! People and addresses.

crate::texts! {
    PASTE: "粘贴整段地址", "Paste a whole address";
    PASTE_HINT: "姓名、电话、地址，什么顺序都可以，例如：{example}", "Name, phone and address in any order, such as: {example}";
    UNDERSTOOD: "已填入下面的各项，请核对", "Filled in below; please check";
    NOTE_COMPLETED: "补全了没有写的省、市或区", "a missing province, city or district was added";
    NOTE_RENAMED: "旧地名已换成现在的名称", "a former place name was updated";
    NOTE_AMBIGUOUS: "同名的地方不止一处，请选对省市区", "several places have this name: choose the right one";
    NOTE_NAME_GUESSED: "姓名是从地址里认出来的", "the name was guessed out of the address";
    NOTE_SECOND_PHONE: "还有一个电话没有填入", "a second phone was left out";
    NOTE_CUT: "太长，只认了前 1000 个字", "too long: only the first 1,000 characters were read";
    NAME: "姓名", "Name";
    PHONE: "电话", "Phone";
    PROVINCE: "省", "Province";
    CITY: "市", "City";
    DISTRICT: "区县", "District";
    DETAIL: "详细地址", "Street, number, room";
    CHOOSE: "请选择", "Choose";
    NO_PART: "—", "—";
    PROVINCE_MISSING: "请选择省市区", "Choose province, city and district";
    SENDER_TITLE: "添加寄件地址", "Add a sending address";
    SENDER_DEFAULT: "设为默认寄件地址", "Use it by default";
    SENDER_ADDED: "寄件地址已添加", "The sending address is added";
}
