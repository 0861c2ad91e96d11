import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Random } from '../../../src/decoding/sampling/random.js';

/** What a stand-in can do; each is what some server lacks. */
export interface Skills {
  /** the most alternatives that it takes; what is above is refused, or cut down to it */
  most: number;
  refusesMore: boolean;
  shape: 'classic' | 'listed';
  /** names tokens by numbers */
  numbers: boolean;
  /** log-probabilities are those behind the temperature */
  processed: boolean;
  echo: boolean;
  takesNumbers: boolean;
  tokenizes: boolean;
  seeds: boolean;
  stops: boolean;
  beams: boolean;
  bias: boolean;
  embeds: boolean;
  /** of several tokens it tells the last ones only, as if they were pieces of a character */
  halts: boolean;
  /** of the samplers' and penalties' names those that it knows */
  parameters: readonly string[];
}

export const ALL: Skills = {
  ...{ most: 20, refusesMore: true, shape: 'classic', numbers: true, processed: false, echo: true, takesNumbers: true },
  ...{ tokenizes: true, seeds: true, stops: true, beams: true, bias: true, embeds: true, halts: false },
  parameters: ['temperature', 'top_k', 'top_p', 'min_p', 'typical_p', 'repetition_penalty', 'frequency_penalty'],
};

/** Its vocabulary: words, and what is behind one depends on that word alone. */
const WORDS = [
  'one',
  'two',
  'She',
  'went',
  'to',
  'the',
  'river',
  'old',
  'man',
  'was',
  'good',
  'and',
  ...Array.from({ length: 28 }, (_, at) => `word${at}`),
];

/** Logits behind a word: fixed numbers, with the same few words on top, so that it repeats itself. */
function logitsBehind(word: number): number[] {
  const random = new Random(word + 1);
  return WORDS.map((_, at) => (at === (word + 1) % 4 ? 4 : 0) + 3 * random.uniform());
}

interface Body extends Record<string, unknown> {
  prompt?: string | number[];
}

function softmaxLog(logits: readonly number[], temperature: number): number[] {
  const scaled = logits.map((value) => value / temperature);
  const top = Math.max(...scaled);
  const sum = scaled.reduce((total, value) => total + Math.exp(value - top), 0);
  return scaled.map((value) => value - top - Math.log(sum));
}

/** A piece of a stream. */
export const event = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;

/** What Ollama and its like can do: texts there and back, and nothing told of tokens. */
export const WORDS_ONLY: Skills = {
  ...{ ...ALL, most: 0, refusesMore: false, numbers: false, echo: false, takesNumbers: false, tokenizes: false },
  ...{ beams: false, bias: false, embeds: false },
  parameters: ['temperature', 'top_p', 'frequency_penalty'],
};

/** A server with a model of forty words, on 127.0.0.1; `answer` may take over requests. */
export class StandIn {
  requests: { path: string; body: Body; key: string | undefined }[] = [];
  #draws = 0;
  readonly #http = createServer((request, response) => void this.#serve(request, response));

