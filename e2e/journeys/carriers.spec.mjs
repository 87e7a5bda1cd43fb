// Shipping with a carrier of the merchant's own, against the stand-in of ZTO: bound, shipped with, followed by what it pushes.
import { test as base, expect } from '../harness/fixtures.mjs';
import { signInApi } from '../harness/api.mjs';
import { startFakeZto } from '../harness/fake-zto.mjs';
import { freePort, startProduct } from '../harness/product.mjs';

/** A number as people read it: in groups. */
const grouped = (waybill) => new RegExp(waybill.split('').join(' ?'));

/** The account that is bound, or one that is bound now. */
async function boundAccount(call) {
  const [known] = (await call('GET', '/api/v1/carriers')).flatMap((carrier) => carrier.accounts);
  return known ?? call('POST', '/api/v1/carrier-accounts', { carrier: 'zto', name: '中通青浦', account: 'test', password: 'ZTO123' });
}

const test = base.extend({
  zto: [
    async ({}, use) => {
      const port = await freePort();
      const zto = await startFakeZto(`http://127.0.0.1:${port}/api/v1/carriers/zto/push`);
      await use({ ...zto, port });
      await zto.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  product: [
    async ({ zto }, use) => {
      const more = ['--zto-url', zto.url, '--zto-app-key', 'kfpttestCode', '--zto-app-secret', 'kfpttestkey=='];
      const product = await startProduct(zto.port, undefined, more);
      await use(product);
      await product.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});

for (const colorScheme of ['light', 'dark']) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('the accounts at carriers have no barrier', async ({ page, signIn, noBarriers }) => {
      await signIn('merchant_owner');
      await page.goto('/settings/carriers');
      await expect(page.getByRole('heading', { name: '快递账号' })).toBeVisible();
      await noBarriers();
      await page.getByRole('button', { name: '绑定账号' }).first().click();
      await expect(page.getByRole('dialog', { name: '绑定账号' })).toBeVisible();
      await noBarriers();
    });
  });
}

test('an account is bound, an order shipped with it, and the parcel followed to the door', async ({ page, product, zto, signIn, noBarriers }) => {
  const call = await signInApi(product, 'merchant_owner');
  await signIn('merchant_owner');
  await page.goto('/settings/carriers');
  await page.getByRole('button', { name: '绑定账号' }).first().click();
  const dialog = page.getByRole('dialog', { name: '绑定账号' });
  await dialog.getByLabel('名称').fill('中通青浦');
  await dialog.getByLabel('电子面单账号').fill('test');
  await dialog.getByLabel('账号密码').fill('not-it');
  await dialog.getByRole('button', { name: '绑定账号' }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await dialog.getByLabel('账号密码').fill('ZTO123');
  await dialog.getByRole('button', { name: '绑定账号' }).click();
  const row = page.locator('.key-list tbody tr').filter({ hasText: '中通青浦' });
  await expect(row).toContainText('10,000');
  await expect(row).toContainText('正常');
  await noBarriers();

  const receiver = { name: '郑海燕', phone: '13911115701', province: '浙江省', city: '宁波市', district: '鄞州区', detail: '中山东路88号' };
  await call('POST', '/api/v1/orders', { receiver, goods: '茶杯', weight_g: 500, quantity: 1, order_no: 'ZTO-1' });
  await page.goto('/orders');
  await page.getByLabel('选择 ZTO-1').check();
  await page.locator('.ship-with select').selectOption({ label: '中通青浦（余 10,000）' });
  await page.getByRole('button', { name: '发货', exact: true }).click();
  const outcome = page.getByRole('dialog');
  await expect(outcome).toContainText('1 个订单已交给快递公司下单');
  await noBarriers();
  await outcome.getByRole('button', { name: '查看下单中' }).click();
  await expect.poll(async () => (await call('GET', '/api/v1/shipments?limit=1')).items[0].order_no).toBe('ZTO-1');
  const [shipment] = (await call('GET', '/api/v1/shipments?limit=1')).items;
  expect(shipment.waybill_no).toMatch(/^7[3-68]\d{12}$/);

  await zto.post('_fake/journeys', { billCode: shipment.waybill_no, ending: 'signed', style: { twice: true, outOfOrder: true } });
  await expect.poll(async () => (await call('GET', `/api/v1/shipments/${shipment.id}`)).state).toBe('delivered');
  await page.goto(`/tracking/${shipment.waybill_no}`);
  await expect(page.locator('.tracks tbody tr')).toContainText('已签收');
  await noBarriers();
});

test('a rule gives orders to the account, and they are shipped with it without being asked', async ({ page, product, signIn, noBarriers }) => {
  const call = await signInApi(product, 'merchant_owner');
  await boundAccount(call);
  await signIn('merchant_owner');
  await page.goto('/settings/rules');
  await page.locator('.console .head').getByRole('button', { name: '添加规则' }).click();
  const dialog = page.getByRole('dialog', { name: '添加规则' });
  await dialog.getByLabel('名称').fill('瓷器走中通');
  await dialog.getByLabel('品名包含的词').fill('瓷');
  await dialog.getByLabel('品名包含的词').press('Enter');
  await dialog.getByLabel('承运').selectOption({ label: '中通青浦' });
  await noBarriers();
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.locator('.console')).toContainText('由“中通青浦”承运');

  const receiver = { name: '郑海燕', phone: '13911115702', province: '浙江省', city: '宁波市', district: '鄞州区', detail: '中山东路88号' };
  for (const [order_no, goods] of [['RULED-1', '青瓷杯'], ['RULED-2', '毛巾']]) {
    await call('POST', '/api/v1/orders', { receiver, goods, weight_g: 500, quantity: 1, order_no });
  }
  await page.goto('/orders');
  await expect(page.locator('.orders tbody tr').filter({ hasText: 'RULED-1' })).toContainText('中通青浦');
  await page.getByLabel('选择 RULED-1').check();
  await page.getByLabel('选择 RULED-2').check();
  await page.getByRole('button', { name: '发货', exact: true }).click();
  const outcome = page.getByRole('dialog');
  await expect(outcome).toContainText('1 个订单已交给快递公司下单');
  await noBarriers();
  const carrierOf = async (order_no) => {
    const [found] = (await call('GET', `/api/v1/shipments?order_no=${order_no}`)).items;
    return found && (await call('GET', `/api/v1/shipments/${found.id}`)).carrier;
  };
  await expect.poll(() => carrierOf('RULED-1')).toBe('zto');
  expect(await carrierOf('RULED-2')).toBe('embedded');
});

test('a single shipment that a rule gives to the account goes there on request, or with the network', async ({ page, product, signIn, noBarriers }) => {
  const call = await signInApi(product, 'merchant_owner');
  const account = await boundAccount(call);
  await call('POST', '/api/v1/order-rules', { name: '纸品走中通', conditions: { goods: ['宣纸'] }, outcome: { carrier_account_id: account.id } });
  await signIn('merchant_owner');
  const carrierOf = async (order_no) => {
    const [found] = (await call('GET', `/api/v1/shipments?order_no=${order_no}`)).items;
    return found && (await call('GET', `/api/v1/shipments/${found.id}`)).carrier;
  };
  await call('POST', '/api/v1/contacts', { kind: 'receiver', party: { name: '裴玉衡', phone: '13911115709', province: '浙江省', city: '宁波市', district: '鄞州区', detail: '中山东路88号' } });
  for (const [order_no, way, carrier] of [['FORM-1', '交给快递账号下单', 'zto'], ['FORM-2', '用本网络发货', 'embedded']]) {
    await page.goto('/shipments/new');
    await page.getByRole('combobox', { name: '从联系人选择' }).fill('pyh');
    await page.getByRole('option').filter({ hasText: '宁波市' }).click();
    await page.getByLabel('品名').fill('宣纸');
    await page.getByLabel('订单号').fill(order_no);
    await page.locator('button[form="shipment-form"]').click();
    await expect(page.getByRole('button', { name: way })).toBeVisible();
    await noBarriers();
    await page.getByRole('button', { name: way }).click();
    await expect.poll(() => carrierOf(order_no)).toBe(carrier);
  }
});

test('the form has its carrier chosen, says what it does not take and whether it goes there, and waits for its number', async ({ page, product, signIn, noBarriers }) => {
  const call = await signInApi(product, 'merchant_owner');
  const account = await boundAccount(call);
  const party = { name: '任盈盈', phone: '13911115711', province: '浙江省', city: '宁波市', district: '鄞州区', detail: '中山东路88号' };
  await call('POST', '/api/v1/contacts', { kind: 'receiver', party });
  await call('POST', '/api/v1/contacts', { kind: 'receiver', party: { ...party, name: '岳灵珊', phone: '13911115712', detail: '停发路1号' } });
  const pick = async (typed) => {
    await page.getByRole('combobox', { name: '从联系人选择' }).fill(typed);
    await page.getByRole('option').filter({ hasText: '宁波市' }).click();
  };
  await signIn('merchant_owner');
  await page.goto('/shipments/new');
  const carrier = page.getByLabel('承运', { exact: true });
  await expect(carrier).toHaveValue('');
  const cod = page.getByLabel('代收货款', { exact: true });
  await expect(cod).toBeEnabled();
  await cod.check();
  await carrier.selectOption(account.id);
  await expect(page.getByText('代收货款需要收款账号')).toBeVisible();
  await expect(page.getByLabel('签单返还')).toBeDisabled();
  await pick('yls');
  const price = page.locator('.price');
  await expect(price).toContainText('按您与中通快递的合同结算');
  await expect(price).toContainText('中通快递送不到：网点停发');
  await noBarriers();
  await page.getByRole('button', { name: '换一个' }).click();
  await pick('ryy');
  await page.getByLabel('重量 kg').fill('2.5');
  await expect(price).toContainText('中通快递可以送达');
  await expect(price).toContainText('中通快递的公布价');

  await page.getByLabel('品名').fill('茶巾');
  await page.getByLabel('订单号').fill('CHOSEN-1');
  const send = page.locator('button[form="shipment-form"]');
  await page.getByLabel('代收金额 元').fill('20');
  await send.click();
  await expect(page.getByText('请改正标出的内容')).toBeVisible();
  expect((await call('GET', '/api/v1/orders')).items.filter((order) => order.order_no === 'CHOSEN-1')).toEqual([]);
  await cod.uncheck();
  await expect(cod).toBeDisabled();
  await send.click();
  await expect(page.locator('.made')).toContainText('已生成');
  const [shipment] = (await call('GET', '/api/v1/shipments?order_no=CHOSEN-1')).items;
  await expect(page.locator('.made')).toContainText(grouped(shipment.waybill_no));
  await expect(page.getByRole('button', { name: '现在打印' })).toBeVisible();
  await expect(carrier).toHaveValue(account.id);
  expect((await call('GET', `/api/v1/shipments/${shipment.id}`)).carrier).toBe('zto');
  await noBarriers();
});

test('a parcel of the pack station goes to its carrier as it weighs and is packed with its number', async ({ page, product, signIn, noBarriers }) => {
  const call = await signInApi(product, 'merchant_owner');
  const account = await boundAccount(call);
  const receiver = { name: '郑海燕', phone: '13911115713', province: '浙江省', city: '宁波市', district: '鄞州区', detail: '中山东路88号' };
  await call('POST', '/api/v1/orders', { receiver, goods: '砚台', quantity: 1, order_no: 'PACKED-1', carrier_account_id: account.id });
  await signIn('merchant_owner');
  await page.goto('/pack');
  const scan = page.getByLabel('扫描或输入：订单号、运单号、商品条码');
  await expect(scan).toBeFocused();
  await page.keyboard.type('PACKED-1', { delay: 4 });
  await page.keyboard.press('Enter');
  const stage = page.locator('.pack-stage');
  await expect(stage).toContainText('砚台');
  await page.getByLabel('手输重量（kg）').fill('1.87');
  await page.keyboard.press('Enter');
  await expect(stage).toContainText('已打包', { timeout: 25_000 });
  const [packing] = (await call('GET', '/api/v1/packings')).items.filter((one) => one.order_no === 'PACKED-1');
  expect(packing.weight_g).toBe(1870);
  await expect(stage).toContainText(grouped(packing.waybill_no));
  const shipment = await call('GET', `/api/v1/shipments/${packing.shipment_id}`);
  expect([shipment.carrier, shipment.weight_g]).toEqual(['zto', 1870]);
  await noBarriers();
});

test('a parcel is stopped at the carrier, and what the carrier weighed stands in the shipment', async ({ page, product, zto, signIn, noBarriers }) => {
  test.setTimeout(120_000);
  const call = await signInApi(product, 'merchant_owner');
  const account = await boundAccount(call);
  const receiver = { name: '郑海燕', phone: '13911115703', province: '浙江省', city: '宁波市', district: '鄞州区', detail: '中山东路88号' };
  const order = await call('POST', '/api/v1/orders', { receiver, goods: '毛毯', weight_g: 1000, quantity: 1, order_no: 'STOP-1' });
  await call('POST', '/api/v1/orders/ship', { order_ids: [order.id], carrier_account_id: account.id });
  const found = async () => (await call('GET', '/api/v1/shipments?order_no=STOP-1')).items[0];
  await expect.poll(async () => (await found())?.waybill_no).toBeTruthy();
  const { id, waybill_no: billCode } = await found();

  await zto.post('_fake/settlements', { billCode, weightG: 2350, amountFen: 420 });
  await signIn('merchant_owner');
  await page.goto('/shipments');
  await page.getByRole('row').filter({ hasText: grouped(billCode) }).getByText(grouped(billCode)).click();
  const shipment = page.getByRole('complementary', { name: '运单详情' });
  await expect(shipment).toContainText('中通快递结算：2.35 kg，¥ 4.20');
  await expect(shipment).toContainText('结算重量与填写的 1 kg 相差超过 0.5 kg');
  await noBarriers();

  // Scans are pushed once the service has asked for them.
  await expect.poll(async () => (await zto.post('_fake/journeys', { billCode, ending: 'held' })).taken).toBeGreaterThan(0);
  const problems = async () => (await call('GET', `/api/v1/problems?shipment_id=${id}`)).items;
  await expect.poll(async () => (await problems()).length).toBe(1);
  const [problem] = await problems();
  await page.goto(`/problems/${problem.id}`);
  const panel = page.getByRole('complementary', { name: '问题件详情' });
  await panel.getByRole('button', { name: '拦截退回' }).click();
  const dialog = page.getByRole('dialog', { name: '拦截退回' });
  await dialog.getByRole('button', { name: '提交' }).click();
  await expect(dialog).toBeHidden();
  const stopping = async () => (await zto.read('_fake/intercepts')).find((one) => one.billCode === billCode)?.state;
  await expect.poll(stopping).toBe('INTERCEPTING');
  await zto.post('_fake/intercepts', { billCode, state: 'INTERCEPT_SUCCESS' });
  const state = async () => (await call('GET', `/api/v1/problems/${problem.id}`)).instructions[0].state;
  await expect.poll(state, { timeout: 60_000 }).toBe('done');
  await page.getByRole('button', { name: '刷新' }).click();
  await expect(panel).toContainText('拦截成功。');
  await noBarriers();
});

test('a group customer is bound without a password', async ({ page, signIn, noBarriers }) => {
  await signIn('merchant_owner');
  await page.goto('/settings/carriers');
  await page.getByRole('button', { name: '绑定账号' }).first().click();
  const dialog = page.getByRole('dialog', { name: '绑定账号' });
  await dialog.getByLabel('名称').fill('中通集团');
  await dialog.getByLabel('账号类型').selectOption({ label: '集团客户' });
  await expect(dialog.getByLabel('账号密码')).toHaveCount(0);
  await dialog.getByLabel('集团客户编码').fill('KH-20260401');
  await noBarriers();
  await dialog.getByRole('button', { name: '绑定账号' }).click();
  const row = page.locator('.key-list tbody tr').filter({ hasText: '中通集团' });
  await expect(row).toContainText('KH-20260401');
  await expect(row).toContainText('正常');
  await expect(row.getByRole('button', { name: '核实' })).toHaveCount(0);
});

test('a parcel that the carrier does not tell of is asked for at once', async ({ page, product, zto, signIn, noBarriers }) => {
  test.setTimeout(120_000);
  const call = await signInApi(product, 'merchant_owner');
  const account = await boundAccount(call);
  await zto.post('_fake/faults/next', { api: 'zto.merchant.waybill.track.subsrcibe', faults: ['bad-signature'] });
  const receiver = { name: '郑海燕', phone: '13911115704', province: '浙江省', city: '宁波市', district: '鄞州区', detail: '中山东路88号' };
  const order = await call('POST', '/api/v1/orders', { receiver, goods: '围巾', weight_g: 300, quantity: 1, order_no: 'ASK-1' });
  await call('POST', '/api/v1/orders/ship', { order_ids: [order.id], carrier_account_id: account.id });
  const found = async () => (await call('GET', '/api/v1/shipments?order_no=ASK-1')).items[0];
  await expect.poll(async () => (await found())?.waybill_no).toBeTruthy();
  const { id, waybill_no: billCode } = await found();
  const shown = () => call('GET', `/api/v1/shipments/${id}`);
  await expect.poll(async () => (await shown()).carrier_track.is_polled).toBe(true);
  expect(await zto.post('_fake/journeys', { billCode, ending: 'signed', signer: '诸葛明月' })).toMatchObject({ taken: 0 });

  await signIn('merchant_owner');
  await page.goto(`/tracking/${billCode}`);
  await page.locator('.tracks tbody tr').getByRole('button').first().click();
  const panel = page.getByRole('complementary', { name: '物流轨迹' });
  await expect(panel).toContainText('未订阅中通快递的推送，轨迹由查询获得');
  await noBarriers();
  await panel.getByRole('button', { name: '立即查询' }).click();
  await expect(panel.locator('.track li').first()).toContainText('快件已由【诸***】签收');
  await expect(panel.locator('.track li').first()).toContainText('签收人：诸***');
  await expect(page.locator('.tracks tbody tr')).toContainText('已签收');
  await noBarriers();
  // Once a minute is enough, and whoever asks again hears so.
  await panel.getByRole('button', { name: '立即查询' }).click();
  await expect(page.getByText('刚刚已向快递公司查询过')).toBeVisible();

  await page.goto('/shipments');
  await page.getByRole('row').filter({ hasText: grouped(billCode) }).getByText(grouped(billCode)).click();
  const shipment = page.getByRole('complementary', { name: '运单详情' });
  await expect(shipment.getByRole('heading', { name: '签收凭证' })).toBeVisible();
  await expect(shipment).toContainText('上次查询');
  await noBarriers();
});

test('calls to the carrier are found by the parcel and by what was asked', async ({ page, product, signIn, noBarriers }) => {
  const call = await signInApi(product, 'merchant_owner');
  const account = await boundAccount(call);
  const receiver = { name: '郑海燕', phone: '13911115705', province: '浙江省', city: '宁波市', district: '鄞州区', detail: '中山东路88号' };
  const order = await call('POST', '/api/v1/orders', { receiver, goods: '手套', weight_g: 200, quantity: 1, order_no: 'CALL-1' });
  await call('POST', '/api/v1/orders/ship', { order_ids: [order.id], carrier_account_id: account.id });
  const found = async () => (await call('GET', '/api/v1/shipments?order_no=CALL-1')).items[0];
  await expect.poll(async () => (await found())?.waybill_no).toBeTruthy();
  const { waybill_no } = await found();
  const staff = await signInApi(product, 'staff_admin');
  const named = async () => (await staff('GET', `/api/v1/network/carrier-calls?number=${waybill_no}`)).items.length;
  await expect.poll(named).toBe(2);

  await signIn('staff_admin');
  await page.goto('/network/calls');
  const rows = page.locator('.list-side tbody tr');
  await page.getByLabel('运单号或下单码').fill(waybill_no);
  await page.getByLabel('运单号或下单码').press('Enter');
  await expect(rows).toHaveCount(2);
  await page.getByLabel('接口', { exact: true }).selectOption('zto.open.createOrder');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('K100001');
  await noBarriers();
  await page.getByLabel('商家', { exact: true }).fill('K999999');
  await page.getByLabel('商家', { exact: true }).press('Enter');
  await expect(page.getByText('没有符合的请求')).toBeVisible();
  await page.getByRole('button', { name: '清除条件' }).click();
  await expect(rows.first()).toBeVisible();
  await noBarriers();
});
