// One kind of figure as every book has it: a line for each claim, all marks on one scale, each with its source.
import type { ComponentChildren } from 'preact';
import { scaleLinear } from 'd3-scale';
import { number } from '../lib/format';
import type { NumberedSource } from './source';
import { useWidth } from '../ui/useWidth';
import { Word } from '../ui/Word';
import type { Claim, Group } from './figures';
import { InlineSign, Sign, sideOf } from './voices';
import { SourceLink } from './source';

const ROW = 22;
const PAD = 10;

function Mark(props: { claim: Claim; x: (value: number) => number; width: number; sides: string[] }) {
  const { claim, x, width, sides } = props;
  const side = sideOf(claim.book, sides);
  const tone = side >= 0 ? `tone-${side}` : 'tone-ink';
  const a = x(claim.low);
  const b = x(claim.high);
  const ranged = claim.low !== claim.high && claim.open === null;
  return (
    <svg width={width} height={ROW} aria-hidden="true">
      <line x1={x(0)} x2={claim.open === 'low' ? b : a} y1={ROW / 2} y2={ROW / 2} class="stem" />
      {ranged && <line x1={a} x2={b} y1={ROW / 2} y2={ROW / 2} class={`bar ${tone}`} />}
      {claim.open === 'high' && (
        <path
          d={`M${a},${ROW / 2}H${Math.min(width - 4, a + 34)}m-5,-4l5,4l-5,4`}
          class={`bar open ${tone}`}
        />
      )}
      {claim.open === 'low' && (
        <path d={`M${b},${ROW / 2}H${Math.max(4, b - 34)}m5,-4l-5,4l5,4`} class={`bar open ${tone}`} />
      )}
      <g
        transform={`translate(${claim.open === 'low' ? b : claim.open === 'high' ? a : (a + b) / 2},${ROW / 2})`}
      >
        <Sign book={claim.book} sides={sides} weak={claim.weak} />
      </g>
    </svg>
  );
}

function Axis(props: { x: ReturnType<typeof scaleLinear<number, number>>; width: number }) {
  const { x, width } = props;
  return (
    <svg width={width} height={16} class="forest-axis" aria-hidden="true">
      {x.ticks(Math.max(2, Math.floor(width / 110))).map((tick) => (
        <text key={tick} x={x(tick)} y={11}>
          {number(tick)}
        </text>
      ))}
    </svg>
  );
}

/** The greatest and the least claim in words: the first thing a reader asks. */
export function extremes(claims: Claim[]): string {
  const most = claims[0];
  const least = claims.at(-1);
  if (!most || !least || most === least) return '';
  return `most: ${most.claim.stated || most.claim.as_read} (${most.claim.claimed_by.name}); fewest: ${least.claim.stated || least.claim.as_read} (${least.claim.claimed_by.name})`;
}

export function Forest(props: {
  group: Group;
  sources: NumberedSource[];
  sides: string[];
  head?: ComponentChildren;
}) {
  const { group, sources, sides } = props;
  const { ref, width } = useWidth<HTMLTableCellElement>(320);
  const x = scaleLinear([0, Math.max(1, group.most)], [PAD, Math.max(PAD + 20, width - PAD)]);
  const unit = group.unit === 'men' || group.unit === '' ? '' : ` (${group.unit})`;
  return (
    <table class="forest">
      <caption>
        <Word says={group.meaning}>{group.title.charAt(0).toUpperCase() + group.title.slice(1)}</Word>
        {unit}
      </caption>
      <thead>
        <tr>
          <th scope="col">Whose book</th>
          <th scope="col" ref={ref} class="forest-scale">
            <span class="unseen">On the scale</span>
            <Axis x={x} width={width} />
          </th>
          <th scope="col" class="number">
            Claimed
          </th>
          <th scope="col">Source</th>
        </tr>
      </thead>
      {group.figures.map((figure, i) => (
        <tbody key={i}>
          <tr class="whose">
            <th scope="rowgroup" colSpan={4}>
              {figure.whose}
              <small>{extremes(figure.claims)}</small>
            </th>
          </tr>
          {figure.claims.map((claim, j) => (
            <tr key={j} class={claim.weak ? 'weak' : ''}>
              <td class="voice">
                <InlineSign book={claim.book} sides={sides} weak={claim.weak} />
                <span title={`${claim.book.name}${claim.claim.note ? `. ${claim.claim.note}` : ''}`}>
                  {claim.claim.claimed_by.name}
                </span>
              </td>
              <td>
                <Mark claim={claim} x={x} width={width} sides={sides} />
              </td>
              <td class={claim.claim.stated ? 'number nowrap' : 'number'}>
                {claim.claim.stated || `“${claim.claim.words}”`}
                {claim.weak && (
                  <Word list="status" of={claim.claim.status}>
                    ?
                  </Word>
                )}
              </td>
              <td>
                <SourceLink
                  source={sources.find((s) => s.number === claim.claim.source)}
                  locator={claim.claim.locator}
                />
              </td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}
