// Marks and names of a lane never lie over one another.
import { expect, it } from 'vitest';
import { extent, height, stack } from '../src/timeline/layout';

it('keeps marks and names of a row apart, and every mark in a row that exists', () => {
  const slots = Array.from({ length: 60 }, (_, i) => {
    const left = (i * 37) % 900;
    return { of: i, left, right: left + 8, label: i % 3 === 0 ? 'A battle with a name' : '' };
  });
  const placed = stack(slots, 60, 1000);
  expect(placed).toHaveLength(60);
  expect(height(placed)).toBeLessThanOrEqual(60);
  const rows = new Map<number, { left: number; right: number }[]>();
  for (const one of placed) rows.set(one.row, [...(rows.get(one.row) ?? []), extent(one)]);
  for (const row of rows.values()) {
    row.sort((a, b) => a.left - b.left);
    for (let i = 1; i < row.length; i += 1)
      expect(row[i]?.left).toBeGreaterThanOrEqual(row[i - 1]?.right ?? 0);
  }
});

it('keeps a mark without a name off the names of others', () => {
  const named = { of: 1, left: 100, right: 108, label: 'A battle with a name' };
  const later = { of: 2, left: 150, right: 158, label: '' };
  expect(stack([named, later], 2, 1000).map((one) => one.row)).toEqual([0, 1]);
});

it('writes a name to the left rather than let it run over the edge', () => {
  const [placed] = stack([{ of: 1, left: 195, right: 200, label: 'At the end' }], 3, 210);
  expect(placed?.name).toBe('left');
});

it('writes a name on a mark that fills the lane', () => {
  const [placed] = stack([{ of: 1, left: 0, right: 300, label: 'From end to end' }], 3, 300);
  expect(placed?.name).toBe('inside');
});

it('leaves a name out where neither side has room', () => {
  const [placed] = stack([{ of: 1, left: 95, right: 100, label: 'Too long for what is left' }], 3, 120);
  expect(placed?.name).toBeNull();
});
