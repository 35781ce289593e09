// The line below a figure that offers it as files, and its numbers too.
import type { Column } from '../lib/table';
import { keepCsv, keepParquet, keepPng, keepSvg } from './keep';

function Offer(props: { kind: string; name: string; onClick: () => void }) {
  return (
    <button
      type="button"
      class="link"
      title={`${props.name}.${props.kind.toLowerCase()}`}
      onClick={props.onClick}
    >
      {props.kind}
    </button>
  );
}

/** Offers a drawing, a table, or both. */
export function Downloads(props: {
  name: string;
  drawing?: () => SVGSVGElement | null;
  table?: () => Column[];
}) {
  const { name, drawing, table } = props;
  const drawn = (use: (svg: SVGSVGElement) => unknown) => () => {
    const svg = drawing?.();
    if (svg) use(svg);
  };
  return (
    <p class="downloads small">
      {drawing && (
        <span>
          Keep this figure: <Offer kind="SVG" name={name} onClick={drawn((svg) => keepSvg(svg, name))} />{' '}
          <Offer kind="PNG" name={name} onClick={drawn((svg) => void keepPng(svg, name))} />
        </span>
      )}
      {table && (
        <span>
          {drawing ? 'its numbers: ' : 'Keep these numbers: '}
          <Offer kind="CSV" name={name} onClick={() => keepCsv(table(), name)} />{' '}
          <Offer kind="Parquet" name={name} onClick={() => void keepParquet(table(), name)} />
        </span>
      )}
    </p>
  );
}
