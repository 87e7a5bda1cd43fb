//! What a parcel needs besides being carried, as marks.

crate::texts! {
    MARK_COD: "代收 {amount}", "COD {amount}";
    MARK_RECEIVER_PAYS: "到付", "receiver pays";
    MARK_SIGNED_RETURN: "签单", "signed return";
    MARK_DELIVERY: "派送 {when}", "delivery {when}";
}
