// What a printer received → the labels in it. Reads the languages as printers do: by their commands and counted lengths.

const LF = 0x0a;

/** Splits the bytes a printer received into labels of `language`; status questions between them are dropped. Throws on a label cut short. */
export function splitLabels(bytes, language) {
  switch (language) {
    case 'zpl':
      return splitZpl(bytes);
    case 'tspl':
      return splitTspl(bytes);
    default:
      throw new Error(`no splitter for ${language}`);
  }
}

function splitZpl(bytes) {
  const labels = [];
  let at = 0;
  for (;;) {
    const start = bytes.indexOf('^XA', at);
    if (start < 0) return labels;
    const end = bytes.indexOf('^XZ', start);
    if (end < 0) throw new Error('a ZPL label begins but does not end');
    if (bytes.subarray(start + 3, end).includes('^XA')) throw new Error('a ZPL label begins inside another');
    labels.push({ language: 'zpl', bytes: bytes.subarray(start, end + 3) });
    at = end + 3;
  }
}

function splitTspl(bytes) {
  const labels = [];
  let start = -1;
  let at = 0;
  let bitmaps = [];
  let size;
  while (at < bytes.length) {
    // A status question stands between commands and has no end of line.
    if (bytes[at] === 0x1b && bytes[at + 1] === 0x21) {
      at += 3;
      continue;
    }
    const header = /^BITMAP (\d+),(\d+),(\d+),(\d+),(\d+),/.exec(bytes.subarray(at, at + 60).toString('latin1'));
    if (header) {
      const [x, y, rowBytes, rows, mode] = header.slice(1).map(Number);
      const from = at + header[0].length;
      const data = bytes.subarray(from, from + rowBytes * rows);
      if (data.length < rowBytes * rows) throw new Error('a TSPL bitmap is cut short');
      if (mode !== 0) throw new Error(`TSPL bitmap mode ${mode} is not plain`);
      bitmaps.push({ x, y, rowBytes, rows, data });
      at = from + rowBytes * rows;
      continue;
    }
    let end = bytes.indexOf(LF, at);
    if (end < 0) end = bytes.length;
    const line = bytes.subarray(at, end).toString('latin1').trim();
    const paper = /^SIZE ([\d.]+) mm, ?([\d.]+) mm$/.exec(line);
    if (paper) {
      if (start >= 0) throw new Error('a TSPL label begins inside another');
      start = at;
      size = { widthMm: Number(paper[1]), heightMm: Number(paper[2]) };
    }
    if (/^PRINT /.test(line)) {
      labels.push({ language: 'tspl', bytes: bytes.subarray(start, end), bitmaps, ...size });
      bitmaps = [];
      start = -1;
    }
    at = end + 1;
  }
  if (start >= 0) throw new Error('a TSPL label begins but does not end');
  return labels;
}

/** CRC-16/XMODEM over the base64 characters of every `:Z64:` field; printers drop a field whose check fails, renderers do not look. */
export function checkZ64(label) {
  const text = label.bytes.toString('latin1');
  let fields = 0;
  for (const [, body, given] of text.matchAll(/:Z64:([A-Za-z0-9+/=]+):([0-9A-Fa-f]{4})/g)) {
    let crc = 0;
    for (const char of Buffer.from(body, 'latin1')) {
      crc ^= char << 8;
      for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
    }
    if (crc !== Number.parseInt(given, 16)) throw new Error(`Z64 check ${given}, should be ${crc.toString(16)}`);
    fields++;
  }
  return fields;
}
