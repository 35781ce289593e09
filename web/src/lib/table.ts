// A table in columns, and the table as a file: CSV or Parquet.
export interface Column {
  name: string;
  type: 'STRING' | 'DOUBLE';
  data: (string | number | null)[];
}

/** A column of numbers, one for each row. */
export function numbers<T>(name: string, rows: T[], of: (row: T) => number | null): Column {
  return { name, type: 'DOUBLE', data: rows.map(of) };
}

/** A column of words. */
export function texts<T>(name: string, rows: T[], of: (row: T) => string): Column {
  return { name, type: 'STRING', data: rows.map(of) };
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
