// What map and time line show: the record's incidents or those of the campaign, as far as the replay has come.
import { computed } from '@preact/signals';
import type { Event } from '../api/types';
import { linesOf } from '../map/base';
import { recordItems, shown, worldItems, type Item } from '../map/items';
import type { Point } from '../map/projection';
import { day } from '../lib/time';
import { conflict, geometry, incidents, worldDetail } from './store';
import * as view from './view';

export const sides = computed(() => conflict.value.value?.sides ?? []);

/** All incidents of the record that have a place and a time. */
export const recordAll = computed<Item[]>(() => {
  const rows = incidents.value.value;
  const ids = sides.value.map((side) => side.id);
  return rows && ids.length > 0 ? recordItems(rows, ids) : [];
});

const sectorLines = computed(() => {
  const features = geometry.value.value?.features ?? [];
  const found = new Map<string, Point[]>();
  for (const sector of conflict.value.value?.sectors ?? []) {
    const [west, south, east, north] = sector.bounds as [number, number, number, number];
    const inside = ([x, y]: Point) => x >= west && x <= east && y >= south && y <= north;
    const wanted = [sector.sides[1]?.claimed_line, sector.sides[0]?.claimed_line, sector.river];
    const frontier = features
      .filter((f) => f.properties.kind === 'frontier')
      .flatMap((f) => linesOf(f).lines);
    const along = frontier.map((line) => line.filter(inside)).sort((a, b) => b.length - a.length)[0] ?? [];
    const river = features.find((f) => wanted.includes(f.properties.id) && f.properties.kind !== 'frontier');
    const own = river ? (linesOf(river).lines[0] ?? []) : [];
    const middle: Point[] = [
      [west + (east - west) * 0.3, (south + north) / 2],
      [west + (east - west) * 0.7, (south + north) / 2],
    ];
    found.set(sector.id, along.length > 4 ? along : own.length > 1 ? own : middle);
  }
  return found;
});

/** All incidents of the campaign that is open. */
export const worldAll = computed<Item[]>(() => {
  const world = worldDetail.value.value;
  if (!world) return [];
  const ids = sides.value.map((side) => side.id);
  return worldItems(world, ids, (sector) => sectorLines.value.get(sector) ?? [[0, 0]]);
});

/** Whether the campaign is shown in place of the record. */
export const plain = computed(() => view.showsWorld.value && worldDetail.value.value !== null);

/** The event at which the replay stands. */
export const moment = computed<Event | null>(() => worldDetail.value.value?.events[view.step.value] ?? null);

/** All that could be shown. */
export const all = computed<Item[]>(() => (plain.value ? worldAll.value : recordAll.value));

/** Until when the campaign has come; the end of the history for the record. */
export const until = computed(() =>
  plain.value && view.step.value > 0 && moment.value ? day(moment.value.date) : Infinity,
);

/** What lies in the period that is looked at. */
export const inPeriod = computed<Item[]>(() => {
  const period = view.clock.value;
  const end = until.value;
  const within = all.value.filter((item) => view.touches(item.from, item.to, period) && item.from <= end);
  return shown(within, period);
});
