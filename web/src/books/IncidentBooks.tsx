// An incident as both sides and later voices tell it: what came of it, every figure on one scale, accounts, sources.
import { useState } from 'preact/hooks';
import type { Page } from '../api/types';
import { plural, words } from '../lib/format';
import { days } from '../map/items';
import { sides } from '../state/shown';
import { incident, look } from '../state/view';
import { open } from './Chronicle';
import { groups, split } from './figures';
import { Forest } from './Forest';
import { Sources, SourceLink } from './source';
import { InlineSign } from './voices';
import { DAY } from '../lib/time';

function Key(props: { page: Page; ids: string[] }) {
  return (
    <ul class="key" aria-label="Whose books">
      {props.page.books.map((book, i) => (
        <li key={i}>
          <InlineSign book={book} sides={props.ids} />
          {book.name}
        </li>
      ))}
      <li class="soft">hollow: marked doubtful or unverified</li>
    </ul>
  );
}

function Around(props: { page: Page }) {
  const { page } = props;
  const groups = [
    { word: 'Part of', links: page.part_of ? [page.part_of] : [] },
    { word: 'Answered', links: page.answers },
    { word: 'Answered by', links: page.answered_by },
    { word: 'Its parts', links: page.parts },
  ].filter(({ links }) => links.length > 0);
  return (
    <>
      {groups.map(({ word, links }) => (
        <ul key={word} class="around" aria-label={word}>
          <li class="caps" aria-hidden="true">
            {word}
          </li>
          {links.map((link) => (
            <li key={link.id}>
              <button type="button" class="chip" title={link.date.words} onClick={() => open(link.id)}>
                {link.name}
              </button>
            </li>
          ))}
        </ul>
      ))}
    </>
  );
}

function Accounts(props: { page: Page; ids: string[] }) {
  const { page, ids } = props;
  const texts = page.sections
    .filter((section) => section.id === 'accounts' || section.id === 'dates')
    .flatMap((section) => section.rows)
    .flatMap((row) =>
      row.books.flatMap((claims, i) => claims.map((claim) => ({ row, claim, book: page.books[i] }))),
    );
  if (texts.length === 0) return null;
  return (
    <details>
      <summary>Accounts and dates ({texts.length})</summary>
      <ul class="accounts">
        {texts.map(({ row, claim, book }, i) => (
          <li key={i}>
            {book && <InlineSign book={book} sides={ids} />}
            <span>
              <strong>{claim.claimed_by.name}</strong> on {words(row.attribute)}
              {row.parties.length > 0 ? ` (${row.parties.map((p) => p.name).join(', ')})` : ''}:{' '}
              {claim.stated || claim.words}{' '}
              <SourceLink
                source={page.sources.find((s) => s.number === claim.source)}
                locator={claim.locator}
              />
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Steps(props: { page: Page }) {
  const { decisions, acts } = props.page;
  if (decisions.length + acts.length === 0) return null;
  const names = new Map(sides.value.map((side) => [side.id, side.short]));
  return (
    <details>
      <summary>
        Who decided what ({plural(decisions.length, 'decision')}, {plural(acts.length, 'act')})
      </summary>
      <ol class="steps">
        {decisions.map((step) => (
          <li key={step.step}>
            <time>{step.date.words}</time> {step.command?.name ?? names.get(step.side)}:{' '}
            <strong>{words(step.rung)}</strong>
            {step.after ? `, after ${step.after}` : ''}
          </li>
        ))}
        {acts.map((act) => (
          <li key={act.id}>
            <time>{act.date.words}</time> {act.name}
            {act.outcome ? `: ${act.outcome}` : ''}
          </li>
        ))}
      </ol>
    </details>
  );
}

export function IncidentBooks(props: { page: Page }) {
  const { page } = props;
  const [more, setMore] = useState(false);
  const ids = sides.value.map((side) => side.id);
  const { main, rest } = split(groups(page));
  const when = page.date ? days(page.date) : null;
  return (
    <article class="card books" aria-labelledby="books-title">
      <div class="row">
        <h3 id="books-title" class="big">
          {page.name}
        </h3>
        <span class="push row">
          {when && (
            <button
              type="button"
              class="chip"
              onClick={() => look({ from: when.from - 15 * DAY, to: when.to + 15 * DAY })}
            >
              Look at this time
            </button>
          )}
          <button type="button" class="chip" onClick={() => (incident.value = null)}>
            Close
          </button>
        </span>
      </div>
      <p class="soft">
        {page.date?.words}
        {page.outcome ? ` · ${page.outcome}` : ''}
      </p>
      <Around page={page} />
      <Key page={page} ids={ids} />
      {main.length === 0 && <p class="wait">Nobody gives a number here.</p>}
      {(more ? [...main, ...rest] : main).map((group) => (
        <Forest key={group.id} group={group} sources={page.sources} sides={ids} />
      ))}
      {rest.length > 0 && (
        <p>
          <button type="button" class="button" aria-expanded={more} onClick={() => setMore(!more)}>
            {more ? 'Fewer figures' : `${plural(rest.length, 'more kind')} of figure`}
          </button>
        </p>
      )}
      <Steps page={page} />
      <Accounts page={page} ids={ids} />
      <Sources sources={page.sources} />
    </article>
  );
}
