// Who may do what: an owner invites a clerk, changes what they may, shuts them out, and reads it all in the log; a program's key opens and is closed.
import { readFile } from 'node:fs/promises';
import { test, expect } from '../harness/fixtures.mjs';
import { signInApi } from '../harness/api.mjs';

const PASSWORD = 'Parcel-2026-ok';

/** A page of another person: another browser as far as cookies and storage go. */
async function otherBrowser(browser, product) {
  const context = await browser.newContext({ baseURL: product.url, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  return { page, close: async () => {
    await context.close();
    expect(errors, 'errors in the other browser').toEqual([]);
  } };
}

/** Fills an invitation and returns the link. */
async function invite(page, { userName, name, phone = '', role = '操作员' }) {
  await page.goto('/people');
  await page.getByRole('button', { name: '邀请', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: '邀请一位同事' });
  await dialog.getByLabel('用户名').fill(userName);
  await dialog.getByLabel('姓名').fill(name);
  await dialog.getByLabel('手机').fill(phone);
  await dialog.getByRole('combobox', { name: '角色' }).selectOption({ label: role });
  await dialog.getByRole('button', { name: '生成邀请链接' }).click();
  const secret = page.locator('[data-secret]');
  await expect(secret).toBeVisible();
  const link = await secret.textContent();
  await page.getByRole('dialog').getByRole('button', { name: '关闭' }).last().click();
  await expect(secret).toHaveCount(0);
  return link;
}

/** Opens a link, sets the password and waits for the page behind it; returns the account. */
async function join(page, link, password = PASSWORD) {
  await page.goto(link);
  const words = page.getByText(/您将用账号 \S+ 登录/);
  await expect(words).toBeVisible();
  // The secret does not stay in the address bar.
  expect(new URL(page.url()).hash).toBe('');
  const account = (await words.textContent()).match(/账号 (\S+) 登录/)[1];
  const [first, again] = await page.locator('input[autocomplete="new-password"]').all();
  await first.fill('short');
  await expect(page.getByRole('button', { name: '加入' })).toBeDisabled();
  await first.fill(password);
  await again.fill(password);
  await page.getByRole('button', { name: '加入' }).click();
  await expect(page.getByRole('navigation', { name: '主导航' })).toBeVisible();
  return account;
}

/** The row of an operator, opened at the side. */
async function openOperator(page, userName) {
  await page.goto('/people');
  await page.getByRole('button', { name: userName, exact: true }).click();
  return page.getByRole('complementary', { name: '人员详情' });
}

const asking = (product, account) => signInApi({ ...product, sign_ins: [{ role: 'invited', account, password: PASSWORD }] }, 'invited');

for (const colorScheme of ['light', 'dark']) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('the pages of accounts and access have no barrier', async ({ page, signIn, noBarriers }) => {
      await signIn('merchant_owner');
      for (const path of ['/people', '/people/invitations', '/people/roles', '/people/privacy', '/audit', '/api-keys', '/account']) {
        await test.step(path, async () => {
          await page.goto(path);
          await expect(page.locator('.console h1')).toBeVisible();
          await expect(page.locator('.console .skeleton')).toHaveCount(0);
          await noBarriers();
        });
      }
      await page.goto('/people');
      await page.locator('.people tbody button').first().click();
      await noBarriers();
      // The way back with the keyboard alone.
      await page.keyboard.press('Escape');
      await expect(page.getByRole('complementary', { name: '人员详情' })).toHaveCount(0);
      await expect(page.locator('.people tbody button').first()).toBeFocused();
      await page.getByRole('button', { name: '邀请', exact: true }).click();
      await noBarriers();
      await page.goto('/join');
      await expect(page.getByText('这个邀请不能用了')).toBeVisible();
      await noBarriers();
    });
  });
}

