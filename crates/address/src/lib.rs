#![doc = include_str!("../README.md")]

mod division;
mod locate;
pub mod name;
mod names;
mod parse;
pub mod phone;
mod problem;
mod region;
mod text;

pub use division::{Division, division, divisions};
pub use locate::{Address, DETAIL_MAX, locate};
pub use name::NameProblem;
pub use names::NameModel;
pub use parse::{Confidence, Level, Note, PARSE_MAX, Parsed, parse, parse_with};
pub use phone::{Phone, PhoneKind, PhoneProblem};
pub use problem::{AddressProblem, Lang, Problem, words};
