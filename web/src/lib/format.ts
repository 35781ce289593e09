// Numbers in words: thousands, ranges, shares, rounded as far as they are known.
import type { Quantiles, Share, SideFigure } from '../api/types';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

/** `12,300`; small numbers keep three digits. */
export function number(value: number): string {
  return Math.abs(value) >= 100 || Number.isInteger(value) ? whole.format(value) : fine.format(value);
}

/** `+1,200` or `−1,200`. */
export function signed(value: number): string {
  const text = number(Math.abs(value));
  if (text === '0') return '0';
  return `${value < 0 ? '−' : '+'}${text}`;
}

/** `24–60`, `≥ 24`, `≤ 60` or `24`. */
export function range(low: number | null, high: number | null): string {
  if (low === null && high === null) return '–';
  if (high === null) return `≥ ${number(low ?? 0)}`;
  if (low === null) return `≤ ${number(high)}`;
  return low === high ? number(low) : `${number(low)}–${number(high)}`;
}

/** `22 %`, `0.4 %`, `< 0.1 %`. */
export function percent(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 0.1) return '< 0.1 %';
  if (value > 0 && value < 10) return `${value.toFixed(1).replace(/\.0$/, '')} %`;
  return `${Math.round(value)} %`;
}

/** `22 % (20–25 %)`. */
export function shareWords(share: Share): string {
  return `${percent(share.share)} (${percent(share.low)} – ${percent(share.high)})`;
}

/** `262 [86–2,034]`: the median and the middle half. */
export function quantileWords(q: Quantiles): string {
  return `${number(q.median)} [${number(q.q25)}–${number(q.q75)}]`;
}

/** A side's figure of an incident as a range. */
export function figure(figures: SideFigure[], side: string): string | null {
  const found = figures.find((f) => f.side === side);
  return found ? range(found.low, found.high ?? null) : null;
}

/** `1 incident`, `2 incidents`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}

/** `division-offensive` as words: `division offensive`. */
export function words(id: string): string {
  return id.replaceAll('-', ' ');
}

const ENDINGS: Record<string, string> = {
  horizon: 'last day reached',
  entry: 'one side entered the war',
};

/** How a campaign ended, in words. */
export function endingWords(id: string): string {
  return ENDINGS[id] ?? words(id);
}

/** The same with a capital. */
export function title(id: string): string {
  const text = words(id);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
