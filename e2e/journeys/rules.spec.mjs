// Orders arranged by rules: one is made, asked on the bench, and takes what comes in; goods that must not be sent are refused; owners are billed.
import { readFile } from 'node:fs/promises';
import { test, expect } from '../harness/fixtures.mjs';
import { signInApi } from '../harness/api.mjs';

/** Receivers whom no other test knows. */
const SOUTH = { name: '何嘉怡', phone: '13911115801', province: '广东省', city: '深圳市', district: '南山区', detail: '科技园南路18号' };
const EAST = { name: '郭明远', phone: '13911115802', province: '浙江省', city: '杭州市', district: '西湖区', detail: '文三路90号' };
const OWNER = { code: 'SILK-RD', name: '丝路' };
const RULE = '丝路南方单';
const WORD = '雷汞样品盒';

/** Chooses where the bench's sample goes. */
async function choosePlace(bench, { province, city, district }) {
  await bench.getByLabel('省', { exact: true }).selectOption(province);
  await bench.getByLabel('市', { exact: true }).selectOption(city);
  await bench.getByLabel('区县', { exact: true }).selectOption(district);
}

/** Fills the form of a rule that gives the shop's orders to Guangdong to the owner, with a red flag. */
async function fillRule(dialog) {
  await dialog.getByLabel('店铺').fill('SILK');
  await dialog.getByLabel('店铺').press('Enter');
  await expect(dialog.locator('.chip')).toHaveText(['SILK']);
  await dialog.getByLabel('省', { exact: true }).selectOption('广东省');
  await dialog.getByRole('button', { name: '加入' }).click();
  await expect(dialog.locator('.chip')).toHaveText(['SILK', '广东省']);
  await dialog.getByLabel('货主').selectOption({ label: `${OWNER.code} ${OWNER.name}` });
  await dialog.getByLabel('标记').selectOption({ label: '红' });
}

for (const colorScheme of ['light', 'dark']) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('rules, bills and forbidden goods have no barrier', async ({ page, signIn, noBarriers }) => {
      await signIn('merchant_owner');
      for (const path of ['/settings/rules', '/settings/bills', '/settings/parts']) {
        await test.step(path, async () => {
          await page.goto(path);
          await expect(page.locator('.console h1')).toBeVisible();
          await expect(page.locator('.console .skeleton')).toHaveCount(0);
          await noBarriers();
        });
      }
      await page.goto('/settings/rules');
      await page.locator('.console .head').getByRole('button', { name: '添加规则' }).click();
      await expect(page.getByRole('dialog', { name: '添加规则' })).toBeVisible();
      await noBarriers();
      await page.context().clearCookies();
      await signIn('staff_admin');
      await page.goto('/network/goods');
      await expect(page.locator('.console tbody tr')).toHaveCount(19);
      await noBarriers();
      await page.locator('.console tbody tr button').first().click();
      await expect(page.getByRole('complementary', { name: '类别详情' })).toBeVisible();
      await noBarriers();
    });
  });
}

