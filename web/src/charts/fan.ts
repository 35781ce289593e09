// Fan charts: the middle 50 % and 90 % of the campaigns by year, their median, and the record's claims over them.
import { Plot, type Options } from './Plot';
import type { Band, FanMark } from '../api/types';
import { number } from '../lib/format';

/** What the record has of a year, as a range over its claims. */
export interface YearClaim {
  from: number;
  to: number;
  low: number;
  high: number;
  who: string;
}

const SYMLOG_FROM = 60;

/** The record's marks of a fan. */
export function yearClaims(marks: FanMark[]): YearClaim[] {
  return marks.map((m) => {
    const low = m.yearly[0] ?? 0;
    const high = m.yearly[1] ?? low;
    return { from: m.period[0] ?? 0, to: m.period[1] ?? 0, low, high, who: m.mark.claimed_by.name };
  });
}

const middle = (claim: YearClaim) => (claim.from + claim.to) / 2;

/** Whether values span so much that equal steps would hide the small ones. */
export function wide(bands: Band[], claims: YearClaim[]): boolean {
  const most = Math.max(1, ...bands.map((b) => b.points[4] ?? 0), ...claims.map((c) => c.high));
  const median = Math.max(...bands.map((b) => b.points[2] ?? 0));
  return most > SYMLOG_FROM && most > 20 * Math.max(1, median);
}

/** The top of a fan's scale. */
export function fanTop(bands: Band[], claims: YearClaim[]): number {
  return Math.max(1, ...bands.map((b) => b.points[4] ?? 0), ...claims.map((c) => c.high)) * 1.04;
}

/** A fan; `domain` keeps two fans on one scale. */
export function fanOptions(
  bands: Band[],
  claims: YearClaim[],
  about: {
    unit: string;
    height: number;
    domain?: [number, number];
    log?: boolean;
    period?: [number, number] | null;
  },
): Options {
  const log = about.log ?? wide(bands, claims);
  const x = (b: Band) => b.year + 0.5;
  const first = bands[0]?.year ?? 0;
  const last = (bands.at(-1)?.year ?? 0) + 1;
  const domain = about.domain ?? [0, fanTop(bands, claims)];
  const tens = [0, 10, 100, 1_000, 10_000, 100_000, 1_000_000].filter((v) => v <= domain[1]);
  const ticks = log ? { ticks: tens } : { ticks: 5 };
  return {
    height: about.height,
    marginTop: 28,
    marginLeft: 52,
    marginRight: 14,
    marginBottom: 26,
    x: {
      domain: [first, last],
      tickFormat: (v: number) => String(v),
      ticks: last - first > 10 ? 7 : 5,
      label: null,
    },
    y: {
      type: log ? 'symlog' : 'linear',
      ...(log ? { constant: 10 } : {}),
      grid: true,
      label: `↑ ${about.unit}`,
      domain,
      tickFormat: (v: number) => number(v),
      ...ticks,
    },
    marks: [
      about.period
        ? Plot.rectX([about.period], { x1: '0', x2: '1', fill: 'var(--accent-soft)', fillOpacity: 0.7 })
        : null,
      Plot.areaY(bands, {
        x,
        y1: (b: Band) => b.points[0],
        y2: (b: Band) => b.points[4],
        fill: 'var(--model-90)',
        curve: 'monotone-x',
      }),
      Plot.areaY(bands, {
        x,
        y1: (b: Band) => b.points[1],
        y2: (b: Band) => b.points[3],
        fill: 'var(--model-50)',
        curve: 'monotone-x',
      }),
      Plot.lineY(bands, {
        x,
        y: (b: Band) => b.points[2],
        stroke: 'var(--model)',
        strokeWidth: 2,
        curve: 'monotone-x',
      }),
      Plot.ruleX(claims, {
        x: middle,
        y1: 'low',
        y2: (c: YearClaim) => Math.max(c.high, c.low + 1e-9),
        stroke: 'var(--record)',
        strokeWidth: 3,
        strokeLinecap: 'round',
      }),
      Plot.link(
        claims.filter((c) => c.to - c.from > 1.01),
        { x1: 'from', x2: 'to', y1: 'high', y2: 'high', stroke: 'var(--record)', strokeWidth: 1 },
      ),
      Plot.dot(claims, {
        x: middle,
        y: 'high',
        r: 3,
        fill: 'var(--record)',
        title: (c: YearClaim) => `${c.who}: ${number(c.low)}–${number(c.high)}`,
      }),
    ],
  };
}
