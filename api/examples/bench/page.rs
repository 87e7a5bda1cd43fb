//! What a browser loads before the first page stands.

use crate::{Result, figure::Figure, service::Service};

const TARGET_KB: f64 = 700.0;

pub fn measure(service: &Service) -> Result<()> {
    let (html, mut bytes) = fetch(service, "/")?;
    for name in references(&String::from_utf8(html)?) {
        bytes += fetch(service, &name)?.1;
    }
    let kb = bytes as f64 / 1024.0;
    Figure {
        name: "first load, compressed",
        figure: kb,
        unit: "KB",
        floor: None,
        target: "≤ 700 KB without the label font",
        met: kb <= TARGET_KB,
    }
    .print();
    Ok(())
}

/// What is loaded only where labels are drawn.
pub fn measure_engine(service: &Service) -> Result<()> {
    let loader = String::from_utf8(fetch(service, "/label_worker_loader.js")?.0)?;
    let script = quoted(&loader, ".js").ok_or("the loader names no script")?;
    let module = script.replace(".js", "_bg.wasm");
    let kb = |path: &str| -> Result<f64> { Ok(fetch(service, path)?.1 as f64 / 1024.0) };
    let engine = kb(&script)? + kb(&module)?;
    Figure {
        name: "label engine, compressed",
        figure: engine,
        unit: "KB",
        floor: None,
        target: "≤ 250 KB",
        met: engine <= 250.0,
    }
    .print();
    let font = kb("/label-font.ttf")?;
    let (target, met) = ("≤ 1.4 MB", font <= 1.4 * 1024.0);
    Figure { name: "label font, compressed", figure: font, unit: "KB", floor: None, target, met }.print();
    Ok(())
}

/// The first quoted address with this ending.
fn quoted(text: &str, ending: &str) -> Option<String> {
    let mut parts = text.split(['"', '\'', '`']);
    let name = parts.find(|part| part.ends_with(ending) && part.len() > ending.len())?;
    Some(format!("/{}", name.trim_start_matches(['.', '/'])))
}

/// The body as it is, and its length on the wire with brotli.
fn fetch(service: &Service, path: &str) -> Result<(Vec<u8>, usize)> {
    let url = format!("{}{path}", service.url());
    let plain = service.agent.get(&url).header("Accept-Encoding", "identity").call()?.body_mut().read_to_vec()?;
    let mut packed = service.agent.get(&url).header("Accept-Encoding", "br").call()?;
    let is_packed = packed.headers().get("Content-Encoding").is_some_and(|encoding| encoding == "br");
    let wire = packed.body_mut().read_to_vec()?.len();
    if !is_packed && plain.len() > 2_000 {
        return Err(format!("{path} is not compressed").into());
    }
    Ok((plain, wire))
}

/// Scripts, modules and styles of the page's own address, once each.
fn references(html: &str) -> Vec<String> {
    let mut names: Vec<String> = html
        .split(['"', '\''])
        .filter(|part| part.starts_with('/') && [".js", ".css", ".wasm"].iter().any(|end| part.ends_with(end)))
        .map(str::to_owned)
        .collect();
    names.sort();
    names.dedup();
    assert!(names.iter().any(|name| name.ends_with(".wasm")), "the page names its module: {names:?}");
    names
}
