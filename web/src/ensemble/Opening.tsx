// The result that the page opens on: one sentence of how unusual the worst of the record is in the model, and one fan.
import { useEffect, useMemo } from 'preact/hooks';
import type { Fan, Run } from '../api/types';
import { Chart } from '../charts/Plot';
import { fanOptions } from '../charts/fan';
import { number, percent, plural, range } from '../lib/format';
import { yearSpan, DAY } from '../lib/time';
import { distribution, fans, incidents, run, runDetail, shownObservable } from '../state/store';
import { sides } from '../state/shown';
import { clock, look, observable, brushed } from '../state/view';
import { Word } from '../ui/Word';
import { openBooks } from '../books/Chronicle';
import { beyond, recordedLosses, tellingYear } from './record';
import { mostUnusual, oneIn, shareAtLeast, vouched } from './sayings';

function Sentence(props: { detail: Run }) {
  const { detail } = props;
  useEffect(() => {
    if (performance.getEntriesByName('first-view').length === 0) performance.mark('first-view');
  }, []);
  const one = mostUnusual(detail.comparison);
  const seen = one ? vouched(one.recorded) : null;
  if (!one || !seen || one.simulated.kind !== 'number') return null;
  const { median } = one.simulated.quantiles;
  const spread = shownObservable.value === one.id ? distribution.value.value : null;
  const share = spread?.id === one.id ? shareAtLeast(spread, seen.low) : null;
  return (
    <>
      <p class="headline">
        {one.title}: the record says <strong>{range(seen.low, seen.high)}</strong>. In half of{' '}
        {number(detail.replications)} simulated histories it stays below{' '}
        <strong class="model">{number(Math.ceil(median))}</strong>
        {share !== null && share > 0 && (
          <>
            ; <strong class="model">{oneIn(share)}</strong> {share >= 0.095 ? 'get' : 'gets'} that far
          </>
        )}
        {share === 0 && <>; none gets that far</>}.
      </p>
      {run.value?.grows_to != null && (
        <p class="soft small" role="status">
          A first look: {plural(run.value.grows_to, 'history', 'histories')} are being played.
        </p>
      )}
      <p class="soft small">
        Most <Word of="parameter">parameters</Word> keep their priors: one history teaches little.{' '}
        <a href="#misses" onClick={jump('misses')}>
          {plural(detail.misfits.length, 'misfit')} of {detail.comparison.length}{' '}
          <Word of="observable">observables</Word>
        </a>{' '}
        are shown below.{' '}
        <a href="#ensemble" onClick={() => (observable.value = one.id)}>
          See the whole distribution
        </a>
      </p>
    </>
  );
}

/** Goes to a part of the page without touching the view that the address holds. */
export function jump(id: string) {
  return (event: MouseEvent) => {
    event.preventDefault();
    document.getElementById(id)?.scrollIntoView();
  };
}

function LossFan(props: { fan: Fan; index: number }) {
  const { fan } = props;
  const side = sides.value[props.index];
  const rows = incidents.value.value;
  const claims = useMemo(() => recordedLosses(rows ?? [], side?.id ?? ''), [rows, side]);
  const telling = useMemo(() => tellingYear(claims, fan.bands), [claims, fan]);
  const band = fan.bands.find((b) => b.year === telling?.from);
  const period = brushed.value ? years(clock.value.from, clock.value.to) : null;
  return (
    <div>
      <div class="row">
        <h3>
          <i class={`dot-${props.index}`} /> {side?.short} losses by year
        </h3>
        {band && telling && (
          <button
            type="button"
            class="chip push"
            onClick={() => {
              const [a, b] = yearSpan(band.year);
              look({ from: a, to: b + DAY - 1 });
            }}
          >
            Look at {band.year}
          </button>
        )}
      </div>
      <Chart
        label={`${side?.short ?? ''} losses by year: campaigns as a fan, the record as bars${band && telling ? `; in ${band.year} the record has ${range(telling.low, telling.high)}, 95 % of campaigns stay below ${number(band.points[4] ?? 0)}` : ''}`}
        needs={[fan, claims, period?.[0], period?.[1]]}
        options={() =>
          fanOptions(fan.bands, claims, { unit: 'men lost, steps of ten', height: 176, log: true, period })
        }
      />
    </div>
  );
}

/** The clock in years, for charts whose axis is years. */
export function years(from: number, to: number): [number, number] {
  const year = (time: number) => {
    const date = new Date(time);
    const begin = Date.UTC(date.getUTCFullYear(), 0, 1);
    return date.getUTCFullYear() + (time - begin) / (366 * DAY);
  };
  return [year(from), year(to)];
}

/** The opening result; says what is going on while the first run is still being played. */
export function Opening() {
  const item = run.value;
  const detail = runDetail.value.value;
  const losses = (fans.value.value?.fans ?? []).filter((fan) => fan.measure.id.startsWith('losses-'));
  if (!detail) {
    const share = item && item.replications > 0 ? item.played / item.replications : 0;
    return (
      <div class="opening-words">
        <p class="headline">Both sides kept books of this border war. They do not agree.</p>
        <p class="wait" role="status">
          {item?.state === 'failed'
            ? `The run could not be read: ${item.failure ?? ''}`
            : item
              ? `Playing the first histories: ${percent(share)} …`
              : 'No run to compare the record with. Make one with: halha run'}
        </p>
      </div>
    );
  }
  return (
    <div class="opening-words">
      <Sentence detail={detail} />
      {losses.map((fan) => (
        <LossFan
          key={fan.measure.id}
          fan={fan}
          index={sides.value.findIndex((s) => fan.measure.id.endsWith(s.id))}
        />
      ))}
      <FanKey />
      <Beyond />
    </div>
  );
}

/** What of the record stands in no fan of losses, and why. */
export function Beyond() {
  const rows = beyond(incidents.value.value ?? []);
  if (rows.length === 0) return null;
  return (
    <p class="small soft">
      Beyond the border, and so in no fan:{' '}
      {rows.map((row, i) => (
        <span key={row.id}>
          {i > 0 && ', '}
          <button type="button" class="link" onClick={() => openBooks(row.id)}>
            {row.name}
          </button>{' '}
          ({row.date.words})
        </span>
      ))}
      .
    </p>
  );
}

/** What the bands and the marks of a fan mean. */
export function FanKey() {
  return (
    <p class="fan-key small soft">
      {[
        ['band-90', '90 % of simulated histories'],
        ['band-50', 'middle half'],
        ['band-line', 'median'],
        ['band-record', 'the record, lowest to highest claim'],
      ].map(([sign, text]) => (
        <span key={sign}>
          <i class={sign} /> {text}
        </span>
      ))}
    </p>
  );
}
