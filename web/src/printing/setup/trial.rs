//! Prints something that is no label of anybody, to see how the printer takes it: from this page, or by the service on a network printer.

use leptos::prelude::UpdateValue;
use shared::{
    printers::{DARKNESS_STEPS, NetworkTrial, TrialPaper, mark},
    printing::{PrinterConnection, PrinterSetup},
};

use super::{
    super::{
        connection::Connection,
        engine,
        link::{LinkError, Wire},
        tab_lock,
        transport::Transport,
    },
    draft::Draft,
    test_label,
};
use crate::{
    api::{self, ApiError},
    i18n::Text,
};

/// Why nothing was tried, or what went wrong.
#[derive(Clone, PartialEq)]
pub enum TrialError {
    /// Something of the form is missing.
    Missing(Text),
    Link(LinkError),
    Service(ApiError),
}

impl TrialError {
    /// In words, where there are no steps to show.
    pub fn words(&self) -> String {
        match self {
            TrialError::Missing(text) => text.t().to_owned(),
            TrialError::Link(error) => super::super::words::link(error),
            TrialError::Service(error) => error.words(),
        }
    }
}

impl From<LinkError> for TrialError {
    fn from(error: LinkError) -> TrialError {
        TrialError::Link(error)
    }
}

/// True if the printer answered that it is fine afterwards.
pub async fn print(draft: Draft, paper: TrialPaper) -> Result<bool, TrialError> {
    let setup = draft.nameless_setup().map_err(TrialError::Missing)?;
    if setup.connection == PrinterConnection::Tcp {
        let outcome = api::printing::try_network_printer(&NetworkTrial { setup, paper }).await;
        return outcome.map(|outcome| outcome.confirmed).map_err(TrialError::Service);
    }
    let pieces = pieces(&setup, paper).await?;
    let device = draft.chosen.device.try_update_value(Option::take).flatten().ok_or(LinkError::Disconnected)?;
    let device = std::rc::Rc::try_unwrap(device).map_err(|_| LinkError::Elsewhere)?;
    let lock = tab_lock::take(&tab_lock::name_of(&device.key())).await;
    let Some(lock) = lock else {
        draft.chosen.keep(device);
        return Err(LinkError::Elsewhere.into());
    };
    let outcome = match Connection::open(device, setup.language, Wire::of(&setup), lock).await {
        // The port stays open for the next try; closing now would throw away what the driver has not sent.
        Ok(connection) => (send(&connection, &pieces, paper).await, draft.chosen.keep(connection.into_device())).0,
        Err(error) => Err(error),
    };
    Ok(outcome?)
}

async fn pieces(setup: &PrinterSetup, paper: TrialPaper) -> Result<Vec<Vec<u8>>, TrialError> {
    let drawn = |drawn: Result<engine::Drawn, engine::EngineError>| {
        drawn.map(|drawn| drawn.bytes).map_err(|error| LinkError::Failed(error.0))
    };
    Ok(match paper {
        TrialPaper::Label => {
            vec![drawn(engine::encode(test_label::content(), setup.template_id.clone(), setup).await)?]
        }
        TrialPaper::Ruler => vec![drawn(engine::calibrate(setup, None).await)?],
        TrialPaper::Darkness => {
            let mut steps = Vec::new();
            for step in DARKNESS_STEPS {
                steps.push(drawn(engine::calibrate(setup, Some(step)).await)?);
            }
            steps
        }
        TrialPaper::Marks => mark::MARKED.iter().map(|language| mark::mark(*language)).collect(),
    })
}

async fn send(connection: &Connection, pieces: &[Vec<u8>], paper: TrialPaper) -> Result<bool, LinkError> {
    for piece in pieces {
        connection.write(piece).await.map_err(|failed| failed.error)?;
    }
    // The marks are for a printer whose language is not known, so there is no question to ask it.
    if paper == TrialPaper::Marks {
        return Ok(false);
    }
    let answer = connection.status().await?;
    Ok(answer.is_some_and(|reading| reading.trouble.is_none()))
}
