// How fast the page is: the first view that says something, the weight of what it loads, and moving a full map.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { launch, open, ready, serve } from './harness.mjs';

const BUNDLE_BYTES = 1_500_000;
const LEAST_ITEMS = 2_000;
// Promises of the page on an idle machine; a busy one gets twice the time before the test fails, and the figure is printed.
const FIRST_VIEW_MS = 1_000;
const FRAMES_A_SECOND = 50;
const SLACK = Number(process.env.HALHA_SLACK ?? 2);
let server;
let browser;

before(async () => {
  server = await serve();
  await ready(server.url);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test('the bundle is small', () => {
  const folder = new URL('../dist/assets/', import.meta.url);
  const bytes = readdirSync(folder)
    .filter((name) => !name.startsWith('basemap'))
    .reduce((sum, name) => sum + gzipSync(readFileSync(new URL(name, folder))).length, 0);
  console.log(`  ${Math.round(bytes / 1000)} kB compressed, without the base map`);
  assert.ok(bytes <= BUNDLE_BYTES, `${bytes} bytes`);
});

test('the first view comes at once', async () => {
  const times = [];
  for (let i = 0; i < 3; i += 1) {
    const { page, context } = await open(browser, server.url);
    await page.waitForSelector('.opening .chart svg');
    times.push(
      await page.evaluate(() => performance.getEntriesByName('first-view')[0]?.startTime ?? Infinity),
    );
    await context.close();
  }
  const best = Math.min(...times);
  console.log(`  first view after ${times.map(Math.round).join(', ')} ms`);
  assert.ok(best <= FIRST_VIEW_MS * SLACK, `${best} ms`);
});

test('a map of a whole campaign moves smoothly', async () => {
  const { page, context } = await open(browser, `${server.url}#world=1&show=world&step=1000000`);
  await page.waitForSelector('.told');
  await page.evaluate(() => document.getElementById('top').scrollIntoView());
  const items = Number(
    /([\d,]+) incident/.exec(await page.textContent('.map-part'))?.[1]?.replace(',', '') ?? 0,
  );
  const box = await page.locator('.map canvas').boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const count = page.evaluate(
    () =>
      new Promise((resolve) => {
        const stamps = [];
        const tick = (now) => {
          stamps.push(now);
          if (now - stamps[0] < 2_000) requestAnimationFrame(tick);
          else resolve((1000 * (stamps.length - 1)) / (now - stamps[0]));
        };
        requestAnimationFrame(tick);
      }),
  );
  for (let i = 0; i < 40; i += 1) {
    await page.mouse.wheel(0, i % 20 < 10 ? -60 : 60);
    await page.waitForTimeout(40);
  }
  const rate = await count;
  console.log(`  ${items} incidents, ${rate.toFixed(0)} frames a second while zooming`);
  assert.ok(items >= LEAST_ITEMS, `only ${items} incidents on the map`);
  assert.ok(rate >= FRAMES_A_SECOND / SLACK, `${rate} frames a second`);
  await context.close();
});
