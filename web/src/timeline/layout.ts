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
  labelled: boolean;
}

const GAP = 6;
const CHAR = 6.4;

/** Width that a name takes, about. */
export function textWidth(label: string): number {
  return label.length * CHAR;
}

/** Rows for slots in the order of their left ends; a name that finds no room in `rows` rows is left out. */
export function stack<T>(slots: Slot<T>[], rows: number, width: number): Placed<T>[] {
  const ends: number[] = [];
  return [...slots]
    .sort((a, b) => a.left - b.left)
    .map((slot) => {
      const free = () => {
        for (let row = 0; row < rows; row += 1) if ((ends[row] ?? -Infinity) + GAP <= slot.left) return row;
        return -1;
      };
      const wanted = slot.right + (slot.label ? GAP + textWidth(slot.label) : 0);
      const labelled = slot.label !== '' && wanted <= width;
      const row = free();
      if (labelled && row >= 0) {
        ends[row] = wanted;
        return { ...slot, row, labelled: true };
      }
      const least = ends.indexOf(Math.min(...ends));
      const chosen = row >= 0 ? row : Math.max(0, least);
      ends[chosen] = Math.max(ends[chosen] ?? -Infinity, slot.right);
      return { ...slot, row: chosen, labelled: false };
    });
}

/** How many rows are used. */
export function height(placed: { row: number }[]): number {
  return placed.reduce((most, one) => Math.max(most, one.row + 1), 1);
}
