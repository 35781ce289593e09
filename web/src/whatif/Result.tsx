// What came of the what-if so far: a sentence, two fans on one scale, endings, and every observable with its difference.
import type { Contrast, ProgressFan, Share, Simulated } from '../api/types';
import { Downloads } from '../charts/Downloads';
import { Chart } from '../charts/Plot';
import { fanOptions } from '../charts/fan';
import { endingWords, number, percent, title } from '../lib/format';
import { sides } from '../state/shown';
import { difference, saying, sure } from './saying';
import { columns } from './table';
import { asked, changes, contrast, current, openPair, problem, state } from './job';

function simulated(of: Simulated): string {
  if (of.kind === 'nothing') return '–';
  if (of.kind === 'yes-no') return percent(of.share.share);
  return `${number(of.quantiles.median)} [${number(of.quantiles.q25)}–${number(of.quantiles.q75)}]`;
}

function pairOf(of: Contrast, i: number): [ProgressFan, ProgressFan] | null {
  const a = of.baseline[i];
  const b = of.counterfactual[i];
  return a && b ? [a, b] : null;
}

function TwoFans(props: { of: Contrast; index: number }) {
  const both = pairOf(props.of, props.index);
  if (!both) return null;
  const most = Math.max(1, ...both.flatMap((fan) => fan.bands.map((b) => b.points[4] ?? 0)));
  const log = most > 200;
  return (
    <div class="two">
      {both.map((fan, arm) => (
        <div key={arm}>
          <h4>
            {arm === 0 ? 'Baseline' : 'Counterfactual'}: {fan.measure.name}
          </h4>
          <Chart
            label={`${fan.measure.name} by year, ${arm === 0 ? 'baseline' : 'counterfactual'}`}
            name={`whatif-${fan.measure.id}-${arm === 0 ? 'baseline' : 'counterfactual'}`}
            needs={[props.of]}
            options={() =>
              fanOptions(fan.bands, [], {
                unit: log ? 'steps of ten' : 'a year',
                height: 190,
                domain: [0, most * 1.05],
                log,
              })
            }
          />
        </div>
      ))}
    </div>
  );
}

function Endings(props: { of: Contrast }) {
  const { baseline_endings: base, counterfactual_endings: other } = props.of;
  const all = [...new Set([...Object.keys(base), ...Object.keys(other)])];
  const cell = (share: Share | undefined, kind: string) => (
    <td class="bar-cell">
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect width={100} height={10} class="bar-ground" />
        <rect width={(share?.share ?? 0) * 100} height={10} class={kind} />
      </svg>
      <span>{share ? percent(share.share) : '0 %'}</span>
    </td>
  );
  return (
    <table class="shares both">
      <caption>How histories end</caption>
      <thead>
        <tr>
          <th scope="col">Ending</th>
          <th scope="col">Baseline</th>
          <th scope="col">Counterfactual</th>
        </tr>
      </thead>
      <tbody>
        {all.map((ending) => (
          <tr key={ending}>
            <th scope="row">{title(endingWords(ending))}</th>
            {cell(base[ending], 'bar-model')}
            {cell(other[ending], 'bar-accent')}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Rows(props: { of: Contrast }) {
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label="All observables">
      <table class="contrast">
        <caption>
          Every observable: median [middle half], or share; difference of pairs, mean ± Monte Carlo error
        </caption>
        <thead>
          <tr>
            <th scope="col">Observable</th>
            <th scope="col" class="number">
              Baseline
            </th>
            <th scope="col" class="number">
              Counterfactual
            </th>
            <th scope="col" class="number">
              Difference
            </th>
            <th scope="col" class="number">
              Pairs changed
            </th>
          </tr>
        </thead>
        <tbody>
          {props.of.observables.map((row) => (
            <tr key={row.id} class={sure(row) ? 'sure' : ''}>
              <th scope="row">
                {row.title} <small>{row.baseline.kind === 'yes-no' ? '' : row.unit}</small>
              </th>
              <td class="number">{simulated(row.baseline)}</td>
              <td class="number">{simulated(row.counterfactual)}</td>
              <td class="number">{difference(row)}</td>
              <td class="number">{row.difference ? percent(row.difference.changed) : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Pairs(props: { of: Contrast }) {
  const named = [
    { title: 'A typical pair', pair: props.of.typical ?? null },
    { title: 'The pair that differs most', pair: props.of.extreme ?? null },
  ];
  return (
    <ul class="around">
      {named.map(({ title: text, pair }) =>
        pair === null ? null : (
          <li key={text}>
            <span>
              {text} ({number(pair)}):
            </span>
            {(['baseline', 'counterfactual'] as const).map((arm) => (
              <button
                key={arm}
                type="button"
                class="chip"
                disabled={!current.value}
                aria-label={`Replay ${text.toLowerCase()}, ${arm}`}
                onClick={() => openPair(pair, arm)}
              >
                {arm}
              </button>
            ))}
          </li>
        ),
      )}
    </ul>
  );
}

function stateWords(): string {
  const done = contrast.value?.pairs ?? 0;
  const all = asked.value?.pairs ?? 0;
  switch (state.value) {
    case 'idle':
      return 'Choose what happens otherwise, then play both worlds.';
    case 'waiting':
      return 'Waiting for the first worlds …';
    case 'running':
      return `${number(done)} of ${number(all)} pairs …`;
    case 'done':
      return `All ${number(done)} pairs, in ${number(contrast.value?.seconds ?? 0)} seconds.`;
    case 'cancelled':
      return `Cancelled after ${number(done)} pairs: what had come in is shown.`;
    default:
      return '';
  }
}

export function Result() {
  const now = contrast.value;
  const share = asked.value && now ? now.pairs / asked.value.pairs : 0;
  return (
    <div class="card result">
      <p role="status" class="job">
        {stateWords()}
        {asked.value !== null && !current.value && now ? ' What is shown answers an earlier choice.' : ''}
      </p>
      {(state.value === 'running' || state.value === 'waiting') && (
        <progress value={share} max={1} aria-label="Pairs played">
          {percent(share)}
        </progress>
      )}
      {state.value === 'failed' && problem.value && (
        <div class="failure" role="alert">
          <p>{problem.value.message}</p>
          <p class="soft">{problem.value.remedy}</p>
        </div>
      )}
      {now && (
        <>
          <p class="headline">{saying(now)}</p>
          {changes.value.length > 0 && (
            <details>
              <summary>What is changed</summary>
              <ul class="plain">
                {changes.value.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </details>
          )}
          {now.baseline.map((_, i) => (
            <TwoFans key={i} of={now} index={i} />
          ))}
          <Pairs of={now} />
          <Endings of={now} />
          <Rows of={now} />
          <Downloads name="whatif" table={() => columns(now)} />
        </>
      )}
      {!now && state.value === 'idle' && sides.value.length > 0 && (
        <p class="soft">
          Two ensembles appear here side by side and sharpen as worlds come in. The address of the page keeps
          the choice.
        </p>
      )}
    </div>
  );
}
