// Setting a printer up: what it is found to be, how it is found where it does not say, and what is done about what holds it.
import { test, expect } from '../harness/printing.mjs';
import { signInApi } from '../harness/api.mjs';
import { pressPrint, waitForDone } from '../harness/desk.mjs';
import { readLabel } from '../harness/judge.mjs';
import { splitLabels } from '../harness/labels.mjs';
import { startNetworkPrinter } from '../harness/network-printer.mjs';
import { numbersIn } from '../harness/paper.mjs';
import { importedWaybills } from '../harness/waybills.mjs';

const SMALL = { widthMm: 76, heightMm: 130, dpi: 203 };
const TEST_NUMBER = 'TEST00000000000';
/** What nobody waits longer for than this: four questions to a printer that says nothing. */
const ASKED_MS = 15_000;

let call, dialog;
test.beforeEach(async ({ product, page, signIn }) => {
  test.setTimeout(120_000);
  call = await signInApi(product, 'merchant_owner');
  for (const { id } of await call('GET', '/api/v1/printers')) await call('DELETE', `/api/v1/printers/${id}`);
  await signIn('merchant_owner');
  await page.goto('/print');
  await page.getByRole('button', { name: '添加打印机' }).first().click();
  dialog = page.getByRole('dialog', { name: '设置打印机' });
});

const way = (connection) => dialog.locator('label').filter({ has: dialog.page().locator(`input[value="${connection}"]`) }).click();

/** Chooses the device that is allowed already, and waits until it was asked what it is. */
async function choose(connection) {
  await way(connection);
  await dialog.locator('.device .chip').first().click();
  await expect(dialog.getByRole('button', { name: '打印测试页' })).toBeVisible({ timeout: ASKED_MS });
}

async function save(page, name) {
  await dialog.getByLabel('名称').fill(name);
  await dialog.getByRole('button', { name: '保存并使用' }).click();
  await expect(dialog).toBeHidden();
  const printers = await call('GET', '/api/v1/printers');
  return printers.find((printer) => printer.name === name);
}

async function codesOf(bytes, info) {
  const [label] = splitLabels(bytes, 'zpl');
  const { zxing } = await readLabel(label, SMALL, info.outputPath('trial.png'));
  return zxing.map(({ text }) => text);
}

test('a USB printer says what it is, and is asked how fine it prints', async ({ page, printers, noBarriers }) => {
  await printers.usb.set({ language: 'tspl' });
  await choose('usb');
  await expect(dialog.locator('.device')).toContainText('打印机自己报的型号');
  await expect(dialog.getByLabel('打印机语言')).toHaveValue('tspl');
  await noBarriers();
  await printers.usb.set({ language: 'zpl' });
  await dialog.locator('.device .chip').first().click();
  await expect(dialog.getByLabel('打印机语言')).toHaveValue('zpl', { timeout: ASKED_MS });
  await expect(dialog.locator('.device')).toContainText('Virtual VLU-203');
});

test('without a device id its answers tell, and they stand before the USB id', async ({ printers }) => {
  for (const language of ['tspl', 'escpos', 'epl']) {
    await printers.usb.set({ language, device_id: 'none' });
    await choose('usb');
    await expect(dialog.locator('.device')).toContainText('根据打印机的回答');
    await expect(dialog.getByLabel('打印机语言')).toHaveValue(language);
  }
  await printers.serial.set({ language: 'zpl' });
  await choose('serial');
  await expect(dialog.locator('.device')).toContainText('根据打印机的回答');
  await expect(dialog.getByLabel('打印机语言')).toHaveValue('zpl');
});

for (const manner of ['garbage', 'half', 'endless']) {
  test(`a printer that answers ${manner} is set up and prints each label once`, async ({ page, printers }, info) => {
    await printers.usb.set({ device_id: 'none', manner });
    await choose('usb');
    await expect(dialog.locator('.device')).toContainText('只认出厂家');
    await printers.usb.clear();
    await save(page, `坏回答 ${manner}`);
    const waybills = await importedWaybills(page, call, `HOSTILE-${manner}`, 2);
    await printers.usb.clear();
    await pressPrint(page);
    await waitForDone(page, 2);
    expect(await numbersIn((await printers.usb.received()).bytes, 'zpl', SMALL, info)).toEqual(waybills);
  });
}

