// A living network: what has a label moves by itself, with faults; a problem it makes is found, stopped and returned.
import { test as base, expect } from '../harness/fixtures.mjs';
import { signInApi } from '../harness/api.mjs';
import { freePort, startProduct } from '../harness/product.mjs';

/** A day of the network lasts this long; something goes wrong with every parcel. */
const PACE = ['--simulate', '--day-s', '30', '--seed', '5', '--faults', '100'];
/** Enough that each fault is among them. */
const PARCELS = 48;
const PRINTER = { name: '前台', connection: 'usb', language: 'zpl', dpi: 203, template_id: 'standard-76x130', device_key: 'usb:0a5f:0082:1' };
const RECEIVER = { name: '郑海燕', phone: '13911115701', province: '浙江省', city: '宁波市', district: '鄞州区', detail: '中山东路88号' };

const test = base.extend({
  product: [
    async ({}, use) => {
      const product = await startProduct(await freePort(), undefined, PACE);
      await use(product);
      await product.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});

/** Shipments whose labels came out. */
async function labelled(call, count) {
  const shipments = [];
  for (let nth = 0; nth < count; nth += 1) {
    shipments.push(await call('POST', '/api/v1/shipments', { receiver: RECEIVER, order_no: `SIM-${nth}`, goods: '茶叶', weight_g: 900 }));
  }
  const printer = await call('POST', '/api/v1/printers', PRINTER);
  const batch = await call('POST', '/api/v1/print-batches', { shipment_ids: shipments.map((one) => one.id), printer_id: printer.id });
  const results = batch.jobs.map((job) => ({ print_job_id: job.id, result: { state: 'confirmed' } }));
  await call('POST', '/api/v1/print-jobs/results', { results });
  return shipments;
}

test('parcels move by themselves, and one that is damaged on the way is stopped and returned', async ({ page, product, signIn }) => {
  test.setTimeout(180_000);
  const call = await signInApi(product, 'merchant_owner');
  const staff = await signInApi(product, 'staff_admin');
  const shipments = await labelled(call, PARCELS);

  await signIn('merchant_owner');
  await page.goto('/tracking');
  await page.getByLabel('运单号', { exact: true }).fill(shipments.map((one) => one.waybill_no).join('\n'));
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('.tracks tbody tr')).toHaveCount(PARCELS);

  // The workbench hears of it without being asked again.
  await page.goto('/problems?kind=damaged');
  await expect(page.locator('.console h1')).toHaveText('问题件');
  const rows = page.locator('.problems tbody tr');
  await expect(rows.first()).toBeVisible({ timeout: 60_000 });
  // The last one found has the longest way before it.
  const problem = (await call('GET', '/api/v1/problems?kind=damaged&limit=200')).items.at(-1);
  await page.goto(`/problems/${problem.id}`);
  const panel = page.getByRole('complementary', { name: '问题件详情' });
  await panel.getByRole('button', { name: '拦截退回' }).click();
  const dialog = page.getByRole('dialog', { name: '拦截退回' });
  await dialog.getByLabel('给承运商的说明').fill('破损，请退回');
  await dialog.getByRole('button', { name: '提交' }).click();
  await expect(dialog).toBeHidden();

  const asked = (await staff('GET', '/api/v1/network/instructions?limit=200')).items.find((one) => one.waybill_no === problem.shipment.waybill_no);
  await staff('POST', `/api/v1/network/instructions/${asked.instruction.id}/answer`, { state: 'accepted', text: '' });
  const scan = { waybill_no: problem.shipment.waybill_no, place: '宁波鄞州网点', at: new Date().toISOString() };
  await staff('POST', '/api/v1/scans', { scans: [{ ...scan, code: 'RETURN_SCAN' }] });
  await expect.poll(async () => (await call('GET', `/api/v1/shipments/${problem.shipment.id}`)).state, { timeout: 90_000 }).toBe('returned_to_sender');
});
