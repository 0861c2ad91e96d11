import { toErrorValue, GlassboxError, type Engine, type MethodName, type Params } from '../protocol/engine/index.js';

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

/** One call whose parameters are JSON; the engine checks both. */
export function runCall(engine: Engine, method: string, json: string): Promise<CliAnswer> {
  return settle(() => engine.call(method as MethodName, parseJson(json) as Params<MethodName>));
}

/** Answers `{"method": …, "params": …}` lines one after another, each as soon as it is there. */
export async function runBatch(
  engine: Engine,
  lines: AsyncIterable<string>,
  print: (line: string) => void,
): Promise<void> {
  for await (const line of lines) {
    if (line.trim() === '') continue;
    const { line: result } = await settle(() => {
      const call = parseJson(line) as { method?: unknown; params?: unknown } | null;
      return engine.call(call?.method as MethodName, call?.params ?? {});
    });
    print(result);
  }
}
