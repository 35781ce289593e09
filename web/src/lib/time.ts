// Days as milliseconds of UTC: reading the server's dates, and saying dates in words.
export const DAY = 86_400_000;

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** Reads `YYYY-MM-DD`; NaN for anything else. */
export function day(text: string): number {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
}

/** Writes `YYYY-MM-DD`. */
export function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** `3 July 1939`. */
export function dayWords(time: number): string {
  const date = new Date(time);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()}`;
}

/** `3 Jul`. */
export function shortDay(time: number): string {
  const date = new Date(time);
  return `${date.getUTCDate()} ${(MONTHS[date.getUTCMonth()] ?? '').slice(0, 3)}`;
}

/** `Jul 1939`. */
export function monthWords(time: number): string {
  const date = new Date(time);
  return `${(MONTHS[date.getUTCMonth()] ?? '').slice(0, 3)} ${date.getUTCFullYear()}`;
}

/** A period in as few words as say it: `1939`, `May – Sep 1939`, `3 Jul – 9 Aug 1938`. */
export function periodWords(from: number, to: number): string {
  const first = new Date(from);
  const last = new Date(to);
  const sameYear = first.getUTCFullYear() === last.getUTCFullYear();
  if (isoDay(from) === isoDay(to)) return `${shortDay(from)} ${first.getUTCFullYear()}`;
  const startsMonth = first.getUTCDate() === 1;
  const endsMonth = new Date(to + DAY).getUTCDate() === 1;
  const startsYear = startsMonth && first.getUTCMonth() === 0;
  const endsYear = endsMonth && last.getUTCMonth() === 11;
  if (startsYear && endsYear)
    return sameYear ? `${first.getUTCFullYear()}` : `${first.getUTCFullYear()}–${last.getUTCFullYear()}`;
  if (startsMonth && endsMonth) {
    if (sameYear && first.getUTCMonth() === last.getUTCMonth()) return monthWords(from);
    return sameYear
      ? `${monthWords(from).slice(0, 3)} – ${monthWords(to)}`
      : `${monthWords(from)} – ${monthWords(to)}`;
  }
  return sameYear
    ? `${shortDay(from)} – ${shortDay(to)} ${last.getUTCFullYear()}`
    : `${shortDay(from)} ${first.getUTCFullYear()} – ${shortDay(to)} ${last.getUTCFullYear()}`;
}

/** First and last day of a calendar year. */
export function yearSpan(year: number): [number, number] {
  return [Date.UTC(year, 0, 1), Date.UTC(year, 11, 31)];
}

/** The year a time lies in. */
export function yearOf(time: number): number {
  return new Date(time).getUTCFullYear();
}
