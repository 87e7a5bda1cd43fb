// The main job: an order file in, thermal labels out, by both of the browser's ways to a printer.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { test, expect } from '../harness/printing.mjs';
import { signInApi } from '../harness/api.mjs';
import { addPrinter, importCounts, importFile, ordersCsv, pressPrint, setUpPrinter, waitForDone } from '../harness/desk.mjs';
import { expectLabels } from '../harness/paper.mjs';
import { waybillsOf } from '../harness/waybills.mjs';
import { correctWorkbook, wordsOf } from '../harness/workbook.mjs';

const ORDERS = fileURLToPath(new URL('../files/orders.xlsx', import.meta.url));
const SHEETS = fileURLToPath(new URL('../files/sheets.xlsx', import.meta.url));
const TAOBAO = fileURLToPath(new URL('../files/taobao.csv', import.meta.url));
const SMALL = { widthMm: 76, heightMm: 130, dpi: 203 };
const LARGE = { widthMm: 100, heightMm: 180, dpi: 203 };

async function jobsOf(call, waybills) {
  const { items } = await call('GET', '/api/v1/print-jobs?limit=200');
  return items.filter((job) => waybills.includes(job.waybill_no)).toSorted((one, other) => one.seq - other.seq);
}

test('an .xlsx file becomes labels on a USB printer; wrong rows go back, are corrected and duplicate nothing', async ({
  page, product, printers, signIn, noBarriers,
}, info) => {
  test.setTimeout(120_000);
  const call = await signInApi(product, 'merchant_owner');
  await signIn('merchant_owner');
  const importId = await importFile(page, ORDERS);
  expect(await importCounts(page)).toEqual([5, 2, 0]);
  const rejected = page.getByRole('row').filter({ hasText: 'E2E-100' });
  await expect(rejected).toHaveCount(2);
  await expect(rejected.filter({ hasText: 'E2E-1006' })).toContainText('1380013');
  await noBarriers();

  // The first print asks for a printer, and prints when it has one.
  const waybills = await waybillsOf(call, importId);
  await pressPrint(page);
  await setUpPrinter(page, { connection: 'usb', name: '一号台' });
  await waitForDone(page, 5);
  await noBarriers();
  const usb = await printers.usb.received();
  await expectLabels(usb.bytes, 'zpl', SMALL, waybills, info);

  // The service knows every label: confirmed by the printer, with its bytes.
  await expect.poll(async () => (await jobsOf(call, waybills)).map((job) => job.state)).toEqual(Array(5).fill('confirmed'));
  const jobs = await jobsOf(call, waybills);
  expect(jobs.map((job) => job.waybill_no)).toEqual(waybills);
  for (const job of jobs) expect(job.bytes).toBeGreaterThan(1_000);

  // What was rejected comes back as a workbook with the reasons; corrected and handed in again, only it is made.
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: '下载退回行' }).click();
  const workbook = await readFile(await (await download).path());
  const words = wordsOf(workbook);
  expect(words).toContain('E2E-1006');
  expect(words).not.toContain('E2E-1001');
  const buffer = correctWorkbook(workbook, '1380013', '13800138000');
  await importFile(page, { name: '改好的.xlsx', mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer });
  expect(await importCounts(page)).toEqual([1, 1, 0]);
  await importFile(page, ORDERS);
  expect(await importCounts(page)).toEqual([0, 1, 6]);
});

