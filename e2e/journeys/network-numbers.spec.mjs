// The network's numbers and routes: an outlet gets waybill numbers of its own, they are handed out and taken back, a pool that is low is seen
// from everywhere; a route is looked up, changed and taken back.
import { test, expect } from '../harness/fixtures.mjs';
import { signInApi } from '../harness/api.mjs';

const OUTLET = '上海青浦华新网点';
/** Its serials; the demo network's own begin above them. */
const FIRST = 261_000_004_100;
const LAST = 261_000_004_199;
const TO = { name: '梁思琪', phone: '13911116201', province: '广东省', city: '深圳市', district: '南山区', detail: '科技园南路18号' };

/** The serial in a waybill number: twelve digits between the letters and the check digit. */
const serialOf = (waybillNo) => Number(waybillNo.slice(2, 14));

const poolRow = (page, name) => page.locator('.console tbody tr').filter({ has: page.getByRole('button', { name, exact: true }) });

for (const colorScheme of ['light', 'dark']) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('pools and routes have no barrier', async ({ page, signIn, noBarriers }) => {
      await signIn('staff_admin');
      await page.goto('/network/numbers');
      await expect(poolRow(page, '全网')).toBeVisible();
      await noBarriers();
      await page.getByRole('button', { name: '全网', exact: true }).click();
      await expect(page.getByRole('complementary', { name: '号池详情' })).toBeVisible();
      await noBarriers();
      await page.getByRole('button', { name: '给网点建号池' }).click();
      await expect(page.getByRole('dialog', { name: '给网点建号池' })).toBeVisible();
      await noBarriers();
      await page.goto('/network/routes');
      await expect(page.getByRole('heading', { name: '改过的地区' })).toBeVisible();
      await expect(page.locator('.console .skeleton')).toHaveCount(0);
      await noBarriers();
    });
  });
}

test('an outlet gets numbers, its merchants ship with them, and what is not used comes back', async ({ page, product, signIn, noBarriers }) => {
  const owner = await signInApi(product, 'other_merchant_owner');
  await signIn('staff_admin');
  await page.goto('/network/numbers');
  await page.getByRole('button', { name: '给网点建号池' }).click();
  const making = page.getByRole('dialog', { name: '给网点建号池' });
  await making.getByRole('button', { name: '保存' }).click();
  await expect(making.getByLabel('首号')).toHaveAttribute('aria-invalid', 'true');
  await making.getByLabel('网点').selectOption({ label: `SH0101 ${OUTLET}` });
  await making.getByLabel('首号').fill(String(FIRST));
  await making.getByLabel('末号').fill(String(LAST));
  await making.getByLabel('每次取号数').fill('10');
  await making.getByLabel('警戒线').fill('20');
  await making.getByRole('button', { name: '保存' }).click();
  await expect(making).toBeHidden();
  await expect(poolRow(page, OUTLET)).toContainText(`${FIRST}–${LAST}`);
  await expect(poolRow(page, OUTLET).locator('td').nth(2)).toHaveText('100');

  await test.step('serials that were given are refused with the range that has them', async () => {
    await page.getByRole('button', { name: OUTLET, exact: true }).click();
    const panel = page.getByRole('complementary', { name: '号池详情' });
    await panel.getByRole('button', { name: '加号段' }).click();
    const adding = page.getByRole('dialog', { name: `给“${OUTLET}”加号段` });
    await adding.getByLabel('首号').fill(String(LAST));
    await adding.getByLabel('末号').fill(String(LAST + 100));
    await adding.getByRole('button', { name: '加号段' }).click();
    await expect(adding).toContainText(`${FIRST}–${LAST}`);
    await adding.getByLabel('首号').fill(String(LAST + 1));
    await adding.getByRole('button', { name: '加号段' }).click();
    await expect(adding).toBeHidden();
    await expect(poolRow(page, OUTLET).locator('td').nth(2)).toHaveText('200');
  });

  await test.step('numbers are handed out beforehand', async () => {
    const panel = page.getByRole('complementary', { name: '号池详情' });
    await panel.getByRole('button', { name: '发号' }).click();
    const issuing = page.getByRole('dialog', { name: `从“${OUTLET}”发号给商家` });
    await issuing.getByLabel('客户号').fill('K999999');
    await issuing.getByLabel('数量').fill('30');
    await issuing.getByRole('button', { name: '发号' }).click();
    await expect(issuing).toContainText('没有这个客户号');
    await issuing.getByLabel('客户号').fill('K100002');
    await issuing.getByRole('button', { name: '发号' }).click();
    await expect(issuing).toBeHidden();
    const held = panel.locator('tbody tr').filter({ hasText: 'K100002' });
    await expect(held.locator('td').nth(1)).toHaveText('30');
    await noBarriers();
  });

  // It had no number of the network's begun, or uses that up first.
  const waybills = [];
  for (let at = 0; at < 2; at += 1) {
    const made = await owner('POST', '/api/v1/shipments', { receiver: TO, order_no: `NUM-62${at}`, goods: '茶叶', weight_g: 500 });
    waybills.push(made.waybill_no);
  }
  const used = waybills.map(serialOf).filter((serial) => serial >= FIRST && serial <= LAST);

  await test.step('what is not used is taken back', async () => {
    await page.reload();
    await page.getByRole('button', { name: OUTLET, exact: true }).click();
    const panel = page.getByRole('complementary', { name: '号池详情' });
    const held = panel.locator('tbody tr').filter({ hasText: 'K100002' });
    const unused = Number(await held.locator('td').nth(1).textContent());
    expect(unused).toBe(30 - used.length);
    await held.getByRole('button', { name: '收回' }).click();
    const asking = page.getByRole('dialog', { name: '收回“云仓三方物流”没用的号？' });
    await asking.getByRole('button', { name: '收回' }).click();
    await expect(asking).toBeHidden();
    await expect(panel.locator('p').filter({ hasText: '收回' })).not.toHaveCount(0);
    await expect(poolRow(page, OUTLET).locator('td').nth(2)).toHaveText(String(200 - used.length));
  });

  await test.step('a pool that is low is told on every page of the network', async () => {
    const panel = page.getByRole('complementary', { name: '号池详情' });
    await panel.getByRole('button', { name: '设置' }).click();
    const setting = page.getByRole('dialog', { name: `“${OUTLET}”的设置` });
    await setting.getByLabel('警戒线').fill('5000');
    await setting.getByRole('button', { name: '保存' }).click();
    await expect(setting).toBeHidden();
    await expect(poolRow(page, OUTLET)).toContainText('不足');
    await page.goto('/network/merchants');
    const notice = page.locator('.console .notice').filter({ hasText: OUTLET });
    await expect(notice).toContainText('低于 5,000');
    await noBarriers();
    await notice.getByRole('link', { name: '去加号段' }).click();
    await expect(page).toHaveURL(/\/network\/numbers$/);
    // As it was: other tests look at pages without it.
    await page.getByRole('button', { name: OUTLET, exact: true }).click();
    await page.getByRole('complementary', { name: '号池详情' }).getByRole('button', { name: '设置' }).click();
    await setting.getByLabel('警戒线').fill('0');
    await setting.getByRole('button', { name: '保存' }).click();
    await expect(setting).toBeHidden();
    await expect(notice).toHaveCount(0);
  });
});

