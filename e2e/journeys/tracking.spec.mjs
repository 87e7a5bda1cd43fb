// Following parcels: many at once as people have their numbers, one with its way, and as receivers see it without an account.
import { PNG } from 'pngjs';
import { test, expect } from '../harness/fixtures.mjs';
import { signInApi } from '../harness/api.mjs';
import { importFile, ordersCsv } from '../harness/desk.mjs';
import { waybillsOf } from '../harness/waybills.mjs';

/** Wider than the page shows it. */
const LOGO = PNG.sync.write(Object.assign(new PNG({ width: 960, height: 240 }), { data: Buffer.alloc(960 * 240 * 4, 0x7f) }));
const OTHER_CARRIER = '73123456789012';
/** Of the receiver of the first row of `ordersCsv`. */
const LAST4 = '5000';

/** Scans a parcel as the network does. */
async function scan(product, waybill_no, code, more = {}) {
  const staff = await signInApi(product, 'staff_admin');
  const one = { waybill_no, code, at: new Date().toISOString(), place: '上海转运中心', ...more };
  const { items } = await staff('POST', '/api/v1/scans', { scans: [one] });
  expect(items.map((item) => item.ok)).toEqual([true]);
}

/** Three parcels: one picked up, one with a problem, one that waits. */
async function parcels(page, product, call, prefix) {
  const waybills = await waybillsOf(call, await importFile(page, ordersCsv(prefix, 3)));
  await scan(product, waybills[0], 'GOT');
  await scan(product, waybills[1], 'PROBLEM', { problem_code: 'unreachable' });
  return waybills;
}

for (const colorScheme of ['light', 'dark']) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('the pages of tracking have no barrier', async ({ page, signIn, noBarriers }) => {
      await page.goto('/t');
      await expect(page.getByRole('heading', { name: '查快递' })).toBeVisible();
      await noBarriers();
      await signIn('merchant_owner');
      await page.goto('/tracking');
      await expect(page.getByText('一次查清一批件')).toBeVisible();
      await noBarriers();
      await page.getByRole('button', { name: '公开查询页' }).click();
      await expect(page.getByRole('dialog', { name: '收件人看到的查询页' }).getByLabel('品牌颜色')).toBeVisible();
      await noBarriers();
    });
  });
}

test('many numbers are looked up as people have them, problems first', async ({ page, product, signIn, noBarriers }) => {
  test.setTimeout(120_000);
  const call = await signInApi(product, 'merchant_owner');
  await signIn('merchant_owner');
  const [one, two, three] = await parcels(page, product, call, 'FOLLOW');
  await page.goto('/tracking');
  const field = page.getByLabel('运单号', { exact: true });
  await expect(field).toBeFocused();
  const grouped = one.replace(/(.{6})(.{4})(.{4})/, '$1 $2 $3 ');
  await field.fill(`${grouped}\nhttps://ship.example/t/${two.toLowerCase()}\n${three}\n${three}，${OTHER_CARRIER}`);
  await page.keyboard.press('Control+Enter');
  const rows = page.locator('.tracks tbody tr');
  await expect(rows).toHaveCount(5);
  await expect(rows.first()).toContainText('收件人不在');
  await expect(rows.filter({ hasText: '中通快递' })).toContainText('不在您的运单里');
  await expect(rows.filter({ hasText: '重复' })).toHaveCount(1);
  await noBarriers();

  const filters = page.getByRole('group', { name: '按状态筛选' });
  await filters.getByRole('button', { name: /^没有找到/ }).click();
  await expect(rows).toHaveCount(1);
  await filters.getByRole('button', { name: /^需要处理/ }).click();
  await expect(rows).toHaveCount(1);
  await expect(page.getByRole('button', { name: '复制 1 个单号' })).toBeEnabled();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: '导出 CSV' }).click();
  expect((await download).suggestedFilename()).toMatch(/^查件-.*\.csv$/);

  // By keyboard: Enter opens the timeline beside, Escape gives the focus back to the line.
  await filters.getByRole('button', { name: /^全部/ }).click();
  const picked = rows.filter({ hasText: '已揽收' }).getByRole('button');
  await picked.focus();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: '物流轨迹' });
  await expect(panel.locator('.track li').first()).toContainText('上海转运中心');
  await expect(panel.getByRole('img', { name: /^路线：上海 → 浙江/ })).toBeVisible();
  await expect(panel).toContainText('下一步');
  await noBarriers();
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(picked).toBeFocused();
});

