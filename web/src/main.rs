//! The page's main module. Everything is in the library, which the other modules share.

fn main() {
    web::start();
}
