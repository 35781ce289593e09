// The time line of the period looked at: strategic context above, a lane for each sector below, chains as links.
import { scaleUtc, type ScaleTime } from 'd3-scale';
import { useMemo } from 'preact/hooks';
import type { IncidentRow } from '../api/types';
import { day, periodWords } from '../lib/time';
import type { Item } from '../map/items';
import { inPeriod, moment, plain, sides } from '../state/shown';
import { conflict, context, incidents } from '../state/store';
import { clock, incident, sector } from '../state/view';
import { useWidth } from '../ui/useWidth';
import { layContext } from './ContextLanes';
import { layLane, rowY, SectorLane, type LaneLayout } from './SectorLane';

const LEFT = 132;
const RIGHT = 14;
const AXIS = 26;
const GAP = 12;
const CRISES_SHOWN = 150;
const ROWS = { record: 9, world: 4 };

function Links(props: { rows: IncidentRow[]; lanes: LaneLayout[]; scale: ScaleTime<number, number> }) {
  const { rows, lanes, scale } = props;
  const at = new Map<string, { x: number; y: number }>();
  for (const lane of lanes) {
    for (const one of lane.placed)
      at.set(one.of.id, { x: Math.max(0, scale(one.of.from)), y: rowY(lane, one.row) });
  }
  return (
    <g class="links" aria-hidden="true">
      {rows.flatMap((row) =>
        row.answers.map((cause) => {
          const a = at.get(cause);
          const b = at.get(row.id);
          if (!a || !b) return null;
          const lift = Math.max(10, Math.min(26, Math.abs(b.x - a.x) / 3));
          return (
            <path
              key={`${cause} ${row.id}`}
              d={`M${a.x},${a.y}C${a.x + 4},${a.y - lift} ${b.x - 4},${b.y - lift} ${b.x},${b.y}`}
            />
          );
        }),
      )}
    </g>
  );
}

function Axis(props: { scale: ScaleTime<number, number>; width: number; height: number }) {
  const { scale, width, height } = props;
  const format = scale.tickFormat();
  return (
    <g class="time-axis" aria-hidden="true">
      {scale.ticks(Math.max(3, Math.floor(width / 110))).map((tick) => (
        <g key={+tick} transform={`translate(${scale(tick)},0)`}>
          <line y1={0} y2={height - AXIS} />
          <text y={height - 8}>{format(tick)}</text>
        </g>
      ))}
    </g>
  );
}

function Names(props: { lanes: LaneLayout[]; offset: number }) {
  return (
    <>
      {props.lanes.map((lane) => (
        <button
          key={lane.id}
          type="button"
          class="lane-name"
          style={{ top: `${props.offset + lane.top}px`, height: `${lane.height}px` }}
          aria-pressed={sector.value === lane.id}
          onClick={() => (sector.value = sector.value === lane.id ? null : lane.id)}
        >
          {lane.name}
        </button>
      ))}
    </>
  );
}

/** Sector lanes, one under the other, starting at `top`. */
function useLanes(
  items: Item[],
  scale: ScaleTime<number, number>,
  width: number,
  top: number,
  rows: number,
): LaneLayout[] {
  return useMemo(() => {
    let y = top;
    return (conflict.value.value?.sectors ?? []).map((one) => {
      const lane = { ...layLane(one, items, scale, width, rows), top: y };
      y += lane.height;
      return lane;
    });
  }, [items, scale, width, top, rows]);
}

/** The time line. Picking an incident opens its claims. */
export function Lanes(props: { onPick: (item: Item) => void }) {
  const { ref, width } = useWidth<HTMLDivElement>();
  const period = clock.value;
  const inner = Math.max(200, width - LEFT - RIGHT);
  const scale = useMemo(
    () => scaleUtc([period.from, period.to], [0, inner]),
    [period.from, period.to, inner],
  );
  const lanesAbove = context.value.value?.lanes;
  const above = useMemo(
    () => layContext(lanesAbove ?? [], period, scale, inner),
    [lanesAbove, period, scale, inner],
  );
  const simulated = plain.value;
  const found = inPeriod.value;
  const items = useMemo(
    () =>
      simulated
        ? found.filter((item) => item.kind === 'crisis' || item.losses.some(Boolean)).slice(0, CRISES_SHOWN)
        : found,
    [simulated, found],
  );
  const lanes = useLanes(items, scale, inner, above.bottom + GAP, simulated ? ROWS.world : ROWS.record);
  const last = lanes.at(-1);
  const height = (last ? last.top + last.height : above.bottom) + AXIS + 4;
  const names = sides.value.map((side) => side.short);
  const now = simulated && moment.value ? scale(day(moment.value.date)) : null;
  return (
    <div
      class="lanes"
      ref={ref}
      role="group"
      aria-label={`Time line of ${periodWords(period.from, period.to)}`}
    >
      {above.laid.map(({ lane, top, height: high }) => (
        <div
          key={lane.id}
          class="context-name"
          style={{ top: `${top}px`, height: `${high}px` }}
          title={lane.about}
        >
          {lane.title}
        </div>
      ))}
      <Names lanes={lanes} offset={0} />
      <svg width={width} height={height}>
        <g transform={`translate(${LEFT},0)`}>
          <Axis scale={scale} width={inner} height={height} />
          <svg width={inner} height={height}>
            {above.laid.map(({ lane, draw }) => (
              <g key={lane.id}>{draw(scale)}</g>
            ))}
          </svg>
          {lanes.map((lane) => (
            <line key={lane.id} x1={-LEFT} x2={inner} y1={lane.top} y2={lane.top} class="lane-line" />
          ))}
          {!simulated && <Links rows={incidents.value.value ?? []} lanes={lanes} scale={scale} />}
          {lanes.map((lane) => (
            <SectorLane
              key={lane.id}
              lane={lane}
              scale={scale}
              sides={names}
              marked={incident.value}
              pale={sector.value !== null && sector.value !== lane.id}
              onPick={props.onPick}
            />
          ))}
          {now !== null && now >= 0 && now <= inner && (
            <line x1={now} x2={now} y1={0} y2={height - AXIS} class="now" />
          )}
        </g>
      </svg>
    </div>
  );
}
