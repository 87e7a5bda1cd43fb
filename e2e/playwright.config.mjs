import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'journeys',
  testMatch: '*.spec.mjs',
  outputDir: 'test-results/playwright',
  // One product, one browser, one set of printers at a time: two cores are not enough for two.
  workers: 1,
  // Machines are shared and the printers' browser is held together by a preload library: a second try tells a fault of the product,
  // which repeats, from one of the machine. What passed only then is named in the run's last line, to be mended.
  retries: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  use: {
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1440, height: 900 },
    navigationTimeout: 20_000,
    screenshot: 'only-on-failure',
    // A trace is a film, and costs as much as what it films.
    trace: 'on-first-retry',
    acceptDownloads: true,
  },
});
