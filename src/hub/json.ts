import * as v from 'valibot';
import { attempts } from './attempts.js';
import type { Answer, Connections, Request } from './connections.js';
import { Trouble } from './fault.js';

/** The longest list of files of a published model has some 3 MB. */
const MOST_BYTES = 16 << 20;

/** A hub's JSON with the headers that came with it. */
export interface JsonAnswer<T> {
  value: T;
  headers: Headers;
}

/**
 * Asks the hub for JSON of a shape.
 * @throws GlassboxError `download-failed`, `offline`, `cancelled`
 */
export function fetchJson<S extends v.GenericSchema>(
  connections: Connections,
  url: URL,
  schema: S,
  request: Request,
): Promise<JsonAnswer<v.InferOutput<S>>> {
  return attempts(
    async () => {
      const answer = await connections.open(url, request);
      const text = await textOf(answer, request);
      const found = v.safeParse(schema, parsed(text));
      if (!found.success) throw new Trouble({ problem: 'answer', host: answer.host, ...named(request) }, 'none');
      return { value: found.output, headers: answer.response.headers };
    },
    // Someone waits before a list: half the tries are enough to be sure.
    { ...connections.timeouts, tries: Math.ceil(connections.timeouts.tries / 2) },
    request,
  );
}

const named = ({ model }: Request) => (model === undefined ? {} : { model });

async function textOf(answer: Answer, request: Request): Promise<string> {
  const { response, host } = answer;
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const piece of answer.body()) {
      bytes += piece.length;
      if (bytes > MOST_BYTES) throw new Trouble({ problem: 'answer', host, ...named(request) }, 'none');
      pieces.push(piece);
    }
  } finally {
    answer.close();
  }
  const length = response.headers.get('content-length');
  const isEncoded = response.headers.has('content-encoding');
  if (length !== null && !isEncoded && Number(length) !== bytes) {
    throw new Trouble({ problem: 'cut', host, ...named(request) }, 'again');
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** Undefined for what is no JSON, which no schema takes. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}
