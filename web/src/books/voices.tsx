// The sign of whose book a claim stands in: a disc in a side's colour, other shapes in ink for voices of neither side.
import type { Book } from '../api/types';

/** Shapes of voices that are no party's; the rest get a ring. */
const SHAPES: Record<string, string> = {
  archive: 'M0,-5.5L5.5,0L0,5.5L-5.5,0Z',
  scholar: 'M0,-5.5L5.5,0L0,5.5L-5.5,0Z',
  dataset: 'M-4.4,-4.4H4.4V4.4H-4.4Z',
};
const PRESS = 'M0,-5.4L5.2,4H-5.2Z';

/** Index of the side whose book it is; -1 for a voice of neither. */
export function sideOf(book: Book, sides: string[]): number {
  return book.kind === 'side' ? sides.indexOf(book.of ?? '') : -1;
}

/** The sign, around (0, 0); hollow where the claim is weak. */
export function Sign(props: { book: Book; sides: string[]; weak?: boolean }) {
  const { book, sides, weak } = props;
  const side = sideOf(book, sides);
  const hollow = weak ? ' hollow' : '';
  if (side >= 0) return <circle r={5} class={`sign sign-${side}${hollow}`} />;
  if (book.kind === 'both') return <path d={SHAPES.scholar} class={`sign sign-both${hollow}`} />;
  return <path d={SHAPES[book.of ?? ''] ?? PRESS} class={`sign sign-ink${hollow}`} />;
}

/** The same in a line of text. */
export function InlineSign(props: { book: Book; sides: string[]; weak?: boolean }) {
  return (
    <svg class="inline-sign" width={14} height={14} viewBox="-7 -7 14 14" aria-hidden="true">
      <Sign {...props} />
    </svg>
  );
}
