// Where the model misses the record, and what is weak in the record and the priors: in plain sight.
import type { Clash, Comparison, Truth as Checks } from '../api/types';
import { number, percent, plural, range, shareWords } from '../lib/format';
import { verdictWords } from '../ensemble/DistributionView';
import { sides } from '../state/shown';
import { truth } from '../state/store';
import { observable } from '../state/view';
import { openBooks } from '../books/Chronicle';
import { Waiting } from '../ui/Waiting';
import { Word } from '../ui/Word';

function Rivals(props: { of: Comparison['recorded'] }) {
  const each = props.of.map((mark) => `${range(mark.low, mark.high ?? null)} (${mark.claimed_by.name})`);
  return <span>the record: {each.join(' · ')}</span>;
}

function Misfit(props: { of: Comparison }) {
  const { of } = props;
  return (
    <li>
      <button
        type="button"
        class="link"
        onClick={() => {
          observable.value = of.id;
          document.getElementById('ensemble')?.scrollIntoView();
        }}
      >
        {of.title}
      </button>
      <Rivals of={of.recorded} />
      <span class="model">
        the model:{' '}
        {of.simulated.kind === 'number'
          ? `${number(of.simulated.quantiles.median)} [90 %: ${number(of.simulated.quantiles.q05)}–${number(of.simulated.quantiles.q95)}] ${of.unit}`
          : of.simulated.kind === 'yes-no'
            ? `yes in ${shareWords(of.simulated.share)}`
            : 'no value'}
      </span>
    </li>
  );
}

function ClashRow(props: { of: Clash }) {
  const { of } = props;
  const ids = sides.value.map((side) => side.id);
  return (
    <tr>
      <th scope="row">
        <button type="button" class="link" onClick={() => openBooks(of.incident.id)}>
          {of.incident.name}
        </button>
      </th>
      <td>
        {of.losses.flatMap((loss) =>
          loss.recorded.map((mark, i) => {
            const bad = mark.verdict === 'above' || mark.verdict === 'below';
            return (
              <div key={`${loss.side} ${loss.what} ${i}`}>
                <span class={`side-${ids.indexOf(loss.side)}`}>
                  {sides.value[ids.indexOf(loss.side)]?.short} {loss.what}
                </span>{' '}
                {range(mark.low, mark.high ?? null)} <span class="soft">({mark.claimed_by.name})</span>, model{' '}
                {number(loss.simulated.median)}:{' '}
                <span class={bad ? 'bad' : ''}>{verdictWords(mark.verdict)}</span>
              </div>
            );
          }),
        )}
      </td>
      <td>{of.victor ? `recorded victor wins ${percent(of.victor.wins.share)}` : ''}</td>
    </tr>
  );
}

function Numbers(props: { of: Checks }) {
  const { of } = props;
  const items = [
    {
      value: `${number(of.inside90)} of ${number(of.compared)}`,
      what: 'observables where some claim lies inside 90 % of campaigns',
    },
    {
      value: `${number(of.inside50)} of ${number(of.compared)}`,
      what: 'where one lies inside the middle half',
    },
    {
      value: `${number(of.record.weak)} of ${number(of.record.statements)}`,
      what: 'statements of the record that are doubtful or unverified',
    },
    {
      value: `${number(of.record.sources_read)} of ${number(of.record.sources)}`,
      what: 'sources that were read themselves',
    },
    {
      value: `${number(of.priors.assumed)} of ${number(of.priors.parameters)}`,
      what: 'parameters that rest on judgement alone',
    },
  ];
  return (
    <dl class="numbers">
      {items.map((item) => (
        <div key={item.what}>
          <dt>{item.what}</dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}

function ClashMisfits(props: { of: Clash[] }) {
  const ids = sides.value.map((side) => side.id);
  const short = (side: string) => sides.value[ids.indexOf(side)]?.short ?? side;
  const losses = props.of.flatMap((clash) => clash.losses.map((loss) => ({ clash, loss })));
  const victors = props.of.flatMap((clash) => (clash.victor ? [{ clash, victor: clash.victor }] : []));
  const missed = losses.filter((one) => one.loss.misfit);
  const unlikely = victors.filter((one) => one.victor.misfit);
  const link = (clash: Clash, what: string) => (
    <button type="button" class="link" onClick={() => openBooks(clash.incident.id)}>
      {clash.incident.name}: {what}
    </button>
  );
  return (
    <>
      <p class="soft small">
        Of the named clashes, fought by themselves with the forces of the record: {missed.length || 'none'} of{' '}
        {losses.length} losses with no vouched claim inside 90 %, {unlikely.length || 'none'} of{' '}
        {victors.length} victors given less than one chance in twenty.
      </p>
      <ul class="misfits">
        {missed.map(({ clash, loss }) => (
          <li key={`${clash.incident.id} ${loss.side} ${loss.what}`}>
            {link(clash, `${short(loss.side)} ${loss.what}`)}
            <Rivals of={loss.recorded} />
            <span class="model">
              the model: {number(loss.simulated.median)} [90 %: {number(loss.simulated.q05)}–
              {number(loss.simulated.q95)}]
            </span>
          </li>
        ))}
        {unlikely.map(({ clash, victor }) => (
          <li key={clash.incident.id}>
            {link(clash, `won by ${short(victor.side)}`)}
            <span class="model">the model: it wins {shareWords(victor.wins)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

export function Truth() {
  return (
    <Waiting of={truth.value} what="the checks">
      {(value) => (
        <>
          <Numbers of={value} />
          <div class="two">
            <section class="card">
              <h3>
                {plural(value.misfits.length, 'misfit')}: <Word of="rivals">rivals</Word> of the record all
                outside 90 %
              </h3>
              {value.misfits.length === 0 && <p class="wait">None for this run.</p>}
              <ul class="misfits">
                {value.misfits.map((one) => (
                  <Misfit key={one.id} of={one} />
                ))}
              </ul>
              {value.clashes.length > 0 && <ClashMisfits of={value.clashes} />}
              {value.record.issues.length > 0 && (
                <details>
                  <summary>What the record’s own checks found ({value.record.issues.length})</summary>
                  <ul class="plain small">
                    {value.record.issues.map((issue, i) => (
                      <li key={i}>
                        {issue.severity}: {issue.text}
                      </li>
                    ))}
                  </ul>
                </details>
              )}
            </section>
            <section class="card">
              <h3>Named clashes, each fought by itself</h3>
              <div class="scroll" tabIndex={0} role="group" aria-label="Named clashes">
                <table class="clashes">
                  <thead>
                    <tr>
                      <th scope="col">Clash</th>
                      <th scope="col">Claimed, and what the model expects of such forces</th>
                      <th scope="col">Victory</th>
                    </tr>
                  </thead>
                  <tbody>
                    {value.clashes.map((one) => (
                      <ClashRow key={`${one.incident.id} ${one.date}`} of={one} />
                    ))}
                  </tbody>
                </table>
              </div>
            </section>
          </div>
        </>
      )}
    </Waiting>
  );
}
