//! One application: everything that was sent, what happened to it, and what is next.

use leptos::{prelude::*, task::spawn_local};
use shared::{
    ApplicationId, Permission,
    applications::{Application, ApplicationForm, LicenceFile},
};

use super::{applications::Queue, reviewing::Review, service};
use crate::{
    amount,
    api::Remote,
    browser::dates,
    console::{
        app::Desk,
        application_words::{History, settlement, state_pill},
        listed::Listed,
        terms::TermsFacts,
    },
    texts::{applications as parts, network as texts},
    ui::{Button, SidePanel, Symbol, Toasts},
};

const KILOBYTE: u64 = 1024;

#[component]
pub fn ApplicationPanel(id: ApplicationId) -> impl IntoView {
    let queue = Queue::expect();
    let shown = Remote::<Application>::new();
    let load = Callback::new(move |()| shown.load(service::application(id)));
    load.run(());
    let title = Signal::derive(move || {
        shown.value().with(|shown| shown.as_ref().map(|one| one.form.company_name.clone()).unwrap_or_default())
    });
    view! {
        <SidePanel label=texts::APPLICATION_DETAIL.t() title on_close=move |()| queue.picked.leave()>
            <Listed remote=shown load>
                {move || shown.value().get().map(|application| view! { <Detail application shown load /> })}
            </Listed>
        </SidePanel>
    }
}

#[component]
fn Detail(application: Application, shown: Remote<Application>, load: Callback<()>) -> impl IntoView {
    let reviews = Desk::expect().may(Permission::ApplicationsReview);
    let row = application.row.clone();
    let reviewer = application.reviewer_name.clone().unwrap_or_else(|| texts::NOBODY.t().to_owned());
    view! {
        <section>
            <dl class="facts">
                <dt>{parts::NUMBER.t()}</dt>
                <dd class="no">{row.application_no.clone()}</dd>
                <dt>{parts::STATE.t()}</dt>
                <dd>{state_pill(row.state)}</dd>
                <dt>{parts::OUTLET.t()}</dt>
                <dd>{row.outlet_name}</dd>
                <dt>{texts::REVIEWER.t()}</dt>
                <dd>{reviewer}</dd>
                <dt>{texts::COL_SENT.t()}</dt>
                <dd title=dates::full(row.created_at)>{dates::moment(row.created_at)}</dd>
                {application
                    .customer_code
                    .clone()
                    .map(|code| {
                        view! {
                            <dt>{parts::CUSTOMER_CODE.t()}</dt>
                            <dd class="no">{code}</dd>
                        }
                    })}
            </dl>
        </section>
        {(reviews && !row.state.is_final()).then(|| view! { <Review application=application.clone() shown load /> })}
        <Form form=application.form verified=row.phone_verified masked=!reviews />
        <Licence id=row.id number=row.application_no licence=application.licence may_save=reviews />
        {application
            .terms
            .map(|terms| {
                view! {
                    <section>
                        <h3>{parts::TERMS.t()}</h3>
                        <TermsFacts terms />
                    </section>
                }
            })}
        <section>
            <h3>{parts::HISTORY.t()}</h3>
            <History events=application.history />
        </section>
    }
}

/// What the company tells of itself, as much of it as the service shows.
#[component]
fn Form(form: ApplicationForm, verified: bool, masked: bool) -> impl IntoView {
    let place: String = [form.province, form.city, form.district, form.detail].concat();
    let identity = if form.identity_number.is_empty() { texts::FORGOTTEN.t().to_owned() } else { form.identity_number };
    let is_verified = if verified { texts::PHONE_VERIFIED } else { texts::PHONE_NOT_VERIFIED };
    view! {
        <section>
            <h3>{parts::COMPANY.t()}</h3>
            {masked.then(|| view! { <p class="sub from">{texts::MASKED.t()}</p> })}
            <dl class="facts">
                <dt>{parts::COMPANY_NAME.t()}</dt>
                <dd>{form.company_name}</dd>
                <dt>{parts::CREDIT_CODE.t()}</dt>
                <dd class="no">{form.credit_code}</dd>
                <dt>{parts::RESPONSIBLE.t()}</dt>
                <dd>{form.responsible_name}</dd>
                <dt>{parts::IDENTITY.t()}</dt>
                <dd class="no">{identity}</dd>
                <dt>{parts::CONTACT.t()}</dt>
                <dd>{form.contact_name}</dd>
                <dt>{parts::PHONE.t()}</dt>
                <dd>
                    {form.contact_phone}
                    <span class="sub">" · "{is_verified.t()}</span>
                </dd>
                {form
                    .contact_email
                    .map(|email| {
                        view! {
                            <dt>{parts::EMAIL.t()}</dt>
                            <dd>{email}</dd>
                        }
                    })}
                <dt>{parts::PICK_UP.t()}</dt>
                <dd>{place}</dd>
                <dt>{parts::SHIPPING.t()}</dt>
                <dd>{parts::DAILY_N.count(form.daily_parcels)}</dd>
                <dt>{parts::SETTLEMENT.t()}</dt>
                <dd>{settlement(form.settlement).t()}</dd>
            </dl>
        </section>
    }
}

#[component]
fn Licence(id: ApplicationId, number: String, licence: Option<LicenceFile>, may_save: bool) -> impl IntoView {
    let toasts = Toasts::expect();
    let busy = RwSignal::new(false);
    let there = licence.map(|file| {
        let name = format!("{}-{number}.{}", texts::LICENCE_FILE.t(), extension(&file.media_type));
        let save = move |()| {
            let name = name.clone();
            busy.set(true);
            spawn_local(async move {
                if let Err(error) = service::save_licence(id, name).await {
                    toasts.failed(error.words());
                }
                let _ = busy.try_set(false);
            });
        };
        let size = amount::grouped(file.bytes.div_ceil(KILOBYTE));
        view! {
            <p title=dates::full(
                file.sent_at,
            )>{texts::LICENCE_SENT.fill(&[("size", &size), ("when", &dates::moment(file.sent_at))])}</p>
            {may_save
                .then(|| {
                    view! {
                        <div class="acts">
                            <Button icon=Symbol::Download busy on_press=save>
                                {texts::DOWNLOAD.t()}
                            </Button>
                        </div>
                    }
                })}
        }
    });
    view! {
        <section>
            <h3>{parts::LICENCE.t()}</h3>
            {match there {
                Some(there) => there.into_any(),
                None => view! { <p class="sub">{texts::LICENCE_NONE.t()}</p> }.into_any(),
            }}
        </section>
    }
}

fn extension(media_type: &str) -> &str {
    match media_type {
        "application/pdf" => "pdf",
        "image/jpeg" => "jpg",
        "image/webp" => "webp",
        _ => "png",
    }
}
