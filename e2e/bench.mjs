// What only a browser can measure, one line of JSON a figure: from the press on "print" to the first byte at the printer, and labels a
// second from page to printer. `cargo xtask bench page`, or `node e2e/bench.mjs` with target/release/yundan built.
import { freePort, startProduct } from './harness/product.mjs';
import { startPrinters } from './harness/printers.mjs';
import { addPrinter, importFile, ordersCsv, pressPrint, waitForDone } from './harness/desk.mjs';
import { signIn } from './harness/sign-in.mjs';

const PRESSES = 7;
const LABELS = 300;

const report = (name, figure, unit, target, met) => console.log(JSON.stringify({ name, figure, unit, target, met }));
const middle = (values) => values.toSorted((one, other) => one - other)[values.length >> 1];

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
  report(`${LABELS} labels from page to printer`, rate, '/s', '', undefined);
} finally {
  await browser.close();
  await printers.stop();
  await product.stop();
}
