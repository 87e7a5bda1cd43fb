//! What is shipped: the fields of the parcel.

use leptos::prelude::*;
use shared::limits::{GOODS_CHARS, ORDER_NO_CHARS, REMARK_CHARS};

use super::fields::Fields;
use crate::{
    texts::{common, new_shipment},
    ui::Field,
};

/// The id of the first field, where the cursor goes once the receiver is chosen.
pub const GOODS: &str = "shipment-goods";

/// `error` gives the words for a JSON pointer.
#[component]
pub fn ParcelFields(
    fields: Fields,
    error: Callback<(&'static str,), Option<String>>,
    /// Of a shipment that is there already: its order number stays, and its services are not asked for.
    #[prop(optional)]
    is_made: bool,
    /// What is to be looked at about the goods.
    #[prop(optional, into)]
    goods_warning: Signal<Option<String>>,
) -> impl IntoView {
    let at = move |pointer: &'static str| Signal::derive(move || error.run((pointer,)));
    let [length, width, height] = fields.sides;
    view! {
        <div class="goods-line">
            <Field
                id=GOODS
                label=new_shipment::GOODS.t()
                value=fields.goods
                max_chars=GOODS_CHARS
                required=true
                error=at("/goods")
                warning=goods_warning
            />
            <Field label=new_shipment::QUANTITY.t() value=fields.quantity inputmode="numeric" error=at("/quantity") />
        </div>
        <div class="grid-4">
            <Field
                label=new_shipment::WEIGHT.t()
                value=fields.weight
                inputmode="decimal"
                hint=(!is_made).then(|| new_shipment::WEIGHT_HINT.t().to_owned())
                error=at("/weight_g")
            />
            <Field label=new_shipment::LENGTH.t() value=length inputmode="decimal" error=at("/size_mm") />
            <Field label=new_shipment::WIDTH.t() value=width inputmode="decimal" />
            <Field label=new_shipment::HEIGHT.t() value=height inputmode="decimal" />
        </div>
        <div class="grid-2">
            {if is_made {
                view! {
                    <Field
                        label=new_shipment::INSURED.t()
                        value=fields.insured
                        inputmode="decimal"
                        placeholder=common::OPTIONAL.t()
                        error=at("/insured")
                    />
                }
                    .into_any()
            } else {
                view! {
                    <Field
                        label=new_shipment::ORDER_NO.t()
                        value=fields.order_no
                        placeholder=common::OPTIONAL.t()
                        max_chars=ORDER_NO_CHARS
                        error=at("/order_no")
                    />
                }
                    .into_any()
            }}
            <Field
                label=new_shipment::REMARK.t()
                value=fields.remark
                placeholder=common::OPTIONAL.t()
                max_chars=REMARK_CHARS
                error=at("/remark")
            />
        </div>
    }
}
