// A network that begins with nothing: set up at a terminal, entered by its administrator, who sets a password of their own.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { test, expect } from '../harness/fixtures.mjs';
import { findBarriers } from '../harness/accessibility.mjs';
import { freePort, startService, YUNDAN } from '../harness/product.mjs';

const run = promisify(execFile);
const OWN = 'Ningbo-Harbour-26';

test('an empty network is set up, and its administrator is the only one in it', async ({ browser }) => {
  const data = await mkdtemp(join(tmpdir(), 'yundan-e2e-'));
  const port = await freePort();
  const words = ['setup', '--json', '--data', data, '--outlet-name', '宁波总部', '--display-name', '沈毅'];
  const { account, password } = JSON.parse((await run(YUNDAN, words)).stdout);
  await expect(run(YUNDAN, words)).rejects.toThrow('This network has staff already.');

  const service = await startService(['serve', '--listen', `127.0.0.1:${port}`, '--data', data]);
  try {
    const page = await (await browser.newContext({ locale: 'zh-CN', baseURL: `http://127.0.0.1:${port}` })).newPage();
    await page.goto('/');
    await page.locator('input[autocomplete="username"]').fill(account);
    await page.locator('input[autocomplete="current-password"]').fill(password);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.locator('input[autocomplete="new-password"]').first().waitFor();
    await page.locator('input[autocomplete="current-password"]').fill(password);
    for (const field of await page.locator('input[autocomplete="new-password"]').all()) await field.fill(OWN);
    await page.getByRole('button', { name: '保存并进入' }).click();
    await expect(page).not.toHaveURL(/password/);
    await page.goto('/network/staff');
    await expect(page.locator('.console tbody tr')).toHaveCount(1);
    await expect(page.locator('.console tbody tr')).toContainText('沈毅');
    await page.goto('/network/outlets');
    await expect(page.locator('.console tbody tr')).toHaveCount(1);
    await page.getByRole('button', { name: '添加网点' }).click();
    const dialog = page.getByRole('dialog', { name: '添加网点' });
    await dialog.getByLabel('编码').fill('HZ01');
    await dialog.getByLabel('名称').fill('杭州余杭网点');
    await dialog.getByLabel('省', { exact: true }).selectOption('浙江省');
    await dialog.getByLabel('市', { exact: true }).selectOption('杭州市');
    await dialog.getByRole('button', { name: '加入' }).click();
    await expect(dialog.locator('.chip')).toHaveText(['浙江省杭州市']);
    await dialog.getByRole('button', { name: '保存' }).click();
    await expect(dialog).toBeHidden();
    await expect(page.locator('.console tbody tr').filter({ hasText: 'HZ01' })).toContainText('杭州市');
    expect(await findBarriers(page)).toEqual([]);
  } finally {
    await service.stop();
    await rm(data, { recursive: true, force: true });
  }
});
