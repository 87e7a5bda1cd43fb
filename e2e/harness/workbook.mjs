// A workbook as a person's spreadsheet program changes it: read the zip, replace words, write the zip. No spreadsheet library.
import { crc32, inflateRawSync } from 'node:zlib';

const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END = 0x06054b50;

/** The parts of an .xlsx file: name → bytes. */
export function readWorkbook(file) {
  const end = file.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const parts = new Map();
  let at = file.readUInt32LE(end + 16);
  for (let left = file.readUInt16LE(end + 10); left > 0; left--) {
    if (file.readUInt32LE(at) !== CENTRAL) throw new Error('not a zip');
    const [method, size] = [file.readUInt16LE(at + 10), file.readUInt32LE(at + 20)];
    const [nameSize, extraSize, commentSize] = [28, 30, 32].map((offset) => file.readUInt16LE(at + offset));
    const name = file.subarray(at + 46, at + 46 + nameSize).toString();
    const local = file.readUInt32LE(at + 42);
    const from = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
    const data = file.subarray(from, from + size);
    parts.set(name, method === 0 ? Buffer.from(data) : inflateRawSync(data));
    at += 46 + nameSize + extraSize + commentSize;
  }
  return parts;
}

/** Every text of the workbook, in no order that matters. */
export function wordsOf(file) {
  const xml = [...readWorkbook(file)].filter(([name]) => /sharedStrings|worksheets\/sheet/.test(name)).map(([, data]) => data.toString());
  return xml.join('').match(/<t[^>]*>[^<]*<\/t>/g)?.map((tag) => tag.replace(/<[^>]+>/g, '')) ?? [];
}

/** The same workbook with `from` replaced by `to` in its texts; throws if `from` does not occur. */
export function correctWorkbook(file, from, to) {
  const parts = readWorkbook(file);
  let found = false;
  for (const [name, data] of parts) {
    if (!name.endsWith('.xml')) continue;
    const text = data.toString();
    // A whole text or a whole number, never a part of one.
    const changed = text.replaceAll(`>${from}<`, `>${to}<`);
    found ||= changed !== text;
    parts.set(name, Buffer.from(changed));
  }
  if (!found) throw new Error(`the workbook does not hold ${from}`);
  return writeZip(parts);
}

function writeZip(parts) {
  const [bodies, directory] = [[], []];
  let offset = 0;
  for (const [name, data] of parts) {
    const head = Buffer.alloc(30);
    head.writeUInt32LE(LOCAL, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt32LE(crc32(data), 14);
    head.writeUInt32LE(data.length, 18);
    head.writeUInt32LE(data.length, 22);
    head.writeUInt16LE(Buffer.byteLength(name), 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(CENTRAL, 0);
    entry.writeUInt16LE(20, 4);
    head.copy(entry, 6, 4, 30);
    entry.writeUInt32LE(offset, 42);
    bodies.push(head, Buffer.from(name), data);
    directory.push(entry, Buffer.from(name));
    offset += 30 + Buffer.byteLength(name) + data.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(parts.size, 8);
  end.writeUInt16LE(parts.size, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, central, end]);
}
