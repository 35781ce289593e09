// Something asked for from the server: waiting, there, or failed; asked again when the server comes back.
import { effect, signal, type ReadonlySignal } from '@preact/signals';
import { AskError, ask, comebacks } from './client';

export type Resource<T> =
  | { state: 'waiting'; value: T | null }
  | { state: 'there'; value: T }
  | { state: 'failed'; value: null; error: AskError };

/** What is asked by posting a body. */
export interface Posted {
  path: string;
  body: unknown;
}

/** Asks for whatever `path` says now, and again when it changes; keeps the old value while it waits. */
export function resource<T>(path: () => string | Posted | null): ReadonlySignal<Resource<T>> {
  const result = signal<Resource<T>>({ state: 'waiting', value: null });
  effect(() => {
    const now = path();
    void comebacks.value; // asked again when the server comes back
    const before = result.peek();
    if (now === null) {
      result.value = { state: 'waiting', value: null };
      return;
    }
    const control = new AbortController();
    result.value = { state: 'waiting', value: before.value };
    const asked =
      typeof now === 'string' ? ask<T>(now, control.signal) : ask<T>(now.path, control.signal, now.body);
    asked.then(
      (value) => {
        if (!control.signal.aborted) result.value = { state: 'there', value };
      },
      (problem: unknown) => {
        if (control.signal.aborted) return;
        const error = problem instanceof AskError ? problem : new AskError('internal', String(problem), '');
        result.value = { state: 'failed', value: null, error };
      },
    );
    return () => control.abort();
  });
  return result;
}
