// A source as a number that says what it is, with the way to it for the reader: the page itself never fetches it.
import type { Page } from '../api/types';

export type NumberedSource = Page['sources'][number];

/** `[13]`, with title and place in the source on hover. */
export function SourceLink(props: { source: NumberedSource | undefined; locator: string }) {
  const { source, locator } = props;
  if (!source) return null;
  const about = [source.author, source.title, source.date, locator].filter(Boolean).join(', ');
  const label = `Source ${source.number}: ${about}`;
  return (
    <a
      class="source"
      href={`#source-${source.number}`}
      title={about}
      aria-label={label}
      onClick={toSource(source.number)}
    >
      [{source.number}]
    </a>
  );
}

function toSource(number: number) {
  return (event: MouseEvent) => {
    event.preventDefault();
    const target = document.getElementById(`source-${number}`);
    const list = target?.closest('details');
    if (list) list.open = true;
    target?.scrollIntoView({ block: 'center' });
    target?.focus({ preventScroll: true });
  };
}

/** All sources of a page. */
export function Sources(props: { sources: NumberedSource[] }) {
  return (
    <details class="sources">
      <summary>Who says so, and where ({props.sources.length} sources)</summary>
      <ol>
        {props.sources.map((source) => (
          <li key={source.id} id={`source-${source.number}`} value={source.number} tabIndex={-1}>
            {source.author ? `${source.author}: ` : ''}
            <cite>{source.title}</cite>
            {source.date ? `, ${source.date}` : ''}
            {source.url && (
              <>
                {' · '}
                <a href={source.url} target="_blank" rel="noreferrer noopener">
                  leaves this machine: {new URL(source.url).host}
                </a>
              </>
            )}
          </li>
        ))}
      </ol>
    </details>
  );
}
