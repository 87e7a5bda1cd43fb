// The queue of a printer belongs to the service: stations print what others send, and two people never print over each other.
import { test, expect } from '../harness/printing.mjs';
import { signInApi } from '../harness/api.mjs';
import { addPrinter, pressPrint, waitForDone } from '../harness/desk.mjs';
import { numbersIn } from '../harness/paper.mjs';
import { signIn as signInAt } from '../harness/sign-in.mjs';
import { importedWaybills, statesOf } from '../harness/waybills.mjs';

const SMALL = { widthMm: 76, heightMm: 130, dpi: 203 };
const SLOW = 20_000;

let call;
test.beforeEach(async ({ product, signIn }) => {
  test.setTimeout(150_000);
  call = await signInApi(product, 'merchant_owner');
  await signIn('merchant_owner');
});

const trayOf = async (printer, info) => numbersIn((await printer.received()).bytes, 'zpl', SMALL, info);

test('a print station is paired once, prints what others send, survives reload and restart, and is taken away', async ({
  page, product, printers, browser, noBarriers,
}, info) => {
  await printers.serial.set({ language: 'zpl' });
  await addPrinter(page, { connection: 'serial', name: '打包台打印机', language: 'zpl' });
  await addPrinter(page, { connection: 'usb', name: '办公室打印机' });
  await page.getByRole('button', { name: '添加打印站' }).click();
  const dialog = page.getByRole('dialog', { name: '添加打印站' });
  await dialog.getByLabel('名称').fill('打包台 2');
  await dialog.getByLabel('打包台打印机').check();
  await dialog.getByRole('button', { name: '生成配对码' }).click();
  const code = await page.locator('[data-pairing-code]').textContent();
  await noBarriers();
  await page.getByRole('dialog').getByRole('button', { name: '关闭' }).last().click();

  const context = await browser.newContext({ baseURL: product.url, locale: 'zh-CN' });
  const station = await context.newPage();
  await station.goto('/station');
  await station.getByLabel('配对码').fill('AAAA-BBBB-CCCC');
  await station.getByRole('button', { name: '开始' }).click();
  await expect(station.getByText('配对码不对')).toBeVisible();
  await station.getByLabel('配对码').fill(code.toLowerCase());
  await station.getByRole('button', { name: '开始' }).click();
  await expect(station.getByRole('heading', { name: '就绪' })).toBeVisible({ timeout: 20_000 });

  // The office prints at the packing bench.
  const card = page.locator('.printer-card').filter({ hasText: '打包台打印机' }).first();
  await card.getByRole('button', { name: '使用' }).click();
  const waybills = await importedWaybills(page, call, 'STATION', 4);
  await printers.serial.clear();
  await pressPrint(page);
  await expect(page.getByText('4 张面单已送到打印站“打包台 2”')).toBeVisible();
  await expect.poll(() => statesOf(call, waybills), { timeout: 30_000 }).toEqual(Array(4).fill('confirmed'));
  expect(await trayOf(printers.serial, info)).toEqual(waybills);

  // The browser is started anew, and the service; nobody pairs again.
  await station.reload();
  await product.kill();
  await product.restart();
  call = await signInApi(product, 'merchant_owner');
  await expect(station.getByRole('heading', { name: '就绪' })).toBeVisible({ timeout: 40_000 });
  await page.reload();
  const more = await importedWaybills(page, call, 'STATION-B', 2);
  await printers.serial.clear();
  await pressPrint(page);
  await expect.poll(() => statesOf(call, more), { timeout: 40_000 }).toEqual(Array(2).fill('confirmed'));
  expect(await trayOf(printers.serial, info)).toEqual(more);

  await page.goto('/print');
  await page.locator('.printer-card').filter({ hasText: '打包台 2' }).getByRole('button', { name: '移除' }).click();
  await page.getByRole('dialog', { name: /打包台 2/ }).getByRole('button', { name: '移除' }).click();
  await expect(station.getByText('这个打印站已被移除')).toBeVisible({ timeout: 20_000 });
  await context.close();
});

test('a station in a hidden tab, whose timers the browser holds back, keeps its lease and prints', async ({ page, product, printers, browser }, info) => {
  await printers.serial.set({ language: 'zpl' });
  await addPrinter(page, { connection: 'serial', name: '后台打印机', language: 'zpl' });
  const printer = (await call('GET', '/api/v1/printers')).find(({ name }) => name === '后台打印机');
  const { pairing_code: code } = await call('POST', '/api/v1/print-stations', { name: '后台', printer_ids: [printer.id] });
  const waybills = await importedWaybills(page, call, 'HIDDEN', 10);
  const context = await browser.newContext({ baseURL: product.url, locale: 'zh-CN' });
  // As Chromium does with a tab that was hidden for five minutes.
  await context.addInitScript(() => {
    Object.defineProperty(document, 'hidden', { get: () => true });
    const usual = globalThis.setTimeout;
    globalThis.setTimeout = (action, ms, ...more) => usual(action, Math.max(ms ?? 0, 60_000), ...more);
  });
  const station = await context.newPage();
  await station.goto('/station');
  await station.getByLabel('配对码').fill(code);
  await station.getByRole('button', { name: '开始' }).click();
  await expect(station.getByRole('heading', { name: '就绪' })).toBeVisible({ timeout: 20_000 });
  await printers.serial.clear();
  // Slow enough that the lease of half a minute must be renewed.
  await printers.serial.set({ bytes_per_s: 5_000 });
  await pressPrint(page);
  await expect.poll(() => statesOf(call, waybills), { timeout: 90_000 }).toEqual(Array(10).fill('confirmed'));
  expect(await trayOf(printers.serial, info)).toEqual(waybills);
  await context.close();
});