  constructor(
    private readonly skills: Skills = ALL,
    private readonly answer?: (response: ServerResponse, path: string, body: Body) => boolean,
  ) {}

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#http.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    this.#http.closeAllConnections();
    return new Promise((resolve) => this.#http.close(() => resolve()));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const path = request.url ?? '';
    const body = (pieces.length > 0 ? JSON.parse(Buffer.concat(pieces).toString()) : {}) as Body;
    this.requests.push({ path, body, key: request.headers.authorization });
    if (this.answer?.(response, path, body)) return;
    const [status, value] = this.#answered(path, body);
    if (status === 200 && path === '/v1/completions' && body['stream'] === true) return this.#stream(response, value);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  }

  /** A word at a time. */
  #stream(response: ServerResponse, value: unknown): void {
    const { choices } = value as { choices: { text: string }[] };
    const words = choices[0]!.text.match(/ ?\S+/g) ?? [];
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const text of words) response.write(event({ choices: [{ text, finish_reason: null }] }));
    response.write(event({ choices: [{ text: '', finish_reason: 'length' }] }));
    response.end(`${event({ choices: [], usage: { completion_tokens: words.length } })}data: [DONE]\n\n`);
  }

  #answered(path: string, body: Body): [number, unknown] {
    const { skills } = this;
    if (path === '/v1/models') return [200, { data: [{ id: 'forty', owned_by: 'tests', max_model_len: 64 }] }];
    if (path === '/tokenize' && skills.tokenizes) return [200, { tokens: this.#ids(body.prompt!) }];
    if (path === '/detokenize' && skills.tokenizes) {
      return [200, { prompt: (body['tokens'] as number[]).map((id) => ` ${WORDS[id]}`).join('') }];
    }
    if (path === '/v1/embeddings' && skills.embeds) return [200, { data: [{ embedding: [0, 1, 2] }] }];
    if (path === '/v1/completions') return this.#completed(body);
    return [404, { detail: 'Not Found' }];
  }

  readonly #ids = (prompt: string | number[]) =>
    typeof prompt === 'string' ? prompt.split(/[ .,]+/).flatMap((word) => Math.max(0, WORDS.indexOf(word))) : prompt;

  #completed(body: Body): [number, unknown] {
    const { skills } = this;
    const wanted = (body['logprobs'] as number | undefined) ?? 0;
    if (wanted > skills.most && skills.refusesMore) return [400, { error: { message: `at most ${skills.most}` } }];
    if (Array.isArray(body.prompt) && !skills.takesNumbers) return [400, { detail: 'prompt must be a string.' }];
    const prompt = this.#ids(body.prompt!);
    const random = new Random(skills.seeds ? ((body['seed'] as number | undefined) ?? 0) : this.#draws++);
    const beams = skills.beams && body['use_beam_search'] === true ? 2 : 1;
    const choices = Array.from({ length: (body['n'] as number | undefined) ?? 1 }, (_, at) =>
      this.#choice(body, prompt, random, Math.min(at, beams - 1), wanted),
    );
    const usage = { prompt_tokens: prompt.length, completion_tokens: choices.length * this.#lengthOf(body) };
    return [200, { choices, usage }];
  }

  #lengthOf(body: Body): number {
    const length = (body['max_tokens'] as number | undefined) ?? 16;
    return body['echo'] === true && this.skills.echo ? length : Math.max(1, length);
  }

  /** @param first which of the likeliest words comes first, as a beam's */
  #choice(body: Body, prompt: number[], random: Random, first: number, wanted: number): object {
    const { skills } = this;
    const isEchoed = body['echo'] === true && skills.echo;
    const before = isEchoed ? prompt.slice(0, 1) : [...prompt];
    const written: number[] = isEchoed ? [prompt[0]!] : [];
    const steps: { id: number; values: number[] | null }[] = isEchoed ? [{ id: prompt[0]!, values: null }] : [];
    const rest = isEchoed ? prompt.slice(1) : [];
    const total = rest.length + this.#lengthOf(body);
    for (let step = 0; step < total; step++) {
      const { id, values } = this.#step(body, before, random, step === 0 && !isEchoed ? first : 0);
      const next = rest[step] ?? id;
      steps.push({ id: next, values });
      written.push(next);
      before.push(next);
    }
    let text = written.map((id) => ` ${WORDS[id]}`).join('');
    for (const stop of (skills.stops && (body['stop'] as string[] | undefined)) || []) text = text.split(stop)[0]!;
    const logprobs =
      wanted > 0 && skills.most > 0
        ? this.#logprobs(skills.halts ? steps.slice(-1) : steps, Math.min(wanted, skills.most))
        : null;
    return { text, logprobs };
  }

  #step(body: Body, before: readonly number[], random: Random, rank: number): { id: number; values: number[] } {
    const knows = (name: string) => this.skills.parameters.includes(name);
    const given = (name: string, otherwise: number) =>
      knows(name) ? ((body[name] as number | undefined) ?? otherwise) : otherwise;
    const logits = logitsBehind(before.at(-1)!);
    const raw = softmaxLog(logits, 1);
    for (const id of new Set(before)) {
      logits[id]! /= given('repetition_penalty', 1) * given('repeat_penalty', 1);
      logits[id]! -= given('frequency_penalty', 0) * before.filter((one) => one === id).length;
      logits[id]! -= given('presence_penalty', 0);
    }
    const bias = this.skills.bias
      ? Object.entries((body['logit_bias'] as Record<string, number> | undefined) ?? {})
      : [];
    for (const [id, value] of bias) logits[Number(id)]! += value;
    const temperature = given('temperature', 1);
    const order = logits.map((_, id) => id).sort((a, b) => logits[b]! - logits[a]!);
    const isStrict =
      temperature === 0 ||
      given('top_k', 0) === 1 ||
      given('top_p', 1) < 1e-3 ||
      given('min_p', 0) === 1 ||
      given('typical_p', 1) < 1e-3;
    const values = this.skills.processed ? softmaxLog(logits, temperature || 1) : raw;
    return { id: isStrict ? order[rank]! : order[Math.floor(order.length * random.uniform())]!, values };
  }

  #logprobs(steps: readonly { id: number; values: number[] | null }[], most: number): object {
    const { shape, numbers } = this.skills;
    const name = (id: number) => (numbers ? `token_id:${id}` : ` ${WORDS[id]}`);
    const top = (values: number[]) =>
      values
        .map((_, id) => id)
        .sort((a, b) => values[b]! - values[a]!)
        .slice(0, most);
    if (shape === 'classic') {
      return {
        tokens: steps.map(({ id }) => name(id)),
        token_logprobs: steps.map(({ id, values }) => values?.[id] ?? null),
        top_logprobs: steps.map(
          ({ values }) => values && Object.fromEntries(top(values).map((id) => [name(id), values[id]])),
        ),
      };
    }
    const listed = (id: number, values: number[]) => ({
      ...(numbers && { id }),
      ...{ token: ` ${WORDS[id]}`, bytes: [...Buffer.from(` ${WORDS[id]}`)], logprob: values[id] },
    });
    return {
      content: steps.flatMap(({ id, values }) =>
        values ? [{ ...listed(id, values), top_logprobs: top(values).map((one) => listed(one, values)) }] : [],
      ),
    };
  }
}
