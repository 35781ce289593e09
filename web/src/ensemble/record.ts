// What the record has of a year's losses: the range over the claims of its incidents, none counted twice.
import type { IncidentRow } from '../api/types';
import type { YearClaim } from '../charts/fan';
import { days } from '../map/items';
import { yearOf } from '../lib/time';

/** Losses by year of one side: the least and the most that the claims of all its incidents add up to. */
export function recordedLosses(rows: IncidentRow[], side: string): YearClaim[] {
  const years = new Map<number, YearClaim>();
  for (const row of rows) {
    const when = days(row.date);
    const lost = row.losses.find((figure) => figure.side === side);
    if (row.part_of != null || !when || !lost) continue;
    const year = yearOf(when.from);
    const sum = years.get(year) ?? {
      from: year,
      to: year + 1,
      low: 0,
      high: 0,
      who: 'claims added over incidents',
    };
    sum.low += lost.low;
    sum.high += lost.high ?? lost.low;
    years.set(year, sum);
  }
  return [...years.values()].sort((a, b) => a.from - b.from);
}

/** The year in which the record has the greatest losses, by the least that is claimed. */
export function worstYear(claims: YearClaim[]): YearClaim | null {
  return claims.reduce<YearClaim | null>(
    (worst, one) => (worst === null || one.low > worst.low ? one : worst),
    null,
  );
}
