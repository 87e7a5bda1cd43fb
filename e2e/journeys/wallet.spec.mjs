// Money at the network: an order is kept back at once, a transfer is taken once and may be taken back, and nothing is shipped below the floor.
import { test, expect } from '../harness/fixtures.mjs';
import { signInApi } from '../harness/api.mjs';
import { signIn as signInOn } from '../harness/sign-in.mjs';

const RECEIVER = { name: '柳如烟', phone: '13911115901', province: '浙江省', city: '宁波市', district: '鄞州区', detail: '中山东路88号' };
const MERCHANT = 'K100001';
const VOUCHER = 'ICBC-20261128-0007';
/** More than the demo's merchant has. */
const HIGH_FLOOR = '9000000.00';

const shown = (amount) => Number(amount).toLocaleString('en-US', { minimumFractionDigits: 2 });

/** Opens the merchant beside the list, as staff do. */
async function openMerchant(page) {
  await page.goto('/network/merchants');
  await page.getByRole('button', { name: MERCHANT }).click();
  const panel = page.getByRole('complementary', { name: '商家详情' });
  await expect(panel.getByRole('heading', { name: '账户' })).toBeVisible();
  await expect(panel.locator('.skeleton')).toHaveCount(0);
  return panel;
}

/** Sets the floor of the merchant that is open. */
async function setFloor(page, panel, floor) {
  await panel.getByRole('button', { name: '修改结算条件' }).click();
  const dialog = page.getByRole('dialog', { name: '修改结算条件' });
  await dialog.getByLabel('下限').fill(floor);
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect(dialog).toBeHidden();
  await expect(panel.locator('.merchant-wallet').first()).toContainText(`¥ ${shown(floor)}`);
}

for (const colorScheme of ['light', 'dark']) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('the account has no barrier', async ({ page, signIn, noBarriers }) => {
      await signIn('merchant_owner');
      await page.goto('/wallet');
      await expect(page.locator('.console h1')).toHaveText('账户');
      await expect(page.locator('.console .skeleton')).toHaveCount(0);
      await noBarriers();
    });

    test('a merchant\'s account has no barrier at the network', async ({ page, signIn, noBarriers }) => {
      await signIn('staff_admin');
      const panel = await openMerchant(page);
      await noBarriers();
      for (const name of ['确认到账', '修改结算条件']) {
        await panel.getByRole('button', { name }).click();
        const dialog = page.getByRole('dialog', { name });
        await expect(dialog).toBeVisible();
        await noBarriers();
        await dialog.getByRole('button', { name: '取消' }).click();
        await expect(dialog).toBeHidden();
      }
    });
  });
}

test('an order is kept back at once, and its postings are one link away', async ({ page, product, signIn, noBarriers }) => {
  const call = await signInApi(product, 'merchant_owner');
  await signIn('merchant_owner');
  const inSight = page.getByRole('banner').getByRole('link', { name: /可用/ });
  const before = await call('GET', '/api/v1/wallet');
  await expect(inSight).toContainText(shown(before.available));
  await inSight.click();
  await page.waitForURL(/\/wallet$/);
  const available = page.locator('.wallet-sums .main dd');
  await expect(available).toHaveText(`¥ ${shown(before.available)}`);

  const made = await call('POST', '/api/v1/shipments', { receiver: RECEIVER, order_no: 'WALLET-1', goods: '茶叶', weight_g: 900 });
  const after = await call('GET', '/api/v1/wallet');
  expect(Number(after.available)).toBeLessThan(Number(before.available));
  // Without reloading: the page hears of it.
  await expect(available).toHaveText(`¥ ${shown(after.available)}`);
  const row = page.locator('.postings tbody tr').filter({ has: page.locator(`a[href$="waybill_no=${made.waybill_no}"]`) });
  await expect(row).toContainText('冻结');
  await expect(row).toContainText(`-${shown(made.charge.total)}`);
  await expect(row).toContainText(`+${shown(made.charge.total)}`);
  // The bar asks seldom.
  await expect(inSight).toContainText(shown(after.available), { timeout: 20_000 });

  await page.goto(`/shipments?waybill_no=${made.waybill_no}`);
  await page.locator('.row-at:not([hidden]) .row:not(.waiting)').first().click();
  const panel = page.getByRole('complementary', { name: '运单详情' });
  await panel.getByRole('link', { name: '查看流水' }).click();
  await page.waitForURL(/\/wallet\?shipment_id=/);
  await expect(page.locator('.postings tbody tr')).toHaveCount(1);
  await noBarriers();
  await page.getByRole('button', { name: '查看全部运单的流水' }).click();
  await expect(page.locator('.postings tbody tr').nth(1)).toBeVisible();
  await page.getByLabel('类型').selectOption({ label: '充值' });
  await expect(page.locator('.postings tbody tr').first()).toContainText('DEMO-0001');
  await expect(page).toHaveURL(/kind=topped_up/);
});

