// What the signs of the map mean.
import { number } from '../lib/format';
import { radius } from './draw';

const SIZES = [100, 2_000, 20_000];

/** The legend; a campaign's dots are incidents without losses by who intruded. */
export function Legend(props: { sides: string[]; plain: boolean }) {
  const { sides, plain } = props;
  const largest = radius(SIZES.at(-1) ?? 0);
  return (
    <figcaption class="legend">
      <svg width={largest * 2 + 148} height={largest * 2 + 10} aria-hidden="true">
        {SIZES.map((size) => {
          const r = radius(size);
          const y = largest * 2 + 8 - r;
          return (
            <g key={size}>
              <path class="fill-0" d={`M${largest + 2},${y - r}A${r},${r} 0 0 0 ${largest + 2},${y + r}Z`} />
              <path class="fill-1" d={`M${largest + 2},${y - r}A${r},${r} 0 0 1 ${largest + 2},${y + r}Z`} />
              <line x1={largest + 2} x2={largest * 2 + 12} y1={y - r} y2={y - r} class="leader" />
              <text x={largest * 2 + 16} y={y - r + 4}>
                {number(size)} men lost
              </text>
            </g>
          );
        })}
      </svg>
      <ul>
        <li>
          <i class="dot-0" /> lost by {sides[0] ?? ''} <i class="dot-1" /> by {sides[1] ?? ''}
        </li>
        <li>pale: highest claim · solid: lowest</li>
        {plain ? (
          <li>place within its sector: not known to the model</li>
        ) : (
          <li>grey disc: place uncertain · dashed ring: day uncertain</li>
        )}
        <li>
          <i class="dash-0" /> line claimed by {sides[0] ?? ''} <i class="dash-1" /> by {sides[1] ?? ''}
        </li>
        <li>dotted: borders and names of today</li>
      </ul>
    </figcaption>
  );
}
