mod create;
mod labels;
mod list;
mod reveal;
mod search;
mod void;
