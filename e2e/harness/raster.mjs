// What is on a ZPL label, read fast: the raster of its ^GF fields, undone here by the language's own rules, and ZXing on it. For runs of
// hundreds of labels; the judges that draw labels with foreign programs are in judge.mjs.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const require = createRequire(import.meta.url);
let zxing;
const known = new Map();

/** The labels a printer got to their end, oldest first; what was cut off by another beginning is none. */
export function wholeLabels(bytes) {
  const labels = [];
  for (let end = bytes.indexOf('^XZ'); end >= 0; end = bytes.indexOf('^XZ', end + 3)) {
    const start = bytes.lastIndexOf('^XA', end);
    if (start >= 0) labels.push(bytes.subarray(start, end + 3));
  }
  return labels;
}

/** The waybill number in the label's Code 128. */
export async function waybillOn(label) {
  const key = createHash('sha1').update(label).digest('hex');
  if (!known.has(key)) known.set(key, await read(label));
  return known.get(key);
}

async function read(label) {
  zxing ??= readFile(require.resolve('zxing-wasm/reader/zxing_reader.wasm')).then((wasmBinary) =>
    prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true }),
  );
  await zxing;
  const found = await readBarcodes(picture(label.toString('latin1')), { formats: ['Code128'], tryHarder: true, maxNumberOfSymbols: 4 });
  const numbers = new Set(found.map(({ text }) => text));
  if (numbers.size !== 1) throw new Error(`a label with the numbers ${[...numbers]}`);
  return [...numbers][0];
}

/** Black dots of all fields on one white sheet. */
function picture(text) {
  const fields = [...text.matchAll(/\^FO(\d+),(\d+)[^\n]*?\^GFA,(\d+),(\d+),(\d+),([\s\S]*?)\^FS/g)].map(([, x, y, , total, rowBytes, data]) => {
    const bytes = unpack(data, Number(total), Number(rowBytes));
    return { x: Number(x), y: Number(y), rowBytes: Number(rowBytes), rows: Number(total) / Number(rowBytes), bytes };
  });
  if (fields.length === 0) throw new Error(`no ^GF field in ${text.slice(0, 80)}`);
  const width = Math.max(...fields.map(({ x, rowBytes }) => x + rowBytes * 8)) + 40;
  const height = Math.max(...fields.map(({ y, rows }) => y + rows)) + 40;
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (const { x, y, rowBytes, rows, bytes } of fields) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < rowBytes * 8; column++) {
        if ((bytes[row * rowBytes + (column >> 3)] >> (7 - (column & 7))) & 1) {
          const at = ((y + row + 20) * width + x + column + 20) * 4;
          data[at] = data[at + 1] = data[at + 2] = 0;
        }
      }
    }
  }
  return { data, width, height, colorSpace: 'srgb' };
}

function unpack(data, total, rowBytes) {
  const packed = /^:Z64:([A-Za-z0-9+/=\s]+):/.exec(data);
  return packed ? inflateSync(Buffer.from(packed[1], 'base64')) : unpackAcs(data, total, rowBytes);
}

/** Hex with run lengths: `G`–`Y` 1–19, `g`–`z` 20–400, `,` the rest of the row white, `!` black, `:` the row before. */
function unpackAcs(data, total, rowBytes) {
  const rows = [];
  let row = '';
  let times = 0;
  const width = rowBytes * 2;
  const end = () => {
    rows.push(row);
    row = '';
  };
  for (const char of data) {
    if (char >= 'G' && char <= 'Y') times += char.charCodeAt(0) - 70;
    else if (char >= 'g' && char <= 'z') times += (char.charCodeAt(0) - 102) * 20;
    else if (/[0-9A-Fa-f]/.test(char)) {
      row += char.repeat(times || 1);
      times = 0;
      while (row.length >= width) {
        rows.push(row.slice(0, width));
        row = row.slice(width);
      }
    } else if (char === ',' || char === '!') {
      row = row.padEnd(width, char === ',' ? '0' : 'F');
      end();
    } else if (char === ':') rows.push(rows.at(-1) ?? '0'.repeat(width));
  }
  const bytes = Buffer.from(rows.join(''), 'hex');
  if (bytes.length !== total) throw new Error(`a ^GF field of ${bytes.length} bytes, not ${total}`);
  return bytes;
}
