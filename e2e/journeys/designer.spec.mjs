// A merchant's own label: from a standard template over the designer to what the printer receives.
import { PNG } from 'pngjs';
import { test, expect } from '../harness/printing.mjs';
import { signInApi } from '../harness/api.mjs';
import { addPrinter, importFile, ordersCsv, pressPrint, waitForDone } from '../harness/desk.mjs';
import { drawLabel, readLabel } from '../harness/judge.mjs';
import { splitLabels } from '../harness/labels.mjs';

const PAPER = { widthMm: 76, heightMm: 130, dpi: 203 };
const DOTS_PER_MM = 8;
/** The judge puts a label on a table with this much white around it. */
const TABLE_DOTS = 40;
const NAME = '女装店 76×130';

/** A black square with a white hole: what a logo is to a printer. */
function logo() {
  const image = new PNG({ width: 120, height: 60 });
  for (let y = 0; y < 60; y++) {
    for (let x = 0; x < 120; x++) {
      const hole = x > 40 && x < 80 && y > 20 && y < 40;
      image.data.fill(hole ? 255 : 0, (y * 120 + x) * 4, (y * 120 + x) * 4 + 3);
      image.data[(y * 120 + x) * 4 + 3] = 255;
    }
  }
  return { name: 'logo.png', mimeType: 'image/png', buffer: PNG.sync.write(image) };
}

async function place(page, field) {
  return Number(await page.locator('.inspector').getByLabel(field, { exact: true }).inputValue());
}

async function drag(page, locator, dx, dy) {
  const box = await locator.boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + dx / 2, y + dy / 2, { steps: 4 });
  await page.mouse.move(x + dx, y + dy, { steps: 4 });
  await page.mouse.up();
}

/** Black dots of a drawn label within a rectangle in millimetres, as a share. */
function blackShare(png, { x, y, width, height }) {
  const image = PNG.sync.read(png);
  let black = 0;
  let all = 0;
  for (let row = Math.round(y * DOTS_PER_MM); row < Math.round((y + height) * DOTS_PER_MM); row++) {
    for (let column = Math.round(x * DOTS_PER_MM); column < Math.round((x + width) * DOTS_PER_MM); column++) {
      all++;
      if (image.data[((row + TABLE_DOTS) * image.width + column + TABLE_DOTS) * 4] < 128) black++;
    }
  }
  return black / all;
}

test('a template is designed, saved in versions, and printed with', async ({ page, product, printers, signIn, noBarriers }, info) => {
  test.setTimeout(150_000);
  const call = await signInApi(product, 'merchant_owner');
  await signIn('merchant_owner');
  await page.goto('/templates');
  await expect(page.getByRole('heading', { name: '我的模板' })).toBeVisible({ timeout: 30_000 });
  await noBarriers();

  // A standard template is looked at, not changed; its copy is.
  await page.getByRole('link', { name: /标准一联单 76×130/ }).last().click();
  await expect(page.getByText('标准模板不能修改。')).toBeVisible();
  await page.getByRole('button', { name: '复制并修改' }).click();
  await page.waitForURL(/\/templates\/[0-9a-f-]{36}$/);
  const stage = page.locator('.paper');
  await expect(page.locator('canvas.print')).toHaveAttribute('data-drawn-ms', /./, { timeout: 30_000 });
  await expect(page.locator('.zone.locked')).toContainText('已锁定');
  await page.getByRole('textbox', { name: '名称' }).first().fill(NAME);

  // What the standard puts into the merchant's zone makes room for what is new.
  await page.locator('.elements button').first().click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await expect(page.locator('.box')).toHaveCount(0);

  await page.locator('.adds input[type="file"]').setInputFiles(logo());
  await expect(page.locator('.box')).toHaveCount(1);
  await drag(page, page.locator('.box').first(), -100, 0);
  await page.getByRole('button', { name: '文字', exact: true }).click();
  const text = page.locator('.inspector textarea');
  await text.fill('感谢惠顾 ');
  await page.locator('.inspector select.insert').first().selectOption('order_no');
  await expect(text).toHaveValue('感谢惠顾 {order_no}');
  await page.getByRole('button', { name: '二维码', exact: true }).click();
  await page.locator('.inspector textarea').fill('ORDER {order_no}');
  await page.locator('.inspector').getByLabel('左', { exact: true }).fill('58');
  await page.keyboard.press('Tab');

  // Drag, pull, and take both back.
  const box = page.locator('.box.selected');
  const before = { x: await place(page, '左'), y: await place(page, '上'), width: await place(page, '宽') };
  await drag(page, box, -60, 0);
  await expect.poll(() => place(page, '左')).toBeLessThan(before.x - 5);
  const moved = await place(page, '左');
  await drag(page, page.locator('.handle.nwse').last(), -15, -15);
  await expect.poll(() => place(page, '宽')).toBeLessThan(before.width - 1);
  await stage.press('Control+z');
  await expect.poll(() => place(page, '宽')).toBe(before.width);
  await stage.press('Control+z');
  await expect.poll(() => place(page, '左')).toBe(before.x);
  await stage.press('Control+y');
  await expect.poll(() => place(page, '左')).toBe(moved);
  await stage.press('Shift+ArrowRight');
  await expect.poll(() => place(page, '左')).toBe(moved + 1);
  await stage.press('ArrowRight');
  await expect.poll(() => place(page, '左')).toBe(moved + 1.25);
  await stage.press('Control+z');
  await expect.poll(() => place(page, '左')).toBe(moved);

  // Type too small to read is told, and leads to its element.
  await page.locator('.elements button').filter({ hasText: '文字' }).click();
  await page.locator('.inspector').getByLabel('字号', { exact: true }).fill('1');
  await page.keyboard.press('Tab');
  const warning = page.locator('.checks li').filter({ hasText: '字太小' });
  await expect(warning).toBeVisible();
  await page.locator('.elements button').filter({ hasText: '图片' }).click();
  await warning.getByRole('button').click();
  await expect(page.locator('.elements button[aria-pressed="true"]')).toContainText('文字');
  await stage.press('Control+z');
  await expect(warning).toHaveCount(0);
  await noBarriers();

  // A change is drawn faster than a frame of the screen takes.
  const drawnMs = Number(await page.locator('canvas.print').getAttribute('data-drawn-ms'));
  info.annotations.push({ type: 'preview ms', description: String(drawnMs) });
  console.log(`a change of the template is drawn in ${drawnMs} ms`);

  // Nobody leaves without being asked.
  await page.getByRole('navigation').getByRole('link', { name: '运单' }).click();
  await page.getByRole('button', { name: '继续修改' }).click();
  await page.locator('.elements button').filter({ hasText: '图片' }).click();
  const logoPlace = { x: await place(page, '左'), y: 98 + (await place(page, '上')), width: await place(page, '宽'), height: await place(page, '高') };
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(page.getByText('已保存为第 2 版')).toBeVisible();
  const id = new URL(page.url()).pathname.split('/').pop();
  const saved = await call('GET', `/api/v1/label-templates/${id}`);
  expect(saved).toMatchObject({ name: NAME, version: 2, base_id: 'standard-76x130' });
  await page.reload();
  await expect(page.locator('.elements button')).toHaveCount(3, { timeout: 30_000 });

  // What the printer receives holds it all.
  await addPrinter(page, { connection: 'usb', name: '女装台', template: id });
  await importFile(page, ordersCsv('DESIGN', 1));
  await printers.usb.clear();
  await pressPrint(page);
  await waitForDone(page, 1);
  const { bytes } = await printers.usb.received();
  const [label] = splitLabels(bytes, 'zpl');
  const read = await readLabel(label, PAPER, info.outputPath('own-label.png'));
  for (const reader of ['zxing', 'zbar']) {
    expect(read[reader], reader).toContainEqual({ kind: 'qr', text: 'ORDER DESIGN-1' });
    expect(read[reader].filter((code) => code.kind === 'code128').length, reader).toBeGreaterThan(0);
  }
  const share = blackShare(await drawLabel(label, PAPER), logoPlace);
  expect(share, 'the logo is there, and so is its hole').toBeGreaterThan(0.4);
  expect(share).toBeLessThan(0.98);
  const { items } = await call('GET', '/api/v1/print-jobs?limit=1');
  expect(items[0]).toMatchObject({ waybill_no: read.zbar.find((code) => code.kind === 'code128').text });

  // It serves as the default; a printer that has it keeps it from being deleted.
  await page.goto('/templates');
  await page.getByLabel('淘宝 / 天猫').selectOption(id);
  await expect.poll(async () => (await call('GET', '/api/v1/label-template-defaults')).length).toBe(1);
  const card = page.locator('.template-card').filter({ hasText: NAME });
  await card.getByRole('button', { name: '更多' }).click();
  await card.getByText('删除').click();
  await page.getByRole('dialog').getByRole('button', { name: '删除' }).click();
  await expect(page.getByText(/这些打印机在用这个模板：女装台/)).toBeVisible();
});