test('a clerk is invited, does their part and no more, loses it at once, and the log tells it all', async ({
  page,
  browser,
  product,
  signIn,
  noBarriers,
}) => {
  await signIn('merchant_owner');
  const link = await invite(page, { userName: 'packer', name: '韩梅' });
  await page.getByRole('link', { name: /^邀请/ }).click();
  await expect(page.getByRole('row', { name: /packer/ })).toContainText('操作员');
  await noBarriers();

  const clerk = await otherBrowser(browser, product);
  const account = await join(clerk.page, link);
  const call = await asking(product, account);

  await test.step('the clerk sees their part only', async () => {
    const nav = clerk.page.getByRole('navigation', { name: '主导航' });
    await expect(nav.getByRole('link', { name: '导入' })).toBeVisible();
    for (const hidden of ['人员', '操作日志', 'API 密钥']) await expect(nav.getByRole('link', { name: hidden })).toHaveCount(0);
    await clerk.page.goto('/people');
    await expect(clerk.page.getByText('您没有这个页面的权限')).toBeVisible();
    await clerk.page.goto('/audit');
    await expect(clerk.page.getByText('您没有这个页面的权限')).toBeVisible();
    for (const path of ['operators', 'roles', 'invitations', 'audit-log', 'api-keys']) {
      await expect(call('GET', `/api/v1/${path}`), path).rejects.toThrow(/ 403 /);
    }
    const mine = await call('GET', '/api/v1/me');
    await expect(call('POST', `/api/v1/operators/${mine.merchant.operator_id}/make-first`)).rejects.toThrow(/ 403 /);
  });

  await test.step('a link works once', async () => {
    const late = await otherBrowser(browser, product);
    await late.page.goto(link);
    await expect(late.page.getByText('这个邀请不能用了')).toBeVisible();
    await late.close();
  });

  await test.step('read-only at once', async () => {
    await clerk.page.goto('/shipments/new');
    await expect(clerk.page.locator('.shipment-form')).toBeVisible();
    const panel = await openOperator(page, 'packer');
    await expect(panel.getByText('新建运单', { exact: true })).toBeVisible();
    await noBarriers();
    await panel.getByRole('combobox', { name: '角色' }).selectOption({ label: '只读' });
    await panel.getByRole('button', { name: '保存' }).click();
    await expect(page.getByText('已更新 韩梅 的角色和范围')).toBeVisible();
    await expect(panel.getByText('新建运单', { exact: true })).toHaveCount(0);
    await expect(call('POST', '/api/v1/shipments', {})).rejects.toThrow(/ 403 /);
    await clerk.page.reload();
    await expect(clerk.page.getByText('您没有这个页面的权限')).toBeVisible();
    await clerk.page.goto('/shipments');
    await expect(clerk.page.locator('h1')).toBeVisible();
    await expect(clerk.page.getByRole('link', { name: '新建运单' }).or(clerk.page.getByRole('button', { name: '新建运单' }))).toHaveCount(0);
  });

  await test.step('an owner is refused what would lock everyone out, and told why', async () => {
    await page.goto('/people');
    const first = page.getByRole('row', { name: /您自己/ }).getByRole('button');
    await first.click();
    const panel = page.getByRole('complementary', { name: '人员详情' });
    await expect(panel.getByText('角色由另一位主管修改')).toBeVisible();
    await expect(panel.getByRole('button', { name: '停用' })).toHaveCount(0);
  });

  await test.step('disabled, the clerk is out', async () => {
    const panel = await openOperator(page, 'packer');
    await panel.getByRole('button', { name: '停用' }).click();
    await page.getByRole('dialog', { name: '停用 韩梅？' }).getByRole('button', { name: '停用' }).click();
    await expect(page.getByText('韩梅 已停用')).toBeVisible();
    await expect(page.getByRole('row', { name: /packer/ })).toContainText('已停用');
    await expect(call('GET', '/api/v1/shipments')).rejects.toThrow(/ 401 /);
    await expect(asking(product, account)).rejects.toThrow(/ 40[13] /);
    await clerk.page.reload();
    await expect(clerk.page.locator('input[autocomplete="username"]')).toBeVisible();
  });
  await clerk.close();

  await test.step('the log tells it', async () => {
    await page.goto('/audit');
    for (const action of ['邀请人员', '接受邀请', '修改人员权限', '停用人员']) {
      await expect(page.getByRole('cell', { name: action, exact: true }).first()).toBeVisible();
    }
    await noBarriers();
    await page.getByRole('combobox', { name: '做了什么' }).selectOption({ label: '停用人员' });
    await expect(page.getByRole('cell', { name: '邀请人员', exact: true })).toHaveCount(0);
    await expect(page.getByRole('cell', { name: '停用人员', exact: true })).toHaveCount(1);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '导出 CSV' }).click()]);
    const text = await readFile(await download.path(), 'utf8');
    expect(text.charCodeAt(0)).toBe(0xfeff);
    expect(text).toContain('operator.disable');
    expect(text).not.toContain('invitation.create');
    await page.getByRole('button', { name: '清除筛选' }).click();
    await expect(page.getByRole('cell', { name: '邀请人员', exact: true }).first()).toBeVisible();
  });
});

