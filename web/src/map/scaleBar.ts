// How long a kilometre is on the map as it stands: a bar of a round length in the corner.
import type { Palette, View } from './draw';

const LONGEST_PX = 110;
const EDGE = 14;

/** The greatest of 1, 2 or 5 times a power of ten that is at most `most`. */
export function roundBelow(most: number): number {
  const ten = 10 ** Math.floor(Math.log10(most));
  return ([5, 2, 1].find((n) => n * ten <= most) ?? 1) * ten;
}

function words(km: number): string {
  return km >= 1 ? `${km} km` : `${Math.round(km * 1000)} m`;
}

/** Draws the bar at the lower left; `pxPerKm` is that of the middle of the conflict, right elsewhere to a few per cent. */
export function scaleBar(canvas: CanvasRenderingContext2D, view: View, pxPerKm: number, p: Palette): void {
  if (pxPerKm <= 0) return;
  const km = roundBelow(LONGEST_PX / pxPerKm);
  const length = km * pxPerKm;
  const y = view.height - EDGE;
  const path = new Path2D(`M${EDGE},${y - 5}V${y}H${EDGE + length}V${y - 5}`);
  canvas.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
  for (const [colour, width] of [
    [p.halo, 4],
    [p.soft, 1.4],
  ] as const) {
    canvas.strokeStyle = colour;
    canvas.lineWidth = width;
    canvas.stroke(path);
  }
  canvas.font = "500 11px 'Inter Variable', sans-serif";
  canvas.textAlign = 'left';
  canvas.textBaseline = 'middle';
  canvas.lineWidth = 3;
  canvas.strokeStyle = p.halo;
  canvas.strokeText(words(km), EDGE + length + 7, y - 3);
  canvas.fillStyle = p.soft;
  canvas.fillText(words(km), EDGE + length + 7, y - 3);
}
