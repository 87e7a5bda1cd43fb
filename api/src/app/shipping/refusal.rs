//! Why something cannot be shipped, as single requests and order files are told.

use crate::app::{
    AppError, Words,
    forbidden_goods::{self, Dictionary},
    services,
};

/// Why one draft cannot be shipped.
pub struct Refusal {
    pub code: &'static str,
    pub words: Words,
    /// What of the order it is about: where in a request, and the column of a file.
    pub pointer: &'static str,
    pub field: sheet::Field,
    /// Values of the words, where the words are made later.
    pub args: Vec<String>,
}

impl Refusal {
    fn of_place(code: &'static str, words: Words) -> Refusal {
        Refusal { code, words, pointer: "/receiver", field: sheet::Field::Address, args: Vec::new() }
    }

    /// As a single request is answered.
    pub fn into_error(self) -> AppError {
        AppError::Unacceptable { code: self.code, words: self.words }
    }
}

/// Goods that must not be sent, where the network blocks them.
pub fn refused_goods(dictionary: &Dictionary, goods: &str) -> Option<Refusal> {
    let refused = forbidden_goods::refused(dictionary, goods)?;
    Some(Refusal {
        code: "forbidden_goods",
        words: refused.words,
        pointer: "/goods",
        field: sheet::Field::Goods,
        args: refused.args,
    })
}

pub fn no_route() -> Refusal {
    let words = Words::new("网络暂不送达这个地区。", "The network does not deliver to this place.");
    Refusal::of_place("no_route", words)
}

pub fn unpriced(error: tariff::TariffError) -> Refusal {
    use tariff::TariffError;
    let words = match error {
        TariffError::NoZone => Words::new("签约价格里没有这个地区。", "The tariff has no price for this place."),
        TariffError::NotInForce => {
            Words::new("签约价格今天不生效，请联系网点。", "The tariff is not in force today; ask your outlet.")
        }
        TariffError::OutOfRange => {
            Words::new("重量、尺寸或保价金额超出可计价范围。", "Weight, size or value is beyond what can be priced.")
        }
        TariffError::NotOffered(service) => {
            let words = Words::new(
                format!("签约价格不含“{}”，请联系网点开通。", service.zh()),
                format!("The tariff does not offer “{}”; ask your outlet.", service.en()),
            );
            let (pointer, field) = services::places(service);
            let args = vec![service.zh().to_owned(), service.en().to_owned()];
            return Refusal { code: error.code(), words, pointer, field, args };
        }
    };
    Refusal::of_place(error.code(), words)
}
