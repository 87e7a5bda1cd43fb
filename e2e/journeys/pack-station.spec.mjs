// The pack station: what is scanned is weighed on a scale and shipped as it was weighed, once, whatever the connection does.
import { test, expect } from '../harness/printing.mjs';
import { signInApi } from '../harness/api.mjs';
import { addPrinter, waitForDone } from '../harness/desk.mjs';
import { expectLabels } from '../harness/paper.mjs';

const SMALL = { widthMm: 76, heightMm: 130, dpi: 203 };
/** Longer than a scale without a flag must stand still. */
const STANDS_MS = 1_500;
const SCALE = 'USB 1a86:7523';

/** Orders that wait in the pool, of these weights in grams. */
async function keepOrders(call, prefix, weights, more = {}) {
  const orders = [];
  for (const [at, weight_g] of weights.entries()) {
    const receiver = { name: '周子墨', phone: `1391112${String(6000 + at)}`, province: '江苏省', city: '苏州市', district: '姑苏区', detail: `观前街${58 + at}号` };
    orders.push(await call('POST', '/api/v1/orders', { receiver, order_no: `${prefix}-${at + 1}`, goods: '碧螺春礼盒', quantity: 2, weight_g, ...more }));
  }
  return orders;
}

/** As a scanner types: fast, and Enter. */
async function scan(page, code) {
  await page.keyboard.type(code, { delay: 4 });
  await page.keyboard.press('Enter');
}

/** Opens the page and waits until it listens. */
async function openStation(page) {
  await page.goto('/pack');
  await expect(page.getByLabel('扫描或输入：订单号、运单号、商品条码')).toBeFocused();
}

/** Chooses the scale that is plugged in and waits until it is heard. */
async function useScale(page) {
  await page.getByRole('button', { name: '设置秤' }).click();
  const dialog = page.getByRole('dialog', { name: '设置秤' });
  await dialog.getByRole('button', { name: SCALE }).click();
  await expect(dialog.locator('.pack-live')).toContainText('0 kg');
  await dialog.getByRole('button', { name: '关闭' }).last().click();
  await expect(dialog).toBeHidden();
  await expect(weightOf(page)).toContainText('秤是空的');
}

const stageOf = (page) => page.locator('.pack-stage');
const weightOf = (page) => page.locator('.pack-weight');
const packingsOf = async (call, orderNo) => (await call('GET', '/api/v1/packings?limit=200')).items.filter((packing) => packing.order_no === orderNo);
const shipmentsOf = async (call, orderNo) => (await call('GET', `/api/v1/shipments?order_no=${orderNo}`)).items;

for (const colorScheme of ['light', 'dark']) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('the pack station has no barrier', async ({ page, product, signIn, noBarriers }) => {
      const call = await signInApi(product, 'merchant_owner');
      const prefix = `PACK-${colorScheme.toUpperCase()}`;
      const [order] = await keepOrders(call, prefix, [800], { remark: '易碎，请加固', services: { cod: '199.00', receiver_pays: true } });
      await signIn('merchant_owner');
      await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '打包台' }).click();
      await expect(stageOf(page)).toContainText('扫描下一件');
      await expect(page.getByLabel('扫描或输入：订单号、运单号、商品条码')).toBeFocused();
      await expect(page.locator('.pack-recent .skeleton')).toHaveCount(0);
      await noBarriers();
      await scan(page, order.order_no);
      await expect(stageOf(page)).toContainText('易碎，请加固');
      await expect(stageOf(page)).toContainText('代收 ¥199.00');
      await expect(stageOf(page)).not.toContainText('周子墨');
      await noBarriers();
      await scan(page, 'NO-SUCH-ORDER');
      await expect(stageOf(page)).toContainText('没有找到');
      await noBarriers();
      await page.getByRole('button', { name: '设置秤' }).click();
      await noBarriers();
    });
  });
}

