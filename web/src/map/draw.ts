// Draws the ground of the map and the incidents on it; sizes on the screen stay the same at every zoom.
import { colour } from '../state/theme';
import type { Layers, NamedLine } from './base';
import type { Item, Loss } from './items';

export interface View {
  /** Screen = plane × k + (x, y). */
  k: number;
  x: number;
  y: number;
  width: number;
  height: number;
  ratio: number;
}

/** An incident where it stands on the plane. */
export interface Placed {
  item: Item;
  x: number;
  y: number;
  /** Radius of its uncertainty of place, in units of the plane. */
  blur: number;
}

const NAMES = [
  'land',
  'sea',
  'water',
  'modern',
  'rail',
  'frontier',
  'side-0',
  'side-1',
  'side-0-soft',
  'side-1-soft',
  'ink',
  'soft',
  'accent',
  'halo',
  'water-text',
  'modern-text',
  'card',
] as const;

export type Palette = Record<(typeof NAMES)[number], string>;

/** The colours of the theme, read once for each drawing of the ground. */
export function palette(): Palette {
  return Object.fromEntries(NAMES.map((name) => [name, colour(name)])) as Palette;
}

function onPlane(canvas: CanvasRenderingContext2D, view: View): void {
  const r = view.ratio;
  canvas.setTransform(view.k * r, 0, 0, view.k * r, view.x * r, view.y * r);
}

function onScreen(canvas: CanvasRenderingContext2D, view: View): void {
  canvas.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
}

function stroke(
  canvas: CanvasRenderingContext2D,
  view: View,
  path: Path2D,
  style: { colour: string; width: number; dash?: number[] },
): void {
  canvas.strokeStyle = style.colour;
  canvas.lineWidth = style.width / view.k;
  canvas.setLineDash((style.dash ?? []).map((length) => length / view.k));
  canvas.stroke(path);
  canvas.setLineDash([]);
}

const of = (lines: NamedLine[], kind: string) => lines.filter((line) => line.kind === kind);

/** Land, waters, railways, the frontier, and both claimed lines. */
export function ground(
  canvas: CanvasRenderingContext2D,
  view: View,
  layers: Layers,
  p: Palette,
  sides: string[],
): void {
  onScreen(canvas, view);
  canvas.fillStyle = p.sea;
  canvas.fillRect(0, 0, view.width, view.height);
  onPlane(canvas, view);
  canvas.lineJoin = 'round';
  canvas.lineCap = 'round';
  canvas.fillStyle = p.land;
  canvas.fill(layers.land, 'evenodd');
  stroke(canvas, view, layers.land, { colour: p.water, width: 0.8 });
  stroke(canvas, view, layers.rivers, { colour: p.water, width: 0.9 });
  canvas.fillStyle = p.sea;
  canvas.fill(layers.lakes, 'evenodd');
  stroke(canvas, view, layers.lakes, { colour: p.water, width: 0.8 });
  for (const lake of of(layers.lines, 'lake')) {
    canvas.fill(lake.path);
    stroke(canvas, view, lake.path, { colour: p.water, width: 0.9 });
  }
  for (const river of of(layers.lines, 'river'))
    stroke(canvas, view, river.path, { colour: p.water, width: 1.7 });
  stroke(canvas, view, layers.borders, { colour: p.modern, width: 0.8, dash: [1, 3] });
  for (const rail of of(layers.lines, 'railway')) {
    stroke(canvas, view, rail.path, { colour: p.rail, width: 0.9 });
    canvas.lineCap = 'butt';
    stroke(canvas, view, rail.path, { colour: p.rail, width: 4.5, dash: [1, 8] });
    canvas.lineCap = 'round';
  }
  for (const line of of(layers.lines, 'frontier'))
    stroke(canvas, view, line.path, { colour: p.frontier, width: 1.5 });
  for (const line of of(layers.lines, 'claimed-line')) {
    const side = sides.indexOf(line.side ?? '');
    stroke(canvas, view, line.path, { colour: p.halo, width: 5 });
    stroke(canvas, view, line.path, {
      colour: side === 1 ? p['side-1'] : p['side-0'],
      width: 2.4,
      dash: [7, 4.5],
    });
  }
}

const LARGEST_RADIUS = 46;
const LARGEST_LOSS = 60_000;
const WIDE_BLUR = 36;

/** Area is in proportion to losses. */
export function radius(losses: number): number {
  return losses <= 0 ? 0 : Math.max(1.2, LARGEST_RADIUS * Math.sqrt(losses / LARGEST_LOSS));
}

