// Figures and tables as files: SVG and PNG with the theme's colours in them, CSV and Parquet.
import { csv, parquet, type Column } from '../lib/table';

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

/** Keeps a table as CSV. */
export function keepCsv(table: Column[], name: string): void {
  keep(`${name}.csv`, new Blob([csv(table)], { type: 'text/csv' }));
}

/** Keeps a table as Parquet. */
export async function keepParquet(table: Column[], name: string): Promise<void> {
  keep(`${name}.parquet`, new Blob([await parquet(table)], { type: 'application/vnd.apache.parquet' }));
}
