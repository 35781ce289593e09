// Five questions of a new reader, each answered from the opening page by what is in plain sight.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open, ready, serve } from './harness.mjs';

let server;
let browser;
// On an idle machine each takes seconds; the limit only ends a test that hangs.
const LIMIT = { timeout: 300_000 };

before(async () => {
  server = await serve();
  await ready(server.url);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const start = async () => (await open(browser, server.url)).page;

test('who claims the most dead at Khalkhin Gol', LIMIT, async () => {
  const page = await start();
  await page.locator('.entries button', { hasText: 'Battles of Khalkhin Gol' }).click();
  const killed = page.locator('.forest', { has: page.locator('caption', { hasText: 'Killed' }) });
  const said = await killed.locator('.whose small').first().textContent();
  assert.match(said, /most: .*\d.* \(.+\); fewest: .*\d/);
});

test('what happened in sector Tumen in 1938, in order', LIMIT, async () => {
  const page = await start();
  await page.getByRole('button', { name: 'Look at 1938' }).first().click();
  await page.locator('.chronicle select').selectOption({ label: 'Tumen and Posyet' });
  const names = await page.locator('.entries li > button > span').allTextContents();
  assert.ok(names.length >= 4, names.join('; '));
  const begin = names.findIndex((name) => /Changkufeng/.test(name));
  const assault = names.findIndex((name) => /General assault/.test(name));
  assert.ok(begin >= 0 && assault > begin, names.join('; '));
});

test('how unusual 1939 is for the model', LIMIT, async () => {
  const page = await start();
  const label = await page.locator('.opening .chart [role="img"]').first().getAttribute('aria-label');
  assert.match(label, /in 1939 the record has .*95 % of campaigns stay below/);
  assert.ok(await page.locator('.opening').getByRole('button', { name: 'Look at 1939' }).first().isVisible());
  await page.getByLabel('What is counted').selectOption({ index: 0 });
  const options = await page.getByLabel('What is counted').locator('option').allTextContents();
  const losses = options.find((text) => /lost|losses/i.test(text));
  await page.getByLabel('What is counted').selectOption({ label: losses });
  await page.getByText('The record in this fan, in words').click();
  const words = await page.locator('section[aria-labelledby="fan-title"] ul.plain').textContent();
  assert.match(words, /in 1939/);
});

test('what a joint commission in 1935 changes', LIMIT, async () => {
  const page = await start();
  const option = page.locator('.option', { hasText: /commission/i }).first();
  await option.locator('input').check();
  await page.locator('.choose select').selectOption('200');
  await page.getByRole('button', { name: 'Play both worlds' }).click();
  await page.waitForSelector('.result .headline');
  assert.match(await page.textContent('.result .headline'), /pairs go differently/);
});

test('replay the most extreme world', LIMIT, async () => {
  const page = await start();
  await page.getByRole('button', { name: 'An extreme campaign' }).click();
  await page.waitForSelector('.told .now');
  await page.getByRole('button', { name: 'Go to its costliest crisis' }).click();
  assert.match(await page.textContent('.told .now'), /crisis opens/i);
});
