// The layers under the incidents, as paths on the plane: land, waters, modern borders, and the record's own lines.
import type { GeoProjection } from 'd3-geo';
import type { Feature } from '../api/types';
import type { Point } from './projection';

export interface BaseMap {
  land: Point[][];
  borders: Point[][];
  lakes: Point[][];
  rivers: Point[][];
  countries: { name: string; at: Point }[];
}

export interface NamedLine {
  id: string;
  name: string;
  kind: string;
  side: string | null;
  note: string;
  precisionKm: number;
  path: Path2D;
  points: Point[];
}

export interface Layers {
  land: Path2D;
  borders: Path2D;
  lakes: Path2D;
  rivers: Path2D;
  countries: { name: string; at: Point }[];
  lines: NamedLine[];
}

function trace(path: Path2D, line: Point[], close: boolean): void {
  line.forEach(([x, y], i) => (i === 0 ? path.moveTo(x, y) : path.lineTo(x, y)));
  if (close) path.closePath();
}

function paths(projection: GeoProjection, lines: Point[][], close: boolean): Path2D {
  const path = new Path2D();
  for (const line of lines) trace(path, project(projection, line), close);
  return path;
}

/** The points of a line on the plane. */
export function project(projection: GeoProjection, line: Point[]): Point[] {
  return line.map((point) => projection(point)).filter((point): point is Point => point !== null);
}

/** The lines of a GeoJSON geometry; rings of polygons are closed lines. */
export function linesOf(feature: Feature): { lines: Point[][]; closed: boolean } {
  const geometry = feature.geometry as unknown as GeoJSON.Geometry;
  switch (geometry.type) {
    case 'LineString':
      return { lines: [geometry.coordinates as Point[]], closed: false };
    case 'MultiLineString':
      return { lines: geometry.coordinates as Point[][], closed: false };
    case 'Polygon':
      return { lines: geometry.coordinates as Point[][], closed: true };
    case 'MultiPolygon':
      return { lines: geometry.coordinates.flat() as Point[][], closed: true };
    default:
      return { lines: [], closed: false };
  }
}

function named(projection: GeoProjection, feature: Feature): NamedLine {
  const { lines, closed } = linesOf(feature);
  const { id, name, kind, side, note, precision_km } = feature.properties;
  const points = project(projection, lines[0] ?? []);
  return {
    id,
    name,
    kind,
    side: side ?? null,
    note,
    precisionKm: precision_km,
    path: paths(projection, lines, closed),
    points,
  };
}

/** All layers on the plane. */
export function layers(projection: GeoProjection, base: BaseMap, features: Feature[]): Layers {
  return {
    land: paths(projection, base.land, true),
    borders: paths(projection, base.borders, false),
    lakes: paths(projection, base.lakes, true),
    rivers: paths(projection, base.rivers, false),
    countries: base.countries.map(({ name, at }) => ({ name, at: projection(at) ?? [0, 0] })),
    lines: features.map((feature) => named(projection, feature)),
  };
}
