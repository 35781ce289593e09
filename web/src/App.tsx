// The page from top to bottom: one clock above, then map, time line, books, ensemble, replay, what-if and misfits.
import { useState } from 'preact/hooks';
import { connection } from './api/client';
import { Chronicle, open } from './books/Chronicle';
import { IncidentBooks } from './books/IncidentBooks';
import { PeriodBooks } from './books/PeriodBooks';
import { DistributionView } from './ensemble/DistributionView';
import { FanView } from './ensemble/FanView';
import { jump, Opening } from './ensemble/Opening';
import { ShareBars } from './ensemble/OutcomesView';
import { Worlds } from './ensemble/Worlds';
import { plural } from './lib/format';
import { periodWords } from './lib/time';
import type { Item } from './map/items';
import { MapView } from './map/MapView';
import { Replay } from './replay/Replay';
import { inPeriod, plain } from './state/shown';
import { conflict, incidents, page, run, runDetail, runs } from './state/store';
import { theme, turn } from './state/theme';
import { link } from './state/url';
import { chosenRun, clock, incident, showsWorld, world } from './state/view';
import { ClockBar } from './timeline/ClockBar';
import { Lanes } from './timeline/Lanes';
import { Truth } from './truth/Truth';
import { Icon } from './ui/icons';
import { Later } from './ui/Later';
import { Bubble, Word } from './ui/Word';
import { Waiting } from './ui/Waiting';
import { Choose } from './whatif/Choose';
import { Result } from './whatif/Result';

const PARTS = [
  { id: 'map', name: 'Map' },
  { id: 'time', name: 'Time line' },
  { id: 'books', name: 'Both books' },
  { id: 'ensemble', name: 'Ensemble' },
  { id: 'replay', name: 'Replay' },
  { id: 'whatif', name: 'What if' },
  { id: 'misses', name: 'Misfits' },
];

function Share() {
  const [said, say] = useState('');
  const copy = () => {
    const address = link();
    navigator.clipboard.writeText(address).then(
      () => say('Link copied'),
      () => say(address),
    );
    setTimeout(() => say(''), 4_000);
  };
  return (
    <>
      <button type="button" class="button" onClick={copy}>
        Copy link
      </button>
      <span role="status" class={said.startsWith('http') ? 'small' : 'unseen'}>
        {said}
      </span>
    </>
  );
}

function Head() {
  const all = runs.value.value ?? [];
  return (
    <header class="head">
      <a class="brand" href="#top" onClick={jump('top')}>
        Halha <small>{conflict.value.value?.title ?? ''}</small>
      </a>
      <nav aria-label="Parts of the page">
        {PARTS.map((part) => (
          <a key={part.id} href={`#${part.id}`} onClick={jump(part.id)}>
            {part.name}
          </a>
        ))}
      </nav>
      <div class="row">
        {all.length > 1 && (
          <select
            aria-label="Run"
            value={run.value?.id ?? ''}
            onChange={(e) => (chosenRun.value = e.currentTarget.value)}
          >
            {all.map((one) => (
              <option key={one.id} value={one.id}>
                {one.title}
              </option>
            ))}
          </select>
        )}
        <Share />
        <button
          type="button"
          class="button icon"
          aria-label={theme.value === 'dark' ? 'Light colours' : 'Dark colours'}
          onClick={turn}
        >
          <Icon of={theme.value === 'dark' ? 'sun' : 'moon'} />
        </button>
      </div>
    </header>
  );
}

function Gone() {
  if (connection.value === 'there') return null;
  return (
    <div class="banner" role="alert">
      <strong>The program that serves this page has stopped.</strong>
      <span>
        Start it again with “halha explore”; the page goes on by itself. What you see stays as it was.
      </span>
    </div>
  );
}

/** What a click on map or time line does: a record's incident opens its claims. */
function pick(item: Item): void {
  if (plain.peek()) return;
  open(item.id);
}

function Picked() {
  const row = (incidents.value.value ?? []).find((one) => one.id === incident.value);
  if (!row || plain.value) return null;
  return (
    <p class="picked" role="status">
      <strong>{row.name}</strong>, {row.date.words}: {plural(row.claims, 'claim')} from{' '}
      {plural(row.sources, 'source')}.{' '}
      <a href="#books" onClick={jump('books')}>
        Compare the books
      </a>
    </p>
  );
}

