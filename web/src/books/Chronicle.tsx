// What happened in the period and the sector looked at, in order: incidents and acts of the record, one line each.
import { useMemo } from 'preact/hooks';
import type { ActRow, IncidentRow, Span } from '../api/types';
import { figure } from '../lib/format';
import { days } from '../map/items';
import { sides } from '../state/shown';
import { acts, conflict, incidents } from '../state/store';
import { clock, incident, look, sector, touches } from '../state/view';

type Entry = { at: number; row: IncidentRow; act: null } | { at: number; row: null; act: ActRow };

/** Incidents and acts of the period and sector in the order of their dates; parts after what they belong to. */
function useEntries(): Entry[] {
  const period = clock.value;
  const where = sector.value;
  const rows = incidents.value.value;
  const done = acts.value.value;
  return useMemo(() => {
    const within = (span: Span) => {
      const when = days(span);
      return when !== null && touches(when.from, when.to, period);
    };
    const here = new Set((rows ?? []).filter((row) => row.sector === where).map((row) => row.id));
    const wanted = (rows ?? []).filter((row) => within(row.date) && (where === null || row.sector === where));
    const wantedActs = (done ?? []).filter(
      (act) => within(act.date) && (where === null || act.about.some((id) => here.has(id))),
    );
    const begin = (span: Span) => days(span)?.from ?? 0;
    const entries: Entry[] = [
      ...wanted.map((row): Entry => ({ at: begin(row.date), row, act: null })),
      ...wantedActs.map((act): Entry => ({ at: begin(act.date), row: null, act })),
    ];
    const end = (entry: Entry) => days((entry.row ?? entry.act).date)?.to ?? 0;
    return entries.sort((a, b) => a.at - b.at || end(b) - end(a));
  }, [period, where, rows, done]);
}

/** Opens an incident's claims. */
export function open(id: string): void {
  incident.value = id;
}

/** Opens an incident's claims and goes there. */
export function openBooks(id: string): void {
  open(id);
  document.getElementById('books')?.scrollIntoView();
}

export function Chronicle() {
  const entries = useEntries();
  const sectors = conflict.value.value?.sectors ?? [];
  return (
    <div class="chronicle card">
      <div class="row">
        <h3 id="chronicle-title">In order</h3>
        <select
          class="push"
          aria-label="Sector"
          value={sector.value ?? ''}
          onChange={(event) => (sector.value = event.currentTarget.value || null)}
        >
          <option value="">All sectors</option>
          {sectors.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      </div>
      {entries.length === 0 && (
        <p class="wait">
          The record holds nothing for this period and sector.{' '}
          <button type="button" class="chip" onClick={() => look(null)}>
            Show all years
          </button>
        </p>
      )}
      <ol class="entries" aria-labelledby="chronicle-title">
        {entries.map(({ row, act }) =>
          row ? (
            <li key={row.id} class={row.part_of ? 'inner' : ''}>
              <button type="button" aria-pressed={incident.value === row.id} onClick={() => open(row.id)}>
                <time>{row.date.words}</time>
                <span>{row.name}</span>
                <small>
                  {sides.value.map((side, i) => {
                    const lost = figure(row.losses, side.id);
                    return lost ? (
                      <span key={side.id} class={`side-${i}`}>
                        {side.short} lost {lost}
                      </span>
                    ) : null;
                  })}
                </small>
              </button>
            </li>
          ) : (
            <li key={act.id} class="act">
              <time>{act.date.words}</time>
              <span>{act.name}</span>
              {act.outcome && <small>{act.outcome}</small>}
            </li>
          ),
        )}
      </ol>
    </div>
  );
}
