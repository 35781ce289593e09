// The server stops in the middle: the page says so, keeps what it shows, and goes on when the server is back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launch, open, ready, serve } from './harness.mjs';

test(
  'the page says that the server stopped, and recovers',
  { skip: process.env.HALHA_EXPLORER_URL ? 'the server is not ours to stop' : false },
  async () => {
    let server = await serve();
    await ready(server.url);
    const browser = await launch();
    try {
      const { page } = await open(browser, server.url);
      const port = server.port;
      await server.stop();
      await page.locator('.entries button').first().click();
      await page.waitForSelector('.banner[role="alert"]', { timeout: 60_000 });
      assert.match(await page.textContent('.banner'), /stopped/);
      assert.ok(await page.locator('.headline').isVisible(), 'what was shown is gone');
      server = await serve({ port });
      await page.waitForSelector('.banner', { state: 'detached', timeout: 120_000 });
      await page.waitForSelector('.books .forest, .books .wait', { timeout: 120_000 });
    } finally {
      await browser.close();
      await server.stop();
    }
  },
);
