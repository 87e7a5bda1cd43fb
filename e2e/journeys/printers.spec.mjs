// The harness itself, on a page that uses the browser's printers directly: what a journey relies on must be true first.
import { createServer } from 'node:http';
import { test, expect } from '@playwright/test';
import { startPrinters } from '../harness/printers.mjs';
import { splitLabels } from '../harness/labels.mjs';
import { readLabel } from '../harness/judge.mjs';

const PATTERN = 300_000;
const isPattern = (bytes) => bytes.length === PATTERN && bytes.every((byte, at) => byte === (at & 255));

let server, bench, browser, page;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  server = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end('<!doctype html><title>test</title>'));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  bench = await startPrinters([origin]);
  browser = await bench.openBrowser();
  page = await (await browser.newContext()).newPage();
  await page.goto(origin);
  await page.evaluate((size) => {
    window.pattern = new Uint8Array(size).map((_, at) => at & 255);
    window.bytes = (text) => new TextEncoder().encode(text);
    window.openUsb = async () => {
      const [device] = await navigator.usb.getDevices();
      if (!device.opened) await device.open();
      await device.claimInterface(0);
      return device;
    };
  }, PATTERN);
});

test.afterAll(async () => {
  await browser?.close();
  await bench?.stop();
  server?.close();
});

test.beforeEach(async () => {
  await bench.serial.reset();
  await bench.usb.reset();
});

test('serial: every byte arrives, the status question is answered', async () => {
  const answer = await page.evaluate(async () => {
    const [port] = await navigator.serial.getPorts();
    await port.open({ baudRate: 115200 });
    const writer = port.writable.getWriter();
    await writer.write(pattern);
    await writer.write(bytes('~HS'));
    const reader = port.readable.getReader();
    let text = '';
    while (!text.includes('1234,0')) text += new TextDecoder().decode((await reader.read()).value);
    reader.releaseLock();
    writer.releaseLock();
    await port.close();
    return text;
  });
  expect(answer).toContain('030,0,0');
  const { bytes } = await bench.serial.received();
  expect(isPattern(bytes.subarray(0, PATTERN))).toBe(true);
  expect(bytes.subarray(PATTERN).toString()).toBe('~HS');
});

test('usb: every byte arrives; device id, port status and paper out are told', async () => {
  await bench.usb.set({ paper_out: true });
  const { id, status, answer } = await page.evaluate(async () => {
    const device = await openUsb();
    const ask = (request, length) =>
      device.controlTransferIn({ requestType: 'class', recipient: 'interface', request, value: 0, index: 0 }, length);
    const id = new TextDecoder().decode((await ask(0, 1024)).data.buffer.slice(2));
    const status = (await ask(1, 1)).data.getUint8(0);
    for (let at = 0; at < pattern.length; at += 16384) await device.transferOut(1, pattern.subarray(at, at + 16384));
    await device.transferOut(1, bytes('~HS'));
    const answer = new TextDecoder().decode((await device.transferIn(2, 512)).data);
    await device.close();
    return { id, status, answer };
  });
  expect(id).toContain('CMD:ZPL');
  expect(status).toBe(0x38);
  expect(answer).toContain('030,1,0');
  expect(isPattern((await bench.usb.received()).bytes.subarray(0, PATTERN))).toBe(true);
});

