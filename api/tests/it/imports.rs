mod killed;
mod outcomes;
mod real_files;
mod refused;
