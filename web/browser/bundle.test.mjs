// What the page weighs: everything that is loaded but the base map, compressed.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

const MOST_BYTES = 1_500_000;

test('the bundle is small', () => {
  const folder = new URL('../dist/assets/', import.meta.url);
  const bytes = readdirSync(folder)
    .filter((name) => !name.startsWith('basemap'))
    .reduce((sum, name) => sum + gzipSync(readFileSync(new URL(name, folder))).length, 0);
  console.log(`  ${Math.round(bytes / 1000)} kB compressed, without the base map`);
  assert.ok(bytes > 0 && bytes <= MOST_BYTES, `${bytes} bytes`);
});
