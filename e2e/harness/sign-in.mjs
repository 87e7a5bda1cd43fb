// The page's own sign-in form, for any driver that speaks Playwright.

/** Signs in as a person does, as one of the demo network's roles. */
export async function signIn(page, product, role) {
  const who = product.sign_ins.find((one) => one.role === role);
  if (!who) throw new Error(`no demo sign-in for ${role}; there are ${product.sign_ins.map((one) => one.role)}`);
  await page.goto(product.url);
  await page.locator('input[autocomplete="username"]').fill(who.account);
  await page.locator('input[autocomplete="current-password"]').fill(who.password);
  await page.locator('form button:not([type="button"])').click();
  await page.locator('input[autocomplete="current-password"]').waitFor({ state: 'detached' });
}
