// Orders before they are shipped: columns nobody knows are named, addresses are pasted, and what waits in the pool is changed and shipped.
import { test, expect } from '../harness/fixtures.mjs';
import { signInApi } from '../harness/api.mjs';
import { importCounts } from '../harness/desk.mjs';

const COLUMNS = { 栏一: '收件人', 栏二: '收件手机', 栏三: '详细地址', 栏四: '物品名称' };
/** Receivers whom no other test knows. `last` is what a list shows of the phone, or holds in the order number. */
const MERGED = { last: '139******02', text: '周子墨 13911115702 江苏省苏州市姑苏区观前街58号' };
const CHANGED = { last: '5703', name: '吴佩玲', phone: '13911115703', province: '湖北省', city: '武汉市', district: '江汉区', detail: '解放大道688号' };

/** A file whose header says nothing. */
function strangeCsv(name, rows) {
  const text = [Object.keys(COLUMNS).join(','), ...rows.map((row) => row.join(','))].join('\r\n');
  return { name, mimeType: 'text/csv', buffer: Buffer.from(`\ufeff${text}\r\n`) };
}

/** Pastes as the keyboard does, wherever the focus is. */
async function paste(page, text) {
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

const IMPORT_PAGE = /\/import\/[0-9a-f-]{36}$/;

for (const colorScheme of ['light', 'dark']) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('the pool and handing in have no barrier', async ({ page, signIn, noBarriers }) => {
      await signIn('merchant_owner');
      for (const path of ['/orders', '/orders/held', '/orders/cancelled', '/orders/merge']) {
        await test.step(path, async () => {
          await page.goto(path);
          await expect(page.locator('.console h1')).toBeVisible();
          await expect(page.locator('.console .skeleton')).toHaveCount(0);
          await noBarriers();
        });
      }
      await page.goto('/import');
      await page.getByRole('button', { name: '粘贴订单' }).click();
      await expect(page.getByRole('dialog', { name: '粘贴订单' })).toBeVisible();
      await noBarriers();
    });
  });
}

test('columns nobody knows are named once, and the next file of them goes through', async ({ page, signIn, noBarriers }) => {
  await signIn('merchant_owner');
  await page.goto('/import');
  await page.locator('.hand-in').getByLabel('默认重量（kg）').fill('0.5');
  const rows = [
    ['郑海燕', '13911115701', '浙江省宁波市鄞州区中山东路88号', '茶杯'],
    ['冯立新', '13911115704', '福建省厦门市思明区湖滨南路20号', '雨伞'],
  ];
  await page.locator('input[type="file"]').setInputFiles(strangeCsv('我的表.csv', rows));
  const dialog = page.getByRole('dialog', { name: '预览 我的表.csv' });
  await expect(dialog).toContainText('没有认出表头');
  await expect(dialog).toContainText('13911115701');
  await noBarriers();
  for (const [column, field] of Object.entries(COLUMNS)) {
    await dialog.getByLabel(column, { exact: true }).selectOption({ label: field });
  }
  await expect(dialog.locator('tbody tr')).toHaveCount(2);
  await expect(dialog.locator('tbody tr').first()).toContainText('郑海燕');
  await expect(dialog).not.toContainText('没有认出表头');
  await noBarriers();
  await dialog.getByRole('button', { name: '导入', exact: true }).click();
  await page.waitForURL(IMPORT_PAGE);
  await expect(page.locator('.sums')).toBeVisible({ timeout: 30_000 });
  expect(await importCounts(page)).toEqual([2, 0, 0]);

  await page.goto('/import');
  await page.locator('.hand-in').getByLabel('默认重量（kg）').fill('0.5');
  const next = [['陈小满', '13911115705', '湖南省长沙市岳麓区麓山路36号', '毛巾']];
  await page.locator('input[type="file"]').setInputFiles(strangeCsv('我的第二张表.csv', next));
  await page.waitForURL(IMPORT_PAGE);
  await expect(page.locator('.sums')).toBeVisible({ timeout: 30_000 });
  expect(await importCounts(page)).toEqual([1, 0, 0]);
});

