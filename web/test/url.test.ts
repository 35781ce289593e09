// The address keeps the view, and reads nothing that is not a view.
import { beforeEach, expect, it } from 'vitest';
import { day } from '../src/lib/time';
import { read, write } from '../src/state/url';
import * as view from '../src/state/view';

beforeEach(() => {
  view.history.value = { from: day('1932-03-01'), to: day('1945-09-02') };
  read('');
});

it('an untouched view has an empty address', () => {
  expect(write()).toBe('');
});

it.each([
  'time=1938-01-01/1938-12-31&sector=tumen-posyet&incident=khasan-1938',
  'run=runs-7&world=731&step=42&show=world',
  'world=12&arm=counterfactual&step=3&show=world&whatif=one',
  'measure=losses-soviet&observable=costliest-both',
  'whatif=one,two&p.autonomy_0=0.25&pairs=200&seed=9',
])('%s comes back as it was', (address) => {
  read(`#${address}`);
  expect(write()).toBe(address);
});

it.each([
  'time=1938-01-01',
  'time=1939-01-01/1938-01-01',
  'world=-1',
  'world=99999999999',
  'sector=<script>',
  'incident=../../etc/passwd',
  'p.x=NaN',
  'pairs=1000000',
])('%s is left out', (address) => {
  read(`#${address}`);
  expect(write()).toBe('');
});