test('a rule is made, says why it takes an order, and takes what comes in', async ({ page, product, signIn, noBarriers }) => {
  const call = await signInApi(product, 'merchant_owner');
  await call('POST', '/api/v1/owners', OWNER);
  await signIn('merchant_owner');
  await page.goto('/settings/rules');
  await page.locator('.console .head').getByRole('button', { name: '添加规则' }).click();
  const dialog = page.getByRole('dialog', { name: '添加规则' });

  // What is missing is said beside its field.
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect(dialog.getByLabel('名称')).toBeFocused();
  await expect(dialog).toContainText('请给规则起个名字');
  await dialog.getByLabel('名称').fill(RULE);
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect(dialog).toContainText('请至少填一项结果');
  await fillRule(dialog);
  await noBarriers();
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect(dialog).toBeHidden();
  const rule = page.locator('.order-rule').filter({ hasText: RULE });
  await expect(rule).toContainText('店铺是 SILK，且寄往 广东省');
  await expect(rule).toContainText(`归货主“${OWNER.name}”，标记“红”`);

  // The bench names it, with each condition's reason.
  const bench = page.locator('section.bench');
  await bench.getByLabel('店铺').fill('silk');
  await choosePlace(bench, SOUTH);
  await bench.getByRole('button', { name: '试一试' }).click();
  const answers = bench.locator('.answers');
  await expect(answers.locator('summary')).toContainText(`由“${RULE}”接单`);
  const taken = answers.locator('ol > li').filter({ hasText: RULE });
  await expect(taken.locator('ul > li')).toHaveCount(2);
  await expect(taken.locator('ul .verdict')).toHaveText(['✓', '✓']);
  await noBarriers();
  await choosePlace(bench, EAST);
  await bench.getByRole('button', { name: '试一试' }).click();
  await expect(answers.locator('summary')).toContainText('没有规则接单');
  await expect(taken.locator('ul .verdict')).toHaveText(['✓', '✗']);

  // What comes in is taken, or not.
  const order = { goods: '丝巾', quantity: 1, weight_g: 300, shop: 'SILK' };
  await call('POST', '/api/v1/orders', { ...order, receiver: SOUTH, order_no: 'RULE-5801' });
  await call('POST', '/api/v1/orders', { ...order, receiver: EAST, order_no: 'RULE-5802' });
  await page.goto('/orders');
  const rows = page.locator('.orders tbody tr');
  const search = page.getByRole('searchbox', { name: '订单号' });
  await search.fill('RULE-5801');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('SILK');
  await expect(rows).toContainText(OWNER.name);
  await expect(rows.locator('.flag')).toHaveText('红');
  await expect(rows.locator('.rule-mark')).toHaveText(`规则：${RULE}`);
  await noBarriers();
  await search.fill('RULE-5802');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('RULE-5802');
  await expect(rows.locator('.rule-mark')).toHaveCount(0);

  // Asked again, the rules say first what would come of it.
  await page.getByLabel('选择列出的全部').check();
  await page.locator('.bulk').getByRole('button', { name: '应用规则' }).click();
  const applying = page.getByRole('dialog', { name: '对 1 单应用规则' });
  await expect(applying.locator('summary')).toContainText('没有规则接单');
  await expect(applying.getByRole('button', { name: '应用规则' })).toBeDisabled();
  await noBarriers();
});

test('the bench asks about the pool, and rules change places by keyboard', async ({ page, product, signIn }) => {
  const call = await signInApi(product, 'merchant_owner');
  const rules = ['先问的', '后问的'].map((name) => ({ name, conditions: { shops: ['TULLE'] }, outcome: { flag: name === '先问的' ? 'green' : 'blue' } }));
  for (const rule of rules) await call('POST', '/api/v1/order-rules', rule);
  await signIn('merchant_owner');
  await page.goto('/settings/rules');
  const names = page.locator('.order-rule .rule-text b');
  const places = async () => (await names.allTextContents()).filter((name) => rules.some((rule) => rule.name === name));
  await expect(names.filter({ hasText: '后问的' })).toBeVisible();
  expect(await places()).toEqual(['先问的', '后问的']);
  const edit = page.getByRole('button', { name: '修改“后问的”' });
  await edit.focus();
  const [kept] = await Promise.all([page.waitForResponse(/order-rules\/sequence$/), page.keyboard.press('Alt+ArrowUp')]);
  expect(kept.ok()).toBe(true);
  await expect(edit).toBeFocused();
  await page.reload();
  await expect(names.filter({ hasText: '后问的' })).toBeVisible();
  expect(await places()).toEqual(['后问的', '先问的']);

  const goods = { goods: '薄纱裙', quantity: 1, shop: 'tulle', receiver: EAST };
  await call('POST', '/api/v1/orders', { ...goods, order_no: 'RULE-5803' });
  const bench = page.locator('section.bench');
  await bench.getByLabel('订单池里的订单').check();
  await expect(bench.locator('.pool-list')).toContainText('RULE-5803');
  await bench.getByRole('button', { name: /^试 \d+ 单$/ }).click();
  await expect(bench.locator('.answers details').filter({ hasText: 'RULE-5803' })).toContainText('由“后问的”接单');

  // One that is switched off is asked no more.
  await page.getByRole('switch', { name: '启用“后问的”' }).uncheck();
  await expect(page.locator('.order-rule').filter({ hasText: '后问的' })).toContainText('已停用');
  await bench.getByRole('button', { name: /^试 \d+ 单$/ }).click();
  await expect(bench.locator('.answers details').filter({ hasText: 'RULE-5803' })).toContainText('由“先问的”接单');

  await page.getByRole('button', { name: '删除“后问的”' }).click();
  await page.getByRole('dialog', { name: '删除规则“后问的”？' }).getByRole('button', { name: '删除', exact: true }).click();
  await expect(names.filter({ hasText: '后问的' })).toHaveCount(0);
});

