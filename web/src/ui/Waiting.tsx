// What stands where an answer has not come: a quiet line while waiting, the reason and the remedy after a refusal.
import type { ComponentChildren } from 'preact';
import type { Resource } from '../api/resource';

/** Shows `children` of the value; the last value stays while a new one is awaited. */
export function Waiting<T>(props: {
  of: Resource<T>;
  what: string;
  children: (value: T) => ComponentChildren;
}) {
  const { of, what, children } = props;
  if (of.value !== null) return <>{children(of.value)}</>;
  if (of.state !== 'failed') return <p class="wait">Reading {what} …</p>;
  return (
    <div class="failure" role="alert">
      <p>{of.error.message}</p>
      <p class="soft">{of.error.remedy}</p>
    </div>
  );
}
