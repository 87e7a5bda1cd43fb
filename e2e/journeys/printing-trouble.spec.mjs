// What goes wrong at printers, and that no label is lost or printed twice without anybody knowing.
import { test, expect } from '../harness/printing.mjs';
import { signInApi } from '../harness/api.mjs';
import { addPrinter, pressPrint, waitForDone } from '../harness/desk.mjs';
import { numbersIn } from '../harness/paper.mjs';
import { importedWaybills } from '../harness/waybills.mjs';

const SMALL = { widthMm: 76, heightMm: 130, dpi: 203 };
/** Slow enough that a hand can reach in between: about two labels a second. */
const SLOW = 20_000;

let call;
test.beforeEach(async ({ product, signIn }) => {
  test.setTimeout(120_000);
  call = await signInApi(product, 'merchant_owner');
  await signIn('merchant_owner');
});

/** Imports `count` orders with a printer ready; returns their waybill numbers in order. */
async function ready(page, prefix, count, setup = { connection: 'usb', name: '试验台' }) {
  await addPrinter(page, setup);
  return importedWaybills(page, call, prefix, count);
}

async function states(waybills) {
  const { items } = await call('GET', '/api/v1/print-jobs?limit=200');
  return waybills.map((waybill) => items.filter((job) => job.waybill_no === waybill).map((job) => job.state).toReversed());
}

async function trayOf(printer, info) {
  return numbersIn((await printer.received()).bytes, 'zpl', SMALL, info);
}

test('out of paper: nothing is sent, and printing begins when paper is in', async ({ page, printers }, info) => {
  const waybills = await ready(page, 'PAPER', 3);
  await printers.usb.set({ paper_out: true });
  await printers.usb.clear();
  await pressPrint(page);
  await expect(page.locator('.dock')).toContainText('缺纸');
  expect(await trayOf(printers.usb, info)).toEqual([]);
  await printers.usb.set({ paper_out: false });
  await waitForDone(page, 3);
  expect(await trayOf(printers.usb, info)).toEqual(waybills);
});

test('an open head names itself in the dock and in the top bar', async ({ page, printers }, info) => {
  const waybills = await ready(page, 'HEAD', 1);
  await printers.usb.set({ head_open: true });
  await printers.usb.clear();
  await pressPrint(page);
  await expect(page.locator('.dock')).toContainText('盖子没合上');
  await expect(page.locator('.printer-status')).toContainText('盖子没合上');
  await printers.usb.set({ head_open: false });
  await waitForDone(page, 1);
  expect(await trayOf(printers.usb, info)).toEqual(waybills);
});

test('a stalled pipe is cleared without anybody noticing', async ({ page, printers }, info) => {
  const waybills = await ready(page, 'STALL', 2);
  await printers.usb.clear();
  await printers.usb.set({ stalls: 1 });
  await pressPrint(page);
  await waitForDone(page, 2);
  expect(await trayOf(printers.usb, info)).toEqual(waybills);
});

test('pulled out in the middle: a person says what came out, and it goes on at the right label', async ({ page, printers }, info) => {
  const waybills = await ready(page, 'PULL', 6);
  await printers.usb.clear();
  await printers.usb.set({ bytes_per_s: SLOW });
  await pressPrint(page);
  await expect(page.locator('[data-print-progress]')).toContainText(/^[23] \/ 6$/, { timeout: 20_000 });
  await printers.usb.unplug();
  await expect(page.locator('.dock [role="alert"]')).toContainText('不知道出没出来');
  await expect(page.locator('.printer-status')).toContainText('未连接');
  const before = await wholeLabels(printers.usb, info);
  await printers.usb.set({ bytes_per_s: 0 });
  await printers.usb.clear();
  await printers.usb.plug();
  await expect(page.locator('.printer-status')).toContainText('就绪');
  const again = page.getByRole('button', { name: /没出来，重打$/ });
  if (await again.isVisible()) await again.click();
  await waitForDone(page, 6);
  const after = await trayOf(printers.usb, info);
  expect([...before, ...after]).toEqual(expect.arrayContaining(waybills));
  // Only the label that was cut off is there twice, at most.
  expect(before.length + after.length).toBeLessThanOrEqual(waybills.length + 1);
  expect(after).toEqual(waybills.slice(waybills.indexOf(after[0])));
  const ends = (await states(waybills)).map((list) => list.at(-1));
  expect(ends).toEqual(Array(6).fill('confirmed'));
});

