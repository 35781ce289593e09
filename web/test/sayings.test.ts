// Sentences say what the numbers say.
import { describe, expect, it } from 'vitest';
import type { Comparison, Contrast, Distribution } from '../src/api/types';
import { beyond, recordedLosses, tellingYear } from '../src/ensemble/record';
import { mostUnusual, oneIn, shareAtLeast, vouched, yearSaying } from '../src/ensemble/sayings';
import { saying } from '../src/whatif/saying';
import { csv } from '../src/lib/table';
import { columns } from '../src/whatif/table';

const spread = (scale: 'log' | 'linear') =>
  ({
    scale,
    bins: [
      { low: 1, high: 10, share: 0.6 },
      { low: 10, high: 100, share: 0.3 },
      { low: 100, high: 1000, share: 0.1 },
    ],
  }) as unknown as Distribution;

describe('shares', () => {
  it('adds whole bins and a part of the one that is cut', () => {
    expect(shareAtLeast(spread('log'), 10)).toBeCloseTo(0.4, 10);
    expect(shareAtLeast(spread('log'), Math.sqrt(10) * 10)).toBeCloseTo(0.25, 10);
    expect(shareAtLeast(spread('linear'), 55)).toBeCloseTo(0.25, 10);
    expect(shareAtLeast(spread('log'), 5000)).toBe(0);
  });
  it('says small ones as one in so many', () => {
    expect(oneIn(0.004)).toBe('1 in 250');
    expect(oneIn(0.5)).toBe('50 %');
    expect(oneIn(0)).toBe('none');
  });
});

const mark = (low: number, status = 'stated') => ({ low, high: low, status });
const compared = (id: string, low: number, q95: number) =>
  ({
    id,
    unit: 'men',
    recorded: [mark(low)],
    simulated: { kind: 'number', quantiles: { median: 1, q95 } },
  }) as unknown as Comparison;

it('opens on the observable of which the record is farthest out', () => {
  expect(
    mostUnusual([compared('near', 10, 100), compared('far', 900, 100), compared('mid', 150, 100)])?.id,
  ).toBe('far');
  expect(mostUnusual([])).toBeNull();
});

it('leaves remembered claims out where better ones are there', () => {
  const marks = [mark(5), mark(9000, 'unverified')] as unknown as Comparison['recorded'];
  expect(vouched(marks)).toEqual({ low: 5, high: 5 });
});

const row = (id: string, part_of: string | null, low: number, sector: string | null = 's') => ({
  id,
  part_of,
  sector,
  date: { from: '1939-05-11', to: '1939-09-16', interval: true },
  losses: [{ side: 'a', low, high: low * 2 }],
});

it('does not count parts of an incident twice', () => {
  const claims = recordedLosses([row('w', null, 100), row('p', 'w', 60), row('q', null, 10)] as never, 'a');
  expect(claims).toMatchObject([{ from: 1939, low: 110, high: 220 }]);
});

it('counts what lies in a sector of the border or has a part there, and names the rest', () => {
  const rows = [
    row('whole', null, 100, null),
    row('part', 'whole', 60),
    row('far', null, 9000, null),
    row('far-part', 'far', 500, null),
  ] as never;
  expect(recordedLosses(rows, 'a')).toMatchObject([{ low: 100, high: 200 }]);
  expect(beyond(rows).map((one) => one.id)).toEqual(['far']);
});

it('looks first at the weighty year in which the record stands highest above the fan', () => {
  const claim = (year: number, low: number) => ({ from: year, to: year + 1, low, high: low, who: '' });
  const band = (year: number, q95: number) => ({ year, points: [0, 0, 0, 0, q95], most: q95 });
  const claims = [claim(1936, 50), claim(1938, 900), claim(1939, 1000)];
  const bands = [band(1936, 2), band(1938, 300), band(1939, 500)] as never;
  expect(tellingYear(claims, bands)?.from).toBe(1938);
  expect(tellingYear([], bands)).toBeNull();
});

it('says where a year lies in its fan', () => {
  const band = { year: 1939, points: [0, 10, 50, 100, 400], most: 5000 };
  const claim = (low: number, high: number) => ({ from: 1939, to: 1940, low, high, who: '' });
  expect(yearSaying(band, claim(9000, 9900))).toContain('more than any campaign');
  expect(yearSaying(band, claim(500, 900))).toContain('above what 95 %');
  expect(yearSaying(band, claim(40, 60))).toContain('middle 50 %');
  expect(yearSaying(band, claim(200, 300))).toContain('middle 90 %');
});

const contrast = (mean: number, error: number) =>
  ({
    pairs: 10,
    changed: { share: 0.5 },
    observables: [
      {
        id: 'x',
        title: 'Losses, "all"',
        unit: 'men',
        baseline: { kind: 'number', quantiles: { median: 5, q05: 1, q25: 2, q75: 8, q95: 9 } },
        counterfactual: { kind: 'nothing' },
        difference: { mean, error, points: [], changed: 0.4 },
      },
    ],
  }) as unknown as Contrast;

it('names a change only where it is clear', () => {
  expect(saying(contrast(-10, 1))).toContain('on average −10 ± 1 men');
  expect(saying(contrast(-1, 1))).toContain('No observable differs clearly');
});

it('writes a table that can be read again', () => {
  const lines = csv(columns(contrast(-10, 1))).split('\r\n');
  expect(lines[0]).toContain('observable,title,unit,baseline_median_or_share');
  expect(lines[1]).toBe('x,"Losses, ""all""",men,5,1,2,8,9,,,,,,-10,1,0.4');
});