test('a route is looked up, changed for new shipments, and taken back', async ({ page, product, signIn, noBarriers }) => {
  const owner = await signInApi(product, 'merchant_owner');
  const quote = () => owner('POST', '/api/v1/quotes', { province: TO.province, city: TO.city, district: TO.district, weight_g: 500 });
  const before = await quote();
  await signIn('staff_admin');
  await page.goto('/network/routes');
  await page.getByLabel('省', { exact: true }).selectOption(TO.province);
  await page.getByLabel('市', { exact: true }).selectOption(TO.city);
  await page.getByLabel('区县', { exact: true }).selectOption(TO.district);
  await page.getByRole('button', { name: '查路由' }).click();
  const found = page.locator('#found-routes tbody tr');
  await expect(found).toHaveCount(1);
  await expect(found).toContainText(before.route_code);
  await expect(found).toContainText('内置路由表');

  await found.getByRole('button', { name: '修改' }).click();
  const changing = page.getByRole('dialog', { name: '修改“广东省深圳市南山区”的路由' });
  await changing.getByLabel('转运代码').fill('a7');
  await changing.getByRole('button', { name: '保存' }).click();
  await expect(changing).toContainText('须为 3 位数字或大写字母');
  await changing.getByLabel('转运代码').fill('A75');
  await changing.getByLabel('集包地').fill('深圳宝安分拨');
  await noBarriers();
  await changing.getByRole('button', { name: '保存' }).click();
  await expect(changing).toBeHidden();
  await expect(found).toContainText('改过：广东省深圳市南山区');
  const changed = page.locator('#route-changes tbody tr').filter({ hasText: '南山区' });
  await expect(changed).toContainText('深圳宝安分拨');
  const after = await quote();
  expect(after.bag_hub).toBe('深圳宝安分拨');
  expect(after.route_code).toBe(`A75${before.route_code.slice(3)}`);

  await test.step('where the network does not go, nothing is shipped', async () => {
    await changed.getByRole('button', { name: '修改' }).click();
    await changing.getByLabel('网络派送到这里').uncheck();
    await changing.getByRole('button', { name: '保存' }).click();
    await expect(changing).toBeHidden();
    await expect(found).toContainText('不派送');
    await expect(quote()).rejects.toThrow('no_route');
    await noBarriers();
  });

  await changed.getByRole('button', { name: '恢复' }).click();
  await page.getByRole('dialog', { name: '恢复“广东省深圳市南山区”的路由？' }).getByRole('button', { name: '恢复' }).click();
  await expect(changed).toHaveCount(0);
  await expect(found).toContainText('内置路由表');
  expect(await quote()).toEqual(before);
});
