import type { LocalEngine } from '../../../src/engine/engine.js';
import { EngineBench, type AskEngine } from '../../../webview-ui/laboratory/model/bench.js';
import type { LabCall, LabInput, Part } from '../../../webview-ui/laboratory/model/experiment.js';
import { takesRole } from '../../../webview-ui/laboratory/model/roles.js';

/** What a measurement came to with an engine in this process. */
export interface Measured<R> {
  result: R;
  /** how many times something was shown */
  steps: number;
  calls: LabCall[];
  input: LabInput;
}

/** Measures as the page does. @param chosen models by role */
export async function measureLocally<R>(
  engine: LocalEngine,
  part: Part<R>,
  asked: { text: string; other?: string; options?: Record<string, string> },
  chosen: Readonly<Record<string, string>> = {},
): Promise<Measured<R>> {
  const models = await engine.call('models', {});
  const input: LabInput = {
    text: asked.text,
    other: asked.other ?? '',
    models: Object.fromEntries(
      part.roles.flatMap((role) => {
        const model = takesRole(role, models, chosen[role.id]);
        return model ? [[role.id, model] as const] : [];
      }),
    ),
    options: Object.fromEntries(
      (part.options ?? []).map(({ id, choices }) => [id, asked.options?.[id] ?? choices()[0]![0]]),
    ),
    locale: 'en',
  };
  const askEngine = ((method: never, params: never, { signal, onProgress }: Parameters<AskEngine>[2]) =>
    engine.call(method, params, { onProgress }, signal)) as unknown as AskEngine;
  const bench = new EngineBench(askEngine, new AbortController().signal, () => undefined);
  let last: R | undefined;
  let steps = 0;
  for await (const result of part.measure(bench, input)) {
    last = result;
    steps++;
  }
  if (last === undefined) throw new Error(`${part.id} gave nothing`);
  return { result: last, steps, calls: bench.calls, input };
}
