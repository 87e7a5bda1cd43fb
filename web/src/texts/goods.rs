//! Goods that must not be sent.

crate::texts! {
    TITLE: "禁寄物品", "Forbidden goods";
    WHY: "品名里出现这些词的订单，按处理方式提醒或拒绝。", "Orders whose goods hold one of these words are warned about or refused.";
    COL_GROUP: "类别", "Group";
    COL_LEVEL: "处理", "What happens";
    COL_WORDS: "词", "Words";
    COL_EXCEPTIONS: "例外", "Exceptions";
    LEVEL_OFF: "不检查", "Nothing";
    LEVEL_WARN: "提醒", "Warned about";
    LEVEL_BLOCK: "拒绝", "Refused";
    LEVEL_OF: "“{name}”的处理", "What happens with “{name}”";
    LEVEL_SAVED: "“{name}”：{level}", "“{name}”: {level}";
    EMPTY_TITLE: "没有类别", "There are no groups";
    EMPTY: "服务没有给出禁寄物品的类别。", "The service gave no groups.";
    DETAIL: "类别详情", "About this group";
    WORDS: "词，每行一个", "Words, one a line";
    EXCEPTIONS: "例外，每行一个", "Exceptions, one a line";
    WORDS_COUNT: "{n} / {most} 个", "{n} of {most}";
    EXCEPTIONS_WHY: "名称里含有上面的词、却无害的物品，如“酒精棉片”", "Harmless goods whose names hold one of the words, such as alcohol wipes";
    TOO_MANY: "最多 {most} 个，现在 {n} 个", "{most} at most, not {n}";
    TOO_LONG: "“{word}”太长，最多 {most} 个字", "“{word}” is too long: {most} characters at most";
    SAVED: "“{name}”已保存", "“{name}” is saved";
    TRY: "试一个品名", "Try a text";
    TRY_WHY: "看看会怎样，什么都不会改。", "See what would happen; nothing is changed.";
    TRY_GO: "检查", "Check";
    TRY_MISSING: "请填品名", "Say what is inside";
    FOUND_NONE: "没有禁寄的词。", "It holds no such word.";
    FOUND: "含“{word}”：{name}", "Holds “{word}”: {name}";
    MARK_BLOCK: "禁寄：{name}", "Forbidden: {name}";
    MARK_WARN: "注意：{name}", "Mind: {name}";
    BLOCK_WHY: "改掉品名里的词之前不能发货。", "It is not shipped before the word is gone from the goods.";
    WARN_WHY: "可以发货，请先确认。", "It may be shipped; make sure first.";
}