test('a workbook of several sheets: the page asks which one, and takes all of them where it is told to', async ({
  page, product, signIn, noBarriers,
}) => {
  const call = await signInApi(product, 'merchant_owner');
  await signIn('merchant_owner');
  const hand = async (choice) => {
    await page.goto('/import');
    await page.locator('input[type="file"]').setInputFiles(SHEETS);
    const dialog = page.getByRole('dialog', { name: '预览 sheets.xlsx' });
    await expect(dialog.getByRole('radio')).toHaveCount(4);
    await expect(dialog.getByText('请先选择一张工作表。')).toBeVisible();
    const submit = dialog.getByRole('button', { name: '导入', exact: true });
    await expect(submit).toBeDisabled();
    await dialog.getByRole('radio', { name: choice }).check();
    await noBarriers();
    await submit.click();
    await page.waitForURL(/\/import\/[0-9a-f-]{36}$/);
    await expect(page.locator('.sums')).toBeVisible({ timeout: 30_000 });
  };

  await hand('上午 2 单');
  expect(await importCounts(page)).toEqual([2, 0, 0]);
  await expect(page.locator('.head')).toContainText('上午');
  // The sheet that is imported already makes nothing twice; the page stays at the last one.
  await hand('全部 2 张有订单的表');
  expect(await importCounts(page)).toEqual([1, 0, 0]);
  await expect(page.locator('.head')).toContainText('下午');
  const last = async () => (await call('GET', '/api/v1/imports?limit=2')).items.map((one) => [one.sheet_name, one.accepted, one.duplicates]);
  await expect.poll(last).toEqual([['下午', 1, 0], ['上午', 0, 2]]);
});

test('a Taobao export in GB18030 becomes large labels on a serial printer', async ({ page, product, printers, signIn }, info) => {
  await printers.serial.set({ language: 'tspl' });
  const call = await signInApi(product, 'merchant_owner');
  await signIn('merchant_owner');
  await addPrinter(page, { connection: 'serial', name: '二号台', language: 'tspl', template: 'standard-100x180' });
  const importId = await importFile(page, TAOBAO);
  expect(await importCounts(page)).toEqual([2, 0, 0]);
  await expect(page.locator('.head')).toContainText('淘宝订单');
  const waybills = await waybillsOf(call, importId);
  await printers.serial.clear();
  await pressPrint(page);
  await waitForDone(page, 2);
  await expectLabels((await printers.serial.received()).bytes, 'tspl', LARGE, waybills, info);
  await expect.poll(async () => (await jobsOf(call, waybills)).map((job) => job.state)).toEqual(['confirmed', 'confirmed']);
});

test('from the press to the first byte at the printer', async ({ page, printers, signIn }, info) => {
  await signIn('merchant_owner');
  await addPrinter(page, { connection: 'usb', name: '三号台' });
  await importFile(page, ordersCsv('FIRST-BYTE', 1));
  await printers.usb.clear();
  const pressedAt = await pressPrint(page);
  await waitForDone(page, 1);
  const { first_at_ms: firstAt, bytes } = await printers.usb.received();
  // A measurement for the benchmark's table, not a timed test.
  info.annotations.push({ type: 'first byte after ms', description: (firstAt - pressedAt).toFixed(0) });
  console.log(`first byte ${(firstAt - pressedAt).toFixed(0)} ms after the press, ${bytes.length} bytes`);
  expect(firstAt).toBeGreaterThan(pressedAt);
});

test('without a thermal printer: a PDF with every label', async ({ page, product, signIn }) => {
  const call = await signInApi(product, 'merchant_owner');
  await signIn('merchant_owner');
  await addPrinter(page, { connection: 'pdf', name: '办公室' });
  const importId = await importFile(page, ordersCsv('PDF', 3));
  const waybills = await waybillsOf(call, importId);
  await pressPrint(page);
  const link = page.getByRole('link', { name: '打开 PDF' });
  const bytes = await page.evaluate(async (address) => [...new Uint8Array(await (await fetch(address)).arrayBuffer())], await link.getAttribute('href'));
  const pdf = Buffer.from(bytes).toString('latin1');
  expect(pdf.startsWith('%PDF-')).toBe(true);
  expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(3);
  await page.getByRole('button', { name: '全部打印好了' }).click();
  await expect.poll(async () => (await jobsOf(call, waybills)).map((job) => job.state)).toEqual(['sent', 'sent', 'sent']);
});
