// What the reader looks at, as signals: the shared clock, the sector, the incident, the run, the world, the moment.
import { computed, signal } from '@preact/signals';

export interface Period {
  from: number;
  to: number;
}

/** The ends of the history: set once the conflict is known. */
export const history = signal<Period>({ from: Date.UTC(1900, 0, 1), to: Date.UTC(1999, 11, 31) });
/** The part of the history that is looked at; null for all of it. */
export const brushed = signal<Period | null>(null);
/** The part of the history that is looked at. */
export const clock = computed<Period>(() => brushed.value ?? history.value);
/** The sector that is looked at; null for all of them. */
export const sector = signal<string | null>(null);
/** The incident whose claims are shown. */
export const incident = signal<string | null>(null);
/** The run that is shown; null for the one the server opens on. */
export const chosenRun = signal<string | null>(null);
/** The campaign of the run that is replayed. */
export const world = signal<number | null>(null);
/** Of which kind of world of the what-if's pair; null for a campaign of the run. */
export const arm = signal<'baseline' | 'counterfactual' | null>(null);
/** Number of the step of the replay. */
export const step = signal(0);
/** Whether map and time line show the campaign in place of the record. */
export const showsWorld = signal(false);
/** What the ensemble's fan shows. */
export const measure = signal<string | null>(null);
/** What the ensemble's distribution shows. */
export const observable = signal<string | null>(null);
/** What is changed in the what-if. */
export const interventions = signal<string[]>([]);
/** Parameters held fixed in the what-if. */
export const fixed = signal<Record<string, number>>({});
/** Pairs of worlds of the what-if, and the root of their luck. */
export const pairs = signal(1000);
export const seed = signal(1);

/** Looks at a period; at the whole history if it covers that. */
export function look(period: Period | null): void {
  const all = history.peek();
  if (period === null || (period.from <= all.from && period.to >= all.to)) {
    brushed.value = null;
    return;
  }
  const from = Math.max(all.from, Math.min(period.from, all.to));
  const to = Math.min(all.to, Math.max(period.to, from));
  brushed.value = { from, to };
}

/** Whether a time that may mean `from` to `to` touches the period looked at. */
export function touches(from: number, to: number, period: Period): boolean {
  return from <= period.to && to >= period.from;
}
