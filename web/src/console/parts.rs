//! Owners and departments: what shipments are divided by.

mod form;
mod markup;
mod part;
pub mod service;

use leptos::prelude::*;
use shared::{
    DataScope, Page, Permission,
    contacts::Contact,
    labels::LabelTemplate,
    parts::{Department, Owner},
};
use uuid::Uuid;

use self::part::{Kind, Part};
use super::{
    app::Desk,
    confirm::Confirm,
    deed::Deed,
    listed::{Listed, content},
};
use crate::{
    api::Remote,
    features::{parts::PartNames, shipments::destination},
    texts::parts as texts,
    ui::{Button, ButtonKind, EmptyState, Pill, Symbol, Toasts, Tone},
};

/// What the merchant divides by, and where things are sent from; in context.
#[derive(Clone, Copy)]
pub struct Parts {
    desk: Desk,
    owners: Remote<Vec<Owner>>,
    departments: Remote<Vec<Department>>,
    senders: Remote<Page<Contact>>,
    templates: Remote<Vec<LabelTemplate>>,
    pub names: Memo<PartNames>,
}

impl Parts {
    pub fn provide() -> Parts {
        let (owners, departments) = (Remote::<Vec<Owner>>::new(), Remote::<Vec<Department>>::new());
        let names = Memo::new(move |_| PartNames {
            owners: owners.value().get().unwrap_or_default(),
            departments: departments.value().get().unwrap_or_default(),
        });
        let parts = Parts {
            desk: Desk::expect(),
            owners,
            departments,
            senders: Remote::new(),
            templates: Remote::new(),
            names,
        };
        provide_context(parts);
        parts
    }

    pub fn expect() -> Parts {
        expect_context::<Parts>()
    }

    pub fn load(self) {
        if self.desk.may(Permission::ShipmentsRead) {
            self.owners.load(service::owners());
            self.departments.load(service::departments());
        }
    }

    pub fn load_senders(self) {
        if self.desk.may(Permission::ContactsRead) {
            self.senders.load(service::senders());
        }
    }

    pub fn load_templates(self) {
        if self.desk.may(Permission::LabelsPrint) {
            self.templates.load(service::templates());
        }
    }

    /// Id and name of what a waybill's label can look like.
    pub fn template_names(self) -> Vec<(String, String)> {
        self.templates.value().with(|all| waybill_templates(all.as_deref().unwrap_or_default()))
    }

    /// Id and words of every sending address that is known.
    pub fn sender_names(self) -> Vec<(Uuid, String)> {
        self.senders.value().with(|page| {
            page.iter().flat_map(|page| &page.items).map(|contact| (contact.id.0, sender_words(contact))).collect()
        })
    }

    /// What a scope of chosen ones may be chosen of: id and words; nothing for other scopes.
    pub fn scope_targets(self, scope: DataScope) -> Vec<(Uuid, String)> {
        let named = |kind: Kind| self.all(kind).into_iter().map(|part| (part.id, part.name)).collect();
        match scope {
            DataScope::Owners => named(Kind::Owner),
            DataScope::Departments => named(Kind::Department),
            DataScope::Senders => self.sender_names(),
            DataScope::All | DataScope::Own => Vec::new(),
        }
    }

    fn all(self, kind: Kind) -> Vec<Part> {
        self.names.with(|names| match kind {
            Kind::Owner => names.owners.iter().map(Part::of_owner).collect(),
            Kind::Department => names.departments.iter().map(Part::of_department).collect(),
        })
    }
}

/// Id and name of those that a shipment's label can have.
fn waybill_templates(all: &[LabelTemplate]) -> Vec<(String, String)> {
    let waybills = all.iter().filter(|one| one.kind == "waybill");
    waybills.map(|one| (one.id.clone(), one.name.clone())).collect()
}

fn sender_words(contact: &Contact) -> String {
    let party = &contact.party;
    format!("{} · {} {}", party.name, destination(party), party.detail)
}

/// What is being done to one of them; nothing inside for a new one.
#[derive(Clone, Copy)]
struct Doing {
    editing: RwSignal<Option<(Kind, Option<Part>)>>,
    stopping: RwSignal<Option<Part>>,
}

#[component]
pub fn PartsPage() -> impl IntoView {
    let may_write = Desk::expect().may(Permission::SettingsWrite);
    let parts = Parts::provide();
    parts.load();
    parts.load_senders();
    parts.load_templates();
    let doing = Doing { editing: RwSignal::new(None), stopping: RwSignal::new(None) };
    view! {
        <div class="console">
            <div class="head">
                <h1>{texts::TITLE.t()}</h1>
            </div>
            <div class="flow">
                <Listing kind=Kind::Owner doing may_write />
                <Listing kind=Kind::Department doing may_write />
            </div>
        </div>
        <form::PartDialog editing=doing.editing />
        <Stopping stopping=doing.stopping />
    }
}

