// From degrees to the plane of the map: a conformal cone laid through the region of the conflict.
import { geoConicConformal, type GeoProjection } from 'd3-geo';

export type Point = [number, number];

/** Width of the plane: its unit is a pixel of the opening view about this wide. */
export const PLANE = 1000;

export interface Bounds {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** The least box around all points. */
export function boundsOf(points: Iterable<Point>): Bounds {
  const box = { west: 180, south: 90, east: -180, north: -90 };
  for (const [x, y] of points) {
    box.west = Math.min(box.west, x);
    box.east = Math.max(box.east, x);
    box.south = Math.min(box.south, y);
    box.north = Math.max(box.north, y);
  }
  return box;
}

/** Lays the plane: the box becomes about `PLANE` wide, north up in its middle. */
export function plane(box: Bounds): GeoProjection {
  const sixth = (box.north - box.south) / 6;
  const corners: Point[] = [];
  for (let i = 0; i <= 8; i += 1) {
    const x = box.west + ((box.east - box.west) * i) / 8;
    corners.push([x, box.south], [x, box.north]);
  }
  return geoConicConformal()
    .parallels([box.south + sixth, box.north - sixth])
    .rotate([-(box.west + box.east) / 2, 0])
    .fitWidth(PLANE, { type: 'MultiPoint', coordinates: corners });
}

/** How many units of the plane a kilometre is, near a point. */
export function perKm(projection: GeoProjection, at: Point): number {
  const here = projection(at);
  const there = projection([at[0], at[1] + 0.1]);
  if (!here || !there) return 0;
  return Math.hypot(there[0] - here[0], there[1] - here[1]) / 11.12;
}
