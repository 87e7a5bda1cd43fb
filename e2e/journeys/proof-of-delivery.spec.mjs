// Proof of delivery: told at the scan of the network with a name and a picture, seen masked by the merchant and by the receiver.
import { test, expect } from '../harness/fixtures.mjs';
import { signInApi } from '../harness/api.mjs';
import { importFile, ordersCsv } from '../harness/desk.mjs';
import { waybillsOf } from '../harness/waybills.mjs';

const SIGNER = '王桂芬';
/** Of the receiver of the first row of `ordersCsv`. */
const LAST4 = '5000';
/** A number as people read it: in groups. */
const grouped = (waybill) => new RegExp(waybill.split('').join(' ?'));

/** A photograph: of the page itself. */
async function photograph(page) {
  const buffer = await page.screenshot({ type: 'jpeg' });
  return { name: 'door.jpg', mimeType: 'image/jpeg', buffer };
}

test('a parcel is received by a family member, and the picture is shown for a reason', async ({ page, product, signIn, noBarriers }) => {
  test.setTimeout(120_000);
  const call = await signInApi(product, 'merchant_owner');
  await signIn('merchant_owner');
  const [waybill] = await waybillsOf(call, await importFile(page, ordersCsv('PROOF', 1)));
  const staff = await signInApi(product, 'staff_admin');
  const before = Date.now() - 60_000;
  const scans = ['GOT', 'DISPATCH'].map((code, nth) => ({ waybill_no: waybill, code, at: new Date(before + nth * 1_000).toISOString(), place: '杭州余杭网点' }));
  const { items } = await staff('POST', '/api/v1/scans', { scans });
  expect(items.map((item) => item.ok)).toEqual([true, true]);

  await page.context().clearCookies();
  await signIn('staff_admin');
  await page.getByLabel('扫描类型').selectOption('SIGNED');
  await page.getByLabel('地点', { exact: true }).fill('杭州余杭网点');
  await page.getByLabel('怎么签收的').selectOption('family');
  await page.getByLabel('签收人姓名').fill(SIGNER);
  await page.locator('input[type="file"]').setInputFiles({ name: 'door.txt', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') });
  await expect(page.getByText('这个文件不是能打开的图片')).toBeVisible();
  await page.locator('input[type="file"]').setInputFiles(await photograph(page));
  await expect(page.getByText('已选图片：door.jpg')).toBeVisible();
  await noBarriers();
  await page.getByLabel(/^运单号或交接单号/).fill(waybill);
  await page.getByRole('button', { name: '上传 1 条' }).click();
  const results = page.getByRole('region', { name: '结果' });
  await expect(results).toContainText('已记录');
  // The next parcel is another person's.
  await expect(page.getByLabel('签收人姓名')).toHaveValue('');
  await expect(page.getByText('可不拍。')).toBeVisible();

  await page.context().clearCookies();
  await signIn('merchant_owner');
  await page.goto('/shipments');
  await page.getByRole('row').filter({ hasText: grouped(waybill) }).getByText(grouped(waybill)).click();
  const detail = page.getByRole('complementary', { name: '运单详情' });
  const proof = detail.locator('section').filter({ has: page.getByRole('heading', { name: '签收凭证' }) });
  await expect(proof).toContainText('家人代收');
  await expect(proof).toContainText('王**');
  await expect(proof).not.toContainText(SIGNER);
  await proof.getByRole('button', { name: '查看照片' }).click();
  await proof.getByLabel('为什么要看（会记录）').fill('买家说没收到');
  await noBarriers();
  await proof.getByRole('button', { name: '查看照片' }).click();
  const picture = proof.getByRole('img', { name: '签收时拍的照片' });
  await expect(picture).toBeVisible();
  expect(await picture.evaluate((image) => image.naturalWidth)).toBeGreaterThan(0);
  await noBarriers();
  const log = await call('GET', '/api/v1/audit-log?limit=20');
  const actions = log.items.map((entry) => entry.action);
  expect(actions).toContain('personal_data_revealed');
  expect(actions).toContain('parcel.proof');

  await page.context().clearCookies();
  await page.goto(`/t/${waybill}`);
  await page.getByLabel('手机号后 4 位').fill(LAST4);
  await page.getByRole('button', { name: '查询' }).click();
  await expect(page.getByText('家人代收，签收人 王**')).toBeVisible();
  await noBarriers();
});
