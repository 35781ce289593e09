// What every browser test needs: the program serving the page, a Chromium, and a watch on what the page asks and complains of.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('../../', import.meta.url));
const CHROMIUMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const START_MS = 120_000;
const PATIENCE_MS = 120_000; // a busy machine of two cores is slow, and that is no fault of the page
const QUICK = process.env.HALHA_QUICK ?? '500'; // campaigns: enough to look at, played in a few seconds

export const executablePath = process.env.CHROMIUM ?? CHROMIUMS.find((path) => existsSync(path));
const PROGRAMS = ['target/release/halha', 'target/debug/halha'].map((path) => join(root, path));
export const program = process.env.HALHA ?? PROGRAMS.find((path) => existsSync(path));

/** Starts `halha explore` on a free port (or the given one); answers with its address and a way to stop it. */
export async function serve({ port = 0, run = process.env.HALHA_RUN } = {}) {
  const given = process.env.HALHA_EXPLORER_URL; // a server that runs already: it is used, and never stopped
  if (given) return { url: given, port: Number(new URL(given).port), stop: async () => {}, given: true };
  const args = ['explore', ...(run ? [run] : ['--quick', QUICK]), '--no-open', '--port', String(port)];
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let told = '';
  const url = await new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`no address within ${START_MS / 1000} s:\n${told}`)),
      START_MS,
    );
    const hear = (data) => {
      told += String(data);
      const found = /http:\/\/(127\.0\.0\.1|localhost):(\d+)\/?/.exec(told);
      if (!found) return;
      clearTimeout(timer);
      resolve(`http://127.0.0.1:${found[2]}/`);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('exit', (code) => reject(new Error(`halha explore ended with ${code}:\n${told}`)));
  });
  const stop = () =>
    new Promise((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve();
      child.on('exit', resolve);
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), 5_000).unref();
    });
  return { url, port: Number(new URL(url).port), stop };
}

/** Waits until the run that the page opens on can be looked at. */
export async function ready(url, withinMs = 300_000) {
  const end = Date.now() + withinMs;
  while (Date.now() < end) {
    const runs = await (await fetch(`${url}api/runs`)).json();
    if (runs[0]?.state === 'ready' && runs[0].grows_to == null) return runs[0];
    if (runs[0]?.state === 'failed') throw new Error(`the run failed: ${runs[0].failure}`);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  throw new Error('no run became ready');
}

/** A Chromium without a window. */
export function launch() {
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
}

/** A page that notes every request to elsewhere, every complaint of the console, and every error. */
export async function open(browser, url, options = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    acceptDownloads: true,
    reducedMotion: 'reduce', // what moves is at its end at once, so that no test waits for a clock
    ...options,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const seen = { elsewhere: [], complaints: [] };
  page.on('request', (request) => {
    const to = new URL(request.url());
    if (['data:', 'blob:'].includes(to.protocol)) return;
    if (to.hostname !== '127.0.0.1') seen.elsewhere.push(request.url());
  });
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource|ERR_CONNECTION/.test(message.text())) {
      seen.complaints.push(message.text());
    }
  });
  page.on('pageerror', (error) => seen.complaints.push(error.stack ?? error.message));
  await page.goto(url);
  await page.waitForSelector('.opening .chart svg');
  await page.waitForSelector('#misses .numbers'); // the last part of the page
  return { page, context, seen };
}
