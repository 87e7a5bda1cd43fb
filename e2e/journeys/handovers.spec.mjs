// Parcels given to the carrier: selected, on one paper with one barcode, and picked up by one scan of it.
import { test, expect } from '../harness/fixtures.mjs';
import { signInApi } from '../harness/api.mjs';
import { addPrinter, importFile, ordersCsv, pressPrint } from '../harness/desk.mjs';
import { waybillsOf } from '../harness/waybills.mjs';

const NUMBER = /HJ\d{12}/;

/** Makes shipments and prints them; returns the import they are of. */
async function printed(page, call, prefix, count) {
  await addPrinter(page, { connection: 'pdf', name: `交接台 ${prefix}` });
  const importId = await importFile(page, ordersCsv(prefix, count));
  await pressPrint(page);
  await page.getByRole('button', { name: '全部打印好了' }).click();
  const ready = async () => (await call('GET', `/api/v1/shipments?import_id=${importId}&phase=to_pick_up&printed=true`)).items.length;
  await expect.poll(ready).toBe(count);
  return importId;
}

/** Presses the button that prints the paper, and looks at the file that the page then has. */
async function manifestOf(place) {
  const page = place.page();
  await place.getByRole('button', { name: '打印交接单' }).click();
  const link = place.getByRole('link', { name: '打开 PDF' });
  await expect(link).toBeVisible();
  const bytes = await page.evaluate(async (address) => [...new Uint8Array(await (await fetch(address)).arrayBuffer())], await link.getAttribute('href'));
  // The tab of the PDF stands before this one.
  await page.bringToFront();
  return Buffer.from(bytes);
}

/** Opens the dialog for everything that is listed. */
async function handOverAll(page, importId, count) {
  await page.goto(`/shipments?import_id=${importId}&phase=to_pick_up`);
  await expect(page.locator('.row-at:not([hidden]) .row:not(.waiting)')).toHaveCount(count);
  await page.getByLabel('选择已加载的全部').check();
  await page.locator('.bulk').getByRole('button', { name: '交接', exact: true }).click();
  return page.getByRole('dialog');
}

for (const colorScheme of ['light', 'dark']) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('handovers have no barrier', async ({ page, signIn, noBarriers }) => {
      await signIn('merchant_owner');
      await page.goto('/handovers');
      await expect(page.locator('.console h1')).toHaveText('交接单');
      await expect(page.locator('.console .skeleton')).toHaveCount(0);
      await noBarriers();
      await page.getByRole('button', { name: '新建交接单' }).first().click();
      await expect(page.getByRole('dialog', { name: '新建交接单' })).toBeVisible();
      await expect(page.locator('dialog .skeleton')).toHaveCount(0);
      await noBarriers();
    });
  });
}

