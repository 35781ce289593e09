// The page in a real browser: what a reader does with map, time line, books, replay, what-if and links.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { launch, open, ready, serve } from './harness.mjs';

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

const view = async (hash = '', options) => open(browser, `${server.url}${hash}`, options);
const address = (page) => page.evaluate(() => location.hash);
/** The address once it has stopped changing: it is written a moment after the page, several steps at once. */
const settled = async (page) => {
  for (let last = null; ;) {
    const now = await address(page);
    if (now === last) return now;
    last = now;
    await page.waitForTimeout(600);
  }
};
const done = async ({ context, seen }) => {
  assert.deepEqual(seen.elsewhere, [], 'requests left this machine');
  assert.deepEqual(seen.complaints, [], 'the console complained');
  await context.close();
};

test('opens on a result that says something', async () => {
  const at = await view();
  const said = await at.page.textContent('.headline');
  assert.match(said, /record says .*\d/);
  assert.match(said, /simulated histories/);
  assert.equal(await at.page.locator('.opening .chart svg').count(), 2);
  await done(at);
});

test('a brush on the clock filters list, map and time line', async () => {
  const at = await view();
  const { page } = at;
  const before = await page.locator('.entries li').count();
  const box = await page.locator('.clock svg').boundingBox();
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.5, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.58, y, { steps: 6 });
  await page.mouse.up();
  await page.waitForFunction(() => location.hash.includes('time='));
  const narrowed = await page.locator('.entries li').count();
  assert.ok(narrowed > 0 && narrowed < before, `${before} entries became ${narrowed}`);
  assert.match(await page.textContent('.clock-words'), /Looking at/);
  await page.getByRole('button', { name: 'Show all years' }).first().click();
  await page.waitForFunction(() => !location.hash.includes('time='));
  assert.equal(await page.locator('.entries li').count(), before);
  await done(at);
});

test('the clock works with the keyboard alone', async () => {
  const at = await view();
  const from = at.page.getByLabel('First month looked at');
  await from.focus();
  for (let i = 0; i < 12; i += 1) await at.page.keyboard.press('ArrowRight');
  await at.page.waitForFunction(() => location.hash.includes('time=1933-03-01'));
  await done(at);
});

test('an incident picked on the time line opens its claims, side by side with sources', async () => {
  const at = await view('#time=1939-01-01/1939-12-31');
  const { page } = at;
  await page.locator('.lanes .mark').first().press('Enter');
  await page.waitForSelector('.forest, .books .wait');
  await page.locator('.entries button', { hasText: 'Battles of Khalkhin Gol' }).click();
  await page.waitForFunction(() => document.querySelector('.books h3')?.textContent.includes('Khalkhin Gol'));
  const killed = page.locator('.forest', { has: page.locator('caption', { hasText: 'Killed' }) });
  const voices = await killed.locator('.voice').allTextContents();
  assert.ok(new Set(voices).size >= 5, `only ${voices.join(', ')}`);
  assert.ok(
    (await killed.locator('.source').count()) === (await killed.locator('.voice').count()),
    'a claim without a source',
  );
  assert.match(await address(page), /incident=khalkhin-gol-1939/);
  await done(at);
});

test('an incident picked on the map opens its claims', async () => {
  const at = await view('#time=1938-01-01/1938-12-31');
  const { page } = at;
  await page.getByRole('button', { name: 'Tumen and Posyet' }).first().click();
  const box = await page.locator('.map canvas').boundingBox();
  for (let i = 0; i < 400 && !(await address(page)).includes('incident='); i += 1) {
    const x = box.x + 30 + ((i % 20) / 20) * (box.width - 60);
    const y = box.y + 60 + (Math.floor(i / 20) / 20) * (box.height - 90);
    await page.mouse.move(x, y);
    const cursor = await page.locator('.map canvas').evaluate((canvas) => canvas.style.cursor);
    if (cursor !== 'pointer') continue;
    await page.mouse.click(x, y);
    await page.waitForSelector('.picked');
    await page.waitForFunction(() => location.hash.includes('incident='));
  }
  assert.match(await address(page), /incident=/, 'no incident found under the pointer');
  await page.waitForSelector('.picked');
  await done(at);
});

test('a replay goes forward and back, and its link leads to the same moment', async () => {
  const at = await view();
  const { page } = at;
  await page
    .getByRole('button', { name: /Replay world/ })
    .first()
    .click();
  await page.waitForSelector('.told .now');
  await page.getByRole('button', { name: 'Go to its costliest crisis' }).click();
  const first = await page.textContent('.told .now');
  await page.getByRole('button', { name: 'One step forward' }).click();
  await page.getByRole('button', { name: 'One step forward' }).click();
  assert.notEqual(await page.textContent('.told .now'), first);
  await page.getByRole('button', { name: 'One step back' }).click();
  await page.getByRole('button', { name: 'One step back' }).click();
  assert.equal(await page.textContent('.told .now'), first);
  assert.ok(await page.locator('.replay svg circle').count(), 'the ladder has no rung');
  await page.waitForFunction(() => location.hash.includes('step='));
  const hash = await settled(page);
  const again = await view(hash);
  await again.page.waitForSelector('.told .now');
  assert.equal(await again.page.textContent('.told .now'), first);
  assert.match(await again.page.textContent('.map-part'), /World \d+/);
  await done(again);
  await done(at);
});

test('a point of the fan opens the world nearest to it', async () => {
  const at = await view();
  const { page } = at;
  const fan = page.locator('section[aria-labelledby="fan-title"] .chart svg').first();
  await fan.scrollIntoViewIfNeeded();
  const dot = fan.locator('circle').first();
  const box = await dot.boundingBox();
  await page.mouse.move(box.x + 1, box.y + 1);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await page.waitForFunction(() => location.hash.includes('world='));
  await page.waitForSelector('.told .now');
  await done(at);
});

