// What lies below the opening view: drawn once that stands, so that the first thing to read comes first.
import { effect, signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { fans, runDetail, runs } from '../state/store';

const opened = signal(false);

/** Whether what the page opens on is there, or is known not to come. */
function settled(): boolean {
  const all = runs.value;
  if (all.state === 'failed') return true;
  if (all.value === null) return false;
  if (all.value[0]?.state !== 'ready') return true;
  return (fans.value.state !== 'waiting' || fans.value.value !== null) && runDetail.value.state !== 'waiting';
}

/** Opens the rest of the page after the frame in which the opening view is painted. */
export function bindLater(): void {
  const stop = effect(() => {
    if (!settled()) return;
    requestAnimationFrame(() => setTimeout(() => (opened.value = true)));
    queueMicrotask(() => stop());
  });
}

export function Later(props: { children: () => ComponentChildren }) {
  return <>{opened.value ? props.children() : null}</>;
}
