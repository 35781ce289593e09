// The ladder of responses: who climbed where, decision by decision, in the crisis at which the replay stands.
import { Chart, Plot } from '../charts/Plot';
import type { Event } from '../api/types';
import { title } from '../lib/format';
import { sides } from '../state/shown';

/** The model's rungs from the mildest to the gravest. */
export const RUNGS = [
  'withdraw',
  'ceasefire-offer',
  'return-bodies',
  'ignore',
  'investigate',
  'protest',
  'reinforce',
  'punitive',
  'seize',
  'air-strike',
  'division-offensive',
  'corps-offensive',
  'general-war',
];

export interface Rung {
  n: number;
  rung: string;
  side: number;
  past: boolean;
  date: string;
}

/** The decisions of a crisis, and which of them lie behind `now`. */
export function climbed(events: Event[], crisis: string | null, now: number, ids: string[]): Rung[] {
  return events
    .map((event, i) => ({ event, i }))
    .filter(({ event }) => event.kind === 'decision' && event.id === crisis)
    .map(({ event, i }, n) => ({
      n: n + 1,
      rung: event.rung ?? '',
      side: ids.indexOf(event.side ?? ''),
      past: i <= now,
      date: event.date,
    }));
}

/** The crisis that an event belongs to, or the last one before it. */
export function crisisAt(events: Event[], now: number): string | null {
  for (let i = Math.min(now, events.length - 1); i >= 0; i -= 1) {
    const event = events[i];
    if (event && event.kind !== 'incident' && event.id != null) return event.id;
  }
  return null;
}

export function Ladder(props: { events: Event[]; now: number }) {
  const { events, now } = props;
  const ids = sides.value.map((side) => side.id);
  const crisis = crisisAt(events, now);
  const rungs = climbed(events, crisis, now, ids);
  if (rungs.length === 0) return <p class="wait">No crisis yet: the ladder fills with the first decision.</p>;
  const domain = [...RUNGS, ...rungs.map((r) => r.rung).filter((r) => !RUNGS.includes(r))].reverse();
  const colour = (r: Rung) => `var(--side-${Math.max(0, r.side)})`;
  const last = rungs.filter((r) => r.past).at(-1);
  return (
    <Chart
      label={`Ladder of this crisis: ${rungs
        .filter((r) => r.past)
        .map((r) => `${sides.value[r.side]?.short ?? ''} ${title(r.rung)}`)
        .join(', ')}`}
      needs={[events, now]}
      options={() => ({
        height: 300,
        marginLeft: 122,
        marginBottom: 30,
        x: {
          domain: [0.5, Math.max(6, rungs.length) + 0.5],
          label: 'decision →',
          ticks: 5,
          tickFormat: (v: number) => String(Math.round(v)),
        },
        y: { type: 'point', domain, label: null, tickFormat: (id: string) => title(id), grid: true },
        marks: [
          Plot.line(rungs, { x: 'n', y: 'rung', stroke: 'var(--modern)', strokeWidth: 1 }),
          Plot.dot(rungs, {
            x: 'n',
            y: 'rung',
            r: (r: Rung) => (r === last ? 7 : 4.5),
            fill: (r: Rung) => (r.past ? colour(r) : 'var(--card)'),
            stroke: colour,
            strokeOpacity: (r: Rung) => (r.past ? 1 : 0.4),
            title: (r: Rung) => `${r.date}: ${sides.value[r.side]?.short ?? ''}, ${title(r.rung)}`,
          }),
        ],
        r: { type: 'identity' },
      })}
    />
  );
}
