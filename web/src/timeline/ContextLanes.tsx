// What went on above the border, in lanes of its own: wars, pacts, aid, decisions, and how far each side was distracted.
import type { ScaleTime } from 'd3-scale';
import type { Lane } from '../api/types';
import { day } from '../lib/time';
import { days } from '../map/items';
import { touches, type Period } from '../state/view';
import { height, nameAt, stack } from './layout';

const ROW = 17;
const LEVEL_HEIGHT = 34; // two lines of a lane's name
const MOST_ROWS = 6;

export interface ContextLayout {
  lane: Lane;
  top: number;
  height: number;
  draw: (scale: ScaleTime<number, number>) => preact.JSX.Element;
}

function levels(lane: Lane, top: number, end: number) {
  const most = Math.max(1e-9, ...lane.levels.map((l) => l.level));
  return (scale: ScaleTime<number, number>) => {
    const base = top + LEVEL_HEIGHT - 3;
    const y = (level: number) => base - (level / most) * (LEVEL_HEIGHT - 8);
    const steps = lane.levels.map((l, i) => {
      const next = lane.levels[i + 1];
      return `${i === 0 ? 'M' : 'L'}${scale(day(l.from))},${y(l.level)}H${scale(next ? day(next.from) : end)}`;
    });
    const first = lane.levels[0];
    const area = first ? `${steps.join('')}V${base}H${scale(day(first.from))}Z` : '';
    return <path d={area} class="level" />;
  };
}

function things(lane: Lane, top: number, period: Period, scale: ScaleTime<number, number>, width: number) {
  const slots = lane.items.flatMap((item) => {
    const when = days(item.date);
    if (!when || !touches(when.from, when.to, period)) return [];
    const left = Math.max(0, scale(when.from));
    return [
      { of: item, left, right: Math.max(left + 5, Math.min(width, scale(when.to))), label: item.title },
    ];
  });
  const placed = stack(slots, MOST_ROWS, width);
  const draw = () => (
    <>
      {placed.map((one) => {
        const { of: item, row, left, right, name, label } = one;
        const at = nameAt(one);
        const y = top + 3 + row * ROW;
        const long = right - left > 8;
        return (
          <g key={item.id} class="thing">
            <title>{`${item.title}: ${item.date.words}. ${item.note}`}</title>
            <rect x={left} y={y + 4} width={right - left} height={long ? 6 : 5} rx={2.5} />
            {name !== null && (
              <text x={at.x} y={y + 11} text-anchor={at.anchor}>
                {label}
              </text>
            )}
          </g>
        );
      })}
    </>
  );
  return { height: placed.length === 0 ? 0 : height(placed) * ROW + 6, draw };
}

/** Lays the lanes that have something in the period, from the top. */
export function layContext(
  lanes: Lane[],
  period: Period,
  scale: ScaleTime<number, number>,
  width: number,
): { laid: ContextLayout[]; bottom: number } {
  const laid: ContextLayout[] = [];
  let top = 0;
  for (const lane of lanes) {
    if (lane.levels.length > 0) {
      laid.push({ lane, top, height: LEVEL_HEIGHT, draw: levels(lane, top, period.to) });
      top += LEVEL_HEIGHT;
      continue;
    }
    const { height: high, draw } = things(lane, top, period, scale, width);
    if (high === 0) continue;
    laid.push({ lane, top, height: high, draw });
    top += high;
  }
  return { laid, bottom: top };
}