test('a key made in the page opens the API for a program until it is revoked', async ({ page, product, signIn, noBarriers }) => {
  await signIn('merchant_owner');
  await page.goto('/api-keys');
  await page.getByRole('button', { name: '新建密钥' }).first().click();
  const dialog = page.getByRole('dialog', { name: '新建密钥' });
  await dialog.getByRole('button', { name: '生成密钥' }).click();
  await expect(dialog.locator('[aria-invalid="true"]')).toBeVisible();
  await dialog.getByLabel('名称').fill('店铺同步');
  await dialog.getByRole('checkbox', { name: /^查看运单/ }).check();
  await noBarriers();
  await dialog.getByRole('button', { name: '生成密钥' }).click();
  const secret = await page.locator('[data-secret]').textContent();
  await noBarriers();
  await page.getByRole('dialog').getByRole('button', { name: '关闭' }).last().click();

  const ask = (path, init = {}) =>
    fetch(new URL(path, product.url), { ...init, headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' } });
  const list = await ask('/api/v1/shipments?limit=1');
  expect(list.status).toBe(200);
  expect((await list.json()).items).toHaveLength(1);
  expect((await ask('/api/v1/operators')).status).toBe(403);
  expect((await ask('/api/v1/shipments', { method: 'POST', body: '{}' })).status).toBe(403);

  await page.reload();
  const row = page.getByRole('row', { name: /店铺同步/ });
  await expect(row).toContainText('127.0.0.1');
  await row.getByRole('button', { name: '收回' }).click();
  await page.getByRole('dialog', { name: '收回密钥“店铺同步”？' }).getByRole('button', { name: '收回' }).click();
  await expect(page.getByText('还没有密钥')).toBeVisible();
  expect((await ask('/api/v1/shipments?limit=1')).status).toBe(401);
});

test('one sees where one is signed in and ends what one does not know', async ({ page, browser, product, signIn, noBarriers }) => {
  await signIn('merchant_owner');
  const call = await signInApi(product, 'merchant_owner');
  await page.goto('/account');
  const rows = page.getByRole('row').filter({ has: page.getByRole('button', { name: '结束' }) });
  await expect(rows.first()).toBeVisible();
  await noBarriers();
  const before = await rows.count();
  await expect(page.getByRole('row').filter({ hasText: '现在这个' })).toHaveCount(1);
  while ((await rows.count()) > 0) {
    const count = await rows.count();
    await rows.first().getByRole('button', { name: '结束' }).click();
    await expect(rows).toHaveCount(count - 1);
  }
  expect(before).toBeGreaterThan(0);
  await expect(call('GET', '/api/v1/me')).rejects.toThrow(/ 401 /);
  // The one that asked is still there.
  await page.reload();
  await expect(page.getByRole('heading', { name: '账号与安全' })).toBeVisible();
});

test('a merchant’s people see whom to call at the network', async ({ page, product, signIn, noBarriers }) => {
  const staff = await signInApi(product, 'staff_admin');
  const me = await (await signInApi(product, 'merchant_owner'))('GET', '/api/v1/me');
  const [manager] = (await staff('GET', '/api/v1/staff')).items;
  await staff('PATCH', `/api/v1/merchants/${me.merchant.id}`, { account_manager_id: manager.id });
  await signIn('merchant_owner');
  await page.getByRole('banner').locator('.menu > button').last().click();
  await expect(page.getByRole('group', { name: '网点的联系方式' })).toContainText(`客户经理 ${manager.display_name}`);
  await noBarriers();
  await page.goto('/account');
  await expect(page.getByRole('region', { name: '您是谁' }).locator('dd', { hasText: manager.display_name })).toBeVisible();
});

test('one changes what one is called', async ({ page, browser, product, signIn }) => {
  await signIn('merchant_owner');
  const link = await invite(page, { userName: 'renamed', name: '韩梅' });
  const clerk = await otherBrowser(browser, product);
  await join(clerk.page, link);
  await clerk.page.goto('/account');
  const person = clerk.page.getByRole('region', { name: '您是谁' });
  await person.getByRole('button', { name: '修改姓名' }).click();
  await person.getByLabel('姓名').fill('韩梅梅');
  await person.getByRole('button', { name: '保存' }).click();
  await expect(clerk.page.getByRole('banner')).toContainText('韩梅梅');
  await clerk.close();
});

test('what the page asks with nobody there is marked, and what follows a key is not', async ({ page, signIn }) => {
  await page.clock.install();
  await signIn('merchant_owner');
  await page.goto('/problems');
  await expect(page.locator('.console h1')).toBeVisible();
  const mark = async () => {
    const asked = page.waitForRequest((request) => new URL(request.url()).pathname.startsWith('/api/v1/problems'));
    // As when the service tells of a change.
    await page.evaluate(() => window.dispatchEvent(new Event('yundan-problems-changed')));
    return (await (await asked).allHeaders())['yundan-unattended'];
  };
  expect(await mark()).toBeUndefined();
  await page.clock.fastForward('02:00');
  expect(await mark()).toBe('1');
  await page.keyboard.press('Shift');
  expect(await mark()).toBeUndefined();
});

test('a role of the merchant’s own is made and given, and stays while somebody has it', async ({
  page,
  browser,
  product,
  signIn,
  noBarriers,
}) => {
  await signIn('merchant_owner');
  await page.goto('/people/roles');
  await page.getByRole('button', { name: '新建角色' }).click();
  const form = page.getByRole('dialog', { name: '新建角色' });
  await form.getByLabel('角色名称').fill('退货专员');
  await form.getByRole('checkbox', { name: /^查看运单/ }).check();
  await form.getByRole('checkbox', { name: /^作废运单/ }).check();
  await noBarriers();
  await form.getByRole('button', { name: '保存' }).click();
  await expect(page.getByRole('columnheader', { name: /退货专员/ })).toBeVisible();
  await noBarriers();

  const link = await invite(page, { userName: 'returns', name: '何静', role: '退货专员' });
  const invited = await otherBrowser(browser, product);
  const call = await asking(product, await join(invited.page, link));
  await invited.close();
  expect((await call('GET', '/api/v1/me')).permissions.toSorted()).toEqual(['shipments_read', 'shipments_void']);
  const panel = await openOperator(page, 'returns');
  await expect(panel.getByText('来自角色“退货专员”')).toBeVisible();

  const remove = async () => {
    await page.goto('/people/roles');
    await page.locator('.printer-card').filter({ hasText: '退货专员' }).getByRole('button', { name: '删除' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '删除' }).click();
  };
  await remove();
  await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible();
  await page.keyboard.press('Escape');
  await openOperator(page, 'returns');
  await panel.getByRole('combobox', { name: '角色' }).selectOption({ label: '只读' });
  await panel.getByRole('button', { name: '保存' }).click();
  await expect(page.getByText('已更新 何静 的角色和范围')).toBeVisible();
  await remove();
  await expect(page.getByRole('columnheader', { name: /退货专员/ })).toHaveCount(0);
});

test('who works for two merchants keeps one password and changes between them', async ({ page, browser, product, signIn }) => {
  await signIn('merchant_owner');
  const link = await invite(page, { userName: 'helper', name: '赵磊', phone: '13900000022' });
  const { password } = product.sign_ins.find((one) => one.role === 'other_merchant_owner');
  const helper = await otherBrowser(browser, product);
  await helper.page.goto(link);
  const field = helper.page.locator('input[autocomplete="current-password"]');
  await field.fill('Wrong-password-1');
  await helper.page.getByRole('button', { name: '加入' }).click();
  await expect(helper.page.getByRole('alert')).toBeVisible();
  await field.fill(password);
  await helper.page.getByRole('button', { name: '加入' }).click();
  const bar = helper.page.getByRole('banner');
  await expect(bar).toContainText('青禾服饰');
  const nav = helper.page.getByRole('navigation', { name: '主导航' });
  await expect(nav.getByRole('link', { name: '人员' })).toHaveCount(0);
  // A second tab of the same browser follows: there is one session.
  const second = await helper.page.context().newPage();
  await second.goto('/shipments');
  await expect(second.getByRole('banner')).toContainText('青禾服饰');
  await bar.locator('.menu > button').last().click();
  await helper.page.getByRole('group', { name: '切换到' }).getByRole('button', { name: /云仓三方物流/ }).click();
  for (const tab of [helper.page, second]) {
    await expect(tab.getByRole('banner')).toContainText('云仓三方物流');
    await expect(tab.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '人员' })).toBeVisible();
  }
  await helper.page.goto('/account');
  await expect(helper.page.locator('.printer-card').filter({ hasText: '云仓三方物流' })).toContainText('现在这个');
  await helper.close();
});

