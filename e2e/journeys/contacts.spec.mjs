// The address book at work: found by initials and shipped to by keyboard; what is changed after printing says so; owners divide; files come out.
import { readFile } from 'node:fs/promises';
import { test, expect } from '../harness/fixtures.mjs';
import { signInApi } from '../harness/api.mjs';
import { addPrinter } from '../harness/desk.mjs';

/** People whom no other test knows: masked, the district is theirs. */
const PEOPLE = {
  found: { text: '张三丰 13911115601 浙江省杭州市西湖区文三路90号3幢502室', initials: 'zsf', place: '西湖区' },
  stale: { text: '钱学文 13911115602 江苏省南京市鼓楼区中山北路30号8楼', initials: 'qxw', place: '鼓楼区' },
  owned: { text: '孙晓梅 13911115603 上海市闵行区申长路988号2幢', initials: 'sxm', place: '闵行区' },
  exported: { text: '李思远 13911115604 广东省广州市天河区体育西路111号', initials: 'lsy', place: '天河区' },
};

/** Adds a receiver: pasted whole, and split by the page. */
async function addContact(page, person) {
  await page.goto('/contacts');
  await page.getByRole('button', { name: '添加联系人' }).first().click();
  const dialog = page.getByRole('dialog', { name: '添加收件人' });
  await dialog.getByLabel('粘贴整段地址').fill(person.text);
  await expect(dialog.getByLabel('电话')).toHaveValue(person.text.split(' ')[1]);
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect(dialog).toBeHidden();
}

/** Chooses a receiver by initials and makes a shipment, all of it by keyboard. */
async function shipTo(page, person, goods) {
  await page.getByRole('combobox', { name: '从联系人选择' }).focus();
  await page.keyboard.type(person.initials);
  await expect(page.getByRole('option').filter({ hasText: person.place })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.locator('.chosen-contact')).toContainText(person.place);
  await expect(page.getByLabel('品名')).toBeFocused();
  await page.keyboard.type(goods);
  await page.keyboard.press('Enter');
  await expect(page.locator('.made')).toBeVisible();
}

for (const colorScheme of ['light', 'dark']) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('contacts, owners and departments have no barrier', async ({ page, signIn, noBarriers }) => {
      await signIn('merchant_owner');
      for (const path of ['/contacts', '/contacts/senders', '/contacts/duplicates', '/settings/parts']) {
        await test.step(path, async () => {
          await page.goto(path);
          await expect(page.locator('.console h1')).toBeVisible();
          await expect(page.locator('.console .skeleton')).toHaveCount(0);
          await noBarriers();
        });
      }
      await page.goto('/contacts');
      for (const [button, dialog] of [['添加联系人', '添加收件人'], ['导入', '导入收件人'], ['导出', '导出全部收件人']]) {
        await page.locator('.console .head').getByRole('button', { name: button, exact: true }).click();
        await expect(page.getByRole('dialog', { name: dialog })).toBeVisible();
        await noBarriers();
        await page.keyboard.press('Escape');
        await expect(page.getByRole('dialog')).toHaveCount(0);
      }
    });
  });
}

test('a contact is added, found by initials and shipped to by keyboard', async ({ page, signIn, noBarriers }) => {
  await signIn('merchant_owner');
  await addContact(page, PEOPLE.found);
  await page.getByRole('searchbox', { name: '查找' }).fill(PEOPLE.found.initials);
  const row = page.locator('.contacts tbody tr').filter({ hasText: PEOPLE.found.place });
  await expect(row).toBeVisible();
  // Masked: the name is not there in full.
  await expect(row).not.toContainText('张三丰');
  await page.goto('/shipments/new');
  await shipTo(page, PEOPLE.found, '茶叶');
  await expect(page.locator('.made')).toContainText(PEOPLE.found.place);
  await noBarriers();
});

test('a shipment that is changed after printing wants a new label', async ({ page, signIn, noBarriers }) => {
  await signIn('merchant_owner');
  await addPrinter(page, { connection: 'pdf', name: '联系人台' });
  await addContact(page, PEOPLE.stale);
  await page.goto('/shipments/new');
  await shipTo(page, PEOPLE.stale, '图书');
  await page.getByRole('button', { name: '现在打印' }).click();
  await page.getByRole('button', { name: '全部打印好了' }).click();
  await page.locator('.made').getByRole('button', { name: '查看' }).click();
  const panel = page.getByRole('complementary', { name: '运单详情' });
  await panel.getByRole('button', { name: '修改', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: /^修改运单/ });
  await dialog.getByLabel('品名').fill('图书两册');
  await noBarriers();
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect(dialog).toContainText('运单已保存');
  await expect(dialog).toContainText('面单已过时');
  await dialog.getByRole('button', { name: '关闭' }).last().click();
  await expect(panel).toContainText('图书两册');
  await expect(panel).toContainText('面单已过时');
  await page.goto('/shipments?label_stale=true');
  await expect(page.locator('.chips')).toContainText('需重打');
  await expect(page.locator('.stale-mark').first()).toBeVisible();
});

test('an owner is added and shipped for', async ({ page, product, signIn }) => {
  const call = await signInApi(product, 'merchant_owner');
  await signIn('merchant_owner');
  await page.goto('/settings/parts');
  await page.getByRole('button', { name: '添加货主' }).first().click();
  const dialog = page.getByRole('dialog', { name: '添加货主' });
  await dialog.getByLabel('编码').fill('CH');
  await dialog.getByLabel('名称').fill('茶行');
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect(page.getByRole('row', { name: /茶行/ })).toContainText('使用中');
  await addContact(page, PEOPLE.owned);
  await page.goto('/shipments/new');
  await page.getByRole('combobox', { name: '货主' }).selectOption({ label: 'CH 茶行' });
  await shipTo(page, PEOPLE.owned, '龙井');
  const owners = await call('GET', '/api/v1/owners');
  const { id } = owners.find((owner) => owner.code === 'CH');
  const { items } = await call('GET', `/api/v1/shipments?owner_id=${id}`);
  expect(items.map((shipment) => shipment.goods)).toEqual(['龙井']);
  await page.goto(`/shipments?owner_id=${id}`);
  await expect(page.locator('.chips')).toContainText('茶行');
});

test('contacts and shipments come out as files, masked', async ({ page, signIn }) => {
  await signIn('merchant_owner');
  await addContact(page, PEOPLE.exported);
  await page.locator('.console .head').getByRole('button', { name: '导出', exact: true }).click();
  const contacts = page.getByRole('dialog', { name: '导出全部收件人' });
  await contacts.getByRole('combobox', { name: '格式' }).selectOption({ label: 'CSV（.csv）' });
  const [book] = await Promise.all([page.waitForEvent('download'), contacts.getByRole('button', { name: '导出' }).click()]);
  expect(book.suggestedFilename()).toMatch(/^收件人-\d{4}-\d\d-\d\d\.csv$/);
  const lines = await readFile(await book.path(), 'utf8');
  expect(lines).toContain(PEOPLE.exported.place);
  expect(lines).not.toContain('13911115604');

  await page.goto('/shipments/new');
  await shipTo(page, PEOPLE.exported, '手套');
  await page.goto('/shipments');
  await page.getByRole('button', { name: '导出', exact: true }).click();
  const shipments = page.getByRole('dialog', { name: '导出运单' });
  const [list] = await Promise.all([page.waitForEvent('download'), shipments.getByRole('button', { name: '导出' }).click()]);
  expect(list.suggestedFilename()).toMatch(/^运单-\d{4}-\d\d-\d\d\.xlsx$/);
});
