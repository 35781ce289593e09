// Claims become figures on one scale without any being merged or lost.
import { expect, it } from 'vitest';
import type { Page } from '../src/api/types';
import { extremes } from '../src/books/Forest';
import { groups, split } from '../src/books/figures';

const named = (id: string) => ({ id, name: id.toUpperCase() });
const claim = (who: string, low: number | null, high: number | null, status = 'stated') => ({
  claimed_by: named(who),
  stated: `${low ?? ''}–${high ?? ''}`,
  as_read: '',
  low,
  high,
  words: '',
  reading: null,
  source: 1,
  locator: '',
  status,
  note: '',
});

const row = (attribute: string, party: string, books: ReturnType<typeof claim>[][]) => ({
  attribute,
  meaning: 'what it says',
  element: null,
  parties: [named(party)],
  side: null,
  date: null,
  unit: 'men',
  books,
});

const page = {
  books: [
    { kind: 'side', of: 'a', name: 'A' },
    { kind: 'voice', of: 'archive', name: 'Archive' },
  ],
  sections: [
    {
      id: 'losses',
      title: 'Losses',
      rows: [
        row('wounded', 'x', [[claim('a', 3, 3)], []]),
        row('killed', 'x', [[claim('a', 100, null)], [claim('b', 40, 60, 'doubtful'), claim('c', null, 80)]]),
        row('killed', 'y', [[claim('a', 7, 7)], []]),
        row('killed', 'z', [[claim('a', null, null)], []]),
      ],
    },
  ],
} as unknown as Page;

it('keeps every number and drops only what is none', () => {
  const all = groups(page);
  const count = all.flatMap((g) => g.figures).reduce((sum, f) => sum + f.claims.length, 0);
  expect(count).toBe(5);
});

it('puts one kind on one scale, the dead first, the highest claim on top', () => {
  const { main } = split(groups(page));
  expect(main[0]?.title).toBe('killed');
  expect(main[0]?.most).toBe(100);
  expect(main[0]?.figures.map((f) => f.whose)).toEqual(['X', 'Y']);
  expect(main[0]?.figures[0]?.claims.map((c) => c.claim.claimed_by.id)).toEqual(['a', 'c', 'b']);
});

it('tells open ends and weak claims apart', () => {
  const claims = split(groups(page)).main[0]?.figures[0]?.claims ?? [];
  expect(claims.map((c) => c.open)).toEqual(['high', 'low', null]);
  expect(claims.map((c) => c.weak)).toEqual([false, false, true]);
});

it('says who claims the most', () => {
  const claims = split(groups(page)).main[0]?.figures[0]?.claims ?? [];
  expect(extremes(claims)).toContain('most: 100– (A)');
});
