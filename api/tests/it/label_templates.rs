mod files;
mod printing;
mod versions;