function half(canvas: CanvasRenderingContext2D, x: number, y: number, r: number, side: number): void {
  const begin = side === 0 ? Math.PI / 2 : -Math.PI / 2;
  canvas.beginPath();
  canvas.arc(x, y, r, begin, begin + Math.PI);
  canvas.closePath();
  canvas.fill();
}

function lossHalf(
  canvas: CanvasRenderingContext2D,
  placed: { x: number; y: number },
  loss: Loss,
  side: 0 | 1,
  p: Palette,
): void {
  const high = radius(loss.high);
  const low = radius(loss.low);
  if (high > low + 0.5) {
    canvas.fillStyle = p[`side-${side}-soft`];
    half(canvas, placed.x, placed.y, high, side);
  }
  canvas.fillStyle = p[`side-${side}`];
  half(canvas, placed.x, placed.y, low, side);
}

/** How large an incident stands on the screen, for pointing at it. */
export function reach(item: Item): number {
  return Math.max(4, radius(Math.max(item.losses[0]?.high ?? 0, item.losses[1]?.high ?? 0)));
}

/** One incident: a half-disc of losses for each side, wide and pale for the highest claim, solid for the lowest. */
export function incident(
  canvas: CanvasRenderingContext2D,
  view: View,
  placed: Placed,
  p: Palette,
  state: { marked: boolean; pale: boolean; plain: boolean },
): void {
  const { item } = placed;
  const at = { x: placed.x * view.k + view.x, y: placed.y * view.k + view.y };
  const blur = placed.blur * view.k;
  if (
    at.x < -blur - 60 ||
    at.y < -blur - 60 ||
    at.x > view.width + blur + 60 ||
    at.y > view.height + blur + 60
  )
    return;
  canvas.globalAlpha = state.pale ? 0.25 : 1;
  if (blur > 5 && !state.plain) {
    canvas.fillStyle = p.soft;
    const thin = Math.min(1, WIDE_BLUR / blur); // a wide disc says little, and should not hide what is under it
    canvas.globalAlpha = state.marked ? 0.15 : (state.pale ? 0.02 : 0.1) * thin * thin;
    canvas.beginPath();
    canvas.arc(at.x, at.y, blur, 0, 2 * Math.PI);
    canvas.fill();
    canvas.globalAlpha = state.pale ? 0.25 : 1;
  }
  const lost = item.losses.some((loss) => loss && loss.high > 0);
  if (lost) {
    for (const side of [0, 1] as const) {
      const loss = item.losses[side];
      if (loss) lossHalf(canvas, at, loss, side, p);
    }
  }
  if (!lost || reach(item) <= 4) {
    canvas.fillStyle = item.side === 0 ? p['side-0'] : item.side === 1 ? p['side-1'] : p.ink;
    canvas.globalAlpha *= state.plain && !lost ? 0.35 : 1;
    canvas.beginPath();
    canvas.arc(at.x, at.y, state.plain && !lost ? 1.5 : 2.4, 0, 2 * Math.PI);
    canvas.fill();
  }
  if (item.vague && !state.plain) ring(canvas, at, reach(item) + 2.5, p.ink, [2, 2.5], 1);
  if (state.marked) {
    canvas.globalAlpha = 1;
    ring(canvas, at, reach(item) + 4, p.accent, [], 2.5);
  }
  canvas.globalAlpha = 1;
}

function ring(
  canvas: CanvasRenderingContext2D,
  at: { x: number; y: number },
  r: number,
  colour: string,
  dash: number[],
  width: number,
): void {
  canvas.strokeStyle = colour;
  canvas.lineWidth = width;
  canvas.setLineDash(dash);
  canvas.beginPath();
  canvas.arc(at.x, at.y, r, 0, 2 * Math.PI);
  canvas.stroke();
  canvas.setLineDash([]);
}

/** All incidents, the heaviest at the bottom. */
export function incidents(
  canvas: CanvasRenderingContext2D,
  view: View,
  placed: Placed[],
  p: Palette,
  state: { marked: string | null; hovered: string | null; sector: string | null; plain: boolean },
): void {
  onScreen(canvas, view);
  for (const one of placed) {
    const marked = one.item.id === state.marked || one.item.id === state.hovered;
    const pale = state.sector !== null && one.item.sector !== state.sector;
    incident(canvas, view, one, p, { marked, pale, plain: state.plain });
  }
}
