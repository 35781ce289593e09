// A chart of Observable Plot in the page, drawn anew when its width, the theme or its numbers change.
import * as Plot from '@observablehq/plot';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Column } from '../lib/table';
import { theme } from '../state/theme';
import { useWidth } from '../ui/useWidth';
import { Downloads } from './Downloads';

export type Options = Plot.PlotOptions;
export { Plot };

/** The chart without Plot's own style element: its few rules stand in the page's style file, for a strict policy. */
export function make(options: Options): SVGSVGElement | HTMLElement {
  const chart = Plot.plot({ ...options, figure: false });
  for (const style of chart.querySelectorAll('style')) style.remove();
  for (const part of chart.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label'); // the whole has one
  return chart;
}

/** The chart at the width it has; `options` is asked again when the width, the theme or `needs` change. */
export function Chart(props: {
  label: string;
  options: (width: number) => Options;
  needs: unknown[];
  /** Name of the files in which figure and numbers can be kept; none is offered without it. */
  name?: string;
  /** The numbers of the figure. */
  table?: () => Column[];
  onPick?: (value: unknown) => void;
  /** What stands right below the drawing: its key. */
  children?: ComponentChildren;
}) {
  const { ref, width } = useWidth<HTMLDivElement>(600);
  const pick = useRef(props.onPick);
  pick.current = props.onPick;
  const make_ = props.options;
  const dark = theme.value;
  useEffect(() => {
    const box = ref.current;
    if (!box) return;
    const chart = make({ width, ...make_(width) });
    chart.setAttribute('role', 'img');
    chart.setAttribute('aria-label', props.label);
    chart.addEventListener('click', () => {
      const value = (chart as unknown as { value?: unknown }).value;
      if (value !== undefined && value !== null) pick.current?.(value);
    });
    box.replaceChildren(chart);
    // The options are rebuilt from what `needs` names.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [width, dark, props.label, ...props.needs]);
  const drawing = () => ref.current?.querySelector('svg') ?? null;
  return (
    <div class={props.onPick ? 'chart picks' : 'chart'}>
      <div ref={ref} />
      {props.children}
      {props.name !== undefined && (
        <Downloads name={props.name} drawing={drawing} {...(props.table ? { table: props.table } : {})} />
      )}
    </div>
  );
}
