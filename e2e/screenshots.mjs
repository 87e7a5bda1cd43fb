// Every page in light and dark at 1440×900 into target/screenshots, for people to look at: `node e2e/screenshots.mjs [FOLDER]`.
// Uses the demo network and the virtual printers; needs target/release/yundan (cargo xtask run or test builds it).
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { addPrinter, importFile, ordersCsv, pressPrint, waitForDone } from './harness/desk.mjs';
import { startPrinters } from './harness/printers.mjs';
import { freePort, startProduct } from './harness/product.mjs';
import { apply } from './harness/applicant.mjs';
import { signIn } from './harness/sign-in.mjs';

const FILES = fileURLToPath(new URL('files/', import.meta.url));
const folder = process.argv[2] ?? fileURLToPath(new URL('../target/screenshots/', import.meta.url));
mkdirSync(folder, { recursive: true });

const PAGES = [
  ['today', '/'],
  ['import', '/import'],
  ['orders', '/orders'],
  ['pack', '/pack'],
  ['shipments', '/shipments'],
  ['handovers', '/handovers'],
  ['problems', '/problems'],
  ['new-shipment', '/shipments/new'],
  ['print', '/print'],
  ['templates', '/templates'],
  ['template', '/templates/standard-76x130'],
  ['contacts', '/contacts'],
  ['duplicates', '/contacts/duplicates'],
  ['parts', '/settings/parts'],
  ['rules', '/settings/rules'],
  ['bills', '/settings/bills'],
  ['people', '/people'],
  ['roles', '/people/roles'],
  ['privacy', '/people/privacy'],
  ['audit', '/audit'],
  ['api-keys', '/api-keys'],
  ['account', '/account'],
];

/** Long enough for counters and charts to come to rest; nothing here is asserted. */
const SETTLE_MS = 700;