#[component]
fn Listing(kind: Kind, doing: Doing, may_write: bool) -> impl IntoView {
    let parts = Parts::expect();
    let add = move |()| doing.editing.set(Some((kind, None)));
    let table = move || {
        if parts.all(kind).is_empty() {
            let (title, words) = kind.empty();
            return view! {
                <EmptyState symbol=Symbol::Columns title=title.t() words=words.t()>
                    {may_write.then(|| view! { <Button on_press=add>{kind.add().t()}</Button> })}
                </EmptyState>
            }
            .into_any();
        }
        view! { <Table kind doing may_write /> }.into_any()
    };
    let load = Callback::new(move |()| parts.load());
    // Both lists are of one read; each shows its own state.
    let listed = match kind {
        Kind::Owner => view! { <Listed remote=parts.owners load>{table}</Listed> }.into_any(),
        Kind::Department => view! { <Listed remote=parts.departments load>{table}</Listed> }.into_any(),
    };
    view! {
        <section class="panel" aria-labelledby=kind.title_id()>
            <header>
                <h2 id=kind.title_id()>{kind.title().t()}</h2>
                <span class="sub">{kind.why().t()}</span>
                {may_write
                    .then(|| view! { <span class="end"><Button icon=Symbol::Plus on_press=add>{kind.add().t()}</Button></span> })}
            </header>
            {listed}
        </section>
    }
}

#[component]
fn Table(kind: Kind, doing: Doing, may_write: bool) -> impl IntoView {
    let parts = Parts::expect();
    let is_owner = kind == Kind::Owner;
    view! {
        <div class="scroll">
            <table>
                <thead>
                    <tr>
                        <th>{texts::COL_CODE.t()}</th>
                        <th>{texts::COL_NAME.t()}</th>
                        {is_owner.then(|| view! { <th>{texts::COL_SENDER.t()}</th> })}
                        {is_owner.then(|| view! { <th class="num">{texts::COL_MARKUP.t()}</th> })}
                        <th>{texts::COL_STATE.t()}</th>
                        <th>
                            <span class="sr-only">{texts::COL_ACTS.t()}</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || parts.all(kind) key=content let:part>
                        <Row part doing may_write />
                    </For>
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(part: Part, doing: Doing, may_write: bool) -> impl IntoView {
    let parts = Parts::expect();
    let (sender, is_owner) = (part.sender, part.kind == Kind::Owner);
    let sent_from = move || match sender {
        Some(id) => {
            let known = parts.sender_names().into_iter().find(|(other, _)| *other == id.0);
            known.map(|(_, words)| words).unwrap_or_default()
        }
        None => texts::SENDER_NONE.t().to_owned(),
    };
    let (tone, state) = if part.is_active { (Tone::Ok, texts::ACTIVE) } else { (Tone::New, texts::INACTIVE) };
    let acts = may_write.then(|| view! { <RowActs part=part.clone() doing /> });
    view! {
        <tr>
            <td class="no">{part.code}</td>
            <td>{part.name}</td>
            {is_owner.then(|| view! { <td class="sub address-cell">{sent_from}</td> })}
            {is_owner.then(|| view! { <td class="num">{markup::words(part.markup)}</td> })}
            <td>
                <Pill tone words=state.t() />
            </td>
            <td>{acts}</td>
        </tr>
    }
}

#[component]
fn RowActs(part: Part, doing: Doing) -> impl IntoView {
    let parts = Parts::expect();
    let toasts = Toasts::expect();
    let deed = Deed::new();
    let (edited, stopped, started) = (part.clone(), part.clone(), part.clone());
    let start = move |()| {
        let part = Part { is_active: true, ..started.clone() };
        deed.run(service::save(part), move |name| {
            toasts.done(texts::ACTIVATED.fill(&[("name", &name)]));
            parts.load();
        });
    };
    // What a row is refused has no place in it.
    Effect::new(move |_| {
        if let Some(error) = deed.error() {
            toasts.failed(error.words());
        }
    });
    let turn = if part.is_active {
        view! { <Button on_press=move |()| doing.stopping.set(Some(stopped.clone()))>{texts::DEACTIVATE.t()}</Button> }
            .into_any()
    } else {
        view! { <Button busy=deed.busy on_press=start>{texts::ACTIVATE.t()}</Button> }.into_any()
    };
    view! {
        <div class="acts">
            <Button on_press=move |()| doing.editing.set(Some((edited.kind, Some(edited.clone()))))>
                {texts::CHANGE.t()}
            </Button>
            {turn}
        </div>
    }
}

#[component]
fn Stopping(stopping: RwSignal<Option<Part>>) -> impl IntoView {
    let parts = Parts::expect();
    let toasts = Toasts::expect();
    let deed = Deed::new();
    let name = move || stopping.with(|part| part.as_ref().map(|part| part.name.clone()).unwrap_or_default());
    let yes = move |()| {
        let Some(part) = stopping.get_untracked() else { return };
        deed.run(service::save(Part { is_active: false, ..part }), move |name| {
            stopping.set(None);
            toasts.done(texts::DEACTIVATED.fill(&[("name", &name)]));
            parts.load();
        });
    };
    view! {
        <Confirm
            open=Signal::derive(move || stopping.with(Option::is_some))
            title=Signal::derive(move || texts::DEACTIVATE_TITLE.fill(&[("name", &name())]))
            what=Signal::derive(|| texts::DEACTIVATE_WHAT.t().to_owned())
            verb=Signal::stored(texts::DEACTIVATE)
            kind=ButtonKind::Main
            deed
            on_yes=yes
            on_close=move |()| stopping.set(None)
        />
    }
}
