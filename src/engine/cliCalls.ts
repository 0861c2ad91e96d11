import { GlassboxError, METHOD_NAMES, toErrorValue } from '../protocol/engine/index.js';

export interface CliAnswer {
  ok: boolean;
  /** one JSON document */
  line: string;
}

/** JSON as the console prints it: typed arrays as plain arrays; JSON itself turns non-finite numbers into null. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    ArrayBuffer.isView(part) && !(part instanceof DataView) ? Array.from(part as unknown as ArrayLike<number>) : part,
  );
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new GlassboxError('bad-request', `The parameters are no JSON: ${(error as Error).message}.`);
  }
}

async function settle(work: () => Promise<unknown>): Promise<CliAnswer> {
  try {
    return { ok: true, line: toJson({ ok: true, value: await work() }) };
  } catch (error) {
    return { ok: false, line: toJson({ ok: false, error: toErrorValue(error) }) };
  }
}

/** A name that nothing has. @param own what the console has beside the engine's methods */
export const unknownMethod = (method: string, own: readonly string[]): GlassboxError =>
  new GlassboxError(
    'bad-request',
    `There is no method ${String(method)}. Methods: ${[...new Set([...METHOD_NAMES, ...own])].join(', ')}.`,
  );

/** What a call is answered with; it checks both. */
export type CliCall = (method: string, params: unknown) => Promise<unknown>;

/** One call whose parameters are JSON. */
export function runCall(call: CliCall, method: string, json: string): Promise<CliAnswer> {
  return settle(() => call(method, parseJson(json)));
}

/** Answers `{"method": …, "params": …}` lines one after another, each as soon as it is there. */
export async function runBatch(
  call: CliCall,
  lines: AsyncIterable<string>,
  print: (line: string) => void,
): Promise<void> {
  for await (const line of lines) {
    if (line.trim() === '') continue;
    const { line: result } = await settle(() => {
      const asked = parseJson(line) as { method?: unknown; params?: unknown } | null;
      return call(asked?.method as string, asked?.params ?? {});
    });
    print(result);
  }
}
