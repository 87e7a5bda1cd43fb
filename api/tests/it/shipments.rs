mod create;
mod edit;
mod export;
mod labels;
mod list;
mod reveal;
mod search;
mod void;
