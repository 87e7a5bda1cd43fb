// A printer on the network: the page sends, the service prints, and a service that dies in the middle prints nothing twice.
import { test, expect } from '../harness/fixtures.mjs';
import { signInApi } from '../harness/api.mjs';
import { pressPrint, setUpNetworkPrinter } from '../harness/desk.mjs';
import { startNetworkPrinter } from '../harness/network-printer.mjs';
import { expectLabels } from '../harness/paper.mjs';
import { waybillOn, wholeLabels } from '../harness/raster.mjs';
import { importedWaybills, jobsOf, settleByTray, statesOf } from '../harness/waybills.mjs';

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

test('the service prints what the page sends, in order, and every label is read', async ({ page }, info) => {
  const waybills = await importedWaybills(page, call, 'NETWORK', 3);
  await pressPrint(page);
  await expect(page.getByText(`3 张面单已送到“网络 ${printer.port}”`)).toBeVisible();
  await expect.poll(() => statesOf(call, waybills), { timeout: 20_000 }).toEqual(Array(3).fill('confirmed'));
  await expectLabels(printer.received(), 'zpl', SMALL, waybills, info);
});

test('the service dies in the middle: what was begun is asked about, the rest goes on, nothing lies there twice', async ({ page, product }) => {
  const waybills = await importedWaybills(page, call, 'NETWORK-KILL', 6);
  printer.stallAfter(2);
  await pressPrint(page);
  await expect.poll(() => wholeLabels(printer.received()).length, { timeout: 20_000 }).toBe(2);
  await product.kill();
  printer.goOn();
  await product.restart();
  call = await signInApi(product, 'merchant_owner');
  await expect.poll(() => statesOf(call, waybills), { timeout: LAPSE, intervals: [1_000] }).toContain('unknown');
  const lying = new Set(await Promise.all(wholeLabels(printer.received()).map(waybillOn)));
  expect(lying.size).toBe(2);
  // Nothing more is printed while nobody has looked.
  const unsure = (await jobsOf(call, waybills)).filter((job) => job.state === 'unknown');
  await settleByTray(call, unsure, lying);
  await expect
    .poll(async () => (await statesOf(call, waybills)).every((state) => ['confirmed', 'sent'].includes(state)), { timeout: 30_000 })
    .toBe(true);
  const tray = await Promise.all(wholeLabels(printer.received()).map(waybillOn));
  expect(tray).toEqual(waybills);
});
