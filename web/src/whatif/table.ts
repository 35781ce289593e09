// The what-if's figures as a table, for the page and for files.
import type { Contrast, ContrastRow, Simulated } from '../api/types';

export interface Column {
  name: string;
  type: 'STRING' | 'DOUBLE';
  data: (string | number | null)[];
}

const middle = (s: Simulated): number | null =>
  s.kind === 'number' ? s.quantiles.median : s.kind === 'yes-no' ? s.share.share : null;
const point = (s: Simulated, key: 'q05' | 'q25' | 'q75' | 'q95') =>
  s.kind === 'number' ? s.quantiles[key] : null;

/** Every observable as a row: both kinds of world and their difference. */
export function columns(contrast: Contrast): Column[] {
  const rows = contrast.observables;
  const numbers = (name: string, of: (row: ContrastRow) => number | null): Column => ({
    name,
    type: 'DOUBLE',
    data: rows.map(of),
  });
  const quantiles = (arm: 'baseline' | 'counterfactual'): Column[] => [
    numbers(`${arm}_median_or_share`, (row) => middle(row[arm])),
    ...(['q05', 'q25', 'q75', 'q95'] as const).map((key) =>
      numbers(`${arm}_${key}`, (row) => point(row[arm], key)),
    ),
  ];
  return [
    { name: 'observable', type: 'STRING', data: rows.map((row) => row.id) },
    { name: 'title', type: 'STRING', data: rows.map((row) => row.title) },
    { name: 'unit', type: 'STRING', data: rows.map((row) => row.unit) },
    ...quantiles('baseline'),
    ...quantiles('counterfactual'),
    numbers('difference_mean', (row) => row.difference?.mean ?? null),
    numbers('difference_error', (row) => row.difference?.error ?? null),
    numbers('pairs_changed', (row) => row.difference?.changed ?? null),
  ];
}

function quoted(value: string | number | null): string {
  if (value === null) return '';
  const text = String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The table as CSV (RFC 4180). */
export function csv(table: Column[]): string {
  const head = table.map((column) => column.name).join(',');
  const count = table[0]?.data.length ?? 0;
  const rows = Array.from({ length: count }, (_, i) =>
    table.map((column) => quoted(column.data[i] ?? null)).join(','),
  );
  return [head, ...rows, ''].join('\r\n');
}

/** The table as Parquet; the writer is fetched only when it is asked for. */
export async function parquet(table: Column[]): Promise<ArrayBuffer> {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  return parquetWriteBuffer({
    columnData: table.map(({ name, type, data }) => ({ name, type, data, nullable: true })),
  });
}
