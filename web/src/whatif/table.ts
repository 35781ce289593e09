// The what-if's figures as a table: what is kept as CSV or Parquet.
import type { Contrast, Simulated } from '../api/types';
import { numbers, texts, type Column } from '../lib/table';

const middle = (s: Simulated): number | null =>
  s.kind === 'number' ? s.quantiles.median : s.kind === 'yes-no' ? s.share.share : null;
const point = (s: Simulated, key: 'q05' | 'q25' | 'q75' | 'q95') =>
  s.kind === 'number' ? s.quantiles[key] : null;

/** Every observable as a row: both kinds of world and their difference. */
export function columns(contrast: Contrast): Column[] {
  const rows = contrast.observables;
  const quantiles = (arm: 'baseline' | 'counterfactual'): Column[] => [
    numbers(`${arm}_median_or_share`, rows, (row) => middle(row[arm])),
    ...(['q05', 'q25', 'q75', 'q95'] as const).map((key) =>
      numbers(`${arm}_${key}`, rows, (row) => point(row[arm], key)),
    ),
  ];
  return [
    texts('observable', rows, (row) => row.id),
    texts('title', rows, (row) => row.title),
    texts('unit', rows, (row) => row.unit),
    ...quantiles('baseline'),
    ...quantiles('counterfactual'),
    numbers('difference_mean', rows, (row) => row.difference?.mean ?? null),
    numbers('difference_error', rows, (row) => row.difference?.error ?? null),
    numbers('pairs_changed', rows, (row) => row.difference?.changed ?? null),
  ];
}
