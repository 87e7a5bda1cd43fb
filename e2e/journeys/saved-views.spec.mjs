// Filters under a name: kept, chosen again, renamed, given to everybody, deleted; and never with what was searched for.
import { test, expect } from '../harness/fixtures.mjs';

/** Opens the saved filters of the list that is shown. */
async function savedFilters(page) {
  await page.getByRole('button', { name: '保存的筛选' }).click();
  const dialog = page.getByRole('dialog', { name: '保存的筛选' });
  await expect(dialog).toBeVisible();
  await expect(dialog.locator('.skeleton')).toHaveCount(0);
  return dialog;
}

/** Keeps the present filters. */
async function keep(dialog, name, forAll = false) {
  await dialog.getByLabel('名称').fill(name);
  if (forAll) await dialog.getByLabel('大家都能用').check();
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect(dialog.getByRole('button', { name, exact: true })).toBeVisible();
}

test('shipments: a filter is kept, chosen, renamed, shared and deleted', async ({ page, signIn, noBarriers }) => {
  await signIn('merchant_owner');
  await page.goto('/shipments');
  let dialog = await savedFilters(page);
  await expect(dialog).toContainText('列表现在没有条件');
  await noBarriers();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  await page.goto('/shipments?phase=to_print&province=44');
  dialog = await savedFilters(page);
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect(dialog.getByLabel('名称')).toHaveAttribute('aria-invalid', 'true');
  await keep(dialog, '广东待打印', true);
  await expect(dialog.locator('.view-line')).toContainText('共用');
  await noBarriers();
  await page.keyboard.press('Escape');

  await page.goto('/shipments');
  dialog = await savedFilters(page);
  await dialog.getByRole('button', { name: '广东待打印', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL(/\/shipments\?phase=to_print&province=44$/);
  await expect(page.locator('.chips')).toContainText('广东省');

  dialog = await savedFilters(page);
  await expect(dialog.locator('.view-line')).toContainText('当前');
  await dialog.getByRole('button', { name: '给“广东待打印”改名' }).click();
  const rename = dialog.locator('.views form');
  await rename.getByLabel('名称').fill('粤待打印');
  await noBarriers();
  await rename.getByRole('button', { name: '保存' }).click();
  await expect(dialog.getByRole('button', { name: '粤待打印', exact: true })).toBeVisible();
  await dialog.getByRole('button', { name: '删除“粤待打印”' }).click();
  await expect(dialog).toContainText('大家都会看不到它');
  await noBarriers();
  await dialog.getByRole('button', { name: '删除', exact: true }).click();
  await expect(dialog.locator('.view-line')).toHaveCount(0);
});

test('orders: the tab and the flag come back', async ({ page, signIn }) => {
  await signIn('merchant_owner');
  await page.goto('/orders/held');
  await page.getByLabel('标记').selectOption({ label: '红' });
  await keep(await savedFilters(page), '红色暂缓');
  await page.keyboard.press('Escape');
  await page.goto('/orders');
  const dialog = await savedFilters(page);
  await dialog.getByRole('button', { name: '红色暂缓', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL(/\/orders\/held\?flag=red$/);
  await expect(page.getByLabel('标记')).toHaveValue('red');
});

test('contacts: what is searched for is not kept', async ({ page, signIn }) => {
  await signIn('merchant_owner');
  await page.goto('/contacts');
  await page.getByRole('searchbox', { name: '查找' }).fill('zhang');
  const dialog = await savedFilters(page);
  await expect(dialog).toContainText('列表现在没有条件');
  await expect(dialog).toContainText('查找的文字不会保存');
  await expect(page).toHaveURL(/\/contacts$/);
});
