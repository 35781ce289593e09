// The what-if that is being played: its lines as they come in, and its end, by itself or by the reader.
import { batch, computed, effect, signal } from '@preact/signals';
import { AskError } from '../api/client';
import { stream } from '../api/stream';
import type { Contrast, WhatIfLine, WhatIfRequest } from '../api/types';
import * as view from '../state/view';

export type State = 'idle' | 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';

export const state = signal<State>('idle');
export const contrast = signal<Contrast | null>(null);
export const changes = signal<string[]>([]);
export const asked = signal<WhatIfRequest | null>(null);
export const problem = signal<{ message: string; remedy: string } | null>(null);

/** A world of a pair belongs to a choice: it is closed when the choice changes. */
export function bindPair(): void {
  let chosen = JSON.stringify(request.peek());
  effect(() => {
    const now = JSON.stringify(request.value);
    if (now === chosen) return;
    chosen = now;
    if (view.arm.peek() === null) return;
    batch(() => {
      view.world.value = null;
      view.arm.value = null;
      view.showsWorld.value = false;
    });
  });
}

/** Opens one world of a pair in the replay. */
export function openPair(pair: number, arm: 'baseline' | 'counterfactual'): void {
  batch(() => {
    view.arm.value = arm;
    view.world.value = pair;
    view.step.value = 0;
    view.showsWorld.value = true;
  });
  document.getElementById('replay')?.scrollIntoView();
}

let control: AbortController | null = null;

/** What the reader has set. */
export const request = computed<WhatIfRequest>(() => ({
  interventions: view.interventions.value,
  parameters: view.fixed.value,
  pairs: view.pairs.value,
  seed: view.seed.value,
}));

/** Whether what is shown answers what is set. */
export const current = computed(() => JSON.stringify(asked.value) === JSON.stringify(request.value));

/** Takes one line of the stream. */
export function take(line: WhatIfLine): void {
  switch (line.kind) {
    case 'waiting':
      state.value = 'waiting';
      break;
    case 'begin':
      state.value = 'running';
      changes.value = line.changes;
      break;
    case 'progress':
      state.value = 'running';
      contrast.value = line;
      break;
    case 'end':
      contrast.value = line;
      state.value = 'done';
      break;
    case 'failed':
      problem.value = { message: line.message, remedy: line.remedy };
      state.value = 'failed';
  }
}

/** Plays what is set; an earlier one is cancelled. */
export async function play(): Promise<void> {
  control?.abort();
  const mine = new AbortController();
  control = mine;
  const wanted = request.peek();
  asked.value = wanted;
  contrast.value = null;
  problem.value = null;
  changes.value = [];
  state.value = 'waiting';
  try {
    for await (const line of stream<WhatIfLine>('whatif', wanted, mine.signal)) take(line);
    const left = state.peek();
    if (control === mine && (left === 'running' || left === 'waiting')) {
      problem.value = { message: 'The answer broke off.', remedy: 'Play it again.' };
      state.value = 'failed';
    }
  } catch (error) {
    if (control !== mine || mine.signal.aborted) return;
    const told = error instanceof AskError ? error : new AskError('internal', String(error), '');
    problem.value = { message: told.message, remedy: told.remedy };
    state.value = 'failed';
  }
}

/** Ends it where it is; what has come in stays. */
export function cancel(): void {
  control?.abort();
  control = null;
  if (state.peek() === 'running' || state.peek() === 'waiting') state.value = 'cancelled';
}