test('printed shipments are handed over, and one scan picks all of them up', async ({ page, product, signIn, noBarriers }) => {
  test.setTimeout(120_000);
  const call = await signInApi(product, 'merchant_owner');
  await signIn('merchant_owner');
  const importId = await printed(page, call, 'HAND', 3);
  const waybills = await waybillsOf(call, importId);
  const dialog = await handOverAll(page, importId, 3);
  await expect(dialog.getByRole('heading', { name: '交接 3 件' })).toBeVisible();
  // The window is proposed, and may be left away.
  await expect(dialog.getByLabel('取件日期')).not.toHaveValue('');
  await dialog.getByLabel('备注').fill('3 号门');
  await noBarriers();
  await dialog.getByRole('button', { name: '交接并制单' }).click();
  await expect(dialog).toContainText(NUMBER);
  const number = (await dialog.textContent()).match(NUMBER)[0];
  await expect(dialog).toContainText('3 件');
  await noBarriers();
  const paper = await manifestOf(dialog);
  expect(paper.subarray(0, 4).toString('latin1')).toBe('%PDF');

  await dialog.getByRole('button', { name: '查看交接单' }).click();
  await page.waitForURL(/\/handovers\/[0-9a-f-]{36}$/);
  const row = page.getByRole('row').filter({ hasText: number });
  await expect(row).toContainText('待揽收');
  const panel = page.getByRole('complementary', { name: '交接单详情' });
  await expect(panel.locator('.parcels li')).toHaveCount(3);
  await expect(panel).toContainText('3 号门');
  for (const waybill of waybills) await expect(panel.locator(`a[href$="waybill_no=${waybill}"]`)).toBeVisible();
  expect((await manifestOf(panel)).subarray(0, 4).toString('latin1')).toBe('%PDF');
  await noBarriers();
  await expect(panel.locator('.pickup')).toContainText('等网点答复');
  await panel.getByRole('button', { name: '改时段' }).click();
  const moving = page.getByRole('dialog', { name: '预约取件' });
  await moving.getByLabel('从').fill('21:00');
  await moving.getByLabel('到').fill('20:00');
  await moving.getByRole('button', { name: '预约取件' }).click();
  await expect(moving).toContainText('起早于止');
  await noBarriers();
  await page.keyboard.press('Escape');
  await expect(moving).toBeHidden();
  // By keyboard: Escape closes it and gives the focus back to its row.
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(row.getByRole('button', { name: number })).toBeFocused();

  const courier = await signInApi(product, 'staff_admin');
  const { items } = await courier('POST', '/api/v1/handovers/scan', { handover_no: number, place: '上海青浦华新网点' });
  expect(items.map((item) => item.ok)).toEqual([true, true, true]);
  await page.getByRole('button', { name: '刷新' }).click();
  await expect(row).toContainText('已揽收');
});

test('what is handed over already is named and left out with one press', async ({ page, product, signIn, noBarriers }) => {
  test.setTimeout(120_000);
  const call = await signInApi(product, 'merchant_owner');
  await signIn('merchant_owner');
  const importId = await printed(page, call, 'TWICE', 3);
  const { items } = await call('GET', `/api/v1/shipments?import_id=${importId}`);
  await call('POST', '/api/v1/handovers', { shipment_ids: [items[0].id] });
  const dialog = await handOverAll(page, importId, 3);
  await dialog.getByLabel('约快递员上门取件').uncheck();
  await dialog.getByRole('button', { name: '交接并制单' }).click();
  await expect(dialog).toContainText(`运单 ${items[0].waybill_no} 已经交接过`);
  await noBarriers();
  await dialog.getByRole('button', { name: '去掉这 1 件' }).click();
  await expect(dialog.getByRole('heading', { name: '交接 2 件' })).toBeVisible();
  await dialog.getByRole('button', { name: '交接并制单' }).click();
  await expect(dialog).toContainText(NUMBER);
  await dialog.getByRole('button', { name: '关闭' }).last().click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  // What was handed over is settled.
  await expect(page.locator('.bulk b')).toHaveCount(0);
});

test('everything that waits goes on a new handover', async ({ page, product, signIn }) => {
  test.setTimeout(120_000);
  const call = await signInApi(product, 'merchant_owner');
  await signIn('merchant_owner');
  const importId = await printed(page, call, 'WAITS', 2);
  const waybills = await waybillsOf(call, importId);
  await page.goto('/handovers');
  await page.getByRole('button', { name: '新建交接单' }).first().click();
  const dialog = page.getByRole('dialog', { name: '新建交接单' });
  // Other journeys leave printed shipments behind: only ours are given away.
  await dialog.getByLabel('选择列出的全部').uncheck();
  for (const waybill of waybills) {
    const groups = new RegExp(waybill.split('').join(' ?'));
    await dialog.getByRole('checkbox', { name: groups }).check();
  }
  await expect(dialog.locator('.sum')).toContainText('已选 2 件');
  await dialog.getByRole('button', { name: '交接并制单' }).click();
  const made = page.getByRole('dialog', { name: '已交接' });
  await expect(made).toContainText(NUMBER);
  await made.getByRole('button', { name: '查看交接单' }).click();
  await expect(page.getByRole('complementary', { name: '交接单详情' }).locator('.parcels li')).toHaveCount(2);
  // What is on a handover waits no longer.
  await page.getByRole('button', { name: '新建交接单' }).first().click();
  await expect(dialog).toBeVisible();
  await expect(page.locator('dialog .skeleton')).toHaveCount(0);
  await expect(dialog).not.toContainText(new RegExp(waybills[0].split('').join(' ?')));
});

