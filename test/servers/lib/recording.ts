import { createHash } from 'node:crypto';
import type { ServerAbilities } from '../../../src/protocol/engine/index.js';

/** What one request was answered. */
export interface RecordedAnswer {
  path: string;
  /** of the request: `keyOf` its body */
  body: string;
  status: number;
  type: string;
  /** JSON, as `fold` has made it short; a string is none, but the text itself */
  answer: unknown;
}

/** What a real server has answered, and what was made of that when it was there. */
export interface Recording {
  abilities: ServerAbilities;
  /** what `askAll` had */
  results: Record<string, unknown>;
  answers: RecordedAnswer[];
}

/** A body of a request by its hash: prompts of numbers would be long. */
export const keyOf = (body: string): string => createHash('sha256').update(body).digest('hex').slice(0, 16);

/** Alternatives that are kept as they are: of thousands of others, how many they are and their probability together. */
const KEPT = 40;

interface Alternative {
  id: number;
  logprob: number;
}
/** What stands in place of the others. */
interface Others {
  others: number;
  probability: number;
}

const isLong = (key: string, value: unknown): value is Alternative[] =>
  key === 'top_logprobs' && Array.isArray(value) && value.length > 2 * KEPT;

/** A vector's numbers are told by their count. */
const isVector = (key: string, value: unknown): value is number[] => key === 'embedding' && Array.isArray(value);

/** What tells one run of a server from another, and is looked at nowhere. */
const PASSING = ['created', 'timings', 'system_fingerprint', 'permission', 'root', 'id'];

/** An answer without what would make the file long and is not looked at. */
export function fold(text: string): unknown {
  try {
    return JSON.parse(text, (key, value: unknown) => {
      if (PASSING.includes(key) && !(key === 'id' && isName(value))) return undefined;
      if (isVector(key, value)) return { numbers: value.length };
      if (!isLong(key, value)) return value;
      const others = value.slice(KEPT);
      const probability = others.reduce((sum, { logprob }) => sum + Math.exp(logprob), 0);
      return [...value.slice(0, KEPT), { others: others.length, probability }];
    });
  } catch {
    return text;
  }
}

/** Numbers are of tokens, short names of models; others are of requests. */
const isName = (value: unknown) => typeof value === 'number' || (typeof value === 'string' && value.length < 20);

/** The answer again, with as many others as there were, each as probable as the next. */
export function unfold(answer: unknown): string {
  if (typeof answer === 'string') return answer;
  return JSON.stringify(answer, (key, value: unknown) => {
    if (key === 'embedding') return Array.from({ length: (value as { numbers: number }).numbers }, () => 0.5);
    const last = key === 'top_logprobs' && Array.isArray(value) ? (value.at(-1) as Partial<Others> | undefined) : null;
    if (last?.others === undefined) return value;
    const kept = (value as Alternative[]).slice(0, -1);
    const taken = new Set(kept.map(({ id }) => id));
    const logprob = Math.log(last.probability! / last.others);
    const rest: object[] = [];
    for (let id = 0; rest.length < last.others; id++) {
      if (!taken.has(id)) rest.push({ id, token: '', bytes: [], logprob });
    }
    return [...kept, ...rest];
  });
}
