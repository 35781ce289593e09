// Asks the server: typed answers, one kind of failure, and a watch on whether the server is still there.
import { signal } from '@preact/signals';
import type { ApiError } from './types';

/** Whether the program that serves this page answers. */
export const connection = signal<'there' | 'gone'>('there');
/** Counts how often the server came back: what failed may be asked again. */
export const comebacks = signal(0);

const PATIENCE_MS = 30_000;
const KNOCK_MS = 1_500;

/** A refusal of the server, or its silence. */
export class AskError extends Error {
  constructor(
    readonly code: ApiError['code'] | 'gone',
    message: string,
    readonly remedy: string,
  ) {
    super(message);
  }
}

const GONE = new AskError(
  'gone',
  'The program that serves this page does not answer.',
  'Start it again: this page goes on by itself.',
);

let knocking = false;

/** Notes that the server is gone, and knocks until it is back. */
export function lost(): AskError {
  connection.value = 'gone';
  if (!knocking) {
    knocking = true;
    void knock();
  }
  return GONE;
}

async function knock(): Promise<void> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, KNOCK_MS));
    try {
      const answer = await fetch('api/status', {
        signal: AbortSignal.timeout(KNOCK_MS * 2),
        cache: 'no-store',
      });
      if (answer.ok) break;
    } catch {
      // Still gone: knock again.
    }
  }
  knocking = false;
  connection.value = 'there';
  comebacks.value += 1;
}

/** The failure that an answer tells of. */
export async function refusal(answer: Response): Promise<AskError> {
  try {
    const told = (await answer.json()) as ApiError;
    return new AskError(told.code, told.message, told.remedy);
  } catch {
    return new AskError(
      'internal',
      `The server answered ${answer.status}.`,
      'Look at its messages in the terminal.',
    );
  }
}

/** Gets JSON, or posts a body and gets JSON; throws `AskError`. */
export async function ask<T>(path: string, signal?: AbortSignal, body?: unknown): Promise<T> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  let answer: Response;
  try {
    const posted =
      body === undefined
        ? {}
        : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    answer = await fetch(`api/${path}`, {
      ...posted,
      signal: signal ? AbortSignal.any([signal, patience]) : patience,
    });
  } catch (problem) {
    if (signal?.aborted) throw problem;
    throw lost();
  }
  if (!answer.ok) throw await refusal(answer);
  return (await answer.json()) as T;
}

/** Asks at once and then now and then whether the server is still there, while the page is looked at. */
export function watchServer(everyMs = 5_000): void {
  setInterval(() => {
    if (document.visibilityState !== 'visible' || connection.value === 'gone') return;
    fetch('api/status', { signal: AbortSignal.timeout(everyMs), cache: 'no-store' }).catch(lost);
  }, everyMs);
}
