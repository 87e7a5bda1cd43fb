// A gun at a belt: each parcel is recorded as it is scanned, and what the service could not be told is told later.
import { test, expect } from '../harness/fixtures.mjs';
import { signInApi } from '../harness/api.mjs';
import { importFile, ordersCsv } from '../harness/desk.mjs';
import { waybillsOf } from '../harness/waybills.mjs';

/** As a scanner types: fast, and Enter. */
async function scan(page, number) {
  await page.keyboard.type(number, { delay: 4 });
  await page.keyboard.press('Enter');
}

for (const colorScheme of ['light', 'dark']) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('parcels are recorded one by one, and kept while the service is away', async ({ page, product, signIn, noBarriers }) => {
      test.setTimeout(120_000);
      const call = await signInApi(product, 'merchant_owner');
      await signIn('merchant_owner');
      const waybills = await waybillsOf(call, await importFile(page, ordersCsv(`GUN-${colorScheme}`, 4)));
      const stateOf = async (waybill) => (await call('GET', `/api/v1/shipments?waybill_no=${waybill}`)).items[0].state;
      await page.context().clearCookies();
      await signIn('staff_admin');
      await page.getByLabel('扫一件，记一件').check();
      await page.getByRole('heading', { level: 1 }).click();

      const rows = page.locator('tbody tr');
      await scan(page, waybills[0]);
      await expect(rows).toHaveCount(1);
      await scan(page, `https://ship.example/t/${waybills[1]}`);
      await expect(rows).toHaveCount(2);
      await expect(rows.first()).toContainText('已记录');
      expect(await stateOf(waybills[1])).toBe('picked_up');
      await page.getByLabel('运单号或交接单号').fill('NOSUCH12345678');
      await page.keyboard.press('Enter');
      await expect(rows.first()).toContainText('未记录');
      await noBarriers();

      await page.context().setOffline(true);
      await page.getByRole('heading', { level: 1 }).click();
      await scan(page, waybills[2]);
      await scan(page, waybills[3]);
      await expect(page.getByText('2 条扫描存在这台电脑')).toBeVisible();
      // Whoever comes back in a new tab has them still.
      const kept = () => page.evaluate(() => Object.keys(localStorage).filter((name) => name.includes('.scans.')));
      await expect.poll(async () => (await kept()).length).toBe(2);
      const names = await kept();
      const texts = await page.evaluate((names) => names.map((name) => localStorage.getItem(name)), names);
      expect(texts.join()).not.toContain(waybills[2]);
      await page.context().setOffline(false);
      await expect(rows).toHaveCount(5);
      await expect(page.getByText('条扫描存在这台电脑')).toBeHidden();
      for (const waybill of waybills.slice(2)) {
        expect(await stateOf(waybill)).toBe('picked_up');
      }
      await expect.poll(kept).toEqual([]);
    });
  });
}
