// The map: the frontier and both claimed lines, incidents sized by losses, and what the pointer or the keys find there.
import { effect, signal } from '@preact/signals';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Conflict, Geometry } from '../api/types';
import baseUrl from '../generated/basemap.json?url';
import { range } from '../lib/format';
import { periodWords } from '../lib/time';
import { conflict, geometry } from '../state/store';
import { theme } from '../state/theme';
import { incident as chosen, sector as chosenSector } from '../state/view';
import { layers as makeLayers, linesOf, type BaseMap, type Layers } from './base';
import type { Placed } from './draw';
import type { Item } from './items';
import { Icon } from '../ui/icons';
import { Legend } from './Legend';
import { railheads, type NamedPlace } from './names';
import { boundsOf, perKm, plane, PLANE, type Point } from './projection';
import { Stage, type Found } from './stage';
import { disputed } from './disputed';

interface Ground {
  layers: Layers;
  places: NamedPlace[];
  height: number;
  perKm: number;
  place: (item: Item) => Placed;
}

const baseMap = signal<BaseMap>({ land: [], borders: [], lakes: [], rivers: [], countries: [] });

function loadBaseMap(): void {
  fetch(baseUrl)
    .then((answer) => answer.json())
    .then((base: BaseMap) => (baseMap.value = base))
    .catch(() => undefined); // without a base map the record's own lines still stand
}

function lay(about: Conflict, shapes: Geometry, base: BaseMap): Ground {
  const features = shapes.features;
  const around = features.flatMap((feature) => linesOf(feature).lines.flat());
  const lines = boundsOf(
    around.length > 0 ? around : about.places.map((p): Point => [p.longitude, p.latitude]),
  );
  const projection = plane(lines);
  const corners = [lines.west, (lines.west + lines.east) / 2, lines.east].flatMap((x) => [
    projection([x, lines.south])?.[1] ?? 0,
    projection([x, lines.north])?.[1] ?? 0,
  ]);
  const side = railheads(about);
  const places = about.places.map((place): NamedPlace => {
    const [x, y] = projection([place.longitude, place.latitude]) ?? [0, 0];
    return { place, x, y, side: side.get(place.id) ?? null };
  });
  return {
    layers: makeLayers(projection, base, features),
    places,
    height: Math.max(...corners),
    perKm: perKm(projection, [(lines.west + lines.east) / 2, (lines.south + lines.north) / 2]),
    place: (item) => {
      const [x, y] = projection(item.at) ?? [0, 0];
      return { item, x, y, blur: item.precisionKm * perKm(projection, item.at) };
    },
  };
}

function Tip(props: { found: Found; x: number; y: number; sides: string[]; width: number }) {
  const { found, x, y, sides, width } = props;
  if (!found) return null;
  const style = { left: `${Math.min(x + 14, width - 270)}px`, top: `${y + 14}px` };
  if ('line' in found) {
    const { name, note, precisionKm } = found.line;
    return (
      <div class="tip" style={style}>
        <strong>{name}</strong>
        <span>Approximate: may be off by {range(precisionKm, precisionKm)} km.</span>
        <span class="soft">{note}</span>
      </div>
    );
  }
  const { item } = found.incident;
  return (
    <div class="tip" style={style}>
      <strong>{item.name}</strong>
      <span>
        {item.vague ? 'Some day in ' : ''}
        {periodWords(item.from, item.to)}
      </span>
      {item.losses.map((loss, i) => (
        <span class={`side-${i}`}>
          {sides[i]}: {loss ? `${range(loss.low, loss.high)} lost, by who claims it` : 'no losses told'}
        </span>
      ))}
      {item.precisionKm > 1 && (
        <span class="soft">Place known to {range(item.precisionKm, item.precisionKm)} km.</span>
      )}
    </div>
  );
}

