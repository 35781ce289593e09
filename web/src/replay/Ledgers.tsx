// A campaign's truth beside both sides' ledgers: the years, and the crises with what each side claims of them.
import type { Event, World } from '../api/types';
import { number } from '../lib/format';
import { day, yearOf } from '../lib/time';
import { sides } from '../state/shown';
import { conflict } from '../state/store';
import { clock } from '../state/view';

const CRISES = 6;

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

function Cell(props: { truth: number; books: [number, number]; most: number }) {
  const { truth, books, most } = props;
  const x = (value: number) => 6 + (value / Math.max(1, most)) * 148;
  return (
    <>
      <td class="number model">{number(truth)}</td>
      {books.map((value, i) => (
        <td key={i} class={`number side-${i}`}>
          {number(value)}
        </td>
      ))}
      <td>
        <svg width={160} height={18} aria-hidden="true">
          <line x1={6} x2={154} y1={9} y2={9} class="stem" />
          <rect x={x(truth) - 1.5} width={3} y={2} height={14} class="sign-model" />
          {books.map((value, i) => (
            <circle key={i} cx={x(value)} cy={9} r={4.5} class={`sign sign-${i}`} />
          ))}
        </svg>
      </td>
    </>
  );
}

function Head(props: { first: string }) {
  return (
    <thead>
      <tr>
        <th scope="col">{props.first}</th>
        <th scope="col" class="number">
          Truth
        </th>
        {sides.value.map((side, i) => (
          <th key={side.id} scope="col" class={`number side-${i}`}>
            {side.short} book
          </th>
        ))}
        <th scope="col">
          <span class="unseen">On one scale</span>
        </th>
      </tr>
    </thead>
  );
}

function Years(props: { world: World }) {
  const period = clock.value;
  const years = props.world.years.filter((y) => y.year >= yearOf(period.from) && y.year <= yearOf(period.to));
  const rows = years.map((y) => ({
    year: y.year,
    truth: sum(y.truth.incidents.flat()),
    books: y.books.map((book) => sum(book.accused) + sum(book.own)) as [number, number],
  }));
  const most = Math.max(1, ...rows.flatMap((row) => [row.truth, ...row.books]));
  if (rows.length === 0) return null;
  return (
    <table class="ledger">
      <caption>Incidents of the year: what happened, and what each side has on file</caption>
      <Head first="Year" />
      <tbody>
        {rows.map((row) => (
          <tr key={row.year}>
            <th scope="row">{row.year}</th>
            <Cell truth={row.truth} books={row.books} most={most} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface Claimed {
  event: Event;
  side: number;
  truth: number;
  books: [number, number];
}

/** What each side's dead and wounded truly were, and what either book says. */
function claimed(event: Event): Claimed[] {
  return [0, 1].map((side) => ({
    event,
    side,
    truth: event.lost?.[side] ?? 0,
    books: [0, 1].map((book) => {
      const claim = event.claims?.[book];
      return (book === side ? claim?.own : claim?.enemy) ?? 0;
    }) as [number, number],
  }));
}

function Crises(props: { world: World }) {
  const period = clock.value;
  const names = new Map(conflict.value.value?.sectors.map((s) => [s.id, s.name]));
  const crises = props.world.events
    .filter(
      (e) => e.kind === 'settlement' && e.lost && day(e.date) >= period.from && day(e.date) <= period.to,
    )
    .sort((a, b) => sum(b.lost ?? []) - sum(a.lost ?? []))
    .slice(0, CRISES)
    .filter((e) => sum(e.lost ?? []) > 0);
  const rows = crises.flatMap(claimed);
  const most = Math.max(1, ...rows.flatMap((row) => [row.truth, ...row.books]));
  if (rows.length === 0) return null;
  return (
    <table class="ledger">
      <caption>Men lost in the costliest crises: the truth, and what either book says</caption>
      <Head first="Crisis" />
      <tbody>
        {rows.map((row, i) => (
          <tr key={i}>
            <th scope="row">
              {row.side === 0 && (
                <>
                  {names.get(row.event.sector ?? '')}, {row.event.date.slice(0, 7)}
                  <br />
                </>
              )}
              <small class={`side-${row.side}`}>{sides.value[row.side]?.short} losses</small>
            </th>
            <Cell truth={row.truth} books={row.books} most={most} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function Ledgers(props: { world: World }) {
  return (
    <div class="two">
      <Years world={props.world} />
      <Crises world={props.world} />
    </div>
  );
}
