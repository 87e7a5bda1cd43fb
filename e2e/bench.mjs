// What only a browser can measure, one line of JSON a figure: from the press on "print" to the first byte at the printer, and labels a
// second from page to printer. `cargo xtask bench page`, or `node e2e/bench.mjs` with target/release/yundan built.
import { readFileSync } from 'node:fs';
import { freePort, startProduct } from './harness/product.mjs';
import { startPrinters } from './harness/printers.mjs';
import { addPrinter, importFile, ordersCsv, pressPrint, waitForDone } from './harness/desk.mjs';
import { signIn } from './harness/sign-in.mjs';

const PRESSES = 7;
const LABELS = 500;
/** As many as one press takes. */
const MANY = 5_000;

const report = (name, figure, unit, target, met, floor) => console.log(JSON.stringify({ name, figure, floor, unit, target, met }));
const middle = (values) => values.toSorted((one, other) => one - other)[values.length >> 1];

/** Megabytes of the renderer with the most, once what is garbage is collected. */
async function pageMemory(browser, page) {
  const cdp = await page.context().newCDPSession(page);
  for (let round = 0; round < 3; round++) await cdp.send('HeapProfiler.collectGarbage');
  await cdp.detach();
  const whole = await browser.newBrowserCDPSession();
  const { processInfo } = await whole.send('SystemInfo.getProcessInfo');
  await whole.detach();
  const resident = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => {
    const line = readFileSync(`/proc/${id}/status`, 'utf8').match(/^VmRSS:\s+(\d+) kB/m);
    return Number(line[1]) / 1024;
  });
  return Math.max(...resident);
}

const product = await startProduct(await freePort());
const printers = await startPrinters([new URL(product.url).origin]);
const browser = await printers.openBrowser();
try {
  const page = await (await browser.newContext({ baseURL: product.url, locale: 'zh-CN', viewport: { width: 1440, height: 900 } })).newPage();
  await signIn(page, product, 'merchant_owner');
  await addPrinter(page, { connection: 'usb', name: '一号台' });

  const millis = [];
  for (let press = 0; press < PRESSES; press++) {
    await importFile(page, ordersCsv(`PRESS-${press}`, 1));
    await printers.usb.clear();
    const pressedAt = await pressPrint(page);
    await waitForDone(page, 1);
    millis.push((await printers.usb.received()).first_at_ms - pressedAt);
  }
  report('press to first byte at the printer', middle(millis), 'ms', '< 200 ms', middle(millis) < 200);

  await importFile(page, ordersCsv('MANY', LABELS));
  await printers.usb.clear();
  const pressedAt = await pressPrint(page);
  await waitForDone(page, LABELS, { timeout: 120_000 });
  const { last_at_ms: lastAt } = await printers.usb.received();
  const rate = LABELS / ((lastAt - pressedAt) / 1000);
  report(`${LABELS} labels from page to printer`, rate, '/s', '≥ 8/s', rate >= 8);

  // Memory of the page's process, its workers and modules in it, after one run of labels and after one ten times as long.
  const few = await pageMemory(browser, page);
  await importFile(page, ordersCsv('STACK', MANY));
  await printers.usb.clear();
  await pressPrint(page);
  await waitForDone(page, MANY, { timeout: 300_000 });
  const many = await pageMemory(browser, page);
  report(`page memory after ${MANY} labels, against ${LABELS}`, many, 'MB', 'flat: ≤ 1.2 ×', many <= few * 1.2, few);
} finally {
  await browser.close();
  await printers.stop();
  await product.stop();
}