test('a what-if sharpens, is cancelled, and its link brings the choice back', async () => {
  const at = await view('#pairs=20000');
  const { page } = at;
  await page.locator('.option input').first().check();
  const begun = Date.now();
  await page.getByRole('button', { name: 'Play both worlds' }).click();
  await page.waitForSelector('.contrast tbody tr');
  const first = Date.now() - begun;
  console.log(`  first numbers after ${first} ms`);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.waitForFunction(() => /Cancelled after/.test(document.querySelector('.job')?.textContent ?? ''));
  assert.ok((await page.locator('.contrast tbody tr').count()) > 5, 'what had come in is gone');
  const hash = await address(page);
  assert.match(hash, /whatif=/);
  const again = await view(hash);
  assert.ok(await again.page.locator('.option input').first().isChecked());
  assert.equal(await again.page.locator('.choose select').inputValue(), '20000');
  await done(again);
  await done(at);
});

test('figures can be kept as SVG and PNG, data as CSV and Parquet', async () => {
  const at = await view();
  const { page } = at;
  await page.locator('.option input').first().check();
  await page.locator('.choose select').selectOption('200');
  await page.getByRole('button', { name: 'Play both worlds' }).click();
  await page.waitForFunction(() => /^All/.test(document.querySelector('.job')?.textContent ?? ''));
  const kept = async (name) => {
    const wait = page.waitForEvent('download');
    await page.locator('.result').getByRole('button', { name, exact: true }).first().click();
    return readFile(await (await wait).path());
  };
  assert.match(String(await kept('SVG')), /^<svg[^>]*xmlns/);
  assert.equal((await kept('PNG')).subarray(1, 4).toString(), 'PNG');
  assert.match(String(await kept('CSV')), /^observable,title,unit/);
  const parquet = await kept('Parquet');
  assert.equal(parquet.subarray(0, 4).toString(), 'PAR1');
  assert.equal(parquet.subarray(-4).toString(), 'PAR1');
  await done(at);
});

test('a fan keeps its numbers, and the record is kept whole', async () => {
  const at = await view();
  const { page } = at;
  const kept = async (button) => {
    const wait = page.waitForEvent('download');
    await button.click();
    return readFile(await (await wait).path());
  };
  const fan = page.locator('section[aria-labelledby="fan-title"] .downloads');
  const rows = String(await kept(fan.getByRole('button', { name: 'CSV', exact: true })))
    .trim()
    .split('\r\n');
  assert.equal(rows[0], 'year,q05,q25,median,q75,q95,most');
  assert.ok(rows.length > 10 && /^19\d\d,/.test(rows[1]), rows.join(' | '));
  const record = page.locator('#books .downloads');
  const claims = await kept(record.getByRole('link', { name: 'CSV', exact: true }));
  assert.match(String(claims.subarray(0, 200)), /claim|subject|incident/);
  const parquet = await kept(record.getByRole('link', { name: 'Parquet', exact: true }));
  assert.equal(parquet.subarray(0, 4).toString(), 'PAR1');
  await done(at);
});

test('a shared link and a reload show the same', async () => {
  const hash = '#time=1938-07-01/1938-08-31&sector=tumen-posyet&incident=khasan-1938';
  const at = await view(hash);
  const { page } = at;
  await page.waitForSelector('.forest');
  const shown = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('.entries button, .books h3, .clock-words strong')].map(
        (e) => e.textContent,
      ),
    );
  const one = await shown();
  await page.reload();
  await page.waitForSelector('.forest');
  assert.deepEqual(await shown(), one);
  assert.equal(await address(page), hash);
  await done(at);
});

test('two tabs do not disturb one another', async () => {
  const one = await view('#time=1936-01-01/1936-12-31');
  const two = await view('#time=1939-01-01/1939-12-31');
  await one.page.getByRole('button', { name: 'Dark colours' }).click();
  assert.match(await one.page.textContent('.clock-words'), /1936/);
  assert.match(await two.page.textContent('.clock-words'), /1939/);
  await done(one);
  await done(two);
});

test('while one tab simulates, another opens and answers', async () => {
  const busy = await view('#pairs=20000');
  await busy.page.locator('.option input').first().check();
  await busy.page.getByRole('button', { name: 'Play both worlds' }).click();
  await busy.page.waitForSelector('.contrast tbody tr');
  const other = await view('#incident=khasan-1938');
  await other.page.waitForSelector('.forest');
  await other.page
    .getByRole('button', { name: /Replay world/ })
    .first()
    .click();
  await other.page.waitForSelector('.told .now');
  await busy.page.getByRole('button', { name: 'Cancel' }).click();
  await busy.page.waitForFunction(() => /Cancelled/.test(document.querySelector('.job')?.textContent ?? ''));
  await done(other);
  await done(busy);
});

test('a word explains itself to pointer and keyboard', async () => {
  const at = await view();
  const { page } = at;
  await page.locator('.word').first().focus();
  await page.waitForSelector('[role="tooltip"]');
  assert.ok((await page.textContent('[role="tooltip"]')).length > 15);
  await page.keyboard.press('Escape');
  await page.waitForSelector('[role="tooltip"]', { state: 'detached' });
  await done(at);
});

test('a link that makes no sense still opens the page', async () => {
  const at = await view('#time=9999-99-99/0000&world=zzz&incident=%00&sector=../..&whatif=a;b&p.x=1e999');
  assert.match(await at.page.textContent('.headline'), /\d/);
  await done(at);
});