/** The map of `items`; `plain` for a campaign, where places are only those of the sector. */
export function MapView(props: {
  items: Item[];
  plain: boolean;
  label: string;
  onPick: (item: Item) => void;
}) {
  const { items, plain, label, onPick } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const stage = useRef<Stage | null>(null);
  const [tip, setTip] = useState<{ found: Found; x: number; y: number }>({ found: null, x: 0, y: 0 });
  const about = conflict.value.value;
  const shapes = geometry.value.value;
  const base = baseMap.value;
  const laid = useMemo(() => (about && shapes ? lay(about, shapes, base) : null), [about, shapes, base]);
  const placed = useMemo(() => (laid ? items.map(laid.place) : []), [laid, items]);
  const sides = useMemo(() => about?.sides.map((s) => s.id) ?? [], [about]);
  const scene = {
    layers: laid?.layers ?? null,
    places: laid?.places ?? [],
    placed,
    sides,
    marked: plain ? null : chosen.value,
    sector: chosenSector.value,
    plain,
    height: laid?.height ?? PLANE / 2,
    perKm: laid?.perKm ?? 0,
  };

  useEffect(() => {
    if (!canvas.current) return undefined;
    loadBaseMap();
    const made = new Stage(canvas.current, scene);
    stage.current = made;
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(canvas.current);
    const stop = effect(() => {
      void theme.value;
      made.recolour();
    });
    return () => {
      stop();
      watch.disconnect();
      made.stop();
    };
    // The stage lives as long as the canvas; the scene is handed on below.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  useEffect(() => stage.current?.set(scene));

  const find = (event: MouseEvent) => stage.current?.at(event.offsetX, event.offsetY) ?? null;
  const onMove = (event: MouseEvent) => {
    const found = find(event);
    stage.current?.hover(found && 'incident' in found ? found.incident.item.id : null);
    setTip({ found, x: event.offsetX, y: event.offsetY });
    if (canvas.current) canvas.current.style.cursor = found && 'incident' in found ? 'pointer' : 'grab';
  };
  const onClick = (event: MouseEvent) => {
    const found = find(event);
    if (found && 'incident' in found) onPick(found.incident.item);
  };
  const onKey = (event: KeyboardEvent) => {
    const s = stage.current;
    const moves: Record<string, () => void> = {
      ArrowLeft: () => s?.move(60, 0),
      ArrowRight: () => s?.move(-60, 0),
      ArrowUp: () => s?.move(0, 60),
      ArrowDown: () => s?.move(0, -60),
      '+': () => s?.by(1.5),
      '=': () => s?.by(1.5),
      '-': () => s?.by(1 / 1.5),
      '0': () => s?.go(null),
    };
    const act = moves[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  const width = canvas.current?.clientWidth ?? 800;
  return (
    <figure class="map" aria-label={label}>
      <canvas
        ref={canvas}
        tabIndex={0}
        role="application"
        aria-label={`${label}. Arrow keys move the map, plus and minus zoom, 0 shows all of it. The chronicle lists the same incidents.`}
        onMouseMove={onMove}
        onMouseLeave={() => {
          stage.current?.hover(null);
          setTip({ found: null, x: 0, y: 0 });
        }}
        onClick={onClick}
        onKeyDown={onKey}
      />
      <Tip {...tip} sides={about?.sides.map((s) => s.short) ?? []} width={width} />
      <div class="map-buttons">
        <button type="button" class="button icon" aria-label="Zoom in" onClick={() => stage.current?.by(1.8)}>
          <Icon of="plus" />
        </button>
        <button
          type="button"
          class="button icon"
          aria-label="Zoom out"
          onClick={() => stage.current?.by(1 / 1.8)}
        >
          <Icon of="minus" />
        </button>
        <button
          type="button"
          class="button icon"
          aria-label="Show the whole map"
          onClick={() => stage.current?.go(null)}
        >
          <Icon of="all" />
        </button>
      </div>
      {about && laid && (
        <div class="map-lines">
          <span class="caps">Where the claimed lines differ</span>
          {disputed(about, laid.layers.lines).map(({ sector, box }) => (
            <button type="button" class="chip" key={sector.id} onClick={() => stage.current?.go(box)}>
              {sector.name}
            </button>
          ))}
        </div>
      )}
      <Legend sides={about?.sides.map((s) => s.short) ?? []} plain={plain} />
    </figure>
  );
}
