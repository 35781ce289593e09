// The shared clock: the whole history with its losses by month, and a brush whose period filters everything.
import { brushX, type D3BrushEvent } from 'd3-brush';
import { scaleUtc } from 'd3-scale';
import { select } from 'd3-selection';
import { utcMonth } from 'd3-time';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { DAY, monthWords, periodWords, yearOf, yearSpan } from '../lib/time';
import { heaviest, type Item } from '../map/items';
import { all, moment, plain } from '../state/shown';
import { day } from '../lib/time';
import { brushed, clock, history, look } from '../state/view';
import { useWidth } from '../ui/useWidth';

const HEIGHT = 34;
const PAD = 28;
const LEAST_PERIOD = 2 * DAY;

/** Losses of each month, spread over the days that they can belong to. */
export function monthly(items: Item[], from: number, to: number): { time: number; lost: number }[] {
  const months = utcMonth
    .range(utcMonth.floor(new Date(from)), new Date(to))
    .map((date) => ({ time: +date, lost: 0 }));
  for (const item of items) {
    if (item.partOf !== null) continue;
    const lost = heaviest(item);
    const hit = months.filter((m) => +utcMonth.offset(new Date(m.time), 1) > item.from && m.time <= item.to);
    for (const m of hit) m.lost += Math.max(lost, 1) / hit.length;
  }
  return months;
}

function useBrush(width: number) {
  const ref = useRef<SVGGElement>(null);
  const { from, to } = history.value;
  const scale = useMemo(
    () => scaleUtc([from, to], [PAD, Math.max(PAD + 10, width - PAD)]),
    [from, to, width],
  );
  const period = brushed.value;
  const brush = useMemo(
    () =>
      brushX<unknown>().extent([
        [PAD, 0],
        [Math.max(PAD + 10, width - PAD), HEIGHT],
      ]),
    [width],
  );
  useEffect(() => {
    if (!ref.current) return;
    const group = select(ref.current);
    brush.on('brush end', (event: D3BrushEvent<unknown>) => {
      if (!event.sourceEvent) return;
      const chosen = event.selection as [number, number] | null;
      if (!chosen) {
        if (event.type === 'end') look(null);
        return;
      }
      const [a, b] = chosen.map((x) => +scale.invert(x)) as [number, number];
      if (b - a >= LEAST_PERIOD) look({ from: Math.floor(a / DAY) * DAY, to: Math.ceil(b / DAY) * DAY - 1 });
    });
    group.call(brush);
  }, [brush, scale]);
  useEffect(() => {
    if (!ref.current) return;
    select(ref.current).call(brush.move, period ? [scale(period.from), scale(period.to)] : null);
  }, [brush, scale, period]);
  return { ref, scale };
}

function Ends() {
  const { from, to } = history.value;
  const months = utcMonth.range(utcMonth.floor(new Date(from)), new Date(to)).map(Number);
  const period = clock.value;
  const index = (time: number) =>
    Math.max(
      0,
      months.findLastIndex((m) => m <= time),
    );
  const last = months.length - 1;
  const end = (i: number) => (i >= last ? to : (months[i + 1] ?? to) - 1);
  return (
    <div class="unseen-until-focus">
      <label>
        From
        <input
          type="range"
          min={0}
          max={last}
          value={index(period.from)}
          aria-label="First month looked at"
          aria-valuetext={monthWords(period.from)}
          onInput={(e) => {
            const i = Math.min(Number(e.currentTarget.value), index(period.to));
            look({ from: months[i] ?? from, to: period.to });
          }}
        />
      </label>
      <label>
        To
        <input
          type="range"
          min={0}
          max={last}
          value={index(period.to)}
          aria-label="Last month looked at"
          aria-valuetext={monthWords(period.to)}
          onInput={(e) => {
            const i = Math.max(Number(e.currentTarget.value), index(period.from));
            look({ from: period.from, to: end(i) });
          }}
        />
      </label>
    </div>
  );
}

/** The clock, in view wherever the page stands. */
export function ClockBar() {
  const { ref: box, width } = useWidth<HTMLDivElement>();
  const { ref, scale } = useBrush(width);
  const { from, to } = history.value;
  const items = all.value;
  const bars = useMemo(() => monthly(items, from, to), [items, from, to]);
  const most = Math.log1p(Math.max(1, ...bars.map((b) => b.lost)));
  const years = Array.from({ length: yearOf(to) - yearOf(from) + 1 }, (_, i) => yearOf(from) + i);
  const period = clock.value;
  const shownYear = (year: number) =>
    brushed.value !== null && yearOf(period.from) === year && yearOf(period.to) === year;
  const now = plain.value && moment.value ? scale(day(moment.value.date)) : null;
  return (
    <section class="clock" ref={box} aria-label="The shared clock">
      <svg width={width} height={HEIGHT} aria-hidden="true">
        <line x1={PAD} x2={width - PAD} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} class="axis" />
        {bars.map((bar) => {
          const x = scale(bar.time);
          const w = Math.max(1, scale(+utcMonth.offset(new Date(bar.time), 1)) - x - 1);
          const h = bar.lost === 0 ? 0 : Math.max(2, (Math.log1p(bar.lost) / most) * (HEIGHT - 6));
          return <rect key={bar.time} x={x} width={w} y={HEIGHT - h} height={h} class="clock-bar" />;
        })}
        <g ref={ref} class="brush" />
        {now !== null && <line x1={now} x2={now} y1={0} y2={HEIGHT} class="now" />}
      </svg>
      <div class="clock-years">
        {years.map((year) => {
          const [a, b] = yearSpan(year);
          const left = scale(Math.max(a, from));
          return (
            <button
              key={year}
              type="button"
              style={{ left: `${left}px`, width: `${scale(Math.min(b + DAY, to)) - left}px` }}
              aria-pressed={shownYear(year)}
              onClick={() => look(shownYear(year) ? null : { from: a, to: b + DAY - 1 })}
            >
              <span class="unseen">Look at </span>
              <span class="century">{String(year).slice(0, -2)}</span>
              {String(year).slice(-2)}
            </button>
          );
        })}
      </div>
      <div class="clock-words">
        <span>
          Looking at <strong>{periodWords(period.from, period.to)}</strong>
        </span>
        {brushed.value && (
          <button type="button" class="chip" onClick={() => look(null)}>
            Show all years
          </button>
        )}
        <Ends />
      </div>
    </section>
  );
}
