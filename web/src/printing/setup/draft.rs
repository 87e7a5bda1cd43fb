//! What is typed and chosen in the form of a printer.

use leptos::prelude::*;
use shared::{
    limits::{PRINTER_HOST_CHARS, PRINTER_NAME_CHARS, PRINTER_PORT_DEFAULT, PRINTER_PORT_MAX},
    printers::{NetworkAddress, detect::Finding, profile::Quirks},
    printing::{Printer, PrinterConnection, PrinterLanguage, PrinterSetup},
};

use super::{
    super::link::BAUD_RATE_DEFAULT,
    devices::{Chosen, is_possible},
    options_draft::{OptionsDraft, whole},
    ways::WAYS,
};
use crate::{
    i18n::Text,
    texts::{printers as more, printing as texts},
};

const TEMPLATE_DEFAULT: &str = "standard-76x130";
const DPI_DEFAULT: u32 = 203;

#[derive(Clone, Copy)]
pub struct Draft {
    pub connection: RwSignal<PrinterConnection>,
    pub name: RwSignal<String>,
    pub language: RwSignal<String>,
    pub dpi: RwSignal<String>,
    pub template: RwSignal<String>,
    pub baud_rate: RwSignal<String>,
    pub host: RwSignal<String>,
    pub port: RwSignal<String>,
    pub options: OptionsDraft,
    /// Of the model it was found to be.
    pub quirks: RwSignal<Quirks>,
    pub chosen: Chosen,
    /// The key of the printer that is changed, while no other device is chosen.
    old_key: StoredValue<Option<String>>,
}

impl Draft {
    pub fn of(printer: Option<&Printer>) -> Draft {
        let setup = printer.map(|printer| &printer.setup);
        let first = WAYS.iter().map(|way| way.0).find(|way| is_possible(*way)).unwrap_or(PrinterConnection::Pdf);
        let text =
            |value: Option<String>, otherwise: &str| RwSignal::new(value.unwrap_or_else(|| otherwise.to_owned()));
        let network = setup.and_then(|setup| setup.network.as_ref());
        let baud_rate = setup.and_then(|setup| setup.baud_rate).unwrap_or(BAUD_RATE_DEFAULT);
        let port = network.map_or(PRINTER_PORT_DEFAULT, |network| network.port);
        Draft {
            connection: RwSignal::new(setup.map_or(first, |setup| setup.connection)),
            name: text(setup.map(|setup| setup.name.clone()), ""),
            language: text(setup.map(|setup| setup.language.as_str().to_owned()), PrinterLanguage::Tspl.as_str()),
            dpi: RwSignal::new(setup.map_or(DPI_DEFAULT, |setup| setup.dpi).to_string()),
            template: text(setup.map(|setup| setup.template_id.clone()), TEMPLATE_DEFAULT),
            baud_rate: RwSignal::new(baud_rate.to_string()),
            host: text(network.map(|network| network.host.clone()), ""),
            port: RwSignal::new(port.to_string()),
            options: OptionsDraft::of(&setup.map(|setup| setup.options.clone()).unwrap_or_default()),
            quirks: RwSignal::new(Quirks::default()),
            chosen: Chosen::new(),
            old_key: StoredValue::new(setup.map(|setup| setup.device_key.clone())),
        }
    }

    /// Language and resolution as they stand, to see later whether somebody chose them.
    pub fn said(self) -> (String, String) {
        (self.language.get_untracked(), self.dpi.get_untracked())
    }

    /// What was found out fills in what nobody has chosen or typed since `before`.
    pub fn take(self, finding: &Finding, otherwise: &str, before: &(String, String)) {
        let now = self.said();
        if let Some(language) = finding.language.filter(|_| now.0 == before.0) {
            self.language.set(language.as_str().to_owned());
        }
        if let Some(dpi) = finding.dpi.filter(|_| now.1 == before.1) {
            self.dpi.set(dpi.to_string());
        }
        self.quirks.set(finding.profile.map(|profile| profile.quirks).unwrap_or_default());
        if let Some(profile) = finding.profile {
            self.options.begin_with(&profile.options());
        }
        if self.name.with_untracked(String::is_empty) {
            let name = if finding.name.is_empty() { otherwise } else { &finding.name };
            self.name.set(name.chars().take(PRINTER_NAME_CHARS).collect());
        }
    }

    pub fn spoken(self) -> PrinterLanguage {
        self.language.with(|language| PrinterLanguage::parse(language)).unwrap_or(PrinterLanguage::Tspl)
    }

    /// The setup, or what is missing in words.
    pub fn setup(self) -> Result<PrinterSetup, Text> {
        let setup = self.nameless_setup()?;
        if setup.name.is_empty() { Err(texts::NAME_MISSING) } else { Ok(setup) }
    }

    /// As [`Draft::setup`], for trying out before there is a name.
    pub fn nameless_setup(self) -> Result<PrinterSetup, Text> {
        let connection = self.connection.get_untracked();
        let device_key = match connection {
            PrinterConnection::Pdf | PrinterConnection::Tcp => connection.as_str().to_owned(),
            PrinterConnection::Usb | PrinterConnection::Serial => {
                let chosen = self.chosen.identity.get_untracked().map(|identity| identity.key);
                chosen.or(self.old_key.get_value()).ok_or(texts::DEVICE_MISSING)?
            }
        };
        let is_serial = connection == PrinterConnection::Serial;
        let network = if connection == PrinterConnection::Tcp { Some(self.address()?) } else { None };
        Ok(PrinterSetup {
            name: self.name.get_untracked().trim().to_owned(),
            connection,
            language: untrack(|| self.spoken()),
            dpi: self.dpi.get_untracked().parse().unwrap_or(DPI_DEFAULT),
            template_id: self.template.get_untracked(),
            device_key,
            baud_rate: is_serial.then(|| self.baud_rate.get_untracked().parse().unwrap_or(BAUD_RATE_DEFAULT)),
            network,
            options: self.options.read().ok_or(more::NUMBERS_WRONG)?,
        })
    }

    pub fn address(self) -> Result<NetworkAddress, Text> {
        let host: String = self.host.get_untracked().trim().chars().take(PRINTER_HOST_CHARS).collect();
        if host.is_empty() {
            return Err(more::HOST_MISSING);
        }
        let ports = (u32::from(PRINTER_PORT_DEFAULT), u32::from(PRINTER_PORT_MAX));
        let port = whole(&self.port.get_untracked(), ports.0, ports.1).and_then(|port| u16::try_from(port).ok());
        Ok(NetworkAddress { host, port: port.ok_or(more::PORT_WRONG)? })
    }
}
