// The sectors in which the two sides claim different lines, and where on the plane those run.
import type { Conflict, Sector } from '../api/types';
import type { NamedLine } from './base';
import type { Point } from './projection';

export interface Disputed {
  sector: Sector;
  lines: NamedLine[];
  /** Corners of the box around both lines. */
  box: [Point, Point];
}

/** Where two lines are claimed, in the order of the sectors. */
export function disputed(conflict: Conflict, lines: NamedLine[]): Disputed[] {
  return conflict.sectors.flatMap((sector) => {
    const ids = new Set(sector.sides.map((side) => side.claimed_line).filter((id) => id != null));
    const claimed = lines.filter((line) => line.kind === 'claimed-line' && ids.has(line.id));
    if (claimed.length === 0 || ids.size < 2) return [];
    const points = claimed.flatMap((line) => line.points);
    const xs = points.map(([x]) => x);
    const ys = points.map(([, y]) => y);
    const box: [Point, Point] = [
      [Math.min(...xs), Math.min(...ys)],
      [Math.max(...xs), Math.max(...ys)],
    ];
    return [{ sector, lines: claimed, box }];
  });
}
