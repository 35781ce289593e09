// The map's canvas and its zoom: keeps the view, draws when something changed, says what is under the pointer.
import { select } from 'd3-selection';
import 'd3-transition';
import { zoom, zoomIdentity, type D3ZoomEvent, type ZoomBehavior } from 'd3-zoom';
import type { Layers, NamedLine } from './base';
import { ground, incidents, palette, reach, type Palette, type Placed, type View } from './draw';
import { place, write } from './labels';
import { scaleBar } from './scaleBar';
import { dots, names, type NamedPlace } from './names';
import { PLANE, type Point } from './projection';

export interface Scene {
  layers: Layers | null;
  places: NamedPlace[];
  placed: Placed[];
  sides: string[];
  marked: string | null;
  sector: string | null;
  plain: boolean;
  /** Height of the plane that the opening view shows. */
  height: number;
  /** Units of the plane that a kilometre takes, about. */
  perKm: number;
}

export type Found = { incident: Placed } | { line: NamedLine } | null;

const NEAREST_LINE_PX = 6;
const MOST_ZOOM = 600;

export class Stage {
  #canvas: HTMLCanvasElement;
  #under = document.createElement('canvas');
  #zoom: ZoomBehavior<HTMLCanvasElement, unknown>;
  #view: View = { k: 1, x: 0, y: 0, width: 0, height: 0, ratio: 1 };
  #zoomed = zoomIdentity;
  #fit = { k: 1, x: 0, y: 0 };
  #scene: Scene;
  #palette: Palette | null = null;
  #hovered: string | null = null;
  #stale = true;
  #asked = 0;

  constructor(canvas: HTMLCanvasElement, scene: Scene) {
    this.#canvas = canvas;
    this.#scene = scene;
    this.#zoom = zoom<HTMLCanvasElement, unknown>()
      .scaleExtent([1, MOST_ZOOM])
      .on('zoom', (event: D3ZoomEvent<HTMLCanvasElement, unknown>) => {
        this.#zoomed = event.transform;
        this.refresh(true);
      });
    select(canvas).call(this.#zoom).on('dblclick.zoom', null);
  }

  /** How far the view has zoomed in. */
  get zoomed(): number {
    return this.#zoomed.k;
  }

  get view(): View {
    return this.#view;
  }

  set(scene: Scene): void {
    const ground = scene.layers !== this.#scene.layers || scene.height !== this.#scene.height;
    this.#scene = scene;
    if (ground) this.resize();
    else this.refresh(ground);
  }

  /** Takes the colours of the theme anew. */
  recolour(): void {
    this.#palette = null;
    this.refresh(true);
  }

  hover(id: string | null): void {
    if (id === this.#hovered) return;
    this.#hovered = id;
    this.refresh(false);
  }

  /** Fits the opening view into the canvas as it is now. */
  resize(): void {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (width === 0 || height === 0) return;
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    for (const canvas of [this.#canvas, this.#under]) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    const k = Math.min(width / PLANE, height / this.#scene.height);
    this.#fit = { k, x: (width - PLANE * k) / 2, y: (height - this.#scene.height * k) / 2 };
    this.#view = { ...this.#view, width, height, ratio };
    const slack = 0.25;
    this.#zoom.extent([
      [0, 0],
      [width, height],
    ]);
    this.#zoom.translateExtent([
      [-width * slack, -height * slack],
      [width * (1 + slack), height * (1 + slack)],
    ]);
    this.refresh(true);
  }

  /** Moves to a box of the plane; null for the opening view. */
  go(box: [Point, Point] | null): void {
    const canvas = select(this.#canvas);
    const { width, height } = this.#view;
    let target = zoomIdentity;
    if (box) {
      const { k, x, y } = this.#fit;
      const [[left, top], [right, bottom]] = box;
      const wide = Math.max(1e-6, (right - left) * k);
      const high = Math.max(1e-6, (bottom - top) * k);
      const scale = Math.min(MOST_ZOOM, 0.7 * Math.min(width / wide, height / high));
      const cx = ((left + right) / 2) * k + x;
      const cy = ((top + bottom) / 2) * k + y;
      target = zoomIdentity.translate(width / 2 - cx * scale, height / 2 - cy * scale).scale(scale);
    }
    const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    canvas
      .transition()
      .duration(calm ? 0 : 450)
      .call(this.#zoom.transform, target);
  }

  by(factor: number): void {
    select(this.#canvas).call(this.#zoom.scaleBy, factor);
  }

  move(dx: number, dy: number): void {
    select(this.#canvas).call(this.#zoom.translateBy, dx / this.#zoomed.k, dy / this.#zoomed.k);
  }

  /** What is at a point of the screen: an incident before a line. */
  at(x: number, y: number): Found {
    const { k, x: ox, y: oy } = this.#view;
    let best: Placed | null = null;
    let least = Infinity;
    for (const placed of this.#scene.placed) {
      const distance = Math.hypot(placed.x * k + ox - x, placed.y * k + oy - y);
      const size = reach(placed.item);
      if (distance <= size + 3 && size < least) {
        least = size;
        best = placed;
      }
    }
    if (best) return { incident: best };
    const line = this.#lineAt(x, y);
    return line ? { line } : null;
  }

  #lineAt(x: number, y: number): NamedLine | null {
    const context = this.#canvas.getContext('2d');
    const { layers } = this.#scene;
    if (!context || !layers) return null;
    const { k, x: ox, y: oy } = this.#view;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.lineWidth = (2 * NEAREST_LINE_PX) / k;
    const kinds = ['claimed-line', 'frontier', 'river', 'railway'];
    const hits = layers.lines.filter(
      (line) => kinds.includes(line.kind) && context.isPointInStroke(line.path, (x - ox) / k, (y - oy) / k),
    );
    hits.sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
    return hits[0] ?? null;
  }

  /** Draws at the next frame; `all` the ground too. */
  refresh(all: boolean): void {
    this.#stale ||= all;
    if (this.#asked) return;
    this.#asked = requestAnimationFrame(() => {
      this.#asked = 0;
      this.#draw();
    });
  }

  stop(): void {
    cancelAnimationFrame(this.#asked);
    select(this.#canvas).on('.zoom', null);
  }

  #draw(): void {
    const under = this.#under.getContext('2d');
    const canvas = this.#canvas.getContext('2d');
    const { layers, places, placed, sides, marked, sector, plain } = this.#scene;
    if (!under || !canvas || !layers || this.#under.width === 0) return;
    this.#palette ??= palette();
    const p = this.#palette;
    const { k, x, y } = this.#zoomed;
    this.#view = { ...this.#view, k: this.#fit.k * k, x: this.#fit.x * k + x, y: this.#fit.y * k + y };
    if (this.#stale) ground(under, this.#view, layers, p, sides);
    this.#stale = false;
    canvas.setTransform(1, 0, 0, 1, 0, 0);
    canvas.drawImage(this.#under, 0, 0);
    dots(canvas, places, this.#view, p, k);
    incidents(canvas, this.#view, placed, p, { marked, hovered: this.#hovered, sector, plain });
    const candidates = names(layers, places, placed, this.#view, p, {
      zoom: k,
      marked: marked ?? this.#hovered,
      plain,
    });
    const measured = place(
      candidates,
      (label) => {
        canvas.font = label.font;
        return canvas.measureText(label.text).width + (label.spacing ?? 0) * label.text.length;
      },
      this.#view.width,
    );
    write(canvas, measured, p.halo);
    scaleBar(canvas, this.#view, this.#scene.perKm * this.#view.k, p);
  }
}
