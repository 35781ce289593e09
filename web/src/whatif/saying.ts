// What a what-if changed, in a sentence: only what is clear of its own Monte Carlo error.
import type { Contrast, ContrastRow } from '../api/types';
import { number, percent, signed } from '../lib/format';

/** The mean difference exceeds twice its Monte Carlo error. */
export const sure = (row: ContrastRow) =>
  row.difference != null && Math.abs(row.difference.mean) > 2 * row.difference.error;

/** Counterfactual less baseline, with its error. */
export function difference(row: ContrastRow): string {
  const d = row.difference;
  if (!d) return '–';
  if (row.baseline.kind === 'yes-no')
    return `${signed(Math.round(d.mean * 1000) / 10)} ± ${number(Math.round(d.error * 1000) / 10)} points`;
  return `${signed(Number(d.mean.toPrecision(3)))} ± ${number(Number(d.error.toPrecision(2)))}`;
}

/** The clearest changes in words. */
export function saying(of: Contrast): string {
  const clear = of.observables.filter(sure);
  const strength = (row: ContrastRow) =>
    Math.abs(row.difference?.mean ?? 0) / Math.max(1e-12, row.difference?.error ?? 1);
  const first = [...clear].sort((a, b) => strength(b) - strength(a)).slice(0, 2);
  const changed = of.changed ? `${percent(of.changed.share)} of pairs go differently. ` : '';
  if (first.length === 0)
    return `${changed}No observable differs clearly yet: no mean difference exceeds twice its error.`;
  return (
    changed +
    first
      .map(
        (row) =>
          `${row.title}: on average ${difference(row)} ${row.baseline.kind === 'yes-no' ? '' : row.unit}.`,
      )
      .join(' ')
  );
}