test('a second person sends to the same printer: the labels follow in order, and are seen from both desks', async ({
  page, product, printers, browser,
}, info) => {
  await addPrinter(page, { connection: 'usb', name: '共用打印机' });
  const first = await importedWaybills(page, call, 'FIRST', 5);
  const importPath = new URL(page.url()).pathname;
  const context = await browser.newContext({ baseURL: product.url, locale: 'zh-CN' });
  const other = await context.newPage();
  await signInAt(other, product, 'clerk');
  const second = await importedWaybills(other, call, 'SECOND', 3);
  const printer = (await call('GET', '/api/v1/printers')).find(({ name }) => name === '共用打印机');
  const clerk = await signInApi(product, 'clerk');
  await printers.usb.clear();
  await printers.usb.set({ bytes_per_s: SLOW });
  await page.goto(importPath);
  await pressPrint(page);
  await expect.poll(() => printers.usb.count(), { timeout: 20_000 }).toBeGreaterThan(0);

  // Somebody else's page hears who prints, and its labels wait behind.
  const ids = await Promise.all(second.map(async (waybill) => (await call('GET', `/api/v1/shipments?waybill_no=${waybill}`)).items[0].id));
  await clerk('POST', '/api/v1/print-batches', { shipment_ids: ids, printer_id: printer.id });
  const refused = await clerk('POST', `/api/v1/printers/${printer.id}/queue/lease`, { holder: 'other-page-1', max: 1 }).catch(String);
  expect(refused).toContain('queue_held');
  await other.goto('/print');
  const line = other.locator('.queue-line').filter({ hasText: '共用打印机' });
  await expect(line).toContainText('正在打印');
  await line.getByRole('button', { name: '暂停' }).click();
  await expect(page.locator('.dock [role="alert"]')).toContainText('暂停了队列', { timeout: 15_000 });
  const held = await printers.usb.count();
  await page.waitForTimeout(1_500);
  // What was under way came out; nothing new began.
  expect(await printers.usb.count()).toBeLessThanOrEqual(held + 3);
  await printers.usb.set({ bytes_per_s: 0 });
  await line.getByRole('button', { name: '继续' }).click();
  await expect.poll(() => statesOf(call, [...first, ...second]), { timeout: 40_000 }).toEqual(Array(8).fill('confirmed'));
  expect(await trayOf(printers.usb, info)).toEqual([...first, ...second]);
  await context.close();
});

test('go on from a label: what waits before it is skipped', async ({ page, printers }, info) => {
  await addPrinter(page, { connection: 'usb', name: '续打打印机' });
  const waybills = await importedWaybills(page, call, 'FROM', 6);
  await printers.usb.set({ paper_out: true });
  await printers.usb.clear();
  await pressPrint(page);
  await expect(page.locator('.dock')).toContainText('缺纸');
  await page.locator('.dock').getByRole('button', { name: '明细' }).click();
  const dialog = page.getByRole('dialog', { name: '打印队列' });
  await dialog.getByRole('row').filter({ hasText: '5' }).getByRole('button', { name: '从第 5 张开始' }).click();
  await expect(dialog.getByRole('row')).not.toHaveCount(6);
  await printers.usb.set({ paper_out: false });
  await expect.poll(() => statesOf(call, [waybills[4], waybills[5]]), { timeout: 20_000 }).toEqual(['confirmed', 'confirmed']);
  const tray = await trayOf(printers.usb, info);
  expect(tray.slice(-2)).toEqual([waybills[4], waybills[5]]);
  // Two labels may have been begun before; the ones between are skipped.
  expect((await statesOf(call, waybills)).slice(2, 4)).toEqual(['skipped', 'skipped']);
});

test('the network is away: what is begun is printed and told later, nothing is printed twice', async ({ page, printers }, info) => {
  await addPrinter(page, { connection: 'usb', name: '断网打印机' });
  const waybills = await importedWaybills(page, call, 'OFFLINE', 8);
  await printers.usb.clear();
  await printers.usb.set({ bytes_per_s: SLOW });
  await pressPrint(page);
  await expect.poll(() => printers.usb.count(), { timeout: 20_000 }).toBeGreaterThan(1);
  await page.context().setOffline(true);
  await page.waitForTimeout(4_000);
  const offline = await printers.usb.count();
  expect(offline).toBeLessThan(8);
  await page.context().setOffline(false);
  await printers.usb.set({ bytes_per_s: 0 });
  await waitForDone(page, 8, { timeout: 40_000 });
  expect(await trayOf(printers.usb, info)).toEqual(waybills);
  await expect.poll(() => statesOf(call, waybills)).toEqual(Array(8).fill('confirmed'));
});
