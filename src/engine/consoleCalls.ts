import { errorValue, GlassboxError, type Engine, type MethodName, type Params } from '../protocol/index.js';

export interface Answer {
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

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new GlassboxError('bad-request', `The parameters are no JSON: ${(error as Error).message}.`);
  }
}

async function answer(work: () => Promise<unknown>): Promise<Answer> {
  try {
    return { ok: true, line: toJson({ ok: true, value: await work() }) };
  } catch (error) {
    return { ok: false, line: toJson({ ok: false, error: errorValue(error) }) };
  }
}

/** One call whose parameters are JSON; the engine checks both. */
export function runOne(engine: Engine, method: string, json: string): Promise<Answer> {
  return answer(() => engine.call(method as MethodName, parse(json) as Params<MethodName>));
}

/** Answers `{"method": …, "params": …}` lines one after another, each as soon as it is there. */
export async function batch(
  engine: Engine,
  lines: AsyncIterable<string>,
  print: (line: string) => void,
): Promise<void> {
  for await (const line of lines) {
    if (line.trim() === '') continue;
    const { line: result } = await answer(() => {
      const call = parse(line) as { method?: unknown; params?: unknown } | null;
      return engine.call(call?.method as MethodName, call?.params ?? {});
    });
    print(result);
  }
}
