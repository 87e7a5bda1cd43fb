// The virtual printers and their Chromium, from the test's side.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { mkdirSync } from 'node:fs';
import { chromium } from '@playwright/test';

const ENTER = fileURLToPath(new URL('../printers/enter.sh', import.meta.url));
const RESULTS = fileURLToPath(new URL('../test-results/', import.meta.url));
const CONNECT_TRIES = 4;
const CONNECT_LIMIT_MS = 10_000;
/** How long a scale swings when something is put on it. */
const SWING_MS = 400;

/** Starts the printers; `origins` are the pages that may use them without a chooser. */
export async function startPrinters(origins) {
  mkdirSync(RESULTS, { recursive: true });
  const child = spawn(ENTER, origins, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, YUNDAN_CHROMIUM_LOG: `${RESULTS}/chromium.log` },
  });
  const waiting = new Map();
  let words = '';
  let next = 1;
  child.stderr.on('data', (data) => {
    words = (words + data).slice(-10_000);
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const answer = JSON.parse(line);
    const { resolve, reject } = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('error' in answer) reject(new Error(`printers: ${answer.error}\n${words}`));
    else resolve(answer.ok);
  });
  const gone = new Promise((resolve) => child.on('exit', resolve));
  gone.then((code) => {
    for (const { reject } of waiting.values()) reject(new Error(`the printers ended with ${code}\n${words}`));
    waiting.clear();
  });
  const send = (command) =>
    new Promise((resolve, reject) => {
      const id = next++;
      waiting.set(id, { resolve, reject });
      child.stdin.write(`${JSON.stringify({ id, ...command })}\n`);
    });

  return {
    serial: printer('serial', send),
    usb: printer('usb', send),
    scale: scale(send),
    /** A browser that has proven to load pages: under the preload library one in six starts hangs silently. */
    async openBrowser() {
      let last;
      for (let attempt = 0; attempt < CONNECT_TRIES; attempt++) {
        const { cdp } = await send({ do: 'restart_browser' });
        try {
          const browser = await chromium.connectOverCDP(cdp, { timeout: CONNECT_LIMIT_MS });
          await provePages(browser, origins[0]);
          return browser;
        } catch (error) {
          last = error;
        }
      }
      throw new Error(`Chromium started but loads no page: ${last}`);
    },
    async stop() {
      child.stdin.end();
      await gone;
    },
  };
}

/** From the network, in a context of its own, as the tests will: each of these is where a bad start hangs. */
async function provePages(browser, url) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url, { timeout: CONNECT_LIMIT_MS, waitUntil: 'commit' });
  await context.close();
}

/** A scale on a serial port, which is not plugged in at the beginning. */
function scale(send) {
  const command = (what, more = {}) => send({ do: what, printer: 'scale', ...more });
  const quiet = { protocol: 'flagged', grams: 0, unstable: false, overload: false, silent: false, hang: false };
  return {
    /** Any of `protocol` (`flagged`, `plain`, `backwards`, `answer`), `grams`, `unstable`, `overload`, `silent`. */
    set: (settings) => command('set', settings),
    /** Something lies on it and it stands still; what moves comes first, as it does. */
    async putOn(grams) {
      await command('set', { grams, unstable: true });
      await new Promise((resolve) => setTimeout(resolve, SWING_MS));
      await command('set', { grams, unstable: false });
    },
    takeOff: () => command('set', { grams: 0, unstable: false }),
    async plug() {
      await command('set', quiet);
      await command('plug');
    },
    unplug: () => command('unplug'),
  };
}

function printer(name, send) {
  const command = (what, more = {}) => send({ do: what, printer: name, ...more });
  return {
    name,
    /** `{bytes, transfers, first_at_ms, last_at_ms}` since the last `clear`. */
    async received() {
      const { base64, ...rest } = await command('received');
      return { bytes: Buffer.from(base64, 'base64'), ...rest };
    },
    /** How many ZPL labels have come to their end, without their bytes. */
    count: async () => (await command('count')).labels,
    clear: () => command('clear'),
    /** Any of `language, paper_out, head_open, silent, manner, device_id, claimed, hang, stalls, bytes_per_s`. */
    set: (settings) => command('set', settings),
    /** Back to a ready, quick, empty printer. */
    async reset(language = 'zpl') {
      await command('set', {
        language, paper_out: false, head_open: false, silent: false, manner: 'usual', device_id: 'usual', claimed: false, hang: false, stalls: 0, bytes_per_s: 0,
      });
      await command('clear');
    },
    unplug: () => command('unplug'),
    plug: () => command('plug'),
  };
}
