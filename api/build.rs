//! Embeds the page: every file of the folder `YUNDAN_WEB_DIST` (default `target/web`), compressed once, here. Without a page the
//! service still builds and says so where the page would be.

use std::{
    env, fs,
    io::Write,
    path::{Path, PathBuf},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

const WITHOUT_PAGE: &str = "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>Yundan</title>\
<p>This build has no page. Build it with: cargo xtask run</p></html>";
/// As small as it gets, for what users load; quickly, where nothing else is optimised either.
const BROTLI_QUALITY: i32 = 11;
const BROTLI_QUALITY_QUICK: i32 = 5;

fn main() {
    println!("cargo:rerun-if-env-changed=YUNDAN_WEB_DIST");
    let manifest = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let dist = env::var("YUNDAN_WEB_DIST").map_or_else(|_| manifest.join("../target/web"), PathBuf::from);
    println!("cargo:rerun-if-changed={}", dist.display());
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    let mut files = Vec::new();
    collect(&dist, &dist, &mut files);
    files.sort();
    let mut table = String::from("static ASSETS: &[Asset] = &[\n");
    if !files.iter().any(|(name, _)| name == "index.html") {
        files = Vec::new();
        table.push_str(&entry(&out, 0, "index.html", WITHOUT_PAGE.as_bytes()));
    }
    for (at, (name, path)) in files.iter().enumerate() {
        println!("cargo:rerun-if-changed={}", path.display());
        let content = fs::read(path).expect("a file that was just listed");
        table.push_str(&entry(&out, at, name, &content));
    }
    table.push_str("];\n");
    fs::write(out.join("assets.rs"), table).expect("OUT_DIR can be written");
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, PathBuf)>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(root, &path, files);
        } else if let Ok(name) = path.strip_prefix(root) {
            let name = name.to_string_lossy().replace('\\', "/");
            if !name.starts_with('.') {
                files.push((name, path));
            }
        }
    }
}

fn entry(out: &Path, at: usize, name: &str, content: &[u8]) -> String {
    let hash: String = Sha256::digest(content).iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    let cache = out.join(format!("{hash}.br"));
    let brotli = match fs::read(&cache) {
        Ok(known) => known,
        Err(_) => {
            let fresh = brotli_of(content);
            fs::write(&cache, &fresh).expect("OUT_DIR can be written");
            fresh
        }
    };
    fs::write(out.join(format!("asset{at}.br")), brotli).expect("OUT_DIR can be written");
    fs::write(out.join(format!("asset{at}.gz")), gzip_of(content)).expect("OUT_DIR can be written");
    let scripts: Vec<String> = if name.ends_with(".html") { inline_script_hashes(content) } else { Vec::new() };
    format!(
        "Asset {{ path: {name:?}, media_type: {:?}, etag: {:?}, immutable: {}, \
         brotli: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/asset{at}.br\")), \
         gzip: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/asset{at}.gz\")), script_hashes: &{scripts:?} }},\n",
        media_type(name),
        format!("\"{hash}\""),
        has_hash(name),
    )
}

fn brotli_of(content: &[u8]) -> Vec<u8> {
    let is_quick = env::var("OPT_LEVEL").is_ok_and(|level| level == "0");
    let quality = if is_quick { BROTLI_QUALITY_QUICK } else { BROTLI_QUALITY };
    let params = brotli::enc::BrotliEncoderParams { quality, lgwin: 24, ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut compressed, &params).expect("memory to memory");
    compressed
}

fn gzip_of(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content).expect("memory to memory");
    encoder.finish().expect("memory to memory")
}

/// `app-0123456789abcdef_bg.wasm`: the page's build writes the hash of the content into the name.
fn has_hash(name: &str) -> bool {
    name.split(['-', '_', '.', '/']).any(|part| part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "json" | "webmanifest" => "application/json",
        "ttf" => "font/ttf",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Base64 of the SHA-256 of every inline script, as a Content-Security-Policy names them.
fn inline_script_hashes(html: &[u8]) -> Vec<String> {
    let html = String::from_utf8_lossy(html);
    let mut hashes = Vec::new();
    let mut rest = &*html;
    while let Some(start) = rest.find("<script") {
        let Some(open_end) = rest[start..].find('>') else { break };
        let (tag, after) = rest[start..].split_at(open_end + 1);
        let Some(end) = after.find("</script>") else { break };
        if !tag.contains(" src=") {
            hashes.push(STANDARD.encode(Sha256::digest(&after.as_bytes()[..end])));
        }
        rest = &after[end..];
    }
    hashes
}
