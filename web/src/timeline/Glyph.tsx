// The sign of an incident in a lane: a half-disc of losses for each side, pale for the highest claim, solid for the lowest.
import type { Item } from '../map/items';

const LARGEST = 15;
const LEAST = 3;
const LARGEST_LOSS = 60_000;

/** Radius in a lane: the square root of losses, but never too small to point at. */
export function glyphRadius(losses: number): number {
  return losses <= 0 ? 0 : Math.max(LEAST, LARGEST * Math.sqrt(losses / LARGEST_LOSS));
}

/** The greater of the two half-discs. */
export function glyphReach(item: Item): number {
  return Math.max(LEAST, glyphRadius(item.losses[0]?.high ?? 0), glyphRadius(item.losses[1]?.high ?? 0));
}

function half(x: number, y: number, r: number, side: number): string {
  return `M${x},${y - r}A${r},${r} 0 0 ${side} ${x},${y + r}Z`;
}

export function Glyph(props: { item: Item; x: number; y: number }) {
  const { item, x, y } = props;
  const known = item.losses.some((loss) => loss && loss.high > 0);
  return (
    <>
      {item.losses.map((loss, side) =>
        loss && loss.high > 0 ? (
          <g key={side}>
            {loss.high > loss.low && (
              <path d={half(x, y, glyphRadius(loss.high), side)} class={`fill-${side} pale`} />
            )}
            <path d={half(x, y, glyphRadius(loss.low), side)} class={`fill-${side}`} />
          </g>
        ) : null,
      )}
      {!known && (
        <circle cx={x} cy={y} r={LEAST} class={item.side === null ? 'none-known' : `fill-${item.side}`} />
      )}
    </>
  );
}
