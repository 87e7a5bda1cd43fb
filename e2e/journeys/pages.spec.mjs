// Every page: signs in, shows its content, has no error in the console and no barrier that axe can find, light and dark.
import { test, expect } from '../harness/fixtures.mjs';

const PAGES = ['/', '/import', '/shipments', '/shipments/new', '/print', '/templates', '/templates/standard-76x130', '/password'];

for (const colorScheme of ['light', 'dark']) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('sign-in refuses a wrong password in words and keeps the account', async ({ page, product, noBarriers }) => {
      await page.goto('/');
      await noBarriers();
      const account = page.locator('input[autocomplete="username"]');
      await account.fill(product.sign_ins[0].account);
      await page.locator('input[autocomplete="current-password"]').fill('wrong-password-1');
      await page.locator('form button:not([type="button"])').click();
      await expect(page.locator('[aria-invalid="true"]')).toBeVisible();
      await expect(account).toHaveValue(product.sign_ins[0].account);
      await noBarriers();
    });

    test('the merchant sees every page without a barrier', async ({ page, signIn, noBarriers }) => {
      await signIn('merchant_owner');
      for (const path of PAGES) {
        await test.step(path, async () => {
          await page.goto(path);
          await expect(page.locator('h1').first()).toBeVisible();
          await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
          await noBarriers();
        });
      }
    });
  });
}

test('staff see their page without a barrier', async ({ page, signIn, noBarriers }) => {
  await signIn('staff_admin');
  await expect(page.locator('h1').first()).toBeVisible();
  await noBarriers();
});

test('the session outlives a reload and ends at sign-out', async ({ page, product, signIn }) => {
  await signIn('merchant_owner');
  await page.reload();
  await expect(page.getByRole('navigation', { name: '主导航' })).toBeVisible();
  await page.locator('header .menu > button').last().click();
  await page.getByText('退出登录').click();
  await expect(page.locator('input[autocomplete="username"]')).toBeVisible();
  await page.goto(new URL('/shipments', product.url).href);
  await expect(page.locator('input[autocomplete="username"]')).toBeVisible();
});