test('a printer that says nothing is found out by the marks', async ({ page, printers }, info) => {
  await printers.usb.set({ device_id: 'none', silent: true });
  await choose('usb');
  await printers.usb.clear();
  await dialog.getByRole('button', { name: '打印辨认页' }).click();
  await expect(dialog).toContainText('哪个数字清楚地打出来了');
  const text = (await printers.usb.received()).bytes.toString('latin1');
  expect(text).toContain('^FD2^FS');
  expect(text).toMatch(/TEXT 112,56,"4",0,3,3,"1"\r\nPRINT 1,1/);
  expect(text).toMatch(/! 0 200 200 216 1\r\n[^]*TEXT 4 0 112 56 3\r\nSETMAG 0 0\r\nFORM\r\nPRINT/);
  expect(text).toContain('A112,56,0,4,4,4,N,"4"\r\nP1');
  expect(text).toContain('\x1b@\x1d!U[5]\n');
  await dialog.getByRole('button', { name: '数字 3，外面有框' }).click();
  await expect(dialog.getByLabel('打印机语言')).toHaveValue('cpcl');
  await dialog.getByRole('button', { name: '打印辨认页' }).click();
  await dialog.getByRole('button', { name: '都没有' }).click();
  await expect(dialog).toContainText('检查打印机是否开机');
  await dialog.getByRole('button', { name: '打印辨认页' }).click();
  await dialog.getByRole('button', { name: '数字 2，外面有框' }).click();
  await printers.usb.clear();
  await dialog.getByRole('button', { name: '打印测试页' }).click();
  await expect(dialog).toContainText('测试页已发送');
  expect(await codesOf((await printers.usb.received()).bytes, info)).toContain(TEST_NUMBER);
});

test('what is measured on the calibration page becomes the shift, what is chosen the darkness', async ({ page, printers }) => {
  await choose('usb');
  await printers.usb.clear();
  await dialog.getByRole('button', { name: '打印校准页' }).click();
  await dialog.getByLabel('十字中心离纸左边').fill('21.5');
  await dialog.getByLabel('十字中心离纸上边').fill('19');
  await dialog.getByRole('button', { name: '按量到的校正' }).click();
  await expect(dialog).toContainText('偏移设为向右 -1.5 mm、向下 1 mm');
  expect(splitLabels((await printers.usb.received()).bytes, 'zpl')).toHaveLength(1);
  await printers.usb.clear();
  await dialog.getByRole('button', { name: '打印浓度阶梯' }).click();
  await dialog.getByRole('button', { name: '12', exact: true }).click();
  expect(splitLabels((await printers.usb.received()).bytes, 'zpl')).toHaveLength(4);
  const saved = await save(page, '校准过的');
  expect(saved.options).toMatchObject({ offset_x_mm: -1.5, offset_y_mm: 1, density: 12, zpl_compression: 'acs' });
});

test('a driver that holds the printer is named, with the rule that helps on this system', async ({ page, printers, noBarriers }) => {
  await printers.usb.set({ claimed: true });
  await way('usb');
  await dialog.locator('.device .chip').first().click();
  const steps = dialog.locator('.ladder');
  await expect(steps).toContainText('内核驱动（usblp）占着这台打印机');
  await expect(steps.locator('pre')).toContainText('ATTR{idVendor}=="0a5f", ATTR{idProduct}=="0082"');
  await noBarriers();
  await steps.getByRole('button', { name: '复制' }).click();
  await expect(steps.getByRole('button', { name: '已复制' })).toBeVisible();
  await printers.usb.set({ claimed: false });
  await dialog.locator('.device .chip').first().click();
  await expect(dialog.locator('.device')).toContainText('打印机自己报的型号', { timeout: ASKED_MS });
});

test('a network printer is found out and tried by the service', async ({ page, noBarriers }, info) => {
  const printer = await startNetworkPrinter();
  try {
    await way('tcp');
    await dialog.getByLabel('IP 地址或主机名').fill('169.254.169.254');
    await dialog.getByRole('button', { name: '连一下看看' }).click();
    await expect(dialog.locator('.device')).toContainText('服务不允许打印到这个地址');
    await dialog.getByLabel('IP 地址或主机名').fill('127.0.0.1');
    await dialog.getByLabel('端口').fill(String(printer.port));
    await dialog.getByRole('button', { name: '连一下看看' }).click();
    await expect(dialog.locator('.device')).toContainText('已识别：NETWORK-203');
    await expect(dialog.getByLabel('打印机语言')).toHaveValue('zpl');
    await noBarriers();
    printer.clear();
    await dialog.getByRole('button', { name: '打印测试页' }).click();
    await expect(dialog).toContainText('打印机已确认收到测试页');
    expect(await codesOf(printer.received(), info)).toContain(TEST_NUMBER);
    const saved = await save(page, '仓库网络打印机');
    expect(saved).toMatchObject({ connection: 'tcp', network: { host: '127.0.0.1', port: printer.port } });
    await expect(page.locator('.printer-status')).toContainText('由服务打印');
  } finally {
    await printer.stop();
  }
});
