// Single worlds worth opening: typical and extreme ones, each a click away from its replay.
import { useState } from 'preact/hooks';
import { resource } from '../api/resource';
import type { Campaigns } from '../api/types';
import { endingWords, number, plural, title } from '../lib/format';
import { day, dayWords } from '../lib/time';
import { readyRun, runDetail } from '../state/store';
import { world } from '../state/view';
import { Waiting } from '../ui/Waiting';
import { openWorld } from './FanView';
import { signal } from '@preact/signals';

const ORDERS = [
  { id: 'costliest', name: 'most men lost in one crisis' },
  { id: 'largest-battle', name: 'largest battle' },
  { id: 'incidents', name: 'most incidents' },
  { id: 'crises', name: 'most crises' },
  { id: 'typical', name: 'most typical' },
];
const SHOWN = 8;

const order = signal('costliest');
const found = resource<Campaigns>(() =>
  readyRun.value === null ? null : `runs/${readyRun.value}/campaigns?sort=${order.value}&limit=${SHOWN}`,
);

export function Worlds() {
  const special = runDetail.value.value?.shown ?? [];
  const total = runDetail.value.value?.replications ?? 0;
  const [number_, setNumber] = useState('');
  return (
    <section class="card" aria-labelledby="worlds-title">
      <div class="row">
        <h3 id="worlds-title">Open a world</h3>
        <select
          class="push"
          aria-label="Order of worlds"
          value={order.value}
          onChange={(e) => (order.value = e.currentTarget.value)}
        >
          {ORDERS.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      </div>
      <p class="row">
        {special.map((one) => (
          <button
            key={one.title}
            type="button"
            class="button"
            title={one.chosen}
            onClick={() => openWorld(one.campaign)}
          >
            {one.title}
          </button>
        ))}
      </p>
      <Waiting of={found.value} what="worlds">
        {(value) => (
          <table class="worlds">
            <thead>
              <tr>
                <th scope="col">World</th>
                <th scope="col" class="number">
                  Costliest crisis, men lost
                </th>
                <th scope="col" class="number">
                  Largest battle, men
                </th>
                <th scope="col" class="number">
                  Incidents
                </th>
                <th scope="col">Ended</th>
              </tr>
            </thead>
            <tbody>
              {value.campaigns.map((one) => (
                <tr key={one.campaign} class={world.value === one.campaign ? 'current' : ''}>
                  <th scope="row">
                    <button
                      type="button"
                      class="link"
                      onClick={() => openWorld(one.campaign)}
                      aria-label={`Replay world ${one.campaign}`}
                    >
                      {one.campaign}
                    </button>
                  </th>
                  <td class="number">{number(one.costliest_lost)}</td>
                  <td class="number">{number(one.largest_battle_men)}</td>
                  <td class="number">{number(one.incidents)}</td>
                  <td>
                    {title(endingWords(one.ending))}, {dayWords(day(one.end))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Waiting>
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault();
          const wanted = Number(number_);
          if (number_ !== '' && Number.isInteger(wanted) && wanted >= 0 && wanted < total) openWorld(wanted);
        }}
      >
        <label class="row">
          Any of {plural(total, 'world')}:
          <input
            type="number"
            min={0}
            max={Math.max(0, total - 1)}
            value={number_}
            onInput={(e) => setNumber(e.currentTarget.value)}
          />
        </label>
        <button type="submit" class="button">
          Replay
        </button>
      </form>
    </section>
  );
}
