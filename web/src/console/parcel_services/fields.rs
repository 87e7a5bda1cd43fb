//! The fields of an order's services.

use leptos::prelude::*;
use shared::services::COD_MAX;

use super::ServiceText;
use crate::{
    amount::yuan,
    texts::parcel_services as texts,
    ui::{Checkbox, Field, Select},
};

/// Hours that are proposed with the first one.
const USUAL_HOURS: u8 = 3;

/// `error` gives the words for a JSON pointer inside the services. `of_order` has what only an order knows: the amount to collect, and
/// the day.
#[component]
pub fn ServiceFields(
    text: RwSignal<ServiceText>,
    tried: RwSignal<bool>,
    #[prop(into)] error: Callback<(&'static str,), Option<String>>,
    of_order: bool,
) -> impl IntoView {
    // One signal a field, because fields write into their own.
    let start = text.get_untracked();
    let (cod, day) = (RwSignal::new(start.cod), RwSignal::new(start.day.clone()));
    let (from, to) = (RwSignal::new(start.from_hour), RwSignal::new(start.to_hour));
    Effect::watch(
        move || (cod.get(), day.get(), from.get(), to.get()),
        move |(cod, day, from, to), _, _| {
            text.update(|text| {
                text.cod.clone_from(cod);
                text.day.clone_from(day);
                text.from_hour.clone_from(from);
                text.to_hour.clone_from(to);
            });
        },
        false,
    );
    // A day that another program gave a rule stays to be seen.
    let has_day = of_order || !start.day.is_empty();
    let most = yuan(COD_MAX);
    let hint = texts::COD_HINT.fill(&[("most", &most)]);
    let local = move |is_wrong: fn(&ServiceText) -> bool| tried.get() && text.with(is_wrong);
    let cod_error = move || {
        let wrong = local(|text| text.cod().is_none()).then(|| texts::COD_WRONG.fill(&[("most", &most)]));
        wrong.or_else(|| error.run(("/cod",)))
    };
    let delivery_error = move || {
        let no_hours = local(|text| text.from_hour.is_empty() && !text.day.is_empty());
        no_hours.then(|| texts::HOURS_MISSING.t().to_owned()).or_else(|| error.run(("/delivery",)))
    };
    let day_error = move || {
        let wrong = local(|text| !text.from_hour.is_empty() && text.delivery().is_none());
        wrong.then(|| texts::DAY_WRONG.t().to_owned())
    };
    let switches = move || ["/receiver_pays", "/signed_return"].into_iter().find_map(|pointer| error.run((pointer,)));
    let any = || (String::new(), texts::ANY_TIME.t().to_owned());
    let options = move |hours: Vec<u8>| hours.into_iter().map(|hour| (hour.to_string(), format!("{hour:02}:00")));
    let begins = Signal::derive(move || {
        std::iter::once(any()).chain(options(text.with(ServiceText::hours).0)).collect::<Vec<_>>()
    });
    let ends = Signal::derive(move || {
        let hours = text.with(ServiceText::hours).1;
        if hours.is_empty() { vec![any()] } else { options(hours).collect() }
    });
    let begun = move |chosen: String| {
        let Ok(hour) = chosen.parse::<u8>() else { return to.set(String::new()) };
        let is_after = to.with_untracked(|to| to.parse().is_ok_and(|to: u8| to > hour));
        if !is_after {
            to.set((hour + USUAL_HOURS).min(*shared::services::DELIVERY_HOURS.end()).to_string());
        }
    };
    view! {
        <fieldset class="services">
            <legend>{texts::SERVICES.t()}</legend>
            {of_order
                .then(|| {
                    view! {
                        <Field
                            label=texts::COD.t()
                            value=cod
                            inputmode="decimal"
                            hint=Signal::stored(Some(hint))
                            error=Signal::derive(cod_error)
                        />
                    }
                })}
            <Checkbox
                label=texts::RECEIVER_PAYS.t()
                checked=Signal::derive(move || text.with(|text| text.receiver_pays))
                on_change=move |is_on| text.update(|text| text.receiver_pays = is_on)
            />
            <Checkbox
                label=texts::SIGNED_RETURN.t()
                checked=Signal::derive(move || text.with(|text| text.signed_return))
                on_change=move |is_on| text.update(|text| text.signed_return = is_on)
            />
            {move || switches().map(|words| view! { <p class="wrong" role="alert">{words}</p> })}
            <div class=if has_day { "grid-3" } else { "grid-2" }>
                <Select
                    label=texts::DELIVERY_FROM.t()
                    value=from
                    options=begins
                    on_change=begun
                    error=Signal::derive(delivery_error)
                />
                <Select label=texts::DELIVERY_TO.t() value=to options=ends />
                {has_day
                    .then(|| {
                        view! {
                            <Field
                                label=texts::DELIVERY_DAY.t()
                                value=day
                                kind="date"
                                error=Signal::derive(day_error)
                            />
                        }
                    })}
            </div>
        </fieldset>
    }
}
