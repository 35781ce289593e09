// How fast the page is: first view, a full map being zoomed (by the clock and by the main thread's processor), a what-if.
// A measurement, not a test: it prints, and never fails for being slow. The processor's time is what a busy machine leaves true.
import { launch, open, ready, serve } from './harness.mjs';

const TIMES = 5;
const MOVES = 60;
const round = (values) => values.map((value) => Math.round(value)).join(', ');

const server = await serve();
await ready(server.url);
const browser = await launch();

/** Milliseconds of processor that the page's main thread has used. */
async function watch(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    const of = (name) => metrics.find((metric) => metric.name === name)?.value ?? 0;
    return { task: of('TaskDuration') * 1000, script: of('ScriptDuration') * 1000 };
  };
}

async function firstView() {
  const clock = [];
  for (let i = 0; i < TIMES; i += 1) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await page.goto(server.url);
    await page.waitForFunction(() => performance.getEntriesByName('first-view').length > 0, null, {
      polling: 'raf',
      timeout: 120_000,
    });
    clock.push(await page.evaluate(() => performance.getEntriesByName('first-view')[0].startTime));
    await context.close();
  }
  console.log(`first view: ${round(clock)} ms by the clock`);
}

async function fullMap() {
  const { page, context } = await open(browser, `${server.url}#world=1&show=world&step=1000000`);
  await page.waitForSelector('.told');
  await page.evaluate(() => document.getElementById('top').scrollIntoView());
  const items = /([\d,]+) incident/.exec(await page.textContent('.map-part'))?.[1] ?? '0';
  const box = await page.locator('.map canvas').boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const used = await watch(page);
  const before = (await used()).task;
  await page.evaluate(() => {
    globalThis.frames_ = [];
    const tick = (now) => {
      globalThis.frames_.push(now);
      globalThis.stop_ || requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  for (let i = 0; i < MOVES; i += 1) {
    await page.mouse.wheel(0, i % 20 < 10 ? -60 : 60);
    await page.waitForTimeout(16);
  }
  const stamps = await page.evaluate(() => ((globalThis.stop_ = true), globalThis.frames_));
  const spent = (await used()).task - before;
  const rate = (1000 * (stamps.length - 1)) / (stamps.at(-1) - stamps[0]);
  const each = spent / stamps.length;
  console.log(
    `map of ${items} incidents, zooming: ${rate.toFixed(0)} frames a second by the clock; ` +
      `${each.toFixed(1)} ms of processor a frame, enough for ${(1000 / each).toFixed(0)} a second`,
  );
  await context.close();
}

async function whatIf() {
  const { page, context } = await open(browser, `${server.url}#pairs=20000`);
  const times = [];
  for (let i = 0; i < TIMES; i += 1) {
    await page.locator('.option input').nth(i).check();
    const begun = Date.now();
    await page.getByRole('button', { name: 'Play both worlds' }).click();
    await page.waitForFunction(() => /\d of/.test(document.querySelector('.job')?.textContent ?? ''));
    await page.waitForSelector('.contrast tbody tr');
    times.push(Date.now() - begun);
    const cancel = page.getByRole('button', { name: 'Cancel' });
    if (await cancel.isEnabled()) await cancel.click();
  }
  console.log(`what-if, first numbers: ${round(times)} ms by the clock`);
  await context.close();
}

try {
  await firstView();
  await fullMap();
  await whatIf();
} finally {
  await browser.close();
  await server.stop();
}
