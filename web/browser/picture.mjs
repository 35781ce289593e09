// Takes the book's picture of the page, from the program itself.
import { launch, open, ready, serve } from './harness.mjs';

const path = new URL('../../book/src/images/explorer.png', import.meta.url).pathname;
const server = await serve();
await ready(server.url);
const browser = await launch();
const { page } = await open(browser, server.url);
await page.waitForSelector('.opening .chart svg');
await page.waitForFunction(() => /get/.test(document.querySelector('.headline')?.textContent ?? ''));
await page.waitForTimeout(1_500);
await page.screenshot({ path });
await browser.close();
await server.stop();
