// A campaign of the run, step by step, forward and back: on the map, on the time line, on the ladder and in words.
import { signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { World } from '../api/types';
import { number } from '../lib/format';
import { day, dayWords } from '../lib/time';
import { sides } from '../state/shown';
import { conflict, readyRun, worldDetail } from '../state/store';
import { arm, brushed, look, showsWorld, step, world } from '../state/view';
import { Icon } from '../ui/icons';
import { Waiting } from '../ui/Waiting';
import { Ladder } from './Ladder';
import { Ledgers } from './Ledgers';
import { stops, tell } from './tell';

const PLAY_MS = 650;
const BEFORE = 4;
const AFTER = 3;

const playing = signal(false);
const every = signal(false);

/** The stop before or after `now`; `now` itself at the ends. */
export function neighbour(all: number[], now: number, by: 1 | -1): number {
  if (by > 0) return all.find((i) => i > now) ?? now;
  return all.findLast((i) => i < now) ?? now;
}

function usePlay(all: number[]) {
  const on = playing.value;
  useEffect(() => {
    if (!on) return undefined;
    const timer = setInterval(() => {
      const next = neighbour(all, step.peek(), 1);
      if (next === step.peek()) playing.value = false;
      step.value = next;
    }, PLAY_MS);
    return () => clearInterval(timer);
  }, [on, all]);
}

function Controls(props: { all: number[]; events: number }) {
  const { all, events } = props;
  const at = all.findLastIndex((i) => i <= step.value);
  const go = (to: number | undefined) => {
    playing.value = false;
    if (to !== undefined) step.value = to;
    showsWorld.value = true;
  };
  return (
    <div class="controls" role="group" aria-label="Steps of the replay">
      <button type="button" class="button icon" aria-label="First step" onClick={() => go(all[0])}>
        <Icon of="first" />
      </button>
      <button
        type="button"
        class="button icon"
        aria-label="One step back"
        onClick={() => go(neighbour(all, step.value, -1))}
      >
        <Icon of="backStep" />
      </button>
      <button
        type="button"
        class="button icon"
        aria-label={playing.value ? 'Pause' : 'Play'}
        onClick={() => {
          showsWorld.value = true;
          playing.value = !playing.value;
        }}
      >
        <Icon of={playing.value ? 'pause' : 'forward'} />
      </button>
      <button
        type="button"
        class="button icon"
        aria-label="One step forward"
        onClick={() => go(neighbour(all, step.value, 1))}
      >
        <Icon of="step" />
      </button>
      <input
        type="range"
        min={0}
        max={Math.max(0, all.length - 1)}
        value={Math.max(0, at)}
        aria-label="Step of the replay"
        aria-valuetext={`Step ${at + 1} of ${all.length}`}
        onInput={(event) => go(all[Number(event.currentTarget.value)])}
      />
      <span class="small soft nowrap">
        {number(Math.max(0, at) + 1)} of {number(all.length)}
      </span>
      <label class="small nowrap">
        <input
          type="checkbox"
          checked={every.value}
          onChange={(e) => (every.value = e.currentTarget.checked)}
        />{' '}
        every one of {number(events)} events
      </label>
    </div>
  );
}

function Told(props: { of: World; all: number[] }) {
  const { of, all } = props;
  const names = new Map(conflict.value.value?.sectors.map((s) => [s.id, s.name]));
  const sectorName = (id: string) => names.get(id) ?? id;
  const at = all.findLastIndex((i) => i <= step.value);
  const from = Math.max(0, at - BEFORE);
  return (
    <ol class="told" aria-live={playing.value ? 'off' : 'polite'}>
      {all.slice(from, Math.max(0, at) + AFTER + 1).map((i) => {
        const event = of.events[i];
        if (!event) return null;
        const now = i === all[at];
        return (
          <li
            key={i}
            class={now ? 'now' : i > step.value ? 'later' : ''}
            aria-current={now ? 'step' : undefined}
          >
            <button type="button" onClick={() => (step.value = i)}>
              <time>{dayWords(day(event.date))}</time>
              <span>{tell(event, sides.value, sectorName)}</span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}

function Body(props: { of: World }) {
  const { of } = props;
  const whole = every.value;
  const all = useMemo(() => (whole ? of.events.map((_, i) => i) : stops(of.events)), [of, whole]);
  usePlay(all);
  useEffect(() => {
    if (step.peek() === 0 && all[0] !== undefined) step.value = all[0];
  }, [all]);
  const greatest = useMemo(() => {
    const settled = of.events.filter((e) => e.kind === 'settlement' && e.lost);
    const worst = settled.sort(
      (a, b) => (b.lost?.[0] ?? 0) + (b.lost?.[1] ?? 0) - (a.lost?.[0] ?? 0) - (a.lost?.[1] ?? 0),
    )[0];
    return worst ? of.events.findIndex((e) => e.kind === 'opening' && e.id === worst.id) : -1;
  }, [of]);
  return (
    <>
      <div class="card">
        <div class="row">
          <h3>
            World {number(of.campaign)}
            {arm.value ? ` of the what-if, ${arm.value}` : ''}
          </h3>
          <label>
            <input
              type="checkbox"
              checked={showsWorld.value}
              onChange={(e) => (showsWorld.value = e.currentTarget.checked)}
            />{' '}
            show it on map and time line
          </label>
          {greatest >= 0 && (
            <button type="button" class="chip" onClick={() => (step.value = greatest)}>
              Go to its costliest crisis
            </button>
          )}
          {brushed.value === null ? null : (
            <button type="button" class="chip" onClick={() => look(null)}>
              Show all years
            </button>
          )}
          <button
            type="button"
            class="chip push"
            onClick={() => {
              world.value = null;
              arm.value = null;
              showsWorld.value = false;
              playing.value = false;
            }}
          >
            Back to the record
          </button>
        </div>
        {!of.whole && (
          <p class="small bad">Only its great crises are stored: this program can no longer play it again.</p>
        )}
        <Controls all={all} events={of.events.length} />
        <div class="two replay">
          <Told of={of} all={all} />
          <Ladder events={of.events} now={step.value} />
        </div>
      </div>
      <div class="card">
        <h3>Its truth and its two ledgers</h3>
        <p class="soft small">
          In a simulated world the truth is known; each side’s book misses, mistakes and invents.
        </p>
        <Ledgers world={of} />
      </div>
    </>
  );
}

export function Replay() {
  if (world.value === null) {
    return (
      <p class="card wait">
        {readyRun.value === null
          ? 'No run yet.'
          : 'Open a world above: a typical one, an extreme one, or a point of the fan.'}
      </p>
    );
  }
  return (
    <Waiting of={worldDetail.value} what={`world ${world.value}`}>
      {(value) => <Body of={value} />}
    </Waiting>
  );
}