const product = await startProduct(await freePort());
const bench = await startPrinters([new URL(product.url).origin]);
const browser = await bench.openBrowser();
try {
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser.newContext({
      baseURL: product.url,
      colorScheme,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      viewport: { width: 1440, height: 900 },
    });
    const page = await context.newPage();
    const take = async (name) => {
      await page.waitForLoadState('load');
      await page.waitForTimeout(SETTLE_MS);
      await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png` });
      console.log(`${name}-${colorScheme}.png`);
    };
    await page.goto('/');
    await page.locator('form').waitFor();
    await take('sign-in');
    await gates(browser, colorScheme);
    await signIn(page, product, 'merchant_owner');
    for (const [name, path] of PAGES) {
      await page.goto(path);
      await take(name);
    }
    await accounts(page, take, colorScheme);
    // A printer being set up, with what most people never open.
    await page.goto('/print');
    await page.getByRole('button', { name: '添加打印机' }).first().click();
    await take('printer-setup');
    await page.locator('.options summary').click();
    await take('printer-options');
    // The import of a file with good and bad rows, and a shipment's detail beside the list.
    await page.goto('/import');
    await page.locator('input[type="file"]').setInputFiles(`${FILES}orders.xlsx`);
    await page.waitForURL(/\/import\/.+/);
    await page.waitForTimeout(2_000);
    await take('import-result');
    await page.goto('/shipments');
    await page.locator('[role="row"][aria-rowindex], [role="row"]').nth(1).click();
    await take('shipment-detail');
    await printing(page, context, take, colorScheme);
    await context.close();
  }
} finally {
  await browser.close();
  await bench.stop();
  await product.stop();
}

/** What people do before they are signed in, and the network's own pages. */
async function gates(browser, scheme) {
  const context = await browser.newContext({
    baseURL: product.url,
    colorScheme: scheme,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1440, height: 900 },
    // An address of its own: what is tried from it is counted for nobody else.
    extraHTTPHeaders: { 'X-Forwarded-For': scheme === 'light' ? '203.0.113.1' : '203.0.113.2' },
  });
  const page = await context.newPage();
  const take = async (name) => {
    await page.waitForTimeout(SETTLE_MS);
    await page.screenshot({ path: `${folder}/${name}-${scheme}.png` });
    console.log(`${name}-${scheme}.png`);
  };
  const phone = scheme === 'light' ? '13700004567' : '13700004568';
  const application = await apply(product, phone);
  for (const [name, path] of [['code', '/code'], ['forgot', '/forgot'], ['reset', '/reset#x'], ['apply', '/apply'], ['follow', '/follow'], ['outbox', '/outbox']]) {
    await page.goto(path);
    await page.locator('h1').first().waitFor();
    await take(name);
  }
  await page.goto('/follow');
  await page.getByLabel('申请编号').fill(application);
  await page.getByLabel('手机').fill(phone);
  await page.getByRole('button', { name: '查看' }).click();
  await take('follow-found');
  for (const [role, pages] of [
    ['staff_reviewer', [['applications', '/network/applications']]],
    ['staff_admin', [['merchants', '/network/merchants'], ['goods', '/network/goods'], ['outlets', '/network/outlets'], ['numbers', '/network/numbers'], ['routes', '/network/routes'], ['staff', '/network/staff'], ['locks', '/network/locks']]],
  ]) {
    await context.clearCookies();
    await signIn(page, product, role);
    for (const [name, path] of pages) {
      await page.goto(path);
      await page.locator('.console h1').waitFor();
      await take(name);
      const first = page.locator('.console tbody button').first();
      if (await first.count()) {
        await first.click();
        await take(`${name}-detail`);
      }
    }
  }
  // Wrong twice, so that the picture is asked for.
  await context.clearCookies();
  await page.goto('/sign-in');
  for (let tried = 0; tried < 2; tried += 1) {
    await page.locator('input[autocomplete="username"]').fill('K999999');
    await page.locator('input[autocomplete="current-password"]').fill('Wrong-password-1');
    await page.locator('form button:not([type="button"])').click();
    await page.waitForTimeout(300);
  }
  await take('sign-in-captcha');
  await context.close();
}

/** A person at the side, an invitation and its link, and what the invited person sees. */
async function accounts(page, take, scheme) {
  await page.goto('/people');
  await page.locator('.people tbody button').first().click();
  await take('operator');
  await page.getByRole('button', { name: '邀请', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: '邀请一位同事' });
  await dialog.getByLabel('用户名').fill(`packer-${scheme}`);
  await dialog.getByLabel('姓名').fill('韩梅');
  await take('invite');
  await dialog.getByRole('button', { name: '生成邀请链接' }).click();
  const link = await page.locator('[data-secret]').textContent();
  await take('invite-link');
  await page.goto('/api-keys');
  await page.getByRole('button', { name: '新建密钥' }).first().click();
  await take('api-key-new');
  const invited = await browser.newContext({ colorScheme: scheme, locale: 'zh-CN', viewport: { width: 1440, height: 900 } });
  const joining = await invited.newPage();
  await joining.goto(link);
  await joining.locator('input[autocomplete="new-password"]').first().waitFor();
  await joining.screenshot({ path: `${folder}/join-${scheme}.png` });
  await invited.close();
}

/** Printers at work and in trouble, the queue, and a station. */
async function printing(page, context, take, scheme) {
  await bench.usb.set({ paper_out: false, bytes_per_s: 0 });
  await addPrinter(page, { connection: 'usb', name: `打包台 ${scheme}` });
  await importFile(page, ordersCsv(`SHOT-${scheme}`, 24));
  await bench.usb.set({ bytes_per_s: 30_000 });
  await pressPrint(page);
  await page.waitForTimeout(3_000);
  await take('dock-printing');
  await page.locator('.dock').getByRole('button', { name: '明细' }).click();
  await take('dock-queue');
  await page.keyboard.press('Escape');
  await bench.usb.set({ paper_out: true });
  await page.locator('.dock').getByText('缺纸').first().waitFor();
  await take('dock-paper-out');
  await bench.usb.set({ paper_out: false, bytes_per_s: 0 });
  await waitForDone(page, 24, { timeout: 60_000 });
  await take('dock-done');
  await page.goto('/print');
  await page.getByText('收件').or(page.locator('.printer-card')).first().waitFor();
  await take('print-centre');
  await page.evaluate(() => document.querySelector('main')?.scrollTo(0, 100_000));
  await take('print-centre-end');
  await page.locator('.printer-card').first().getByRole('button', { name: '修改' }).click();
  await page.getByRole('dialog').locator('summary').first().click();
  await take('printer-change');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '添加打印站' }).click();
  const dialog = page.getByRole('dialog', { name: '添加打印站' });
  await dialog.getByLabel('名称').fill('打包台');
  await dialog.getByRole('checkbox').first().check();
  await take('station-add');
  await dialog.getByRole('button', { name: '生成配对码' }).click();
  const code = await page.locator('[data-pairing-code]').textContent();
  await take('station-code');
  const station = await context.newPage();
  await station.goto('/station');
  await station.getByLabel('配对码').waitFor();
  await station.screenshot({ path: `${folder}/station-pair-${scheme}.png` });
  await station.getByLabel('配对码').fill(code);
  await station.getByRole('button', { name: '开始' }).click();
  await station.getByRole('heading', { name: '就绪' }).waitFor({ timeout: 30_000 });
  await station.screenshot({ path: `${folder}/station-ready-${scheme}.png` });
  await station.close();
}
