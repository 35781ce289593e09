// Which names the map bears at a zoom: countries and sectors from afar, towns, rivers and lakes nearer by, incidents by weight.
import type { Conflict, Place } from '../api/types';
import type { Layers } from './base';
import type { Palette, Placed, View } from './draw';
import { heaviest } from './items';
import type { Label } from './labels';
import { reach } from './draw';

const SANS = "'Inter Variable', sans-serif";
const TOWNS = new Set(['town', 'railhead', 'port', 'city', 'capital']);
const OTHER_PLACES_FROM = 4;

export interface NamedPlace {
  place: Place;
  x: number;
  y: number;
  /** Index of the side whose railhead it is. */
  side: number | null;
}

/** Which side's railhead a place is. */
export function railheads(conflict: Conflict): Map<string, number> {
  const found = new Map<string, number>();
  for (const sector of conflict.sectors) {
    for (const side of sector.sides) {
      const index = conflict.sides.findIndex((s) => s.id === side.side);
      if (side.railhead != null) found.set(side.railhead, index);
    }
  }
  return found;
}

function screen(view: View, x: number, y: number): [number, number] {
  return [x * view.k + view.x, y * view.k + view.y];
}

const inside = (view: View, [x, y]: [number, number]) =>
  x > -20 && y > -10 && x < view.width + 20 && y < view.height + 10;

function countries(layers: Layers, view: View, p: Palette): Label[] {
  return layers.countries.map(({ name, at }) => {
    const [x, y] = screen(view, at[0], at[1]);
    const font = `500 12px ${SANS}`;
    return {
      text: name.toUpperCase(),
      x,
      y,
      font,
      colour: p['modern-text'],
      align: 'center',
      weight: 2,
      spacing: 3,
    };
  });
}

function waters(layers: Layers, view: View, p: Palette, zoom: number): Label[] {
  return layers.lines.flatMap((line) => {
    if (line.kind !== 'river' && line.kind !== 'lake') return [];
    const lake = line.kind === 'lake';
    const n = line.points.length;
    const at = lake
      ? line.points.reduce<[number, number]>((sum, [x, y]) => [sum[0] + x / n, sum[1] + y / n], [0, 0])
      : (line.points[Math.floor(n * 0.45)] ?? [0, 0]);
    const [x, y] = screen(view, at[0], at[1]);
    const name = zoom < 3 ? line.name.replace(/ \(.*\)$/, '') : line.name;
    const font = `italic 400 11.5px ${SANS}`;
    return [
      {
        text: name,
        x,
        y: lake ? y : y - 9,
        font,
        colour: p['water-text'],
        align: 'center',
        weight: lake ? 3 : 3.5,
      },
    ];
  });
}

function towns(places: NamedPlace[], view: View, p: Palette, zoom: number): Label[] {
  return places.flatMap(({ place, x, y, side }) => {
    const town = TOWNS.has(place.kind);
    if (!town && zoom < OTHER_PLACES_FROM) return [];
    const [sx, sy] = screen(view, x, y);
    const colour = side === 0 ? p['side-0'] : side === 1 ? p['side-1'] : p.soft;
    const weight = side !== null ? 6 : town ? 5 : 2.5;
    const font = `${side !== null ? 600 : 400} 11px ${SANS}`;
    return [{ text: place.name, x: sx + 6, y: sy, font, colour, align: 'left' as const, weight }];
  });
}

function clashes(placed: Placed[], view: View, p: Palette, zoom: number, marked: string | null): Label[] {
  const least = zoom > 3 ? 0 : zoom > 1.6 ? 100 : 1000;
  return placed.flatMap(({ item, x, y }) => {
    if (item.id !== marked && (heaviest(item) < least || item.name === '')) return [];
    const [sx, sy] = screen(view, x, y);
    const weight = item.id === marked ? 50 : 10 + Math.log10(1 + heaviest(item));
    const font = `600 12px ${SANS}`;
    return [
      {
        text: item.name,
        x: sx,
        y: sy + reach(item) + 10,
        font,
        colour: p.ink,
        align: 'center' as const,
        weight,
      },
    ];
  });
}

/** All names that may stand on the map now. */
export function names(
  layers: Layers,
  places: NamedPlace[],
  placed: Placed[],
  view: View,
  p: Palette,
  state: { zoom: number; marked: string | null; plain: boolean },
): Label[] {
  return [
    ...countries(layers, view, p),
    ...waters(layers, view, p, state.zoom),
    ...towns(places, view, p, state.zoom),
    ...(state.plain ? [] : clashes(placed, view, p, state.zoom, state.marked)),
  ].filter((label) => inside(view, [label.x, label.y]));
}

/** Dots of towns, coloured where they are a side's railhead. */
export function dots(
  canvas: CanvasRenderingContext2D,
  places: NamedPlace[],
  view: View,
  p: Palette,
  zoom: number,
): void {
  canvas.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
  for (const { place, x, y, side } of places) {
    if (!TOWNS.has(place.kind) && zoom < OTHER_PLACES_FROM) continue;
    const [sx, sy] = screen(view, x, y);
    canvas.fillStyle = p.card;
    canvas.strokeStyle = side === 0 ? p['side-0'] : side === 1 ? p['side-1'] : p.soft;
    canvas.lineWidth = 1.3;
    canvas.beginPath();
    canvas.arc(sx, sy, side === null ? 1.8 : 2.6, 0, 2 * Math.PI);
    canvas.fill();
    canvas.stroke();
  }
}
