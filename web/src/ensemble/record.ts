// What the record has of a year's losses on the border: the range over the claims of its incidents, none counted twice.
import type { Band, IncidentRow } from '../api/types';
import type { YearClaim } from '../charts/fan';
import { days } from '../map/items';
import { yearOf } from '../lib/time';

/** Incidents in a sector of the border, or with a part in one: what a campaign's losses can be compared with. */
function onBorder(rows: IncidentRow[]): Set<string> {
  const found = new Set<string>();
  const wholes = new Map(rows.map((row) => [row.id, row.part_of ?? null]));
  for (const row of rows) {
    if (row.sector == null) continue;
    for (let id: string | null = row.id; id !== null && !found.has(id); id = wholes.get(id) ?? null)
      found.add(id);
  }
  return found;
}

/** Incidents with losses that lie in no sector: offensives beyond the border, which a campaign does not count. */
export function beyond(rows: IncidentRow[]): IncidentRow[] {
  const inside = onBorder(rows);
  return rows.filter((row) => row.part_of == null && !inside.has(row.id) && row.losses.length > 0);
}

/** Losses by year of one side: the least and the most that the claims of all border incidents add up to. */
export function recordedLosses(rows: IncidentRow[], side: string): YearClaim[] {
  const years = new Map<number, YearClaim>();
  const inside = onBorder(rows);
  for (const row of rows) {
    const when = days(row.date);
    const lost = row.losses.find((figure) => figure.side === side);
    if (row.part_of != null || !inside.has(row.id) || !when || !lost) continue;
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

/** Years with less than this share of the worst year's losses are not what a reader should look at first. */
const WEIGHTY = 0.1;

/** The year that tells most: of the weighty ones, that in which the least claim stands highest above the model's fan. */
export function tellingYear(claims: YearClaim[], bands: Band[]): YearClaim | null {
  const most = Math.max(0, ...claims.map((claim) => claim.low));
  const height = (claim: YearClaim) => {
    const band = bands.find((one) => one.year === claim.from);
    return band ? claim.low / Math.max(1, band.points[4] ?? 0) : 0;
  };
  const weighty = claims.filter((claim) => claim.low > 0 && claim.low >= WEIGHTY * most);
  return weighty.reduce<YearClaim | null>(
    (best, one) => (best === null || height(one) > height(best) ? one : best),
    null,
  );
}
