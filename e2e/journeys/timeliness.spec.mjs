// How long parcels took, by lane, and when the next one is likely there.
import { test, expect } from '../harness/fixtures.mjs';
import { signInApi } from '../harness/api.mjs';
import { importFile, ordersCsv } from '../harness/desk.mjs';
import { waybillsOf } from '../harness/waybills.mjs';

const HOUR = 3_600_000;
/** Where no other journey sends anything. */
const STREET = '甘肃省兰州市城关区南昌路1042号';

/** An order file of `count` parcels to Lanzhou. */
function ordersThere(count) {
  const file = ordersCsv('TIMES', count);
  const text = file.buffer.toString().replaceAll(/浙江省[^,]*/g, STREET);
  return { ...file, buffer: Buffer.from(text) };
}

/** Twenty parcels, picked up two days ago: sixteen took one day, four took nearly two. */
async function delivered(page, product) {
  const call = await signInApi(product, 'merchant_owner');
  const waybills = await waybillsOf(call, await importFile(page, ordersThere(20)));
  const staff = await signInApi(product, 'staff_admin');
  // From noon in Shanghai, so that hours are days wherever the clock stands now.
  const noon = new Date(new Date(Date.now() + 8 * HOUR).toISOString().slice(0, 10) + 'T04:00:00Z').getTime() - 72 * HOUR;
  const scan = (waybill_no, code, hours) => ({ waybill_no, code, at: new Date(noon + hours * HOUR).toISOString(), place: '兰州城关网点' });
  const scans = waybills.flatMap((no, nth) => [scan(no, 'GOT', 0), scan(no, 'SIGNED', nth < 16 ? 24 : 47)]);
  const { items } = await staff('POST', '/api/v1/scans', { scans });
  expect(items.filter((item) => !item.ok)).toEqual([]);
}

test('times are listed by lane, and a new shipment is told when it is likely there', async ({ page, product, signIn, noBarriers }) => {
  test.setTimeout(120_000);
  await signIn('merchant_owner');
  await delivered(page, product);
  const inBoth = async () => {
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await noBarriers();
    }
  };
  await page.goto('/timeliness');
  const lane = page.locator('.lanes tbody tr').filter({ hasText: '上海市 → 兰州市' });
  await expect(lane).toContainText('100.0%');
  await expect(lane.getByRole('img')).toHaveAttribute('aria-label', /1 天：16 票，2 天：4 票/);
  await inBoth();
  await page.getByLabel('线路', { exact: true }).fill('拉萨');
  await expect(page.getByText('没有这样的线路。')).toBeVisible();
  await page.getByLabel('线路', { exact: true }).fill('兰州');
  await expect(lane).toBeVisible();

  await page.goto('/shipments/new');
  await page.getByLabel('粘贴整段地址').fill(`欧阳春晓 13812345670 ${STREET}`);
  const price = page.getByRole('region', { name: '费用和路由' });
  await expect(price.getByText(/^预计 .* 前送达/)).toBeVisible();
  await expect(price).toContainText('80%');
  await expect(price).toContainText('您发这条线路的 20 票');
  await inBoth();
});