test('a printer that takes nothing: after the limit a person is asked, and no label is sent twice by itself', async ({ page, printers }, info) => {
  const waybills = await ready(page, 'HANG', 2);
  await printers.usb.clear();
  await printers.usb.set({ bytes_per_s: SLOW });
  await pressPrint(page);
  await expect.poll(async () => (await printers.usb.received()).bytes.includes('^XA'), { timeout: 20_000 }).toBe(true);
  await printers.usb.set({ hang: true });
  await expect(page.locator('.dock [role="alert"]')).toBeVisible({ timeout: 30_000 });
  await printers.usb.set({ hang: false, bytes_per_s: 0 });
  const held = await wholeLabels(printers.usb, info);
  await page.waitForTimeout(1_500);
  expect(await wholeLabels(printers.usb, info)).toEqual(held);
  expect(new Set(held).size).toBe(held.length);
  expect(waybills).toEqual(expect.arrayContaining(held));
});

test('printing again needs a reason, which is kept and printed', async ({ page, printers }, info) => {
  const waybills = await ready(page, 'AGAIN', 1);
  await printers.usb.clear();
  await pressPrint(page);
  await waitForDone(page, 1);
  await page.locator('.dock').getByRole('button', { name: '关闭' }).click();
  await pressPrint(page);
  const dialog = page.getByRole('dialog', { name: /补打/ });
  await dialog.getByLabel('原因').fill('面单破损');
  await dialog.getByRole('button', { name: '补打', exact: true }).click();
  await waitForDone(page, 1);
  expect(await trayOf(printers.usb, info)).toEqual([waybills[0], waybills[0]]);
  const { items } = await call('GET', '/api/v1/print-jobs?limit=200');
  const jobs = items.filter((job) => job.waybill_no === waybills[0]);
  expect(jobs.map((job) => [job.reprint, job.reprint_reason])).toEqual([[true, '面单破损'], [false, null]]);
});

test('the page goes away in the middle: what is unsure is said, and nothing prints by itself', async ({ page, printers }, info) => {
  const waybills = await ready(page, 'RELOAD', 4);
  await printers.usb.clear();
  await printers.usb.set({ bytes_per_s: SLOW });
  await pressPrint(page);
  await expect(page.locator('[data-print-progress]')).toContainText(/^[12] \/ 4$/, { timeout: 20_000 });
  page.once('dialog', (dialog) => dialog.accept());
  await page.reload();
  await printers.usb.set({ bytes_per_s: 0 });
  await expect(page.locator('.dock [role="alert"]')).toContainText(/不知道出没出来|剩下的面单还在队列里/, { timeout: 15_000 });
  const held = await wholeLabels(printers.usb, info);
  await page.waitForTimeout(1_500);
  expect(await wholeLabels(printers.usb, info)).toEqual(held);
  const unsure = (await states(waybills)).filter((list) => list.at(-1) === 'unknown');
  expect(unsure.length).toBeGreaterThan(0);
  await page.goto('/print');
  await page.locator('main').getByRole('button', { name: '出来了' }).first().click();
  await expect.poll(async () => (await states(waybills)).filter((list) => list.at(-1) === 'unknown').length).toBe(unsure.length - 1);
});

/** The whole labels in the tray, where the last one may be cut off. */
async function wholeLabels(printer, info) {
  const { bytes } = await printer.received();
  const end = bytes.lastIndexOf('^XZ');
  return end < 0 ? [] : numbersIn(bytes.subarray(0, end + 3), 'zpl', SMALL, info);
}