test('a transfer is taken once, shown to the merchant, and taken back', async ({ page, product, signIn, noBarriers }) => {
  const owner = await signInApi(product, 'merchant_owner');
  const before = await owner('GET', '/api/v1/wallet');
  await signIn('staff_admin');
  const panel = await openMerchant(page);
  const confirm = async (amount) => {
    await panel.getByRole('button', { name: '确认到账' }).click();
    const dialog = page.getByRole('dialog', { name: '确认到账' });
    await dialog.getByLabel('到账金额').fill(amount);
    await dialog.getByLabel('银行流水号').fill(VOUCHER);
    await dialog.getByRole('button', { name: '确认到账' }).click();
    return dialog;
  };
  await expect(await confirm('5000')).toBeHidden();
  const postings = panel.locator('.merchant-postings li');
  const topUp = postings.filter({ hasText: VOUCHER });
  await expect(topUp).toContainText('+5,000.00');

  await test.step('the same transfer again is refused at its field', async () => {
    const dialog = await confirm('5000');
    await expect(dialog.getByLabel('银行流水号')).toHaveAttribute('aria-invalid', 'true');
    await expect(dialog).toContainText('这笔转账已经入账');
    await noBarriers();
    await dialog.getByRole('button', { name: '取消' }).click();
    await expect(dialog).toBeHidden();
  });

  await test.step('the merchant sees it', async () => {
    const { items } = await owner('GET', '/api/v1/wallet/postings?kind=topped_up');
    expect(items[0]).toMatchObject({ amount: '5000.00', reason: VOUCHER });
    const after = await owner('GET', '/api/v1/wallet');
    expect(Number(after.balance) - Number(before.balance)).toBeCloseTo(5000, 2);
  });

  await test.step('it is taken back, with a reason', async () => {
    await topUp.getByRole('button', { name: '冲正' }).click();
    const dialog = page.getByRole('dialog', { name: '冲正这笔充值？' });
    await dialog.getByRole('button', { name: '冲正' }).click();
    await expect(dialog.getByLabel('原因')).toHaveAttribute('aria-invalid', 'true');
    await noBarriers();
    await dialog.getByLabel('原因').fill('记错了商家');
    await dialog.getByRole('button', { name: '冲正' }).click();
    await expect(dialog).toBeHidden();
    await expect(postings.first()).toContainText('-5,000.00');
    await expect(postings.first()).toContainText('记错了商家');
    await expect(topUp.getByRole('button', { name: '冲正' })).toHaveCount(0);
    expect((await owner('GET', '/api/v1/wallet')).balance).toBe(before.balance);
  });
});

test('below the floor an order is refused in words, with the way to the account', async ({ page, browser, product, signIn, noBarriers }) => {
  const owner = await signInApi(product, 'merchant_owner');
  await owner('POST', '/api/v1/contacts', { kind: 'receiver', party: RECEIVER });
  await signIn('merchant_owner');
  const context = await browser.newContext({ baseURL: product.url, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport: { width: 1440, height: 900 } });
  const staff = await context.newPage();
  await signInOn(staff, product, 'staff_admin');
  const panel = await openMerchant(staff);
  await setFloor(staff, panel, HIGH_FLOOR);
  try {
    await page.goto('/shipments/new');
    await page.getByRole('combobox', { name: '从联系人选择' }).fill('lry');
    await page.getByRole('option').filter({ hasText: '宁波市' }).first().click();
    await page.getByLabel('品名').fill('茶叶');
    await page.getByLabel('订单号').fill('WALLET-LOW');
    await page.locator('button[form="shipment-form"]').click();
    const refusal = page.getByRole('alert').filter({ hasText: '余额不足' });
    await expect(refusal).toBeVisible();
    await noBarriers();
    await refusal.getByRole('link', { name: '查看账户' }).click();
    await page.waitForURL(/\/wallet$/);
    await expect(page.locator('.wallet .notice')).toContainText('新订单会被拒绝');
    await noBarriers();
    expect((await owner('GET', '/api/v1/shipments?order_no=WALLET-LOW')).items).toEqual([]);
  } finally {
    await setFloor(staff, panel, '0.00');
    await context.close();
  }
  await page.getByRole('button', { name: '刷新' }).click();
  await expect(page.locator('.wallet .notice')).toHaveCount(0);
});
