// Reads a stream of JSON lines as they arrive, until its end or until it is cancelled.
import { AskError, lost, refusal } from './client';

/** Cuts arriving text into whole lines; what is left over waits for more. */
export class Lines {
  #rest = '';

  push(text: string): string[] {
    const parts = (this.#rest + text).split('\n');
    this.#rest = parts.pop() ?? '';
    return parts.filter((line) => line.trim() !== '');
  }

  end(): string[] {
    const rest = this.#rest.trim();
    this.#rest = '';
    return rest === '' ? [] : [rest];
  }
}

/** Posts `body` and yields each line of the answer; ends when `signal` aborts. Throws `AskError`. */
export async function* stream<T>(path: string, body: unknown, signal: AbortSignal): AsyncGenerator<T> {
  let answer: Response;
  try {
    answer = await fetch(`api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal,
    });
  } catch (problem) {
    if (signal.aborted) return;
    throw problem instanceof AskError ? problem : lost();
  }
  if (!answer.ok || !answer.body) throw await refusal(answer);
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  const lines = new Lines();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      for (const line of done ? lines.end() : lines.push(value)) yield JSON.parse(line) as T;
      if (done) return;
    }
  } catch {
    if (!signal.aborted) throw lost();
  } finally {
    reader.cancel().catch(() => undefined);
  }
}