test('usb: a stall is cleared, a hung write ends with close, a slow printer takes its time', async () => {
  await bench.usb.set({ stalls: 1 });
  const stalled = await page.evaluate(async () => {
    const device = await openUsb();
    const first = (await device.transferOut(1, bytes('A'))).status;
    await device.clearHalt('out', 1);
    return [first, (await device.transferOut(1, bytes('B'))).status];
  });
  expect(stalled).toEqual(['stall', 'ok']);
  await bench.usb.set({ hang: true });
  const hung = await page.evaluate(async () => {
    const device = await openUsb();
    const write = device.transferOut(1, bytes('C')).then(({ status }) => status, ({ name }) => name);
    const first = await Promise.race([write, new Promise((resolve) => setTimeout(resolve, 300, 'nothing'))]);
    await device.close();
    return [first, await write];
  });
  expect(hung).toEqual(['nothing', 'AbortError']);
  await bench.usb.set({ hang: false, bytes_per_s: 100_000 });
  const tookMs = await page.evaluate(async () => {
    const device = await openUsb();
    const start = performance.now();
    await device.transferOut(1, new Uint8Array(20_000));
    await device.close();
    return performance.now() - start;
  });
  expect(tookMs).toBeGreaterThan(190);
  expect((await bench.usb.received()).bytes.subarray(0, 3).toString('latin1')).toBe('B\0\0');
});

test('both: pulled out in the middle, plugged in again, printing again', async () => {
  await page.evaluate(() => {
    window.events = [];
    for (const [name, bus] of [['usb', navigator.usb], ['serial', navigator.serial]]) {
      for (const what of ['connect', 'disconnect']) bus.addEventListener(what, () => events.push(`${name} ${what}`));
    }
  });
  const usb = page.evaluate(async () => (await openUsb()).transferIn(2, 64).then(() => 'data', ({ name }) => name));
  const serial = page.evaluate(async () => {
    const [port] = await navigator.serial.getPorts();
    await port.open({ baudRate: 9600 });
    return port.readable.getReader().read().then(() => 'data', ({ name }) => name);
  });
  await page.waitForTimeout(300);
  await bench.usb.unplug();
  await bench.serial.unplug();
  expect([await usb, await serial]).toEqual(['AbortError', 'NetworkError']);
  await bench.usb.plug();
  await bench.serial.plug();
  await expect.poll(() => page.evaluate(() => events.toSorted())).toEqual(['serial connect', 'serial disconnect', 'usb connect', 'usb disconnect']);
  await page.evaluate(async () => {
    const device = await openUsb();
    await device.transferOut(1, bytes('again'));
    const [port] = await navigator.serial.getPorts();
    await port.open({ baudRate: 9600 });
    const writer = port.writable.getWriter();
    await writer.write(bytes('again~HS'));
    await port.readable.getReader().read();
  });
  expect((await bench.usb.received()).bytes.toString()).toBe('again');
  expect((await bench.serial.received()).bytes.toString()).toBe('again~HS');
});

test('the judges read what is on a label, and only that', async ({}, info) => {
  const zpl = Buffer.from('^XA^PW608^LL400^FO60,60^BY3^BCN,120,N,N,N,A^FDYD7310000000426^FS^XZ\n~HS^XA^PW608^LL400^FO60,60^GB80,80,4^FS^XZ');
  const labels = splitLabels(zpl, 'zpl');
  expect(labels).toHaveLength(2);
  const paper = { widthMm: 76, heightMm: 50, dpi: 203 };
  const code = [{ kind: 'code128', text: 'YD7310000000426' }];
  expect(await readLabel(labels[0], paper, info.outputPath('code.png'))).toEqual({ zxing: code, zbar: code });
  expect(await readLabel(labels[1], paper, info.outputPath('none.png'))).toEqual({ zxing: [], zbar: [] });
  expect(() => splitLabels(zpl.subarray(0, 40), 'zpl')).toThrow('does not end');

  const bitmap = Buffer.alloc(2 * 8, 0xff);
  const tspl = Buffer.concat([
    Buffer.from('\r\nSIZE 10 mm,5 mm\r\nCLS\r\nBITMAP 8,8,2,8,0,'), bitmap.fill('PRINT\r\n', 3), Buffer.from('\r\nPRINT 1,1\r\n\x1b!?'),
  ]);
  const [label, ...more] = splitLabels(tspl, 'tspl');
  expect(more).toEqual([]);
  expect(label.bitmaps).toEqual([{ x: 8, y: 8, rowBytes: 2, rows: 8, data: bitmap }]);
});
