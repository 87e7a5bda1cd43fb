// Sign-in, import and the PDF path in Firefox, which has neither Web Serial nor WebUSB. Driven over WebDriver BiDi.
import assert from 'node:assert/strict';
import puppeteer from 'puppeteer-core';
import { freePort, startProduct } from '../harness/product.mjs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signInApi } from '../harness/api.mjs';
import { ordersCsv } from '../harness/desk.mjs';

const BINARY = '/usr/bin/firefox-esr';
const LIMIT_MS = 30_000;

const folder = await mkdtemp(join(tmpdir(), 'yundan-firefox-'));
const product = await startProduct(await freePort());
const browser = await puppeteer.launch({
  browser: 'firefox',
  executablePath: BINARY,
  headless: true,
  extraPrefsFirefox: { 'intl.accept_languages': 'zh-CN', 'intl.locale.requested': 'zh-CN' },
});

const page = await browser.newPage();
try {
  page.setDefaultTimeout(LIMIT_MS);
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  const seen = (selector) => page.waitForSelector(selector, { visible: true });

  await page.goto(product.url);
  const who = product.sign_ins.find(({ role }) => role === 'merchant_owner');
  await (await seen('input[autocomplete="username"]')).type(who.account);
  await (await seen('input[autocomplete="current-password"]')).type(who.password);
  await (await seen('form button:not([type="button"])')).click();
  await seen('nav');
  const has = await page.evaluate(() => ({ usb: 'usb' in navigator, serial: 'serial' in navigator, tcp: true, pdf: true }));
  console.log('signed in');

  const { name, buffer } = ordersCsv('FIREFOX', 3);
  const file = join(folder, name);
  await writeFile(file, buffer);
  await page.goto(new URL('/import', product.url).href);
  await (await page.waitForSelector('input[type="file"]')).uploadFile(file);
  await seen('.sums');
  const made = await page.$$eval('.sums b', (numbers) => numbers.map((number) => number.textContent));
  assert.deepEqual(made.slice(0, 3), ['3', '0', '0']);
  console.log('imported 3 orders');

  // Asked, not guessed: the page offers what this browser has, and PDF always.
  await (await seen('::-p-xpath(//button[starts-with(normalize-space(), "打印 3")])')).click();
  await seen('[role="dialog"], dialog');
  const ways = await page.$$eval('input[name="connection"]', (inputs) => inputs.map(({ value, disabled }) => [value, disabled]));
  assert.deepEqual(Object.fromEntries(ways.map(([value, disabled]) => [value, !disabled])), has);
  await page.$eval('input[name="connection"][value="pdf"]', (input) => input.click());
  await (await seen('::-p-xpath(//label[contains(., "名称")]//input | //input[@id=//label[contains(., "名称")]/@for])')).type('办公室');
  await (await seen('::-p-xpath(//button[normalize-space()="保存并使用"])')).click();
  // The PDF opens in a tab of its own; what is behind is not drawn until it is in front again.
  await browser.waitForTarget((target) => target.url().startsWith('blob:'), { timeout: LIMIT_MS });
  await page.bringToFront();
  const link = await seen('::-p-xpath(//a[contains(., "打开 PDF")])');
  const pdf = await link.evaluate(async (node) => {
    const bytes = new Uint8Array(await (await fetch(node.href)).arrayBuffer());
    return [...bytes].map((byte) => String.fromCharCode(byte)).join('');
  });
  assert.ok(pdf.startsWith('%PDF-'));
  assert.equal(pdf.match(/\/Type\s*\/Page\b/g)?.length, 3);
  await (await seen('::-p-xpath(//button[normalize-space()="全部打印好了"])')).click();
  const call = await signInApi(product, 'merchant_owner');
  const until = Date.now() + LIMIT_MS;
  let states;
  do {
    states = (await call('GET', '/api/v1/print-jobs')).items.map(({ state }) => state);
    await new Promise((resolve) => setTimeout(resolve, 100));
  } while (states.some((state) => state !== 'sent') && Date.now() < until);
  assert.deepEqual(states, ['sent', 'sent', 'sent']);
  assert.deepEqual(errors, []);
  console.log('printed 3 labels as PDF');
  console.log(`Firefox ${(await browser.version()).replace(/^\D+/, '')}: sign-in, import, PDF`);
} catch (error) {
  const picture = join(tmpdir(), 'yundan-firefox-failed.png');
  await page.screenshot({ path: picture });
  console.error(`how the page looked: ${picture}`);
  throw error;
} finally {
  await browser.close();
  await product.stop();
  await rm(folder, { recursive: true, force: true });
}
