// The problem workbench: found by a scan, taken, asked of the carrier, answered by the network, and settled by the parcel's next scan.
import { test, expect } from '../harness/fixtures.mjs';
import { signInApi } from '../harness/api.mjs';
import { importFile, ordersCsv } from '../harness/desk.mjs';
import { waybillsOf } from '../harness/waybills.mjs';

/** A number as people read it: in groups. */
const grouped = (waybill) => new RegExp(waybill.split('').join(' ?'));

/** Scans shipments as the network does, one after the other in time. */
async function scan(staff, waybills, code, problem) {
  const scans = waybills.map((waybill) => ({ waybill_no: waybill, code, problem_code: problem, at: new Date().toISOString(), place: '杭州余杭网点' }));
  const { items } = await staff('POST', '/api/v1/scans', { scans });
  expect(items.map((item) => item.ok)).toEqual(waybills.map(() => true));
}

/** Makes shipments that the network could not deliver. */
async function troubled(page, product, call, prefix, count, problem) {
  const importId = await importFile(page, ordersCsv(prefix, count));
  const waybills = await waybillsOf(call, importId);
  const staff = await signInApi(product, 'staff_admin');
  await scan(staff, waybills, 'GOT');
  await scan(staff, waybills, 'PROBLEM', problem);
  return { waybills, staff };
}

for (const colorScheme of ['light', 'dark']) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('problems and their thresholds have no barrier', async ({ page, signIn, noBarriers }) => {
      await signIn('merchant_owner');
      await page.goto('/problems');
      await expect(page.locator('.console h1')).toHaveText('问题件');
      await expect(page.locator('.console .skeleton')).toHaveCount(0);
      await noBarriers();
      await page.goto('/settings/problems');
      await expect(page.locator('.console h1')).toHaveText('问题件时限');
      await expect(page.getByLabel('打印后未揽收（小时）')).toHaveValue(/\d+/);
      await noBarriers();
    });
  });
}

test('a refused parcel is taken, stopped and returned', async ({ page, product, signIn, noBarriers }) => {
  test.setTimeout(120_000);
  const call = await signInApi(product, 'merchant_owner');
  await signIn('merchant_owner');
  const { waybills, staff } = await troubled(page, product, call, 'REFUSED', 1, 'refused');
  await page.goto('/problems?kind=refused');
  const row = page.getByRole('row').filter({ hasText: grouped(waybills[0]) });
  await expect(row).toContainText('拒收');
  await expect(row).toContainText('待处理');
  await row.getByRole('button', { name: grouped(waybills[0]) }).click();
  await page.waitForURL(/\/problems\/[0-9a-f-]{36}\?/);
  const panel = page.getByRole('complementary', { name: '问题件详情' });
  await panel.getByRole('button', { name: '我来处理' }).click();
  await expect(panel).toContainText('分配给');
  await panel.getByLabel('备注').fill('客户说不要了');
  await panel.getByRole('button', { name: '添加备注' }).click();
  await expect(panel.locator('.problem-steps .said')).toHaveText(['客户说不要了']);
  await noBarriers();

  await panel.getByRole('button', { name: '拦截退回' }).click();
  const dialog = page.getByRole('dialog', { name: '拦截退回' });
  await dialog.getByLabel('给承运商的说明').fill('请拦截退回');
  await noBarriers();
  await dialog.getByRole('button', { name: '提交' }).click();
  await expect(dialog).toBeHidden();
  await expect(row).toContainText('等承运商');
  await expect(panel.getByRole('button', { name: '拦截退回' })).toHaveCount(0);

  const { items } = await staff('GET', '/api/v1/network/instructions?limit=200');
  const asked = items.find((item) => item.waybill_no === waybills[0]);
  await staff('POST', `/api/v1/network/instructions/${asked.instruction.id}/answer`, { state: 'accepted', text: '已通知网点' });
  await page.getByRole('button', { name: '刷新' }).click();
  await expect(panel).toContainText('拦截退回：已接受');
  await scan(staff, waybills, 'RETURN_SCAN');
  await page.getByRole('button', { name: '刷新' }).click();
  await expect(panel).toContainText('结案：转为退回');
  // By keyboard: Escape closes it.
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await page.goto('/problems?kind=returning');
  await expect(page.getByRole('row').filter({ hasText: grouped(waybills[0]) })).toContainText('退回中');
});