test('a file is read into the field, and what a scanner types goes there from anywhere', async ({ page, product, signIn }) => {
  test.setTimeout(120_000);
  const call = await signInApi(product, 'merchant_owner');
  await signIn('merchant_owner');
  const [one, two] = await waybillsOf(call, await importFile(page, ordersCsv('SHEET', 2)));
  await page.goto('/tracking');
  const buffer = Buffer.from(`序号,单号\n1,${one}\n2,${two}\n`);
  await page.locator('.tracking-ask input[type="file"]').setInputFiles({ name: '单号.csv', mimeType: 'text/csv', buffer });
  await expect(page.locator('.tracks tbody tr')).toHaveCount(2);
  const field = page.getByLabel('运单号', { exact: true });
  await expect(field).toHaveValue(`${one}\n${two}`);
  await page.getByRole('button', { name: '清空' }).click();
  await page.getByRole('button', { name: '从文件读取' }).focus();
  await page.keyboard.type(`${one}\n`);
  await expect(field).toHaveValue(`${one}\n`);
});

test('receivers follow a parcel on a phone, by number and digits or by the link', async ({ page, product, signIn, noBarriers }) => {
  test.setTimeout(120_000);
  const call = await signInApi(product, 'merchant_owner');
  await signIn('merchant_owner');
  const [one] = await parcels(page, product, call, 'PUBLIC');
  await page.goto('/tracking');
  await page.getByRole('button', { name: '公开查询页' }).click();
  const dialog = page.getByRole('dialog', { name: '收件人看到的查询页' });
  await dialog.getByLabel('显示的名称').fill('青禾服饰');
  await dialog.getByLabel('品牌颜色').fill('green');
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect(dialog).toContainText('颜色写成');
  await dialog.getByLabel('品牌颜色').fill('#14784a');
  await dialog.locator('input[type=file]').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: LOGO });
  await expect(dialog.getByRole('img', { name: '标志' })).toBeVisible();
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect(dialog).toBeHidden();

  const { items } = await call('GET', `/api/v1/shipments?waybill_no=${one}`);
  const { tracking_link: link } = await call('GET', `/api/v1/shipments/${items[0].id}`);
  await page.context().clearCookies();
  await page.setViewportSize({ width: 390, height: 844 });

  // The QR code of the label leads here, with the number filled in.
  await page.goto(`/t/${one}`);
  await expect(page.getByLabel('运单号')).toHaveValue(one);
  const digits = page.getByLabel('手机号后 4 位');
  await digits.fill('0001');
  await page.getByRole('button', { name: '查询' }).click();
  await expect(page.getByText('没有查到')).toBeVisible();
  await noBarriers();
  await digits.fill(LAST4);
  await page.getByRole('button', { name: '查询' }).click();
  const card = page.locator('.public-track');
  await expect(card).toContainText('青禾服饰');
  await expect.poll(() => card.locator('img').evaluate((image) => [image.naturalWidth, image.naturalHeight])).toEqual([480, 120]);
  await expect(card).toContainText('上海市 → 杭州市');
  await expect(card.locator('.track li').first()).toContainText('【上海】');
  for (const secret of ['欧阳', '文一西路', '上海转运中心']) await expect(card).not.toContainText(secret);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await noBarriers();

  await page.goto('/sign-in');
  await page.goto(new URL(link).pathname + new URL(link).hash);
  await expect(card).toContainText('青禾服饰');
  await expect.poll(() => card.locator('img').evaluate((image) => [image.naturalWidth, image.naturalHeight])).toEqual([480, 120]);
  // A kept link opens again.
  await page.reload();
  await expect(card).toContainText('青禾服饰');
  await expect.poll(() => card.locator('img').evaluate((image) => [image.naturalWidth, image.naturalHeight])).toEqual([480, 120]);
});