test('pasted addresses wait in the pool, are merged and shipped', async ({ page, signIn, noBarriers }) => {
  await signIn('merchant_owner');
  await page.goto('/import');
  const handIn = page.locator('.hand-in');
  await handIn.getByLabel('默认品名').fill('茶叶');
  await handIn.getByLabel('默认重量（kg）').fill('0.5');
  await handIn.getByLabel('只存订单，稍后发货').check();
  await paste(page, `${MERGED.text}\n${MERGED.text}`);
  const pasting = page.getByRole('dialog', { name: '粘贴订单' });
  await expect(pasting.getByLabel('订单或地址')).toHaveValue(/周子墨/);
  await pasting.getByRole('button', { name: '预览' }).click();
  const dialog = page.getByRole('dialog', { name: /^预览 / });
  await expect(dialog.locator('tbody tr')).toHaveCount(2);
  await expect(dialog.locator('tbody tr').first()).toContainText('茶叶');
  await dialog.getByRole('button', { name: '导入', exact: true }).click();
  await page.waitForURL(IMPORT_PAGE);
  await expect(page.locator('.sums')).toContainText('在订单池等待发货', { timeout: 30_000 });
  await page.getByRole('link', { name: '查看订单池' }).click();

  const rows = page.locator('.orders tbody tr');
  await expect(page.getByText('只看这次导入')).toBeVisible();
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText(MERGED.last);
  // Masked: the name is not there in full.
  await expect(rows.first()).not.toContainText('周子墨');
  await noBarriers();
  await page.locator('.console .tabs').getByRole('link', { name: /^可合并/ }).click();
  const group = page.locator('section.panel').filter({ hasText: MERGED.last });
  await group.getByRole('button', { name: '合并' }).click();
  await expect(group).toHaveCount(0);
  await page.locator('.console .tabs').getByRole('link', { name: /^等待发货/ }).click();
  await expect(rows).toHaveCount(1);
  await page.getByLabel('选择列出的全部').check();
  await page.locator('.bulk').getByRole('button', { name: '发货' }).click();
  const shipped = page.getByRole('dialog', { name: '发货结果' });
  await expect(shipped.locator('.sums b')).toHaveText(['1', '0']);
  await expect(shipped.getByRole('button', { name: '打印 1 票' })).toBeVisible();
  await noBarriers();
  await shipped.getByRole('button', { name: '查看运单' }).click();
  await page.waitForURL(/\/shipments$/);
  await expect(page.locator('main')).toContainText(MERGED.last);
});

test('orders that wait are held, marked, changed alike and split', async ({ page, product, signIn, noBarriers }) => {
  const call = await signInApi(product, 'merchant_owner');
  const { last, ...receiver } = CHANGED;
  await call('POST', '/api/v1/orders', { receiver, order_no: 'POOL-5703', goods: '手套', quantity: 4, weight_g: 400 });
  await signIn('merchant_owner');
  await page.goto('/orders');
  await page.getByRole('searchbox', { name: '订单号' }).fill('POOL-5703');
  // The list is asked again with it, and what was chosen before is settled.
  await expect(page).toHaveURL(/POOL-5703/);
  const rows = page.locator('.orders tbody tr');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText(last);
  const bulk = page.locator('.bulk');
  const choose = () => page.getByLabel('选择列出的全部').check();

  await choose();
  await bulk.getByRole('button', { name: '暂缓' }).click();
  await expect(rows.locator('.state')).toHaveText('暂缓');
  await choose();
  await bulk.getByRole('button', { name: '解除暂缓' }).click();
  await expect(rows.locator('.state')).toHaveCount(0);
  await choose();
  await bulk.getByRole('button', { name: '标记' }).click();
  await bulk.getByRole('button', { name: '红' }).click();
  await expect(rows.locator('.flag')).toHaveText('红');

  // Nothing is changed before it was looked at.
  await choose();
  await bulk.getByRole('button', { name: '批量修改' }).click();
  const batch = page.getByRole('dialog', { name: '修改 1 单' });
  await batch.getByLabel('品名').fill('羊毛手套');
  await noBarriers();
  await batch.getByRole('button', { name: '预览' }).click();
  await expect(batch.locator('tbody')).toContainText('羊毛手套');
  await expect(rows).not.toContainText('羊毛手套');
  await batch.getByRole('button', { name: '保存' }).click();
  await expect(rows).toContainText('羊毛手套');

  await rows.getByRole('button', { name: 'POOL-5703' }).click();
  const edit = page.getByRole('dialog', { name: '修改订单 POOL-5703' });
  await noBarriers();
  // Another receiver is typed anew; until the region is right nothing is saved.
  await edit.getByRole('button', { name: '换收件人' }).click();
  await edit.getByLabel('粘贴整段地址').fill('邓子琪 13911115713 湖南省长沙市岳麓区麓山南路932号');
  await expect(edit.getByLabel('详细地址')).toHaveValue('麓山南路932号');
  await noBarriers();
  await edit.getByRole('button', { name: '保存' }).click();
  await expect(edit).toBeHidden();
  await expect(rows).toContainText('长沙');
  await rows.getByRole('button', { name: 'POOL-5703' }).click();
  await edit.getByRole('button', { name: '拆分' }).click();
  const split = page.getByRole('dialog', { name: '拆分订单 POOL-5703' });
  await expect(split.getByLabel('数量')).toHaveCount(2);
  await noBarriers();
  await split.getByRole('button', { name: '拆分' }).click();
  await expect(split).toBeHidden();
  await page.getByRole('searchbox', { name: '订单号' }).fill('POOL-5703-2');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('POOL-5703-2');
});