test('goods that staff forbid are refused with words', async ({ page, product, signIn, noBarriers }) => {
  await signIn('staff_admin');
  await page.goto('/network/goods');
  const first = page.locator('.console tbody tr').first();
  const group = await first.getByRole('button').textContent();
  await first.getByRole('combobox').selectOption({ label: '拒绝' });
  await first.getByRole('button').click();
  const panel = page.getByRole('complementary', { name: '类别详情' });
  const words = panel.getByLabel('词，每行一个');
  await words.fill(`${await words.inputValue()}\n${WORD}`);
  await panel.getByRole('button', { name: '保存' }).click();
  await expect(page.locator('.console').getByText('已保存').or(page.locator('.toasts', { hasText: '已保存' })).first()).toBeVisible();

  const call = await signInApi(product, 'merchant_owner');
  await call('POST', '/api/v1/orders', { receiver: EAST, order_no: 'RULE-5804', goods: WORD, quantity: 1, weight_g: 300 });
  await page.context().clearCookies();
  await signIn('merchant_owner');
  await page.goto('/orders');
  await page.getByRole('searchbox', { name: '订单号' }).fill('RULE-5804');
  const rows = page.locator('.orders tbody tr');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText(`禁寄：${group.trim()}`);
  await noBarriers();
  await page.getByLabel('选择列出的全部').check();
  await page.locator('.bulk').getByRole('button', { name: '发货' }).click();
  const shipped = page.getByRole('dialog', { name: '发货结果' });
  await expect(shipped.locator('.sums b')).toHaveText(['0', '1']);
  await expect(shipped.locator('td.why')).toContainText(WORD);
});

test('services are changed with their order', async ({ page, product, signIn, noBarriers }) => {
  const call = await signInApi(product, 'merchant_owner');
  await call('POST', '/api/v1/orders', { receiver: SOUTH, order_no: 'RULE-5805', goods: '茶杯', quantity: 1, weight_g: 600 });
  await signIn('merchant_owner');
  await page.goto('/orders');
  await page.getByRole('searchbox', { name: '订单号' }).fill('RULE-5805');
  const rows = page.locator('.orders tbody tr');
  await expect(rows).toHaveCount(1);
  await rows.getByRole('button', { name: 'RULE-5805' }).click();
  const edit = page.getByRole('dialog', { name: '修改订单 RULE-5805' });
  await edit.getByLabel('代收货款').check();
  await edit.getByLabel('代收金额 元').fill('10000.01');
  await edit.getByRole('button', { name: '保存' }).click();
  await expect(edit).toContainText('大于 0，最多');
  await edit.getByLabel('代收金额 元').fill('199');
  await edit.getByLabel('签单返还').check();
  await edit.getByLabel('派送时段').check();
  await edit.getByLabel('从', { exact: true }).selectOption('18:00');
  await edit.getByLabel('到', { exact: true }).selectOption('21:00');
  await noBarriers();
  await edit.getByRole('button', { name: '保存' }).click();
  await expect(edit).toBeHidden();
  await expect(rows.locator('.service-mark')).toHaveText(['代收 ¥199.00', '签单', '派送 18:00–21:00']);
});

test('an owner pays a markup, and the bill says so', async ({ page, product, signIn, noBarriers }) => {
  const call = await signInApi(product, 'merchant_owner');
  const owner = await call('POST', '/api/v1/owners', { code: 'BILL', name: '账单茶行' });
  await signIn('merchant_owner');
  await page.goto('/settings/parts');
  await page.locator('tr').filter({ hasText: '账单茶行' }).getByRole('button', { name: '修改' }).click();
  const dialog = page.getByRole('dialog', { name: '修改货主“账单茶行”' });
  await dialog.getByLabel('运费加价（%）').fill('12.5');
  await dialog.getByLabel('每票加价（元）').fill('0.3');
  // 4.20, an eighth of it, and 0.30.
  await expect(dialog.locator('.example')).toHaveText('例如：运费 ¥ 4.20 的一票，货主付 ¥ 5.03');
  await noBarriers();
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect(page.locator('tr').filter({ hasText: '账单茶行' })).toContainText('12.5 % + ¥ 0.30');

  await call('POST', '/api/v1/shipments', { receiver: EAST, goods: '茶叶', weight_g: 500, owner_id: owner.id });
  await page.goto('/settings/bills');
  const row = page.locator('.owner-bills tbody tr').filter({ hasText: '账单茶行' });
  await expect(row.locator('td').nth(1)).toHaveText('1');
  await expect(page.locator('.owner-bills tfoot')).toContainText('合计');
  await noBarriers();
  const [file] = await Promise.all([page.waitForEvent('download'), row.getByRole('button', { name: /CSV$/ }).click()]);
  expect(file.suggestedFilename()).toMatch(/^货主账单-BILL-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/);
  expect((await readFile(await file.path(), 'utf8')).trim().split('\n').length).toBeGreaterThan(1);
});