test('a file from elsewhere is refused place by place, and taken when it is right', async ({ page, product, signIn }) => {
  const call = await signInApi(product, 'merchant_owner');
  await signIn('merchant_owner');
  await page.goto('/templates');
  const file = (body) => ({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(body)) });
  const { body } = await call('GET', '/api/v1/label-templates/standard-76x130');
  const input = page.locator('.head input[type="file"]');
  await expect(page.getByRole('button', { name: '导入文件' })).toBeVisible({ timeout: 30_000 });
  const wrong = structuredClone(body);
  wrong.based_on = 'standard-76x130';
  wrong.parts[0].elements[0].x_mm = 1e308;
  wrong.surprise = true;
  await input.setInputFiles(file(wrong));
  const dialog = page.getByRole('dialog');
  await expect(dialog.locator('.faults li')).not.toHaveCount(0);
  await expect(dialog).toContainText('/surprise');
  await dialog.getByRole('button', { name: '关闭' }).last().click();
  await input.setInputFiles(file({ ...body, based_on: 'standard-76x130', name: '进口模板' }));
  await page.waitForURL(/\/templates\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('textbox', { name: '名称' }).first()).toHaveValue('进口模板');
});

test('two people at one template: nobody loses anything', async ({ page, product, signIn }) => {
  const call = await signInApi(product, 'merchant_owner');
  const made = await call('POST', '/api/v1/label-templates', { name: '两人同改', copy_of: 'standard-76x130' });
  await signIn('merchant_owner');
  await page.goto(`/templates/${made.id}`);
  const name = page.getByRole('textbox', { name: '名称' }).first();
  await expect(name).toHaveValue('两人同改', { timeout: 30_000 });
  const answer = await fetch(`${product.url.replace(/\/$/, '')}/api/v1/label-templates/${made.id}`, {
    method: 'PUT',
    headers: { ...(await call.headers()), 'content-type': 'application/json', 'if-match': '"1"' },
    body: JSON.stringify({ name: '同事改的', body: made.body }),
  });
  expect(answer.status).toBe(200);
  await name.fill('我改的');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await page.getByRole('button', { name: '另存为新模板' }).click();
  await page.waitForURL((url) => url.pathname.startsWith('/templates/') && !url.pathname.endsWith(made.id));
  await expect(name).toHaveValue('我改的 副本');
  expect((await call('GET', `/api/v1/label-templates/${made.id}`)).name).toBe('同事改的');
});
