// A printer on the network: the page sends, the service prints, and a service that dies in the middle prints nothing twice.
import { test, expect } from '../harness/fixtures.mjs';
import { signInApi } from '../harness/api.mjs';
import { importFile, ordersCsv, pressPrint, setUpNetworkPrinter } from '../harness/desk.mjs';
import { startNetworkPrinter } from '../harness/network-printer.mjs';
import { expectLabels } from '../harness/paper.mjs';
import { waybillOn, wholeLabels } from '../harness/raster.mjs';

const SMALL = { widthMm: 76, heightMm: 130, dpi: 203 };
/** A hold on a queue whose holder is silent ends after half a minute. */
const LAPSE = 60_000;

let call;
let printer;
test.beforeEach(async ({ page, product, signIn }) => {
  test.setTimeout(150_000);
  call = await signInApi(product, 'merchant_owner');
  printer = await startNetworkPrinter();
  await signIn('merchant_owner');
  await setUpNetworkPrinter(page, { name: `网络 ${printer.port}`, host: '127.0.0.1', port: printer.port });
});
test.afterEach(() => printer.stop());

async function imported(page, prefix, count) {
  const importId = await importFile(page, ordersCsv(prefix, count));
  const { items } = await call('GET', `/api/v1/imports/${importId}/rows?outcome=accepted&limit=200`);
  return items.toSorted((one, other) => one.row - other.row).map((row) => row.waybill_no);
}

async function jobsOf(waybills) {
  const { items } = await call('GET', '/api/v1/print-jobs?limit=200');
  return waybills.map((waybill) => items.find((job) => job.waybill_no === waybill));
}
const statesOf = async (waybills) => (await jobsOf(waybills)).map((job) => job?.state);

test('the service prints what the page sends, in order, and every label is read', async ({ page }, info) => {
  const waybills = await imported(page, 'NETWORK', 3);
  await pressPrint(page);
  await expect(page.getByText(`3 张面单已送到“网络 ${printer.port}”`)).toBeVisible();
  await expect.poll(() => statesOf(waybills), { timeout: 20_000 }).toEqual(Array(3).fill('confirmed'));
  await expectLabels(printer.received(), 'zpl', SMALL, waybills, info);
});

test('the service dies in the middle: what was begun is asked about, the rest goes on, nothing lies there twice', async ({ page, product }) => {
  const waybills = await imported(page, 'NETWORK-KILL', 6);
  printer.stallAfter(2);
  await pressPrint(page);
  await expect.poll(() => wholeLabels(printer.received()).length, { timeout: 20_000 }).toBe(2);
  await product.kill();
  printer.goOn();
  await product.restart();
  call = await signInApi(product, 'merchant_owner');
  await expect.poll(() => statesOf(waybills), { timeout: LAPSE, intervals: [1_000] }).toContain('unknown');
  const lying = new Set(await Promise.all(wholeLabels(printer.received()).map(waybillOn)));
  expect(lying.size).toBe(2);
  // Nothing more is printed while nobody has looked.
  const unsure = (await jobsOf(waybills)).filter((job) => job.state === 'unknown');
  for (const outcome of ['came_out', 'print_again']) {
    const ids = unsure.filter((job) => lying.has(job.waybill_no) === (outcome === 'came_out')).map((job) => job.id);
    if (ids.length > 0) await call('POST', '/api/v1/print-jobs/settle', { print_job_ids: ids, outcome });
  }
  await expect
    .poll(async () => (await statesOf(waybills)).every((state) => ['confirmed', 'sent'].includes(state)), { timeout: 30_000 })
    .toBe(true);
  const tray = await Promise.all(wholeLabels(printer.received()).map(waybillOn));
  expect(tray).toEqual(waybills);
});