function MapPart() {
  const period = clock.value;
  const simulated = plain.value;
  const found = inPeriod.value;
  const what = simulated
    ? `World ${world.value ?? ''}: ${plural(found.length, 'incident')}`
    : plural(found.length, 'incident');
  return (
    <section id="map" aria-labelledby="map-title" class="map-part">
      <div class="row">
        <h2 id="map-title" class="unseen">
          Map
        </h2>
        <p class="soft">
          {what}, {periodWords(period.from, period.to)}
        </p>
        {simulated && (
          <button type="button" class="chip" onClick={() => (showsWorld.value = false)}>
            Show the record
          </button>
        )}
      </div>
      <MapView
        items={found}
        plain={simulated}
        label={`Map of ${what} in ${periodWords(period.from, period.to)}`}
        onPick={pick}
      />
      <Picked />
    </section>
  );
}

function Books() {
  if (incident.value === null) return <PeriodBooks />;
  return (
    <Waiting of={page.value} what="the claims">
      {(value) => <IncidentBooks page={value} />}
    </Waiting>
  );
}

function Endings() {
  const detail = runDetail.value.value;
  if (!detail) return null;
  return (
    <section class="card" aria-labelledby="endings-title">
      <h3 id="endings-title">How it ends</h3>
      <ShareBars title="Histories" rows={detail.outcomes.endings} />
      <ShareBars title="Why general wars began" rows={detail.outcomes.causes} />
      <ShareBars title="Crises" rows={detail.outcomes.settlements} />
    </section>
  );
}

function Parts() {
  return (
    <>
      <section id="time" class="part" aria-labelledby="time-title">
        <header>
          <h2 id="time-title">Time line</h2>
          <p>
            A lane for each <Word of="sector">sector</Word>; bars last as long as the thing did, or as long as
            its day is uncertain. Arcs lead from cause to response. Brush the clock above, or pick a year.
          </p>
        </header>
        <Lanes onPick={pick} />
      </section>
      <section id="books" class="part" aria-labelledby="books-heading">
        <header>
          <h2 id="books-heading">Both books</h2>
          <p>
            Every figure stands under the voice that gives it: a <Word of="claim">claim</Word> is one
            statement by one <Word of="source">source</Word>, and none is merged with another.
          </p>
        </header>
        <div class="side-list">
          <Chronicle />
          <Books />
        </div>
      </section>
      <section id="ensemble" class="part" aria-labelledby="ensemble-heading">
        <header>
          <h2 id="ensemble-heading">Ensemble</h2>
          <p>
            {plural(runDetail.value.value?.replications ?? 0, 'simulated history', 'simulated histories')} of
            the same border, each with its own luck and its own <Word of="draw">draw</Word> of the{' '}
            <Word of="parameter">parameters</Word>; the record over them.
          </p>
        </header>
        <div class="two">
          <FanView />
          <DistributionView />
          <Worlds />
          <Endings />
        </div>
      </section>
      <section id="replay" class="part" aria-labelledby="replay-heading">
        <header>
          <h2 id="replay-heading">Replay</h2>
          <p>One world, step by step, forward and back. The address of the page keeps the moment.</p>
        </header>
        <div class="stack">
          <Replay />
        </div>
      </section>
      <section id="whatif" class="part" aria-labelledby="whatif-heading">
        <header>
          <h2 id="whatif-heading">What if</h2>
          <p>
            Change something and play pairs of worlds with the same luck: an{' '}
            <Word of="intervention">intervention</Word> is data, and its effect is the difference within
            pairs.
          </p>
        </header>
        <div class="side-list">
          <Choose />
          <Result />
        </div>
      </section>
      <section id="misses" class="part" aria-labelledby="misses-heading">
        <header>
          <h2 id="misses-heading">Where the model misses</h2>
          <p>Checks and misfits, as they are. A green build does not mean that history was predicted.</p>
        </header>
        <Truth />
      </section>
    </>
  );
}

export function App() {
  return (
    <div id="top">
      <div class="sticky">
        <Gone />
        <Head />
        <ClockBar />
      </div>
      <main>
        <h1 class="unseen">{conflict.value.value?.title ?? 'Halha explorer'}</h1>
        <div class="opening">
          <MapPart />
          <section aria-label="How unusual the record is in the model">
            <Opening />
          </section>
        </div>
        <Later>{() => <Parts />}</Later>
      </main>
      <Bubble />
    </div>
  );
}
