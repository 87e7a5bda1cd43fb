// What journeys that print get beside the rest: virtual printers, and a browser that has them. That browser is held together by a preload
// library and starts slowly, so only they have it.
import { test as base, expect } from './fixtures.mjs';
import { startPrinters } from './printers.mjs';

export const test = base.extend({
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
});

export { expect };
