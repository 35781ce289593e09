// A chart of Observable Plot in the page, and the chart as a file: SVG or PNG, with the theme's colours in it.
import * as Plot from '@observablehq/plot';
import { useEffect, useRef } from 'preact/hooks';
import { theme } from '../state/theme';
import { useWidth } from '../ui/useWidth';

export type Options = Plot.PlotOptions;
export { Plot };

/** The chart without Plot's own style element: its few rules stand in the page's style file, for a strict policy. */
export function make(options: Options): SVGSVGElement | HTMLElement {
  const chart = Plot.plot({ ...options, figure: false });
  for (const style of chart.querySelectorAll('style')) style.remove();
  for (const part of chart.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label'); // the whole has one
  return chart;
}

const COPIED = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'opacity',
  'fill-opacity',
  'font',
  'text-anchor',
];

/** A copy of the drawing that carries its colours and its ground along. */
export function standalone(svg: SVGSVGElement): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const from = [svg, ...svg.querySelectorAll('*')];
  const to = [copy, ...copy.querySelectorAll('*')];
  from.forEach((element, i) => {
    const computed = getComputedStyle(element);
    const target = to[i];
    if (!(target instanceof SVGElement)) return;
    for (const name of COPIED) target.style.setProperty(name, computed.getPropertyValue(name));
  });
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(svg.clientWidth));
  copy.setAttribute('height', String(svg.clientHeight));
  copy.style.background = getComputedStyle(document.documentElement).getPropertyValue('--card').trim();
  return copy;
}

/** Keeps a file. */
export function keep(name: string, data: Blob): void {
  const address = URL.createObjectURL(data);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Keeps a drawing as SVG. */
export function keepSvg(svg: SVGSVGElement, name: string): void {
  const text = new XMLSerializer().serializeToString(standalone(svg));
  keep(`${name}.svg`, new Blob([text], { type: 'image/svg+xml' }));
}

const PNG_SCALE = 2;

/** Keeps a drawing as PNG, at twice its size on the screen. */
export async function keepPng(svg: SVGSVGElement, name: string): Promise<void> {
  const text = new XMLSerializer().serializeToString(standalone(svg));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = svg.clientWidth * PNG_SCALE;
  canvas.height = svg.clientHeight * PNG_SCALE;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob) keep(`${name}.png`, blob);
}

/** The chart at the width it has; `options` is asked again when the width, the theme or `needs` change. */
export function Chart(props: {
  label: string;
  options: (width: number) => Options;
  needs: unknown[];
  name?: string;
  onPick?: (value: unknown) => void;
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
      {props.name !== undefined && (
        <Downloads
          onSvg={() => {
            const svg = drawing();
            if (svg) keepSvg(svg, props.name ?? 'figure');
          }}
          onPng={() => {
            const svg = drawing();
            if (svg) void keepPng(svg, props.name ?? 'figure');
          }}
        />
      )}
    </div>
  );
}

function Downloads(props: { onSvg: () => void; onPng: () => void }) {
  return (
    <p class="downloads small">
      Keep this figure:{' '}
      <button type="button" class="link" onClick={props.onSvg}>
        SVG
      </button>{' '}
      <button type="button" class="link" onClick={props.onPng}>
        PNG
      </button>
    </p>
  );
}
