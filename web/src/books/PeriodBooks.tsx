// The books of a period: where its claims differ most, and what each side counted in it.
import type { CountRow, Rival } from '../api/types';
import { resource } from '../api/resource';
import { number, words } from '../lib/format';
import { periodWords } from '../lib/time';
import { days } from '../map/items';
import { sides } from '../state/shown';
import { incidents, rivals } from '../state/store';
import { clock, sector, touches } from '../state/view';
import { open } from './Chronicle';
import { InlineSign } from './voices';
import { useWidth } from '../ui/useWidth';
import { Sign, sideOf } from './voices';

const RIVALS_SHOWN = 10;
const PAD = 8;

const counts = resource<CountRow[]>(() => 'counts');

function useRivals(): Rival[] {
  const period = clock.value;
  const where = sector.value;
  const rows = new Map((incidents.value.value ?? []).map((row) => [row.id, row]));
  return (rivals.value.value ?? []).filter((rival) => {
    const row = rows.get(rival.subject.id);
    const when = row ? days(row.date) : null;
    return row && when && touches(when.from, when.to, period) && (where === null || row.sector === where);
  });
}

function Strip(props: { of: Rival; ids: string[] }) {
  const { of, ids } = props;
  const { ref, width } = useWidth<HTMLDivElement>(260);
  const most = Math.max(1, ...of.claims.map((c) => c.high ?? c.low ?? c.middle));
  const x = (value: number) => PAD + (value / most) * Math.max(10, width - 2 * PAD);
  return (
    <div ref={ref} class="strip">
      <svg width={width} height={22} aria-hidden="true">
        <line x1={PAD} x2={width - PAD} y1={11} y2={11} class="stem" />
        {of.claims.map((claim, i) => {
          if (!claim.book) return null;
          const side = sideOf(claim.book, ids);
          const a = claim.low ?? claim.middle;
          const b = claim.high ?? claim.middle;
          return (
            <g key={i}>
              <title>{`${claim.claimed_by.name}: ${claim.text}`}</title>
              {a !== b && (
                <line
                  x1={x(a)}
                  x2={x(b)}
                  y1={11}
                  y2={11}
                  class={`bar ${side >= 0 ? `tone-${side}` : 'tone-ink'}`}
                />
              )}
              <g transform={`translate(${x((a + b) / 2)},11)`}>
                <Sign
                  book={claim.book}
                  sides={ids}
                  weak={claim.status === 'doubtful' || claim.status === 'unverified'}
                />
              </g>
            </g>
          );
        })}
      </svg>
    </div>
  );
}

function RivalRow(props: { of: Rival; ids: string[] }) {
  const { of, ids } = props;
  const least = of.claims[0];
  const most = of.claims.at(-1);
  const what = of.element ? `${words(of.attribute)}, ${words(of.element)}` : words(of.attribute);
  return (
    <tr>
      <th scope="row">
        <button type="button" class="link" onClick={() => open(of.subject.id)}>
          {of.subject.name}
        </button>
        <small>
          {what}
          {of.parties.length > 0 ? `, ${of.parties.map((p) => p.name).join(', ')}` : ''}
        </small>
      </th>
      <td>
        <Strip of={of} ids={ids} />
      </td>
      <td class="small">
        {least && most
          ? `${least.text} (${least.claimed_by.name}) to ${most.text} (${most.claimed_by.name})`
          : ''}
      </td>
      <td class="number nowrap">{of.times != null ? `× ${number(Number(of.times.toPrecision(2)))}` : ''}</td>
    </tr>
  );
}

function Counts(props: { ids: string[] }) {
  const period = clock.value;
  const rows = (counts.value.value ?? []).filter((row) => {
    const when = days(row.period);
    return when !== null && touches(when.from, when.to, period);
  });
  if (rows.length === 0) return null;
  return (
    <details>
      <summary>What was counted ({rows.length} counts)</summary>
      <div class="scroll" tabIndex={0} role="group" aria-label="Counts of the period">
        <table class="counts">
          <thead>
            <tr>
              <th scope="col">Whose count</th>
              <th scope="col">Of what</th>
              <th scope="col">When</th>
              <th scope="col" class="number">
                Count
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={i}>
                <td>
                  {row.book && <InlineSign book={row.book} sides={props.ids} />}
                  {row.claimed_by.name}
                </td>
                <td>
                  {words(row.category)}
                  {row.accused.length > 0 ? ` by ${row.accused.map((p) => p.name).join(', ')}` : ''}
                </td>
                <td>{row.period.words}</td>
                <td class="number">{row.text || row.words}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

const FILES = [
  { file: 'claims.csv', kind: 'CSV', what: 'every claim, a row each' },
  { file: 'claims.parquet', kind: 'Parquet', what: 'the same, in columns' },
  { file: 'record.json', kind: 'JSON', what: 'the whole record' },
  { file: 'map.geojson', kind: 'GeoJSON', what: 'places and lines' },
];

/** The record as files: the same that `halha record export` writes. */
function Record() {
  return (
    <p class="downloads small">
      <span>
        Keep the whole record:{' '}
        {FILES.map(({ file, kind, what }) => (
          <a key={file} class="link" href={`api/export/${file}`} download={file} title={`${file}: ${what}`}>
            {kind}
          </a>
        ))}
      </span>
    </p>
  );
}

export function PeriodBooks() {
  const period = clock.value;
  const ids = sides.value.map((side) => side.id);
  const found = useRivals();
  return (
    <article class="card books">
      <h3 class="big">Where the books differ most, {periodWords(period.from, period.to)}</h3>
      <p class="soft">Pick an incident in the list, on the map or on the time line to see all its claims.</p>
      {found.length === 0 ? (
        <p class="wait">No rival figures in this period and sector.</p>
      ) : (
        <div class="wide" tabIndex={0} role="group" aria-label="Rival figures">
          <table class="rivals">
            <thead>
              <tr>
                <th scope="col">Figure</th>
                <th scope="col">On one scale, from none</th>
                <th scope="col">Lowest to highest</th>
                <th scope="col" class="number">
                  Apart
                </th>
              </tr>
            </thead>
            <tbody>
              {found.slice(0, RIVALS_SHOWN).map((rival, i) => (
                <RivalRow key={i} of={rival} ids={ids} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {found.length > RIVALS_SHOWN && (
        <p class="small soft">{found.length - RIVALS_SHOWN} more differ less.</p>
      )}
      <Counts ids={ids} />
      <Record />
    </article>
  );
}
