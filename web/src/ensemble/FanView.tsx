// A fan over the years of whatever measure is chosen, with the record over it; a point of it opens the nearest world.
import { batch } from '@preact/signals';
import { useMemo, useState } from 'preact/hooks';
import { ask, AskError } from '../api/client';
import type { Band, Campaigns, Fan } from '../api/types';
import { Chart, Plot } from '../charts/Plot';
import { fanOptions, fanTop, yearClaims, type YearClaim } from '../charts/fan';
import { number } from '../lib/format';
import { numbers, type Column } from '../lib/table';
import { sides } from '../state/shown';
import { fan as chosenFan, fans, incidents, readyRun, runDetail } from '../state/store';
import { arm, brushed, clock, measure, showsWorld, step, world } from '../state/view';
import { Waiting } from '../ui/Waiting';
import { FanKey, years } from './Opening';
import { recordedLosses } from './record';
import { yearSaying } from './sayings';

/** Opens a campaign in the replay. */
export function openWorld(campaign: number): void {
  batch(() => {
    arm.value = null;
    world.value = campaign;
    step.value = 0;
    showsWorld.value = true;
  });
  document.getElementById('replay')?.scrollIntoView();
}

async function openNearest(id: string, year: number, near: number): Promise<string | null> {
  const query = new URLSearchParams({ measure: id, year: String(year), near: String(near), limit: '1' });
  try {
    const found = await ask<Campaigns>(`runs/${readyRun.value ?? ''}/campaigns?${query.toString()}`);
    const first = found.campaigns[0];
    if (first) openWorld(first.campaign);
    return first ? null : 'No campaign has such a value.';
  } catch (problem) {
    return problem instanceof AskError ? problem.message : String(problem);
  }
}

interface Point {
  year: number;
  value: number;
  what: string;
}

const POINTS = ['5 % point', '25 % point', 'median', '75 % point', '95 % point'];

function pointsOf(bands: Band[]): Point[] {
  return bands.flatMap((band) => [
    ...band.points.map((value, i) => ({ year: band.year, value, what: POINTS[i] ?? '' })),
    { year: band.year, value: band.most, what: 'most in any world' },
  ]);
}

/** The bands as a table, a row for each year. */
export function fanTable(bands: Band[]): Column[] {
  return [
    numbers('year', bands, (band) => band.year),
    ...['q05', 'q25', 'median', 'q75', 'q95'].map((name, i) =>
      numbers(name, bands, (band) => band.points[i] ?? null),
    ),
    numbers('most', bands, (band) => band.most),
  ];
}

function useClaims(fan: Fan): YearClaim[] {
  const rows = incidents.value.value;
  return useMemo(() => {
    if (fan.marks.length > 0) return yearClaims(fan.marks);
    const side = sides.value.find((s) => fan.measure.id === `losses-${s.id}`);
    return side ? recordedLosses(rows ?? [], side.id) : [];
  }, [fan, rows]);
}

function One(props: { fan: Fan }) {
  const { fan } = props;
  const claims = useClaims(fan);
  const [said, say] = useState<string | null>(null);
  const period = brushed.value ? years(clock.value.from, clock.value.to) : null;
  const points = useMemo(() => pointsOf(fan.bands), [fan]);
  const pick = (value: unknown) => {
    const point = value as Point;
    void openNearest(fan.measure.id, point.year, point.value).then(say);
  };
  return (
    <>
      <Chart
        label={`${fan.measure.title}, by year`}
        name={`fan-${fan.measure.id}`}
        table={() => fanTable(fan.bands)}
        needs={[fan, claims, period?.[0], period?.[1]]}
        onPick={pick}
        options={() => {
          const base = fanOptions(fan.bands, claims, { unit: fan.measure.unit, height: 300, period });
          const x = (p: Point) => p.year + 0.5;
          const seen = points.filter((p) => p.value <= fanTop(fan.bands, claims));
          const dots = Plot.dot(seen, { x, y: 'value', r: 2, fill: 'var(--model)', fillOpacity: 0.55 });
          const tip = Plot.tip(
            seen,
            Plot.pointer({
              x,
              y: 'value',
              title: (p: Point) =>
                `${p.year}, ${p.what}: ${number(p.value)}\nClick to open the nearest world`,
            }),
          );
          return { ...base, marks: [...(base.marks ?? []), dots, tip] };
        }}
      >
        <FanKey />
        <p class="small soft">Click a point to open the world nearest to it.</p>
      </Chart>
      {said && <p role="alert">{said}</p>}
      <YearTable fan={fan} claims={claims} />
    </>
  );
}

function YearTable(props: { fan: Fan; claims: YearClaim[] }) {
  const { fan, claims } = props;
  const rows = claims.flatMap((claim) => {
    const band = fan.bands.find((b) => b.year === Math.floor((claim.from + claim.to) / 2));
    return band ? [{ claim, band }] : [];
  });
  if (rows.length === 0) return null;
  return (
    <details>
      <summary>The record in this fan, in words</summary>
      <ul class="plain">
        {rows.map(({ claim, band }, i) => (
          <li key={i}>
            {claim.who}: {yearSaying(band, claim)}.
          </li>
        ))}
      </ul>
    </details>
  );
}

export function FanView() {
  const all = fans.value.value?.fans ?? [];
  const measures = runDetail.value.value?.measures ?? [];
  const first = all.find((fan) => fan.marks.length > 0) ?? all[0];
  const shownId = measure.value ?? first?.measure.id ?? '';
  return (
    <section class="card" aria-labelledby="fan-title">
      <div class="row">
        <h3 id="fan-title">Year by year</h3>
        <select
          class="push"
          aria-label="What is counted"
          value={shownId}
          onChange={(event) => (measure.value = event.currentTarget.value)}
        >
          {measures.map((one) => (
            <option key={one.id} value={one.id}>
              {one.title}
              {one.recorded ? ' · with record' : ''}
            </option>
          ))}
        </select>
      </div>
      {measure.value === null || measure.value === first?.measure.id ? (
        first && <One fan={first} />
      ) : (
        <Waiting of={chosenFan.value} what="the fan">
          {(value) => (value.fans[0] ? <One fan={value.fans[0]} /> : null)}
        </Waiting>
      )}
    </section>
  );
}
