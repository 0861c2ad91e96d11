import type { Effect, ServerParameter, ServerSampling } from '../../protocol/engine/index.js';
import { complete, completeOne, type Probe } from './facts.js';

/** A parameter so strict that chance has no say: whatever the seed, one text comes. */
const STRICT = {
  temperature: { temperature: 0 },
  top_k: { top_k: 1 },
  top_p: { top_p: 1e-6 },
  min_p: { min_p: 1 },
  typical_p: { typical_p: 1e-6 },
} as const;

/** A parameter that takes from what was there before; without chance the text becomes another one. */
const PENALTIES = {
  repetition_penalty: { repetition_penalty: 5 },
  repeat_penalty: { repeat_penalty: 5 },
  frequency_penalty: { frequency_penalty: 2 },
  presence_penalty: { presence_penalty: 2 },
} as const;

const SEEDS = [1, 2, 3];
/** Hot, and long enough that two draws are hardly ever the same. */
const HOT = { temperature: 2, max_tokens: 12 };
const GREEDY = { temperature: 0, max_tokens: 32 };
/** Beginnings that most models repeat themselves behind; the first that this one does behind is taken. */
const REPEATED = [
  'one two one two one two one two one',
  'She went to the river. She went to the river. She',
  'The old man was a good man, and the old man',
];

const isOne = (texts: readonly string[]) => new Set(texts).size === 1;

async function textsOf(probe: Probe, fields: object): Promise<string[] | null> {
  const texts: string[] = [];
  for (const seed of SEEDS) {
    const answer = await completeOne(probe, { ...HOT, seed, ...fields });
    if (answer === null) return null;
    texts.push(answer.text);
  }
  return texts;
}

async function effectsOf<K extends ServerParameter>(
  table: Readonly<Record<K, object>>,
  find: (fields: object) => Promise<Effect>,
): Promise<Record<K, Effect>> {
  const found: [string, Effect][] = [];
  for (const [name, fields] of Object.entries<object>(table)) found.push([name, await find(fields)]);
  return Object.fromEntries(found) as Record<K, Effect>;
}

/** What of drawing the server understands, by what its parameters do to what it writes. */
export async function samplingOf(probe: Probe): Promise<ServerSampling> {
  const drawn = await textsOf(probe, {});
  const isDrawn = drawn !== null && !isOne(drawn);
  const strict = await effectsOf(STRICT, async (fields) => {
    // Some servers refuse a request for a field that they do not know.
    if (!isDrawn) return (await completeOne(probe, fields)) === null ? false : null;
    const texts = await textsOf(probe, fields);
    return texts !== null && isOne(texts);
  });
  const repeated = await repeatedText(probe);
  const penalties = await effectsOf(PENALTIES, async (fields) => {
    if (repeated === null) return null;
    const answer = await completeOne(probe, { ...GREEDY, ...fields }, repeated.prompt);
    return answer !== null && answer.text !== repeated.text;
  });
  return {
    seed: isDrawn ? await repeats(probe, drawn) : drawn === null ? false : null,
    parameters: { ...strict, ...penalties },
    logitBias: await biasEffect(probe),
    stop: await stopEffect(probe, repeated),
    beams: await beamsEffect(probe, repeated),
  };
}

async function repeats(probe: Probe, drawn: readonly string[]): Promise<boolean> {
  const again = await textsOf(probe, {});
  return again !== null && again.every((text, at) => text === drawn[at]);
}

/** Times that a token has to come again where chance has no say: one that is drawn comes again by chance, too. */
const AGAIN = 3;

/** The second choice is made the first. */
async function biasEffect(probe: Probe): Promise<Effect> {
  const named = { temperature: 0, logprobs: 2, return_tokens_as_token_ids: true };
  const plain = await completeOne(probe, named);
  const [first, second] = plain?.steps?.[0]?.alternatives ?? [];
  if (first?.id == null || second?.id == null) return null;
  for (let time = 0; time < AGAIN; time++) {
    const again = await completeOne(probe, named);
    if (again?.steps?.[0]?.chosen.id !== plain?.steps?.[0]?.chosen.id) return null;
  }
  const answer = await completeOne(probe, { ...named, logit_bias: { [second.id]: 100 } });
  return answer?.steps?.[0]?.chosen.id === second.id;
}

/** What is written without chance, the same each time, and repeats a word: without that a penalty cannot show. */
interface Repeated {
  prompt: string;
  text: string;
}

async function repeatedText(probe: Probe): Promise<Repeated | null> {
  for (const prompt of REPEATED) {
    const text = (await completeOne(probe, GREEDY, prompt))?.text ?? '';
    const words = text.split(/\s+/).filter((word) => word !== '');
    if (new Set(words).size === words.length) continue;
    // Of what is another text each time nothing can be told by its being another one.
    return (await completeOne(probe, GREEDY, prompt))?.text === text ? { prompt, text } : null;
  }
  return null;
}

/** A letter within what is written ends it: what comes then is the beginning up to there. */
async function stopEffect(probe: Probe, repeated: Repeated | null): Promise<Effect> {
  const found = repeated && lateLetter(repeated.text);
  if (repeated === null || found === null) return null;
  const answer = await completeOne(probe, { ...GREEDY, stop: [found.letter] }, repeated.prompt);
  const text = answer?.text.trim() ?? '';
  return text !== '' && found.before.startsWith(text);
}

/** A letter that comes first behind the first word, where there is one, and what is before it. */
function lateLetter(text: string): { letter: string; before: string } | null {
  const own = text.trim();
  const behind = own.search(/\s/);
  const isFirst = (at: number) => /\S/.test(own[at]!) && own.indexOf(own[at]!) === at;
  const places = Array.from(own, (_, at) => at).filter((at) => at > 0 && at < own.length && isFirst(at));
  const at = places.find((place) => behind >= 0 && place > behind) ?? places[0];
  return at === undefined ? null : { letter: own[at]!, before: own.slice(0, at) };
}

/** Two beams write two texts, where two draws without chance write one twice. */
async function beamsEffect(probe: Probe, repeated: Repeated | null): Promise<Effect> {
  const two = (fields: object) => complete(probe, { ...GREEDY, n: 2, ...fields }, repeated?.prompt);
  const differ = (texts: Awaited<ReturnType<typeof two>>) => texts?.length === 2 && texts[0]!.text !== texts[1]!.text;
  if (!differ(await two({ use_beam_search: true }))) return false;
  return differ(await two({})) ? null : true;
}
