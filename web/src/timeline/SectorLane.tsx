// One stretch of the border over time: its incidents, spans where they lasted or the day is not known, and their chains.
import type { ScaleTime } from 'd3-scale';
import { DAY, periodWords } from '../lib/time';
import { heaviest, type Item } from '../map/items';
import { Glyph, glyphReach } from './Glyph';
import { height, nameAt, stack, type Placed } from './layout';

const ROW = 24;
const LEAST_HEIGHT = 42; // two lines of a sector's name
const LABELS_UNDER = 14;

export interface LaneLayout {
  id: string;
  name: string;
  placed: Placed<Item>[];
  top: number;
  height: number;
}

/** Lays a sector's incidents into at most so many rows. */
export function layLane(
  sector: { id: string; name: string },
  items: Item[],
  scale: ScaleTime<number, number>,
  width: number,
  rows: number,
): LaneLayout {
  const own = items.filter((item) => item.sector === sector.id);
  const named = [...own].sort((a, b) => heaviest(b) - heaviest(a)).slice(0, LABELS_UNDER);
  const slots = own.map((item) => {
    const r = glyphReach(item);
    const left = Math.max(0, scale(item.from)) - r;
    const right = Math.max(scale(item.from) + r, Math.min(width, scale(item.to)));
    return { of: item, left, right, label: named.includes(item) ? item.name : '' };
  });
  const placed = stack(slots, rows, width);
  return { ...sector, placed, top: 0, height: Math.max(LEAST_HEIGHT, height(placed) * ROW + 8) };
}

/** The middle of a row. */
export function rowY(lane: LaneLayout, row: number): number {
  return lane.top + 4 + ROW * row + ROW / 2;
}

/** What an incident says to somebody who cannot see it. */
export function spoken(item: Item, sides: string[]): string {
  const lost = item.losses
    .map((loss, i) =>
      loss
        ? `${sides[i] ?? ''} lost ${loss.low === loss.high ? loss.low : `${loss.low} to ${loss.high}`}`
        : '',
    )
    .filter(Boolean)
    .join(', ');
  return `${item.name}, ${periodWords(item.from, item.to)}${lost ? `, ${lost}` : ''}`;
}

export function SectorLane(props: {
  lane: LaneLayout;
  scale: ScaleTime<number, number>;
  sides: string[];
  marked: string | null;
  pale: boolean;
  onPick: (item: Item) => void;
}) {
  const { lane, scale, sides, marked, pale, onPick } = props;
  return (
    <g class={pale ? 'lane pale-lane' : 'lane'}>
      {lane.placed.map((one) => {
        const { of: item, row, name, label } = one;
        const at = nameAt(one);
        const y = rowY(lane, row);
        const x = Math.max(0, scale(item.from));
        const end = scale(item.to);
        const lasted = item.to - item.from > DAY && end - x > 3;
        return (
          <g
            key={item.id}
            role="button"
            tabindex={0}
            class={item.id === marked ? 'mark marked' : 'mark'}
            aria-label={spoken(item, sides)}
            onClick={() => onPick(item)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' && event.key !== ' ') return;
              event.preventDefault();
              onPick(item);
            }}
          >
            <title>{spoken(item, sides)}</title>
            {lasted && (
              <rect
                x={x}
                y={y - 3}
                width={end - x}
                height={6}
                rx={3}
                class={item.vague ? 'span vague' : 'span'}
              />
            )}
            <Glyph item={item} x={x} y={y} />
            {item.id === marked && <circle cx={x} cy={y} r={glyphReach(item) + 3} class="ring" />}
            {name !== null && (
              <text x={at.x} y={y + 4} text-anchor={at.anchor}>
                {label}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}
