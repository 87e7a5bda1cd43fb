//! Writes the Chinese import template to standard output.

use std::io::Write;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    std::io::stdout().write_all(&sheet::template_workbook(sheet::Lang::Zh)?)?;
    Ok(())
}
