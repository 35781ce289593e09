// Dates as they are said, and periods in as few words as say them.
import { describe, expect, it } from 'vitest';
import { DAY, day, isoDay, periodWords, yearSpan } from '../src/lib/time';

describe('dates', () => {
  it('reads what it writes', () => {
    for (const text of ['1932-03-01', '1936-02-29', '1945-09-02']) expect(isoDay(day(text))).toBe(text);
  });
  it('refuses what is not a day', () => {
    for (const text of ['1939', '1939-5-1', '', 'now']) expect(day(text)).toBeNaN();
  });
});

describe('periods', () => {
  const end = (text: string) => day(text) + DAY - 1;
  it.each([
    ['1939-01-01', '1939-12-31', '1939'],
    ['1935-01-01', '1936-12-31', '1935–1936'],
    ['1939-05-01', '1939-05-31', 'May 1939'],
    ['1939-05-01', '1939-09-30', 'May – Sep 1939'],
    ['1938-07-29', '1938-08-11', '29 Jul – 11 Aug 1938'],
    ['1939-01-31', '1939-01-31', '31 Jan 1939'],
    ['1938-12-29', '1939-01-03', '29 Dec 1938 – 3 Jan 1939'],
  ])('%s to %s', (from, to, said) => {
    expect(periodWords(day(from), end(to))).toBe(said);
  });
  it('a year has its first and last day', () => {
    expect(yearSpan(1936).map(isoDay)).toEqual(['1936-01-01', '1936-12-31']);
  });
});