test('the network answers what merchants ask for', async ({ page, product, signIn, noBarriers }) => {
  test.setTimeout(120_000);
  const call = await signInApi(product, 'merchant_owner');
  await signIn('merchant_owner');
  const { waybills } = await troubled(page, product, call, 'ADDRESS', 1, 'address_wrong');
  const { items } = await call('GET', '/api/v1/problems?kind=address&limit=200');
  const found = items.find((item) => item.shipment.waybill_no === waybills[0]);
  await call('POST', `/api/v1/problems/${found.id}/actions`, {
    kind: 'change_address',
    text: '客户搬家了',
    address: { name: '慕容秋白', phone: '13812340000', province: '浙江省', city: '杭州市', district: '西湖区', detail: '文三路188号9幢303室' },
  });
  await page.context().clearCookies();
  await signIn('staff_admin');
  await page.goto('/network/instructions');
  const row = page.getByRole('row').filter({ hasText: grouped(waybills[0]) });
  await expect(row).toContainText('改地址');
  await noBarriers();
  await row.getByRole('button', { name: '答复' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: '显示新地址' }).click();
  await dialog.getByLabel('为什么要看').fill('派送前核对');
  await noBarriers();
  await dialog.getByRole('button', { name: '查看 60 秒' }).click();
  await expect(dialog).toContainText('文三路188号9幢303室');
  await expect(dialog.getByRole('timer')).toContainText('秒后隐藏');
  await dialog.getByLabel('答复').selectOption('refused');
  await dialog.getByRole('button', { name: '答复' }).click();
  await expect(dialog).toContainText('拒绝时请写明原因');
  await dialog.getByLabel('给商家的说明').fill('西湖区不在本网点派送范围');
  await noBarriers();
  await dialog.getByRole('button', { name: '答复' }).click();
  await expect(dialog).toBeHidden();
  await expect(row).toHaveCount(0);
  const after = await call('GET', `/api/v1/problems/${found.id}`);
  expect(after.case.state).toBe('open');
  expect(after.instructions[0].answer).toBe('西湖区不在本网点派送范围');
});

test('many are chosen, given to somebody and settled for a reason', async ({ page, product, signIn }) => {
  test.setTimeout(120_000);
  const call = await signInApi(product, 'merchant_owner');
  await signIn('merchant_owner');
  const { waybills } = await troubled(page, product, call, 'WEATHER', 3, 'weather');
  await page.goto('/problems?kind=exception');
  const rows = waybills.map((waybill) => page.getByRole('row').filter({ hasText: grouped(waybill) }));
  for (const row of rows) await row.getByRole('checkbox').check();
  const bulk = page.locator('.bulk');
  await expect(bulk).toContainText('已选 3 个');
  await bulk.getByRole('button', { name: '分配' }).click();
  const giving = page.getByRole('dialog', { name: '分配 3 个问题件' });
  await giving.getByLabel('负责人').selectOption({ label: 'clerk' });
  await giving.getByRole('button', { name: '分配' }).click();
  await expect(giving).toBeHidden();
  for (const row of rows) await expect(row).toContainText('clerk');
  for (const row of rows) await row.getByRole('checkbox').check();
  await bulk.getByRole('button', { name: '结案' }).click();
  const settling = page.getByRole('dialog', { name: '结案 3 个问题件' });
  await settling.getByLabel('原因').selectOption('no_action');
  await settling.getByRole('button', { name: '结案' }).click();
  await expect(settling).toBeHidden();
  for (const row of rows) await expect(row).toHaveCount(0);
  await page.getByRole('link', { name: '已结案' }).click();
  for (const row of rows) await expect(row).toContainText('无需处理');
});

test('thresholds are kept, and wrong ones are refused beside their field', async ({ page, product, signIn }) => {
  const call = await signInApi(product, 'merchant_owner');
  const before = await call('GET', '/api/v1/settings/problems');
  await signIn('merchant_owner');
  await page.goto('/settings/problems');
  const field = page.getByLabel('打印后未揽收（小时）');
  await field.fill('2');
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.locator('.console')).toContainText('填 4 到 720 的整数');
  await field.fill('36');
  await page.getByRole('button', { name: '保存' }).click();
  await expect.poll(async () => (await call('GET', '/api/v1/settings/problems')).no_pickup_h).toBe(36);
  await call('PUT', '/api/v1/settings/problems', before);
});
