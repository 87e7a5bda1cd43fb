// Draws and reads labels with programs this project did not write: zpl-renderer-js draws, ZXing and zbar read.
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { PNG } from 'pngjs';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { checkZ64 } from './labels.mjs';

const run = promisify(execFile);
const require = createRequire(import.meta.url);
/** Both readers want white around a code; labels are looked at with a margin as on a table. */
const MARGIN = 40;

let zebra;
async function drawZpl(label, { widthMm, heightMm, dpi }) {
  checkZ64(label);
  zebra ??= (await import('zpl-renderer-js')).ready;
  const { api } = await zebra;
  const dotsPerMm = dpi === 300 ? 12 : 8;
  const base64 = await api.zplToBase64Async(label.bytes.toString('latin1'), widthMm, heightMm, dotsPerMm);
  return PNG.sync.read(Buffer.from(base64, 'base64'));
}

/** TSPL's own picture: 0 is a printed dot. */
function drawTspl(label, { dpi }) {
  const dotsPerMm = dpi === 300 ? 11.811 : 8;
  const image = blank(Math.round(label.widthMm * dotsPerMm), Math.round(label.heightMm * dotsPerMm));
  for (const { x, y, rowBytes, rows, data } of label.bitmaps) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < rowBytes * 8; column++) {
        const white = (data[row * rowBytes + (column >> 3)] >> (7 - (column & 7))) & 1;
        if (!white && x + column < image.width && y + row < image.height) {
          image.data.fill(0, ((y + row) * image.width + x + column) * 4, ((y + row) * image.width + x + column) * 4 + 3);
        }
      }
    }
  }
  return image;
}

function blank(width, height) {
  const image = new PNG({ width, height });
  image.data.fill(255);
  return image;
}

/** The label as a person would see it. `paper` is `{widthMm, heightMm, dpi}`. */
export async function drawLabel(label, paper) {
  const drawn = label.language === 'zpl' ? await drawZpl(label, paper) : drawTspl(label, paper);
  const image = blank(drawn.width + 2 * MARGIN, drawn.height + 2 * MARGIN);
  PNG.bitblt(drawn, image, 0, 0, drawn.width, drawn.height, MARGIN, MARGIN);
  return PNG.sync.write(image);
}

let zxing;
async function readWithZxing(png) {
  zxing ??= readFile(require.resolve('zxing-wasm/reader/zxing_reader.wasm')).then((wasmBinary) =>
    prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true }),
  );
  await zxing;
  const found = await readBarcodes(new Uint8Array(png), { formats: ['Code128', 'QRCode'], tryHarder: true, maxNumberOfSymbols: 20 });
  return found.map(({ format, text }) => ({ kind: /qr/i.test(format) ? 'qr' : 'code128', text }));
}

async function readWithZbar(file) {
  const { stdout } = await run('zbarimg', ['--quiet', '--nodbus', file]).catch((error) => {
    if (error.code === 4) return { stdout: '' }; // nothing found
    throw error;
  });
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [kind, ...text] = line.split(':');
      return { kind: /qr/i.test(kind) ? 'qr' : 'code128', text: text.join(':') };
    });
}

/** Every barcode of a label as `{zxing, zbar}`, each a list of `{kind, text}`; leaves the picture in `file`. */
export async function readLabel(label, paper, file) {
  const png = await drawLabel(label, paper);
  await writeFile(file, png);
  return { zxing: await readWithZxing(png), zbar: await readWithZbar(file) };
}
