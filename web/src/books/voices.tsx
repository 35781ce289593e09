// The sign of whose book a claim stands in: a disc in a side's colour, other shapes in ink for voices of neither side.
import type { Book } from '../api/types';

/** Shapes of voices that are no party's; the rest get a triangle. */
const DIAMOND = 'M0,-5.8L5.8,0L0,5.8L-5.8,0Z';
const SHAPES: Record<string, string> = {
  archive: DIAMOND,
  scholarship: 'M0,-6L1.7,-1.9L6,-1.7L2.7,1.1L3.8,5.4L0,3L-3.8,5.4L-2.7,1.1L-6,-1.7L-1.7,-1.9Z',
  dataset: 'M-4.4,-4.4H4.4V4.4H-4.4Z',
  press: 'M0,5.4L5.2,-4H-5.2Z',
};
const OTHER = 'M0,-5.4L5.2,4H-5.2Z';

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
  if (book.kind === 'both') return <path d={DIAMOND} class={`sign sign-both${hollow}`} />;
  return <path d={SHAPES[book.of ?? ''] ?? OTHER} class={`sign sign-ink${hollow}`} />;
}

/** The same in a line of text. */
export function InlineSign(props: { book: Book; sides: string[]; weak?: boolean }) {
  return (
    <svg class="inline-sign" width={14} height={14} viewBox="-7 -7 14 14" aria-hidden="true">
      <Sign {...props} />
    </svg>
  );
}
