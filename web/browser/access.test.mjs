// axe finds no problem, in both themes, at three sizes, with everything open that can be open.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { launch, open, ready, serve } from './harness.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1024, height: 768 },
  { width: 768, height: 1024 },
];
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

async function problems(page) {
  await page.evaluate(axe);
  const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return result.violations
    .filter((found) => ['serious', 'critical', 'moderate'].includes(found.impact))
    .map(
      (found) =>
        `${found.impact} ${found.id}: ${found.nodes
          .slice(0, 3)
          .map((n) => `${n.target} ${n.failureSummary}`)
          .join(' | ')}`,
    );
}

for (const colorScheme of ['light', 'dark']) {
  for (const viewport of SIZES) {
    test(`${colorScheme}, ${viewport.width} × ${viewport.height}`, async () => {
      const { page, context } = await open(
        browser,
        `${server.url}#incident=khalkhin-gol-1939&world=1&whatif=x`,
        {
          viewport,
          colorScheme,
          bypassCSP: true, // for axe itself; the page is watched under its policy in the other tests
        },
      );
      await page.waitForSelector('.told .now');
      await page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(wide <= 0, `the page is ${wide} px wider than the window`);
      assert.deepEqual(await problems(page), []);
      await context.close();
    });
  }
}
