// Every page in light and dark at 1440×900 into target/screenshots, for people to look at: `node e2e/screenshots.mjs [FOLDER]`.
// Uses the demo network and a plain Chromium; needs target/release/yundan (cargo xtask run or test builds it).
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { freePort, startProduct } from './harness/product.mjs';
import { signIn } from './harness/sign-in.mjs';

const FILES = fileURLToPath(new URL('files/', import.meta.url));
const folder = process.argv[2] ?? fileURLToPath(new URL('../target/screenshots/', import.meta.url));
mkdirSync(folder, { recursive: true });

const PAGES = [
  ['today', '/'],
  ['import', '/import'],
  ['shipments', '/shipments'],
  ['new-shipment', '/shipments/new'],
  ['print', '/print'],
  ['templates', '/templates'],
  ['template', '/templates/standard-76x130'],
];

/** Long enough for counters and charts to come to rest; nothing here is asserted. */
const SETTLE_MS = 700;

const product = await startProduct(await freePort());
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--force-color-profile=srgb'] });
try {
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser.newContext({
      baseURL: product.url,
      colorScheme,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      viewport: { width: 1440, height: 900 },
    });
    const page = await context.newPage();
    const take = async (name) => {
      await page.waitForLoadState('load');
      await page.waitForTimeout(SETTLE_MS);
      await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png` });
      console.log(`${name}-${colorScheme}.png`);
    };
    await page.goto('/');
    await page.locator('form').waitFor();
    await take('sign-in');
    await signIn(page, product, 'merchant_owner');
    for (const [name, path] of PAGES) {
      await page.goto(path);
      await take(name);
    }
    // A printer being set up, with what most people never open.
    await page.goto('/print');
    await page.getByRole('button', { name: '添加打印机' }).first().click();
    await take('printer-setup');
    await page.locator('.options summary').click();
    await take('printer-options');
    // The import of a file with good and bad rows, and a shipment's detail beside the list.
    await page.goto('/import');
    await page.locator('input[type="file"]').setInputFiles(`${FILES}orders.xlsx`);
    await page.waitForURL(/\/import\/.+/);
    await page.waitForTimeout(2_000);
    await take('import-result');
    await page.goto('/shipments');
    await page.locator('[role="row"][aria-rowindex], [role="row"]').nth(1).click();
    await take('shipment-detail');
    await context.close();
  }
} finally {
  await browser.close();
  await product.stop();
}
