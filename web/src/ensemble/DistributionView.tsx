// How an observable is spread over all campaigns, with every claim marked where it lies.
import { Chart, Plot, type Options } from '../charts/Plot';
import type { Distribution, Mark } from '../api/types';
import { number, percent, range, shareWords } from '../lib/format';
import { numbers } from '../lib/table';
import { distribution, runDetail, shownObservable } from '../state/store';
import { observable } from '../state/view';
import { Waiting } from '../ui/Waiting';

/** What a verdict says, in words. */
export function verdictWords(verdict: Mark['verdict']): string {
  switch (verdict) {
    case 'inside50':
      return 'inside the middle half';
    case 'inside90':
      return 'inside 90 %';
    case 'below':
      return 'below 90 % of campaigns';
    case 'above':
      return 'above 90 % of campaigns';
    case 'likely':
      return 'at least 1 in 20';
    case 'unlikely':
      return 'less than 1 in 20';
    default:
      return 'nothing to compare with';
  }
}

const meets = (mark: Mark) =>
  mark.verdict !== 'above' && mark.verdict !== 'below' && mark.verdict !== 'unlikely';

function options(of: Distribution): Options {
  const most = Math.max(0.0001, ...of.bins.map((bin) => bin.share));
  const marks = of.marks.map((mark, i) => ({
    ...mark,
    top: mark.high ?? mark.low,
    level: most * (1.12 + 0.1 * (i % 5)),
  }));
  const low = Math.min(
    ...of.bins.map((b) => b.low),
    ...marks.map((m) => Math.max(m.low, of.scale === 'log' ? 1 : -Infinity)),
  );
  const high = Math.max(...of.bins.map((b) => b.high), ...marks.map((m) => m.top * 1.05));
  const log = of.scale === 'log';
  return {
    height: 260,
    marginLeft: 46,
    marginBottom: 34,
    x: {
      type: log ? 'log' : 'linear',
      domain: [Math.max(low, log ? 1 : low), high],
      label: `${of.unit} →`,
      ...(log ? { ticks: 5, tickFormat: '~s' } : {}),
    },
    y: {
      domain: [0, most * 1.7],
      ticks: 3,
      tickFormat: (v: number) => percent(v),
      label: '↑ share of campaigns',
    },
    marks: [
      Plot.rectY(of.bins, {
        x1: 'low',
        x2: 'high',
        y: 'share',
        fill: 'var(--model-50)',
        insetLeft: 0.5,
        insetRight: 0.5,
      }),
      Plot.ruleX(marks, { x: 'low', y1: 0, y2: 'level', stroke: 'var(--record)', strokeOpacity: 0.35 }),
      Plot.link(marks, {
        x1: 'low',
        x2: 'top',
        y1: 'level',
        y2: 'level',
        stroke: 'var(--record)',
        strokeWidth: 3,
      }),
      Plot.dot(marks, {
        x: 'low',
        y: 'level',
        r: 4,
        fill: (m: Mark) => (meets(m) ? 'var(--record)' : 'var(--bad)'),
        title: (m: Mark) => `${m.claimed_by.name}: ${range(m.low, m.high ?? null)}`,
      }),
      Plot.ruleY([0], { stroke: 'var(--line)' }),
    ],
  };
}

function Body(props: { of: Distribution }) {
  const { of } = props;
  return (
    <>
      {of.simulated.kind === 'yes-no' ? (
        <p class="headline">Yes in {shareWords(of.simulated.share)} of campaigns.</p>
      ) : (
        <Chart
          label={`${of.title}: share of campaigns by ${of.unit}, with the claims`}
          name={`distribution-${of.id}`}
          table={() => [
            numbers('low', of.bins, (bin) => bin.low),
            numbers('high', of.bins, (bin) => bin.high),
            numbers('share', of.bins, (bin) => bin.share),
          ]}
          needs={[of]}
          options={() => options(of)}
        />
      )}
      {of.scale === 'log' && of.none > 0 && (
        <p class="small soft">{percent(of.none)} of campaigns have none.</p>
      )}
      {of.marks.length > 0 && (
        <ul class="plain small">
          {of.marks.map((mark, i) => (
            <li key={i}>
              <strong>{range(mark.low, mark.high ?? null)}</strong> {mark.claimed_by.name}
              {mark.status === 'stated' ? '' : ` (${mark.status})`}:{' '}
              <span class={meets(mark) ? '' : 'bad'}>{verdictWords(mark.verdict)}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

export function DistributionView() {
  const all = runDetail.value.value?.comparison ?? [];
  return (
    <section class="card" aria-labelledby="distribution-title">
      <div class="row">
        <h3 id="distribution-title">Claims in the distribution</h3>
        <select
          class="push"
          aria-label="Observable"
          value={shownObservable.value ?? ''}
          onChange={(event) => (observable.value = event.currentTarget.value)}
        >
          {all.map((one) => (
            <option key={one.id} value={one.id}>
              {one.misfit ? '✗ ' : ''}
              {one.title}
            </option>
          ))}
        </select>
      </div>
      <Waiting of={distribution.value} what="the distribution">
        {(value) => (
          <>
            <p class="soft">
              {value.title}
              {value.simulated.kind === 'number'
                ? `: half of the campaigns below ${number(value.simulated.quantiles.median)} ${value.unit}`
                : ''}
            </p>
            <Body of={value} />
          </>
        )}
      </Waiting>
    </section>
  );
}
