// What is changed: shipped interventions to tick, a few parameters to hold fixed, and how many pairs to play.
import type { Parameter } from '../api/types';
import { fixed, interventions as chosen, pairs, seed } from '../state/view';
import { interventions, parameters, status } from '../state/store';
import { number } from '../lib/format';
import { cancel, play, state } from './job';
import { Waiting } from '../ui/Waiting';

const PAIRS = [200, 1_000, 5_000];
const STEPS = 100;

function toggle(id: string, on: boolean): void {
  chosen.value = on ? [...chosen.value, id] : chosen.value.filter((one) => one !== id);
}

function Interventions() {
  return (
    <Waiting of={interventions.value} what="interventions">
      {(value) => (
        <fieldset>
          <legend>What happens otherwise</legend>
          {value.interventions.length === 0 && (
            <p class="soft">{value.note || 'This conflict ships no interventions.'}</p>
          )}
          {value.interventions.map((one) => (
            <label key={one.id} class="option">
              <input
                type="checkbox"
                checked={chosen.value.includes(one.id)}
                onChange={(e) => toggle(one.id, e.currentTarget.checked)}
              />
              <span>
                <strong>{one.title}</strong>
                <small>{one.question}</small>
              </span>
            </label>
          ))}
        </fieldset>
      )}
    </Waiting>
  );
}

function Slider(props: { of: Parameter }) {
  const { of } = props;
  const [low, high] = of.range as [number, number];
  const held = fixed.value[of.id];
  const value = held ?? of.median;
  const release = () => {
    const rest = { ...fixed.value };
    delete rest[of.id];
    fixed.value = rest;
  };
  return (
    <div class="slider">
      <label>
        <span title={`${of.meaning}. Prior: ${of.source}`}>{of.meaning}</span>
        <input
          type="range"
          min={low}
          max={high}
          step={(high - low) / STEPS}
          value={value}
          onInput={(e) =>
            (fixed.value = { ...fixed.value, [of.id]: Number(Number(e.currentTarget.value).toPrecision(4)) })
          }
        />
      </label>
      <span class="small soft">
        {held === undefined ? 'drawn from its prior' : `held at ${number(held)}`}{' '}
        {held !== undefined && (
          <button type="button" class="link" onClick={release} aria-label={`Release ${of.id}`}>
            release
          </button>
        )}
      </span>
    </div>
  );
}

function Sliders() {
  const featured = (parameters.value.value ?? []).filter(
    (p) => p.featured || fixed.value[p.id] !== undefined,
  );
  if (featured.length === 0) return null;
  const set = Object.keys(fixed.value).length;
  return (
    <details open={set > 0}>
      <summary>Hold parameters fixed{set > 0 ? ` (${set})` : ''}</summary>
      {featured.map((one) => (
        <Slider key={one.id} of={one} />
      ))}
    </details>
  );
}

export function Choose() {
  const busy = state.value === 'running' || state.value === 'waiting';
  const nothing = chosen.value.length === 0 && Object.keys(fixed.value).length === 0;
  const most = status.value.value?.limits.campaigns ?? 20_000;
  return (
    <form
      class="card choose"
      onSubmit={(event) => {
        event.preventDefault();
        void play();
      }}
    >
      <Interventions />
      <Sliders />
      <div class="row">
        <label class="row">
          Pairs of worlds
          <select value={pairs.value} onChange={(e) => (pairs.value = Number(e.currentTarget.value))}>
            {[...new Set([...PAIRS, pairs.value])]
              .filter((n) => n <= most)
              .sort((a, b) => a - b)
              .map((n) => (
                <option key={n} value={n}>
                  {number(n)}
                </option>
              ))}
          </select>
        </label>
        <label class="row">
          Luck
          <input
            type="number"
            min={0}
            max={4294967295}
            value={seed.value}
            aria-label="Root of all luck"
            onChange={(e) =>
              (seed.value = Math.max(0, Math.min(4294967295, Math.floor(Number(e.currentTarget.value)) || 0)))
            }
          />
        </label>
      </div>
      <div class="row">
        <button type="submit" class="button main" disabled={nothing || busy}>
          Play both worlds
        </button>
        <button type="button" class="button" disabled={!busy} onClick={cancel}>
          Cancel
        </button>
      </div>
      <p class="small soft">
        Each pair shares its luck: baseline and counterfactual differ only by what is changed, and are the
        same up to the day on which it first matters.
      </p>
    </form>
  );
}