test('a person who asks is handed what is kept of them, and forgotten', async ({ page, product, signIn, noBarriers }) => {
  const phone = '13900007788';
  const call = await signInApi(product, 'merchant_owner');
  await call('POST', '/api/v1/contacts', {
    kind: 'receiver',
    party: { name: '问询人', phone, province: '浙江省', city: '杭州市', district: '余杭区', detail: '西溪路569号' },
  });
  await signIn('merchant_owner');
  await page.goto('/people/privacy');
  const days = page.getByLabel('天数');
  await days.fill('29');
  await expect(page.getByText('请填 30 到 1095 的整数')).toBeVisible();
  await days.fill('200');
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByText('已改为保留 200 天')).toBeVisible();

  const person = page.getByRole('region', { name: '一个人的请求' });
  await person.getByRole('button', { name: '导出' }).click();
  await expect(person.getByText('请填手机号')).toBeVisible();
  await person.getByLabel('手机号').fill(phone);
  await person.getByLabel('原因').fill('本人来电请求');
  const [file] = await Promise.all([page.waitForEvent('download'), person.getByRole('button', { name: '导出' }).click()]);
  const kept = JSON.parse(await readFile(await file.path(), 'utf8'));
  expect(kept.contacts.map((contact) => contact.party.name)).toEqual(['问询人']);

  await person.getByRole('button', { name: '删除' }).click();
  const dialog = page.getByRole('dialog', { name: `删除 ${phone} 的个人信息？` });
  await noBarriers();
  await dialog.getByRole('button', { name: '删除' }).click();
  await expect(person.getByText('已删除：收件运单 0 票，寄件运单 0 票，订单 0 个，联系人 1 个。')).toBeVisible();
  // Nothing of it stands in the address bar or in the log.
  expect(page.url()).not.toContain(phone);
  await page.goto('/audit');
  await expect(page.getByRole('row', { name: /删除一个人的信息/ }).first()).toBeVisible();
  await expect(page.getByText(phone)).toHaveCount(0);
});
