// What the map shows of a period, and where a campaign's incidents are put.
import { expect, it } from 'vitest';
import type { World } from '../src/api/types';
import { scatter, shown, worldItems, type Item } from '../src/map/items';
import { roundBelow } from '../src/map/scaleBar';
import { place, type Label } from '../src/map/labels';
import { DAY, day } from '../src/lib/time';

const item = (id: string, lost: number, partOf: string | null): Item => ({
  id,
  name: id,
  kind: 'battle',
  at: [0, 0],
  precisionKm: 1,
  from: day('1939-05-01'),
  to: day('1939-05-02'),
  vague: false,
  losses: [{ low: lost, high: lost }, null],
  partOf,
  sector: 's',
  side: null,
});

const all = [
  item('whole', 1000, null),
  item('one', 600, 'whole'),
  item('two', 300, 'whole'),
  item('inner', 0, 'one'),
];
const ids = (items: Item[]) => items.map((one) => one.id);

it('shows wholes from afar and parts near by', () => {
  expect(ids(shown(all, { from: 0, to: 5000 * DAY }))).toEqual(['whole']);
  expect(ids(shown(all, { from: 0, to: 100 * DAY }))).toEqual(['one', 'two', 'inner']);
});

it('keeps a whole whose parts do not tell its losses', () => {
  const poor = [item('whole', 1000, null), item('one', 20, 'whole')];
  expect(ids(shown(poor, { from: 0, to: 100 * DAY }))).toEqual(['whole', 'one']);
});

it('puts the same id at the same place, near its line', () => {
  const line: [number, number][] = [
    [100, 40],
    [110, 40],
    [120, 45],
  ];
  expect(scatter('731', line)).toEqual(scatter('731', line));
  for (let i = 0; i < 500; i += 1) {
    const [x, y] = scatter(String(i * 7919), line);
    expect(x).toBeGreaterThan(99.5);
    expect(x).toBeLessThan(120.5);
    expect(y).toBeGreaterThan(39.5);
    expect(y).toBeLessThan(45.5);
  }
});

it('makes a crisis of the incident that opened it, with the losses of its settlement', () => {
  const events = [
    {
      day: 0,
      date: '1936-01-01',
      kind: 'incident',
      id: '1',
      sector: 's',
      side: 'b',
      incident_type: 'ground',
    },
    { day: 1, date: '1936-01-02', kind: 'opening', id: '1', sector: 's' },
    { day: 9, date: '1936-01-10', kind: 'settlement', id: '1', sector: 's', lost: [4, 9] },
    { day: 10, date: '1936-01-11', kind: 'incident', id: '2', sector: 's', side: 'a', incident_type: 'air' },
  ];
  const found = worldItems({ events } as unknown as World, ['a', 'b'], () => [
    [0, 0],
    [1, 1],
  ]);
  expect(found.map((one) => one.kind)).toEqual(['crisis', 'air']);
  expect(found[0]?.losses).toEqual([
    { low: 4, high: 4 },
    { low: 9, high: 9 },
  ]);
  expect(found[0]?.to).toBe(day('1936-01-11') - 1);
});

it('measures with round lengths', () => {
  expect([0.07, 1, 3.9, 99, 512].map(roundBelow)).toEqual([0.05, 1, 2, 50, 500]);
});

it('keeps names inside the view, and none over another', () => {
  const label = (text: string, x: number, weight: number): Label => ({
    text,
    x,
    y: 50,
    font: '',
    colour: '',
    align: 'center',
    weight,
  });
  const placed = place([label('edge', 5, 2), label('over it', 40, 1), label('free', 300, 1)], () => 80, 400);
  expect(placed.map((one) => [one.text, one.x])).toEqual([
    ['edge', 43],
    ['free', 300],
  ]);
});
