// Sentences that say what the ensemble shows: how usual a recorded value or year is in the model.
import type { Band, Comparison, Distribution } from '../api/types';
import type { YearClaim } from '../charts/fan';
import { number, percent, range } from '../lib/format';

/** Share of campaigns with at least `value`, from the bins; within a bin it is spread evenly over the scale. */
export function shareAtLeast(of: Distribution, value: number): number {
  return of.bins.reduce((sum, bin) => {
    if (bin.high <= value) return sum;
    if (bin.low >= value) return sum + bin.share;
    const at = (v: number) => (of.scale === 'log' && bin.low > 0 ? Math.log(v) : v);
    return sum + (bin.share * (at(bin.high) - at(value))) / (at(bin.high) - at(bin.low));
  }, 0);
}

/** The least and the most that somebody vouches for. */
export function vouched(marks: Comparison['recorded']): { low: number; high: number } | null {
  const sure = marks.filter((mark) => mark.status !== 'unverified');
  const used = sure.length > 0 ? sure : marks;
  if (used.length === 0) return null;
  return { low: Math.min(...used.map((m) => m.low)), high: Math.max(...used.map((m) => m.high ?? m.low)) };
}

/** The observable of which the record is most unusual in the model: the one worth opening on. */
export function mostUnusual(comparison: Comparison[]): Comparison | null {
  const far = (one: Comparison) => {
    const seen = vouched(one.recorded);
    if (one.simulated.kind !== 'number' || !seen) return -1;
    const { median, q95 } = one.simulated.quantiles;
    return seen.low > median ? seen.low / Math.max(1, q95) : 0;
  };
  const men = comparison.filter((one) => one.unit === 'men');
  const pool = men.length > 0 ? men : comparison;
  return pool.reduce<Comparison | null>(
    (best, one) => (far(one) > (best ? far(best) : 0) ? one : best),
    null,
  );
}

/** `1 in 40`, for a share that is small. */
export function oneIn(share: number): string {
  if (share <= 0) return 'none';
  if (share >= 0.095) return percent(share);
  return `1 in ${number(Math.round(1 / share))}`;
}

/** How a recorded year stands in the fan of its measure. */
export function yearSaying(band: Band, claim: YearClaim): string {
  const [q05, q25, median, q75, q95] = band.points as [number, number, number, number, number];
  const said = range(claim.low, claim.high);
  if (claim.low > band.most)
    return `${said}: more than any campaign has in ${band.year} (at most ${number(band.most)})`;
  if (claim.low > q95)
    return `${said}: above what 95 % of campaigns have in ${band.year} (${number(q95)}); the most in any is ${number(band.most)}`;
  if (claim.high < q05) return `${said}: below what 95 % of campaigns have in ${band.year} (${number(q05)})`;
  const inner = claim.low <= q75 && claim.high >= q25;
  return `${said}: inside the middle ${inner ? '50' : '90'} % of campaigns in ${band.year} (median ${number(median)})`;
}
