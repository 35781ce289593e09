// Where things stand in a lane: as few rows as keep marks and their names apart.
export interface Slot<T> {
  of: T;
  /** Left and right end of the mark, pixels. */
  left: number;
  right: number;
  /** Name beside the mark; empty for none. */
  label: string;
}

export interface Placed<T> extends Slot<T> {
  row: number;
  name: Where;
}

/** On which side of the mark its name stands, or on it; null where there is no room for it. */
export type Where = 'right' | 'left' | 'inside' | null;

interface Taken {
  left: number;
  right: number;
}

const GAP = 6;
const CHAR = 6.4;

/** Width that a name takes, about. */
export function textWidth(label: string): number {
  return label.length * CHAR;
}

/** What a placed mark takes of its row, its name included. */
export function extent(one: Slot<unknown> & { name: Where }): Taken {
  const name = one.name === null ? 0 : GAP + textWidth(one.label);
  return {
    left: one.left - (one.name === 'left' ? name : 0),
    right: one.right + (one.name === 'right' ? name : 0),
  };
}

/** Where the text of a name begins (or ends, if it stands to the left). */
export function nameAt(one: Placed<unknown>): { x: number; anchor: 'start' | 'end' } {
  if (one.name === 'inside') return { x: Math.max(0, one.left) + GAP, anchor: 'start' };
  return one.name === 'left' ? { x: one.left - GAP, anchor: 'end' } : { x: one.right + GAP, anchor: 'start' };
}

const overlap = (row: Taken[], { left, right }: Taken, gap: number) =>
  row.filter((other) => other.left < right + gap && other.right > left - gap).length;

/** Puts one mark with its name to the right, to the left or on it, without it, or, where all is full, over few others. */
function put<T>(slot: Slot<T>, taken: Taken[][], width: number): Placed<T> {
  const long = slot.right - slot.left > textWidth(slot.label) + 4 * GAP;
  const inside: Where[] = long ? ['inside'] : [];
  const sides: Where[] = slot.label === '' ? [null] : ['right', 'left', ...inside, null];
  for (const name of sides) {
    const wanted = extent({ ...slot, name });
    if (name !== null && (wanted.left < 0 || wanted.right > width)) continue;
    const row = taken.findIndex((row) => overlap(row, wanted, name === null ? 0 : GAP) === 0);
    if (row >= 0) return { ...slot, row, name };
  }
  const crowds = taken.map((row) => overlap(row, slot, 0));
  return { ...slot, row: crowds.indexOf(Math.min(...crowds)), name: null };
}

/** Places slots in at most `rows` rows, those with names first; the answer is in the order of the left ends. */
export function stack<T>(slots: Slot<T>[], rows: number, width: number): Placed<T>[] {
  const taken: Taken[][] = Array.from({ length: rows }, () => []);
  const nameless = (slot: Slot<T>) => (slot.label === '' ? 1 : 0);
  const placed = [...slots]
    .sort((a, b) => nameless(a) - nameless(b) || a.left - b.left)
    .map((slot) => {
      const one = put(slot, taken, width);
      taken[one.row]?.push(extent(one));
      return one;
    });
  return placed.sort((a, b) => a.left - b.left);
}

/** How many rows are used. */
export function height(placed: { row: number }[]): number {
  return placed.reduce((most, one) => Math.max(most, one.row + 1), 1);
}
