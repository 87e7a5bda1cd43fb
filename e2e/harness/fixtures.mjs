// What every journey gets: the product, a browser, a page of its own. Journeys that print take theirs from printing.mjs.
import { test as base, expect, chromium } from '@playwright/test';
import { freePort, startProduct } from './product.mjs';
import { findBarriers } from './accessibility.mjs';
import { signIn } from './sign-in.mjs';

const CHROMIUM = '/usr/bin/chromium';
/** Root has no sandbox to give; containers have little shared memory; one machine draws like the other. */
const FLAGS = [
  ...(process.getuid() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--password-store=basic',
  '--force-color-profile=srgb',
];

/** Under the printers' preload library a page sometimes hangs before it is there; seen soon, the next try has another browser. */
const OPEN_LIMIT_MS = 20_000;

async function openPage(context) {
  let limit;
  const late = new Promise((_, reject) => {
    limit = setTimeout(() => reject(new Error(`the browser opened no page in ${OPEN_LIMIT_MS} ms`)), OPEN_LIMIT_MS);
  });
  try {
    return await Promise.race([context.newPage(), late]);
  } finally {
    clearTimeout(limit);
  }
}

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

  browser: [
    async ({}, use) => {
      const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
      await use(browser);
      await browser.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  baseURL: async ({ product }, use) => use(product.url),

  /** An address of its own for each test, as a proxy tells it: what one test guesses at the door is counted for no other. */
  extraHTTPHeaders: async ({}, use, info) => {
    addresses += 1;
    await use({ 'X-Forwarded-For': `198.18.${info.workerIndex % 250}.${addresses % 250}` });
  },

  /** A page whose uncaught errors and console errors fail the test, so that nothing breaks unseen. */
  page: async ({ context }, use) => {
    const page = await openPage(context);
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