test('the network scans a handover where it scans waybills', async ({ page, product, signIn, noBarriers }) => {
  test.setTimeout(120_000);
  const call = await signInApi(product, 'merchant_owner');
  await signIn('merchant_owner');
  const importId = await printed(page, call, 'COURIER', 2);
  const { items } = await call('GET', `/api/v1/shipments?import_id=${importId}`);
  const { handover } = await call('POST', '/api/v1/handovers', { shipment_ids: items.map((shipment) => shipment.id) });
  await page.context().clearCookies();
  await signIn('staff_admin');
  await page.getByLabel(/^运单号或交接单号/).fill(`${handover.handover_no}\nHJ000000000000`);
  await page.getByRole('button', { name: '上传 2 条' }).click();
  const rows = page.locator('tbody tr');
  await expect(rows).toHaveCount(3);
  await expect(rows.filter({ hasText: '已记录' })).toHaveCount(2);
  await expect(rows.filter({ hasText: '没有这张交接单' })).toHaveCount(1);
  await noBarriers();
});

test('the network answers when a courier comes, and the merchant may ask for another time', async ({ page, product, signIn, noBarriers }) => {
  test.setTimeout(120_000);
  const call = await signInApi(product, 'merchant_owner');
  await signIn('merchant_owner');
  const importId = await printed(page, call, 'FETCH', 2);
  const { items } = await call('GET', `/api/v1/shipments?import_id=${importId}`);
  const hours = (count) => new Date(Date.now() + count * 3_600_000).toISOString();
  const asked = { shipment_ids: items.map((one) => one.id), pickup_from: hours(1), pickup_to: hours(3), remark: '走西侧货梯' };
  const { handover } = await call('POST', '/api/v1/handovers', asked);

  await page.context().clearCookies();
  await signIn('staff_admin');
  await page.goto('/network/pickups');
  const row = page.getByRole('row').filter({ hasText: handover.handover_no });
  await expect(row).toContainText('走西侧货梯');
  await expect(row).toContainText('等网点答复');
  await noBarriers();
  await row.getByRole('button', { name: '答复' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: '显示完整地址和电话' }).click();
  await dialog.getByLabel('为什么要看').fill('安排取件');
  await dialog.getByRole('button', { name: '查看 60 秒' }).click();
  await expect(dialog.getByRole('timer')).toContainText('秒后隐藏');
  await expect(dialog.locator('.lead')).toContainText(/\d{11}/);
  await dialog.getByLabel('安排').selectOption('refused');
  await dialog.getByRole('button', { name: '答复' }).click();
  await expect(dialog).toContainText('请说明原因');
  await dialog.getByLabel('安排').selectOption('accepted');
  await dialog.getByLabel('告诉商家').fill('王师傅 16 点前到');
  await noBarriers();
  await dialog.getByRole('button', { name: '答复' }).click();
  await expect(dialog).toBeHidden();
  await expect(row).toContainText('已安排');

  await page.context().clearCookies();
  await signIn('merchant_owner');
  await page.goto(`/handovers/${handover.id}`);
  const pickup = page.getByRole('complementary', { name: '交接单详情' }).locator('.pickup');
  await expect(pickup).toContainText('王师傅 16 点前到');
  await noBarriers();
  await pickup.getByRole('button', { name: '取消取件' }).click();
  await expect(pickup).toContainText('没有约快递员上门');
  await pickup.getByRole('button', { name: '预约取件' }).click();
  const again = page.getByRole('dialog', { name: '预约取件' });
  await again.getByRole('button', { name: '预约取件' }).click();
  await expect(again).toBeHidden();
  await expect(pickup).toContainText('等网点答复');
});
