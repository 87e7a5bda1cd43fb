// A long run of labels with everything that goes wrong at printers, at moments chosen by a seed: in the end every label lies on the table
// exactly once, and whatever was unsure was settled by somebody who looked.
import { test, expect } from '../harness/printing.mjs';
import { signInApi } from '../harness/api.mjs';
import { addPrinter, importFile, ordersCsv, pressPrint } from '../harness/desk.mjs';
import { waybillOn, wholeLabels } from '../harness/raster.mjs';
import { allOf, settleByTray, waybillsOf } from '../harness/waybills.mjs';

const LABELS = Number(process.env.YUNDAN_SOAK_LABELS ?? 500);
const SEEDS = (process.env.YUNDAN_SOAK_SEEDS ?? '1,2').split(',').map(Number);
/** About forty labels a second, so that troubles come between them. */
const PACE = 400_000;
/** Labels from one trouble to the next. */
const GAP = [15, 70];
const LIMIT_MS = 240_000;

/** Mulberry32: the same numbers for the same seed, everywhere. */
function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

for (const seed of SEEDS) {
  test(`seed ${seed}: ${LABELS} labels through every trouble, each exactly once`, async ({ page, product, printers, signIn }, info) => {
    test.setTimeout(LIMIT_MS + 60_000);
    const random = chance(seed);
    const between = ([from, to]) => from + Math.floor(random() * (to - from + 1));
    let call = await signInApi(product, 'merchant_owner');
    const again = async (method, path, body) => {
      try {
        return await call(method, path, body);
      } catch (error) {
        if (!/ 401 |fetch failed/.test(String(error))) throw error;
        call = await signInApi(product, 'merchant_owner');
        return call(method, path, body);
      }
    };
    await signIn('merchant_owner');
    await addPrinter(page, { connection: 'usb', name: `长跑 ${seed}-${info.retry}` });
    const [printer] = (await again('GET', '/api/v1/printers')).toReversed();
    const importId = await importFile(page, ordersCsv(`SOAK-${seed}-${info.retry}`, LABELS));
    const waybills = await waybillsOf(again, importId);
    expect(waybills).toHaveLength(LABELS);
    await printers.usb.clear();
    await printers.usb.set({ bytes_per_s: PACE });

    const usb = printers.usb;
    const troubles = {
      paper_out: async () => {
        await usb.set({ paper_out: true });
        await page.waitForTimeout(between([300, 1500]));
        await usb.set({ paper_out: false });
      },
      head_open: async () => {
        await usb.set({ head_open: true });
        await page.waitForTimeout(between([300, 1200]));
        await usb.set({ head_open: false });
      },
      stall: () => usb.set({ stalls: 1 }),
      unplug: async () => {
        await usb.unplug();
        await page.waitForTimeout(between([200, 1200]));
        await usb.plug();
      },
      hang: async () => {
        await usb.set({ hang: true });
        await page.waitForTimeout(9_000);
        await usb.set({ hang: false });
      },
      silence: async () => {
        await usb.set({ silent: true });
        await page.waitForTimeout(between([500, 2500]));
        await usb.set({ silent: false });
      },
      reload: async () => {
        page.once('dialog', (dialog) => dialog.accept());
        await page.reload();
      },
      restart: async () => {
        await product.kill();
        await page.waitForTimeout(between([100, 1500]));
        await product.restart();
      },
    };
    const order = plan(random, Object.keys(troubles));
    const happened = [];
    await pressPrint(page);
    let due = between(GAP);
    const until = Date.now() + LIMIT_MS;
    for (;;) {
      expect(Date.now(), `still printing after ${happened}`).toBeLessThan(until);
      if (order.length > 0 && (await usb.count()) >= due) {
        const what = order.shift();
        happened.push(`${what}@${await usb.count()}`);
        console.log(`seed ${seed}: ${happened.at(-1)}, ${Math.round((until - Date.now()) / 1000)} s left`);
        await troubles[what]();
        due = (await usb.count()) + between(GAP);
        continue;
      }
      if (await lookAtTheTray(again, printer.id, usb)) continue;
      const queue = await again('GET', `/api/v1/printers/${printer.id}/queue`);
      // A queue that has not begun yet is empty too.
      if (queue.waiting + queue.under_way + queue.unsure === 0 && (await usb.count()) > 0) break;
      const resume = page.locator('.dock').getByRole('button', { name: '继续' });
      // It may be gone again before it is pressed.
      if (await resume.isVisible()) await resume.click({ timeout: 1_000 }).catch(() => {});
      await page.waitForTimeout(150);
    }
    info.annotations.push({ type: 'troubles', description: happened.join(' ') });

    // Everything on the table, and everything once.
    const tray = [];
    for (const label of wholeLabels((await usb.received()).bytes)) tray.push(await waybillOn(label));
    const times = new Map(waybills.map((waybill) => [waybill, 0]));
    for (const waybill of tray) times.set(waybill, (times.get(waybill) ?? 0) + 1);
    expect([...times].filter(([, count]) => count !== 1), 'labels that are not there once').toEqual([]);
    const jobs = await allOf(again, `/api/v1/print-jobs?printer_id=${printer.id}`);
    expect(jobs.filter((job) => !['confirmed', 'sent'].includes(job.state))).toEqual([]);
    expect(jobs).toHaveLength(LABELS);
    // In order, but for what a person had printed again.
    const firsts = new Set(jobs.filter((job) => job.attempt > 1).map((job) => job.waybill_no));
    const straight = tray.filter((waybill) => !firsts.has(waybill));
    expect(straight).toEqual(waybills.filter((waybill) => !firsts.has(waybill)));
  });
}

/** Every kind of trouble at least once, in an order of the seed's. */
function plan(random, kinds) {
  const order = [...kinds, 'stall', 'unplug', 'reload'];
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other], order[at]];
  }
  return order;
}

/** The person: looks which of the unsure labels lie in the tray, and says so. Answers whether there was anything to look at. */
async function lookAtTheTray(call, printerId, usb) {
  const { items } = await call('GET', `/api/v1/print-jobs?state=unknown&printer_id=${printerId}&limit=200`);
  if (items.length === 0) return false;
  const lying = new Set();
  for (const label of wholeLabels((await usb.received()).bytes)) lying.add(await waybillOn(label));
  await settleByTray(call, items, lying);
  return true;
}
