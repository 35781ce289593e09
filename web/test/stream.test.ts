// Lines of JSON come whole, however the network cuts them.
import { expect, it } from 'vitest';
import { Lines } from '../src/api/stream';

it('gives each line once, at any cut', () => {
  const text = '{"a":1}\n{"b":"ü–"}\n\n{"c":3}';
  const whole = ['{"a":1}', '{"b":"ü–"}', '{"c":3}'];
  for (let cut = 0; cut <= text.length; cut += 1) {
    const lines = new Lines();
    expect([...lines.push(text.slice(0, cut)), ...lines.push(text.slice(cut)), ...lines.end()]).toEqual(
      whole,
    );
  }
});
