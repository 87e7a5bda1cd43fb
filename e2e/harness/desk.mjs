// What an operator does at the page, in the page's own words.
import { expect } from '@playwright/test';

/** Hands in an order file and waits for its result; returns the import's id. `file` is a path or `{name, mimeType, buffer}`. */
export async function importFile(page, file) {
  await page.goto('/import');
  await page.locator('input[type="file"]').setInputFiles(file);
  await page.waitForURL(/\/import\/[0-9a-f-]{36}$/);
  await expect(page.locator('.sums')).toBeVisible({ timeout: 30_000 });
  return new URL(page.url()).pathname.split('/').pop();
}

/** The counts of the import on the page: `[made, rejected, duplicates]`. */
export async function importCounts(page) {
  const texts = await page.locator('.sums b').allTextContents();
  return texts.slice(0, 3).map((text) => Number(text.replaceAll(',', '')));
}

/** An order file with `count` good rows whose order numbers begin with `prefix`. */
export function ordersCsv(prefix, count) {
  const rows = Array.from({ length: count }, (_, at) =>
    [`${prefix}-${at + 1}`, '欧阳晓雯', `1381234${String(5000 + at)}`, '浙江省杭州市余杭区仓前街道文一西路969号3幢502室', '连衣裙', 1, 0.6].join(','),
  );
  const text = ['订单号,收件人,手机,收件地址,品名,数量,重量(kg)', ...rows].join('\r\n');
  return { name: `${prefix}.csv`, mimeType: 'text/csv', buffer: Buffer.from(`\ufeff${text}\r\n`) };
}

/** Fills the setup dialog, which must be open, and saves it. What waited for a printer is printed then. */
export async function setUpPrinter(page, { connection, name, language, template }) {
  const dialog = page.getByRole('dialog', { name: '设置打印机' });
  await dialog.locator('label').filter({ has: page.locator(`input[value="${connection}"]`) }).click();
  if (connection !== 'pdf') {
    await dialog.locator('.device .chip').first().click();
    await expect(dialog.locator('.device-name')).toBeVisible();
    if (language) await dialog.getByLabel('打印机语言').selectOption(language);
  }
  await dialog.getByLabel('名称').fill(name);
  if (template) await dialog.getByLabel('面单纸').selectOption(template);
  await dialog.getByRole('button', { name: '保存并使用' }).click();
  await expect(dialog).toBeHidden();
}

/** Adds a printer in the print centre and waits until it is ready. */
export async function addPrinter(page, setup) {
  await page.goto('/print');
  await page.locator('.printer-status').getByRole('button').or(page.getByRole('button', { name: '添加打印机' })).first().click();
  await setUpPrinter(page, setup);
  await expect(page.locator('.printer-status')).toContainText(setup.connection === 'pdf' ? '用 PDF 打印' : '就绪');
}

/** Adds a printer of the network, which the service prints on, and waits until this browser prints there. */
export async function setUpNetworkPrinter(page, { name, host, port }) {
  await page.goto('/print');
  await page.locator('.printer-status').getByRole('button').or(page.getByRole('button', { name: '添加打印机' })).first().click();
  const dialog = page.getByRole('dialog', { name: '设置打印机' });
  await dialog.locator('label').filter({ has: page.locator('input[value="tcp"]') }).click();
  await dialog.getByLabel('IP 地址或主机名').fill(host);
  await dialog.getByLabel('端口').fill(String(port));
  await dialog.getByLabel('打印机语言').selectOption('zpl');
  await dialog.getByLabel('名称').fill(name);
  await dialog.getByRole('button', { name: '保存并使用' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.locator('.printer-status')).toContainText('由服务打印');
}

/** Presses print on an import's page; returns the moment of the press in milliseconds since 1970. */
export async function pressPrint(page) {
  const button = page.getByRole('button', { name: /^打印 \d/ });
  await button.evaluate((node) => node.addEventListener('click', () => (window.pressedAt = Date.now()), { capture: true, once: true }));
  await button.click();
  return page.evaluate(() => window.pressedAt);
}

/** Waits until the dock says that so many labels are printed. */
export async function waitForDone(page, count, options = {}) {
  await expect(page.locator('.dock')).toContainText(`打印完成，${count.toLocaleString('en-US')} 张`, { timeout: 30_000, ...options });
}
