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
  /** On which side of the mark its name stands; null where there is no room for it. */
  name: 'right' | 'left' | null;
}

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
export function extent(one: Slot<unknown> & { name: 'right' | 'left' | null }): Taken {
  const name = one.name === null ? 0 : GAP + textWidth(one.label);
  return {
    left: one.left - (one.name === 'left' ? name : 0),
    right: one.right + (one.name === 'right' ? name : 0),
  };
}

/** Where the text of a name begins (or ends, if it stands to the left). */
export function nameAt(one: Placed<unknown>): { x: number; anchor: 'start' | 'end' } {
  return one.name === 'left' ? { x: one.left - GAP, anchor: 'end' } : { x: one.right + GAP, anchor: 'start' };
}

const overlap = (row: Taken[], { left, right }: Taken, gap: number) =>
  row.filter((other) => other.left < right + gap && other.right > left - gap).length;

/** Puts one mark: with its name to the right, to the left, without it, or, where all is full, over as little as can be. */
function put<T>(slot: Slot<T>, taken: Taken[][], width: number): Placed<T> {
  const sides = slot.label === '' ? [null] : (['right', 'left', null] as const);
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
