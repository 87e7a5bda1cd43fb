mod password;
mod refresh;
mod sign_in;
