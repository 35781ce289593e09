// A word that explains itself on hover, focus or touch, from the project's glossary or the record's closed lists.
import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { words } from '../state/store';

interface Shown {
  text: string;
  left: number;
  top: number;
  id: string;
}

const shown = signal<Shown | null>(null);
const WIDTH = 320;
const GAP = 8;

/** What a word means: the glossary's entry, or that of a closed list. */
export function meaning(word: string, list?: string): string | null {
  const all = words.value.value;
  if (!all) return null;
  if (list) return all.lists[list]?.[word] ?? null;
  return all.glossary[word] ?? null;
}

function place(target: Element, text: string, id: string): void {
  const box = target.getBoundingClientRect();
  const left = Math.max(GAP, Math.min(box.left, innerWidth - WIDTH - GAP));
  const below = box.bottom + GAP;
  shown.value = { text, left, top: below > innerHeight - 120 ? box.top - GAP - 90 : below, id };
}

/** The word; `says` overrides what the glossary has. */
export function Word(props: { of?: string; list?: string; says?: string; children: ComponentChildren }) {
  const id = useId();
  const ref = useRef<HTMLButtonElement>(null);
  const looked = props.of ?? (typeof props.children === 'string' ? props.children : '');
  const text = props.says ?? meaning(looked, props.list);
  if (!text) return <>{props.children}</>;
  const show = () => ref.current && place(ref.current, text, id);
  const hide = () => (shown.value = null);
  return (
    <button
      ref={ref}
      type="button"
      class="word"
      aria-describedby={shown.value?.id === id ? 'bubble' : undefined}
      onMouseEnter={show}
      onMouseLeave={hide}
      onFocus={show}
      onBlur={hide}
      onClick={show}
      onKeyDown={(event) => event.key === 'Escape' && hide()}
    >
      {props.children}
    </button>
  );
}

/** Where the explanation appears: once in the page. */
export function Bubble() {
  const now = shown.value;
  if (!now) return null;
  return (
    <div id="bubble" role="tooltip" class="bubble" style={{ left: `${now.left}px`, top: `${now.top}px` }}>
      {now.text}
    </div>
  );
}
