//! How parcels are received that are scanned as delivered: by whom, who signed, and a picture.

use leptos::{prelude::*, task::spawn_local};
use shared::{
    proofs::{ProofOfDelivery, ReceivedBy, SIGNER_CHARS},
    tracks::Scan,
};
use web_sys::File;

use crate::{
    browser::pictures,
    features::received,
    texts::proofs,
    ui::{Button, ButtonKind, Field, FileButton, Select, Toasts},
};

/// The kind of scan that has a proof.
pub const SIGNED: &str = "SIGNED";
/// A signature can be read; what a camera takes besides is a burden on the way.
const SIDE_MAX: f64 = 1_600.0;

/// What is told of every parcel that is sent together.
#[derive(Clone, Copy)]
pub struct Proof {
    received_by: RwSignal<String>,
    signer: RwSignal<String>,
    picture: RwSignal<Option<Picture>>,
}

#[derive(Clone)]
struct Picture {
    name: String,
    base64: String,
}

impl Proof {
    pub fn new() -> Proof {
        let empty = || RwSignal::new(String::new());
        Proof { received_by: empty(), signer: empty(), picture: RwSignal::new(None) }
    }

    fn is_told(self) -> bool {
        self.received_by.with(|by| ReceivedBy::parse(by).is_some())
    }

    /// The scan of a parcel with how it was received; none where that is not told.
    pub fn of(self, scan: &Scan) -> Option<ProofOfDelivery> {
        let received_by = ReceivedBy::parse(&self.received_by.get_untracked()).filter(|_| scan.code == SIGNED)?;
        Some(ProofOfDelivery {
            waybill_no: scan.waybill_no.clone(),
            received_by,
            signer: Some(self.signer.get_untracked().trim().to_owned()).filter(|signer| !signer.is_empty()),
            picture: self.picture.get_untracked().map(|picture| picture.base64),
            place: scan.place.clone(),
            at: scan.at,
        })
    }

    /// The next parcel is signed for by somebody else.
    pub fn clear(self) {
        self.signer.set(String::new());
        self.picture.set(None);
    }
}

fn kinds() -> Vec<(String, String)> {
    let told = ReceivedBy::ALL.map(|by| (by.as_str().to_owned(), received::words(by).t().to_owned()));
    std::iter::once((String::new(), proofs::NOT_TOLD.t().to_owned())).chain(told).collect()
}

#[component]
pub fn ProofFields(proof: Proof) -> impl IntoView {
    view! {
        <Select label=proofs::HOW.t() value=proof.received_by options=kinds() />
        {move || {
            proof
                .is_told()
                .then(|| {
                    view! {
                        <Field
                            label=proofs::SIGNER.t()
                            value=proof.signer
                            max_chars=SIGNER_CHARS
                            hint=Signal::stored(Some(proofs::SIGNER_HINT.t().to_owned()))
                        />
                        <PictureField picture=proof.picture />
                    }
                })
        }}
    }
}

#[component]
fn PictureField(picture: RwSignal<Option<Picture>>) -> impl IntoView {
    let toasts = Toasts::expect();
    let reading = RwSignal::new(false);
    let chosen = move |file: File| {
        reading.set(true);
        spawn_local(async move {
            match pictures::photograph(&file, SIDE_MAX).await {
                Ok(base64) => {
                    let _ = picture.try_set(Some(Picture { name: file.name(), base64 }));
                }
                Err(_) => toasts.failed(proofs::PICTURE_FAILED.t()),
            }
            let _ = reading.try_set(false);
        });
    };
    let has_one = Memo::new(move |_| picture.with(Option::is_some));
    view! {
        <div class="upload">
            <FileButton accept="image/*" capture="environment" busy=reading on_file=chosen>
                {move || if has_one.get() { proofs::PICTURE_OTHER.t() } else { proofs::PICTURE_ADD.t() }}
            </FileButton>
            {move || {
                has_one
                    .get()
                    .then(|| {
                        view! {
                            <Button kind=ButtonKind::Quiet on_press=move |()| picture.set(None)>
                                {proofs::PICTURE_REMOVE.t()}
                            </Button>
                        }
                    })
            }}
            <span class="sub" role="status">
                {move || {
                    picture
                        .with(|picture| picture.as_ref().map(|one| proofs::PICTURE_READY.fill(&[("name", &one.name)])))
                        .unwrap_or_else(|| proofs::PICTURE_NONE.t().to_owned())
                }}
            </span>
        </div>
    }
}
