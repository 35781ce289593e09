// The view as an address: everything that is looked at stands after the `#`, so that a link shows the same.
import { effect } from '@preact/signals';
import { day, isoDay } from '../lib/time';
import * as view from './view';

/** The view as text, in a fixed order; only what differs from the opening view. */
export function write(): string {
  const out = new URLSearchParams();
  const period = view.brushed.value;
  if (period) out.set('time', `${isoDay(period.from)}/${isoDay(period.to)}`);
  if (view.sector.value) out.set('sector', view.sector.value);
  if (view.incident.value) out.set('incident', view.incident.value);
  if (view.chosenRun.value) out.set('run', view.chosenRun.value);
  if (view.world.value !== null) {
    out.set('world', String(view.world.value));
    if (view.arm.value) out.set('arm', view.arm.value);
    if (view.step.value > 0) out.set('step', String(view.step.value));
    if (view.showsWorld.value) out.set('show', 'world');
  }
  if (view.measure.value) out.set('measure', view.measure.value);
  if (view.observable.value) out.set('observable', view.observable.value);
  if (view.interventions.value.length > 0) out.set('whatif', view.interventions.value.join(','));
  const fixed = Object.entries(view.fixed.value).sort(([a], [b]) => a.localeCompare(b));
  for (const [id, value] of fixed) out.set(`p.${id}`, String(value));
  if (view.pairs.value !== 1000) out.set('pairs', String(view.pairs.value));
  if (view.seed.value !== 1) out.set('seed', String(view.seed.value));
  return out.toString().replaceAll('%2F', '/').replaceAll('%2C', ',');
}

function whole(text: string | null, least: number, most: number): number | null {
  if (text === null || !/^\d{1,10}$/.test(text)) return null;
  const value = Number(text);
  return value >= least && value <= most ? value : null;
}

function named(text: string | null): string | null {
  return text !== null && /^[A-Za-z0-9._-]{1,128}$/.test(text) ? text : null;
}

/** Reads a view; what cannot be read is left out. */
export function read(text: string): void {
  const given = new URLSearchParams(text.replace(/^#/, ''));
  const [from, to] = (given.get('time') ?? '').split('/').map(day);
  const period = from !== undefined && to !== undefined && from <= to ? { from, to } : null;
  view.brushed.value = period;
  view.sector.value = named(given.get('sector'));
  view.incident.value = named(given.get('incident'));
  view.chosenRun.value = named(given.get('run'));
  view.world.value = whole(given.get('world'), 0, 4_000_000_000);
  const arm = given.get('arm');
  view.arm.value = view.world.value !== null && (arm === 'baseline' || arm === 'counterfactual') ? arm : null;
  view.step.value = whole(given.get('step'), 0, 10_000_000) ?? 0;
  view.showsWorld.value = view.world.value !== null && given.get('show') === 'world';
  view.measure.value = named(given.get('measure'));
  view.observable.value = named(given.get('observable'));
  view.interventions.value = (given.get('whatif') ?? '').split(',').filter((id) => named(id) !== null);
  const fixed: Record<string, number> = {};
  for (const [key, value] of given) {
    const number = Number(value);
    if (key.startsWith('p.') && named(key.slice(2)) && value !== '' && Number.isFinite(number))
      fixed[key.slice(2)] = number;
  }
  view.fixed.value = fixed;
  view.pairs.value = whole(given.get('pairs'), 1, 20_000) ?? 1000;
  view.seed.value = whole(given.get('seed'), 0, 4_294_967_295) ?? 1;
}

/** Keeps view and address alike, both ways. */
export function bind(): void {
  read(location.hash);
  let written = location.hash.replace(/^#/, '');
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const text = write();
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (text === written) return;
      written = text;
      window.history.replaceState(null, '', text === '' ? location.pathname + location.search : `#${text}`);
    }, 120);
  });
  window.addEventListener('hashchange', () => {
    const text = location.hash.replace(/^#/, '');
    if (text === written) return;
    written = text;
    read(text);
  });
}

/** The link to what is looked at now. */
export function link(): string {
  const text = write();
  return `${location.origin}${location.pathname}${text === '' ? '' : `#${text}`}`;
}
