import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'journeys',
  testMatch: '*.spec.mjs',
  outputDir: 'test-results/playwright',
  // One product, one browser, one set of printers at a time: two cores are not enough for two.
  workers: 1,
  // A second try shows whether a failure repeats. It never hides one: a test that passed only then fails the run.
  retries: 1,
  failOnFlakyTests: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  use: {
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    acceptDownloads: true,
  },
});
