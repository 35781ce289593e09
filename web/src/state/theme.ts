// Dark or light: the system's wish unless the reader chose otherwise; the choice is kept in this browser.
import { effect, signal } from '@preact/signals';

export type Theme = 'light' | 'dark';

const KEY = 'halha-theme';
const system = window.matchMedia('(prefers-color-scheme: dark)');

function kept(): Theme | null {
  try {
    const value = localStorage.getItem(KEY);
    return value === 'light' || value === 'dark' ? value : null;
  } catch {
    return null;
  }
}

export const theme = signal<Theme>(kept() ?? (system.matches ? 'dark' : 'light'));

/** Follows the system until the reader chooses. */
export function bindTheme(): void {
  system.addEventListener('change', () => {
    if (kept() === null) theme.value = system.matches ? 'dark' : 'light';
  });
  effect(() => {
    document.documentElement.dataset.theme = theme.value;
  });
}

/** Turns to the other theme and keeps the choice. */
export function turn(): void {
  theme.value = theme.value === 'dark' ? 'light' : 'dark';
  try {
    localStorage.setItem(KEY, theme.value);
  } catch {
    // A browser that keeps nothing still shows the theme.
  }
}

/** A colour of the theme, for drawing on a canvas. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
