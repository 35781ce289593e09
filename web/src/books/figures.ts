// The claims of a page as figures that can stand on one scale: who says how many, of whom, in which book.
import type { Book, Page, PageClaim, PageRow } from '../api/types';
import { words } from '../lib/format';

export interface Claim {
  book: Book;
  claim: PageClaim;
  low: number;
  high: number;
  /** At least, at most. */
  open: 'low' | 'high' | null;
  weak: boolean;
}

export interface Figure {
  row: PageRow;
  /** `killed`, `strength of tanks` … */
  title: string;
  /** Whose: `Japan`. */
  whose: string;
  claims: Claim[];
}

export interface Group {
  id: string;
  title: string;
  meaning: string;
  unit: string;
  figures: Figure[];
  /** Greatest value of all, for the shared scale. */
  most: number;
}

const WEAK = new Set(['doubtful', 'unverified']);

function claimsOf(row: PageRow, books: Book[]): Claim[] {
  const all = row.books.flatMap((claims, i) =>
    claims.flatMap((claim): Claim[] => {
      const book = books[i];
      const low = claim.low ?? null;
      const high = claim.high ?? null;
      if (!book || (low === null && high === null)) return [];
      const open = high === null ? 'high' : low === null ? 'low' : null;
      return [{ book, claim, low: low ?? 0, high: high ?? low ?? 0, open, weak: WEAK.has(claim.status) }];
    }),
  );
  return all.sort((a, b) => b.high - a.high || b.low - a.low);
}

/** Numeric figures of a page, those of one kind together, in the page's order. */
export function groups(page: Page): Group[] {
  const found = new Map<string, Group>();
  for (const section of page.sections) {
    for (const row of section.rows) {
      const claims = claimsOf(row, page.books);
      if (claims.length === 0) continue;
      const what =
        row.element && row.element !== 'men'
          ? `${words(row.attribute)}: ${words(row.element)}`
          : words(row.attribute);
      const id = `${section.id} ${what} ${row.unit}`;
      const group = found.get(id) ?? {
        id,
        title: what,
        meaning: row.meaning,
        unit: row.unit,
        figures: [],
        most: 0,
      };
      const when = row.date ? `, ${row.date.words}` : '';
      const whose = `${row.parties.map((party) => party.name).join(', ') || 'All'}${when}`;
      group.figures.push({ row, title: what, whose, claims });
      group.most = Math.max(group.most, ...claims.map((c) => c.high));
      found.set(id, group);
    }
  }
  return [...found.values()];
}

/** The figure with most rivals first: what a reader asks about before anything else stays first in its own order. */
export function split(all: Group[], first = 4): { main: Group[]; rest: Group[] } {
  const killed = (group: Group) =>
    /^killed$/.test(group.title) ? 2 : /^(casualties|losses|dead.*)$/.test(group.title) ? 1 : 0;
  const count = (group: Group) => group.figures.reduce((sum, f) => sum + f.claims.length, 0);
  const order = [...all].sort((a, b) => killed(b) - killed(a) || count(b) - count(a));
  return { main: order.slice(0, first), rest: order.slice(first) };
}
