// The page under a real kernel: a USB device that the kernel's driver holds is a serial port to Web Serial, an obstacle to WebUSB, and a printer to
// WebUSB once the driver let go. The last line says how it went. Everything is emulated and slow, so limits are generous.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import assert from 'node:assert/strict';
import { chromium } from '@playwright/test';
import { startProduct } from '../harness/product.mjs';
import { signIn } from '../harness/sign-in.mjs';

const PRINT = process.argv[2];
const PORT = 18080;
const ORIGIN = `http://127.0.0.1:${PORT}`;
const SLOW_MS = 240_000;
/** QEMU's usb-serial: an FTDI converter with one interface of its maker's own class. */
const VENDOR = 0x0403;
const PRODUCT = 0x6001;
const DRIVER = '/sys/bus/usb/drivers/ftdi_sio';

const began = Date.now();
const tell = (what) => console.log(`[${((Date.now() - began) / 1000).toFixed(0)} s] ${what}`);
const paper = () => readFileSync(PRINT, 'latin1');

writeFileSync(
  '/etc/chromium/policies/managed/printers.json',
  JSON.stringify({
    SerialAllowAllPortsForUrls: [ORIGIN],
    WebUsbAllowDevicesForUrls: [{ devices: [{ vendor_id: VENDOR, product_id: PRODUCT }], urls: [ORIGIN] }],
  }),
);
const product = await startProduct(PORT, SLOW_MS);
tell('the service is up');
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  timeout: SLOW_MS,
});
const page = await (await browser.newContext({ baseURL: product.url, locale: 'zh-CN' })).newPage();
page.setDefaultTimeout(SLOW_MS);
await page.goto('/', { timeout: SLOW_MS });
await signIn(page, product, 'merchant_owner');
tell('signed in');
await page.goto('/print', { timeout: SLOW_MS });
await page.getByRole('button', { name: '添加打印机' }).first().click();
const dialog = page.getByRole('dialog', { name: '设置打印机' });

async function choose(connection) {
  await dialog.locator('label').filter({ has: page.locator(`input[value="${connection}"]`) }).click();
  await dialog.locator('.device .chip').filter({ hasText: `${connection}:0403:6001` }).click();
}

async function prints(what) {
  const before = paper().length;
  await dialog.getByRole('button', { name: '打印辨认页' }).click();
  await dialog.getByText('哪个数字清楚地打出来了').waitFor();
  const until = Date.now() + SLOW_MS;
  while (!paper().slice(before).includes('[5]') && Date.now() < until) await new Promise((done) => setTimeout(done, 500));
  const came = paper().slice(before);
  for (const mark of ['TEXT 112,56,"4",0,3,3,"1"', '^FD2^FS', 'TEXT 4 0 112 56 3', 'N,"4"', '[5]']) {
    assert.ok(came.includes(mark), `${what}: ${mark} is missing in ${came.length} bytes`);
  }
  tell(`${what}: ${came.length} bytes on the paper`);
}

await choose('serial');
await prints('Web Serial through ftdi_sio');

await choose('usb');
const steps = dialog.locator('.ladder');
await steps.getByText('内核驱动').waitFor();
const rule = await steps.locator('pre').textContent();
assert.ok(rule.includes('ATTR{idVendor}=="0403"') && rule.includes('unbind'), rule);
tell('WebUSB while the driver holds the device: the page names it and shows the rule');

const held = readdirSync(DRIVER).find((name) => name.includes(':'));
writeFileSync(`${DRIVER}/unbind`, held);
await choose('usb');
await prints('WebUSB after the driver let go');

await browser.close();
await product.stop();
console.log(`HARDWARE OK ${((Date.now() - began) / 1000).toFixed(0)} s`);
process.exit(0);