test('an order is scanned, weighed on the scale, shipped as it was weighed, and its label printed', async ({
  page, product, printers, scale, signIn,
}, info) => {
  test.setTimeout(120_000);
  const call = await signInApi(product, 'merchant_owner');
  const [first, second, third] = await keepOrders(call, 'PACK-S', [1200, 1000, 500]);
  await signIn('merchant_owner');
  await addPrinter(page, { connection: 'usb', name: '打包台一' });
  await openStation(page);
  await useScale(page);
  await printers.usb.clear();

  // A scanner does not look where the focus is.
  await page.getByRole('heading', { name: '打包台' }).click();
  await scan(page, first.order_no);
  await expect(stageOf(page)).toContainText('放上秤');
  await expect(stageOf(page)).toContainText('碧螺春礼盒');
  await scale.putOn(1234);
  await expect(stageOf(page)).toContainText('已打包');
  const [packing] = await packingsOf(call, first.order_no);
  expect(packing).toMatchObject({ weight_g: 1234, from_scale: true });
  const { weight_g } = await call('GET', `/api/v1/shipments/${packing.shipment_id}`);
  expect(weight_g).toBe(1234);
  await waitForDone(page, 1);
  await expectLabels((await printers.usb.received()).bytes, 'zpl', SMALL, [packing.waybill_no], info);
  await expect(page.locator('.pack-recent li').first()).toContainText('1.234 kg');

  // What lies there is the parcel before, until it was taken off.
  await scan(page, second.order_no);
  await expect(weightOf(page)).toContainText('先把上一件拿下来');
  await page.waitForTimeout(STANDS_MS);
  expect(await packingsOf(call, second.order_no)).toEqual([]);
  await scale.takeOff();
  await expect(weightOf(page)).toContainText('秤是空的');
  await scale.putOn(980);
  await expect(stageOf(page)).toContainText('0.98 kg');
  expect(await packingsOf(call, second.order_no)).toMatchObject([{ weight_g: 980 }]);

  // A weight that nobody expected is asked about.
  await scale.takeOff();
  await expect(weightOf(page)).toContainText('秤是空的');
  await scan(page, third.order_no);
  await scale.putOn(3000);
  await expect(stageOf(page)).toContainText('重量 3 kg，预计 0.5 kg');
  await page.waitForTimeout(STANDS_MS);
  expect(await packingsOf(call, third.order_no)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(stageOf(page)).toContainText('已打包');
  expect(await packingsOf(call, third.order_no)).toMatchObject([{ weight_g: 3000, from_scale: true }]);

  // Its label once more, without anybody's hand at the mouse.
  await expect.poll(() => printers.usb.count()).toBe(3);
  await scan(page, 'REPRINT');
  await expect.poll(() => printers.usb.count()).toBe(4);
  await expect(page.getByRole('dialog')).toHaveCount(0);

  // The same once more is refused.
  await scan(page, third.order_no);
  await expect(stageOf(page)).toContainText('已经打包过');
});

test('a scale that shows no flag, writes backwards, or waits to be asked is understood', async ({ page, scale, signIn }) => {
  await signIn('merchant_owner');
  await openStation(page);
  await useScale(page);
  const digits = weightOf(page).locator('.pack-digits');
  for (const protocol of ['plain', 'backwards']) {
    await test.step(protocol, async () => {
      await scale.set({ protocol, grams: 0 });
      await expect(digits).toHaveText('0.000');
      await scale.putOn(2340);
      await expect(digits).toHaveText('2.340');
      await expect(weightOf(page)).toContainText('已称稳');
      await scale.takeOff();
    });
  }
  await scale.set({ protocol: 'answer', grams: 0 });
  await expect(weightOf(page)).toContainText('秤没有数据');
  await page.getByRole('button', { name: '设置秤' }).click();
  const dialog = page.getByRole('dialog', { name: '设置秤' });
  await dialog.getByLabel('发送方式').selectOption({ label: '应答：发送 S' });
  await scale.putOn(765);
  await expect(dialog.locator('.pack-live')).toContainText('0.765 kg');
  await page.keyboard.press('Escape');
  await scale.set({ protocol: 'flagged', overload: true });
  await expect(weightOf(page)).toContainText('超出量程');

  // Pulled and plugged in again, it comes back by itself.
  await scale.unplug();
  await expect(weightOf(page)).toContainText('秤没有接上');
  await scale.plug();
  await expect(digits).toHaveText('0.000');
});

test('without a scale weights are typed, and a scanner is heard in that field as well', async ({ page, product, printers, signIn }) => {
  const call = await signInApi(product, 'merchant_owner');
  const [first, second, held] = await keepOrders(call, 'PACK-T', [800, 800, 800]);
  await call('POST', '/api/v1/orders/batch-edit', { order_ids: [held.id], change: { is_held: true } });
  await signIn('merchant_owner');
  await addPrinter(page, { connection: 'usb', name: '打包台三' });
  await printers.usb.clear();
  await openStation(page);
  const weight = page.getByLabel('手输重量（kg）');
  await scan(page, first.order_no);
  await expect(weight).toBeFocused();
  await page.keyboard.type('0.75', { delay: 120 });
  await page.keyboard.press('Enter');
  await expect(stageOf(page)).toContainText('已打包');
  expect(await packingsOf(call, first.order_no)).toMatchObject([{ weight_g: 750, from_scale: false }]);

  await scan(page, held.order_no);
  await expect(stageOf(page)).toContainText('暂缓，不要发');
  await weight.focus();
  await scan(page, second.order_no);
  await expect(stageOf(page)).toContainText(second.order_no);
  await expect(weight).toHaveValue('');
  await scan(page, 'NEXT');
  await expect(stageOf(page)).toContainText('已跳过');
  expect(await packingsOf(call, second.order_no)).toEqual([]);

  // The barcode of goods means the next order that waits for them.
  for (const order of await keepOrders(call, 'PACK-G', [800, 800], { goods_codes: ['6901234567892'] })) {
    await scan(page, '6901234567892');
    await expect(stageOf(page)).toContainText(order.order_no);
    await expect(weight).toBeFocused();
    await page.keyboard.type('0.8', { delay: 120 });
    await page.keyboard.press('Enter');
    await expect(stageOf(page)).toContainText('已打包');
    expect(await packingsOf(call, order.order_no)).toHaveLength(1);
  }
});

test('parcels packed while the service does not answer are sent later, each once', async ({
  page, product, printers, scale, signIn,
}, info) => {
  test.setTimeout(120_000);
  const call = await signInApi(product, 'merchant_owner');
  const [first, second] = await keepOrders(call, 'PACK-O', [700, 900]);
  await signIn('merchant_owner');
  await addPrinter(page, { connection: 'usb', name: '打包台二' });
  await openStation(page);
  await useScale(page);
  await printers.usb.clear();

  // The first one arrives, and its answer is lost on the way back.
  await scan(page, first.order_no);
  await expect(stageOf(page)).toContainText('放上秤');
  await page.route('**/api/v1/packings', async (route) => {
    if (route.request().method() === 'POST') await route.fetch();
    await route.abort('connectionreset');
  });
  await scale.putOn(712);
  await expect(stageOf(page)).toContainText('已记下，等待发送');
  await page.unroute('**/api/v1/packings');
  await page.route('**/api/v1/packings**', (route) => route.abort('internetdisconnected'));
  await page.route('**/api/v1/packings/**', (route) => route.abort('internetdisconnected'));
  await scale.takeOff();
  await expect(weightOf(page)).toContainText('秤是空的');

  // The second one nobody can show.
  await scan(page, second.order_no);
  await expect(stageOf(page)).toContainText('看不到这一单的内容');
  await scale.putOn(905);
  await expect(stageOf(page)).toContainText('已记下，等待发送');
  const rows = page.locator('.pack-waiting tbody tr');
  await expect(rows).toHaveCount(2);
  await expect(page.locator('.pack .notice.warn')).toContainText('连不上服务');

  // They outlive a reload, and nothing of them stands readable in the browser.
  await page.reload();
  await expect(rows).toHaveCount(2);
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  expect(kept).not.toContain(second.order_no);

  await page.unrouteAll();
  await expect(rows.filter({ hasText: '已打包，未打印' })).toHaveCount(2, { timeout: 30_000 });
  for (const [order, weight_g] of [[first, 712], [second, 905]]) {
    expect(await packingsOf(call, order.order_no)).toMatchObject([{ weight_g, from_scale: true }]);
    expect(await shipmentsOf(call, order.order_no)).toHaveLength(1);
  }
  await page.getByRole('button', { name: '打印 2 张面单' }).click();
  await waitForDone(page, 2);
  await expect(rows).toHaveCount(0);
  const waybills = await Promise.all([first, second].map(async (order) => (await packingsOf(call, order.order_no))[0].waybill_no));
  await expectLabels((await printers.usb.received()).bytes, 'zpl', SMALL, waybills, info);
});

test('what the service refuses late needs a person', async ({ page, product, signIn }) => {
  const call = await signInApi(product, 'merchant_owner');
  const [order] = await keepOrders(call, 'PACK-R', [700]);
  await signIn('merchant_owner');
  await openStation(page);
  await page.route('**/api/v1/packings/find', (route) => route.abort('internetdisconnected'));
  await scan(page, 'NO-SUCH-ORDER-EITHER');
  await expect(stageOf(page)).toContainText('看不到这一单的内容');
  await page.keyboard.type('0.7', { delay: 120 });
  await page.keyboard.press('Enter');
  const row = page.locator('.pack-waiting tbody tr');
  await expect(row).toContainText('要人处理');
  await row.getByRole('button', { name: /^丢弃/ }).click();
  await expect(row).toHaveCount(0);
  await page.unrouteAll();
  await scan(page, order.order_no);
  await expect(stageOf(page)).toContainText('碧螺春礼盒');
});
