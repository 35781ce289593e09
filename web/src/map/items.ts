// What stands on the map: incidents of the record or of a campaign, each with its place, its time and its losses.
import type { IncidentRow, SideFigure, World } from '../api/types';
import { title } from '../lib/format';
import { DAY, day } from '../lib/time';
import type { Period } from '../state/view';
import type { Point } from './projection';

export interface Loss {
  low: number;
  high: number;
}

export interface Item {
  id: string;
  name: string;
  kind: string;
  at: Point;
  precisionKm: number;
  from: number;
  to: number;
  /** The date is not known to the day although the thing did not last. */
  vague: boolean;
  /** Losses of each side, in the order of the sides; null where nobody says. */
  losses: [Loss | null, Loss | null];
  partOf: string | null;
  sector: string | null;
  /** Index of the side that acted, if it is known. */
  side: number | null;
}

/** First and last day that a span can mean, or null. */
export function days(span: { from?: string | null; to?: string | null }): Period | null {
  const from = day(span.from ?? '');
  const to = day(span.to ?? '');
  if (Number.isNaN(from) && Number.isNaN(to)) return null;
  return { from: Number.isNaN(from) ? to : from, to: (Number.isNaN(to) ? from : to) + DAY - 1 };
}

function loss(figures: SideFigure[], side: string): Loss | null {
  const found = figures.find((figure) => figure.side === side);
  return found ? { low: found.low, high: found.high ?? found.low } : null;
}

/** Incidents of the record that have a place and a time. */
export function recordItems(rows: IncidentRow[], sides: string[]): Item[] {
  return rows.flatMap((row) => {
    const period = days(row.date);
    if (!period || row.longitude == null || row.latitude == null) return [];
    const item: Item = {
      id: row.id,
      name: row.name,
      kind: row.kind,
      at: [row.longitude, row.latitude],
      precisionKm: row.precision_km ?? 0,
      ...period,
      vague: !row.date.interval && period.to - period.from > DAY,
      losses: [loss(row.losses, sides[0] ?? ''), loss(row.losses, sides[1] ?? '')],
      partOf: row.part_of ?? null,
      sector: row.sector ?? null,
      side: null,
    };
    return [item];
  });
}

/** A place along a line that is always the same for the same id: the model knows only the sector. */
export function scatter(id: string, line: Point[]): Point {
  let hash = 2166136261;
  for (const char of id) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16777619) >>> 0;
  const along = ((hash % 10007) / 10007) * (line.length - 1);
  const i = Math.min(line.length - 2, Math.floor(along));
  const a = line[i] ?? [0, 0];
  const b = line[i + 1] ?? a;
  const rest = along - i;
  const aside = (((hash >>> 8) % 1009) / 1009 - 0.5) * 0.5;
  return [a[0] + (b[0] - a[0]) * rest + aside * 0.6, a[1] + (b[1] - a[1]) * rest + aside * 0.4];
}

/** Incidents and crises of a campaign, scattered along the lines of their sectors. */
export function worldItems(world: World, sides: string[], lineOf: (sector: string) => Point[]): Item[] {
  const items = new Map<string, Item>();
  for (const event of world.events) {
    if (event.id == null || event.sector == null) continue;
    const at = day(event.date);
    if (event.kind === 'incident') {
      const lost = event.fight?.losses.map((l) => l.killed + l.wounded + l.captured) ?? null;
      const exact = (value: number | undefined) => (value === undefined ? null : { low: value, high: value });
      items.set(event.id, {
        id: event.id,
        name: `${title(event.incident_type ?? '')} incident${event.fight ? ', shots' : ''}`,
        kind: event.incident_type ?? 'ground',
        at: scatter(event.id, lineOf(event.sector)),
        precisionKm: 0,
        from: at,
        to: at + DAY - 1,
        vague: false,
        losses: [exact(lost?.[0]), exact(lost?.[1])],
        partOf: null,
        sector: event.sector,
        side: event.side ? sides.indexOf(event.side) : null,
      });
    } else if (event.kind === 'settlement') {
      const opening = items.get(event.id);
      if (!opening || !event.lost) continue;
      opening.kind = 'crisis';
      opening.name = 'Crisis';
      opening.to = at + DAY - 1;
      opening.losses = [
        { low: event.lost[0] ?? 0, high: event.lost[0] ?? 0 },
        { low: event.lost[1] ?? 0, high: event.lost[1] ?? 0 },
      ];
    }
  }
  return [...items.values()];
}

/** Losses of both sides at most. */
export function heaviest(item: Item): number {
  return (item.losses[0]?.high ?? 0) + (item.losses[1]?.high ?? 0);
}

const PARTS_BELOW = 370 * DAY;
const TOLD_BY_PARTS = 0.5; // share of its losses from which a whole is better shown by its parts

/** What is shown of a period: whole campaigns from afar, their parts where the period is short. */
export function shown(items: Item[], period: Period): Item[] {
  const near = period.to - period.from < PARTS_BELOW;
  const inParts = new Map<string, number>();
  for (const item of items) {
    if (item.partOf !== null) inParts.set(item.partOf, (inParts.get(item.partOf) ?? 0) + heaviest(item));
  }
  const told = (item: Item) =>
    inParts.has(item.id) && (inParts.get(item.id) ?? 0) >= TOLD_BY_PARTS * heaviest(item);
  return items
    .filter((item) => (near ? !told(item) : item.partOf === null))
    .sort((a, b) => heaviest(b) - heaviest(a));
}
