// How campaigns and crises end, as shares with their uncertainty.
import type { Outcome } from '../api/types';
import { percent } from '../lib/format';

/** Bars of shares, with the 90 % interval of each. */
export function ShareBars(props: { title: string; rows: Outcome[] }) {
  const { title, rows } = props;
  if (rows.length === 0) return null;
  return (
    <table class="shares">
      <caption>{title}</caption>
      <tbody>
        {rows.map(({ title: name, share }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td class="bar-cell">
              <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                <rect width={100} height={10} class="bar-ground" />
                <rect width={share.share * 100} height={10} class="bar-model" />
                <rect
                  x={share.low * 100}
                  width={Math.max(0.4, (share.high - share.low) * 100)}
                  y={4}
                  height={2}
                  class="bar-error"
                />
              </svg>
            </td>
            <td class="number">{percent(share.share)}</td>
            <td class="number soft small">
              {percent(share.low)} – {percent(share.high)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
