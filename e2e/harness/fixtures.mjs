// What every journey gets: the product, a browser with virtual printers, a page of its own.
import { test as base, expect } from '@playwright/test';
import { freePort, startProduct } from './product.mjs';
import { startPrinters } from './printers.mjs';
import { findBarriers } from './accessibility.mjs';
import { signIn } from './sign-in.mjs';

let addresses = 0;

export const test = base.extend({
  /** The real binary with a fresh demo network, one a worker. */
  product: [
    async ({}, use) => {
      const product = await startProduct(await freePort());
      await use(product);
      await product.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  bench: [
    async ({ product }, use) => {
      const bench = await startPrinters([new URL(product.url).origin]);
      await use(bench);
      await bench.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  browser: [
    async ({ bench }, use) => {
      const browser = await bench.openBrowser();
      await use(browser);
      await browser.close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  /** The printers, reset before each test: `{serial, usb}`. */
  printers: async ({ bench }, use) => {
    await bench.serial.reset();
    await bench.usb.reset();
    await use({ serial: bench.serial, usb: bench.usb });
    await bench.serial.reset();
    await bench.usb.reset();
  },

  /** A scale on a serial port, there for this test alone: empty, standing still. */
  scale: async ({ bench }, use) => {
    await bench.scale.plug();
    await use(bench.scale);
    await bench.scale.unplug();
  },

  baseURL: async ({ product }, use) => use(product.url),

  /** An address of its own for each test, as a proxy tells it: what one test guesses at the door is counted for no other. */
  extraHTTPHeaders: async ({}, use, info) => {
    addresses += 1;
    await use({ 'X-Forwarded-For': `198.18.${info.workerIndex % 250}.${addresses % 250}` });
  },

  /** A page whose uncaught errors and console errors fail the test, so that nothing breaks unseen. */
  page: async ({ page }, use) => {
    const errors = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => {
      // A refused request is the page's business to show; the browser's own line about it is not an error of the page.
      if (message.type() === 'error' && !/^Failed to load resource/.test(message.text())) errors.push(message.text());
    });
    await use(page);
    expect(errors, 'errors in the browser').toEqual([]);
  },

  /** `await noBarriers()`: axe finds nothing on the page as it stands; the test goes on, so that one run names every barrier. */
  noBarriers: async ({ page }, use) =>
    use(async () => expect.soft(await findBarriers(page), `barriers at ${new URL(page.url()).pathname}`).toEqual([])),

  /** `await signIn('merchant_owner')`: through the page's own form. */
  signIn: async ({ page, product }, use) => {
    await use(async (role) => signIn(page, product, role));
  },
});

export { expect };
