import { beamSearch } from '../../../../../src/decoding/strategies/beam/beamSearch.js';
import { normaliseByLength } from '../../../../../src/decoding/strategies/beam/hypothesisPool.js';
import { generateAll } from '../../../../../src/decoding/output.js';
import { resolveGenerationConfig } from '../../../../../src/decoding/config/resolve.js';
import type { LanguageModel, KVCache } from '../../../../../src/decoding/model/languageModel.js';
import type { BeamNode } from '../../../../../src/protocol/engine/index.js';

/** What may be written at a place, with its weight; weights need not sum to 1. */
export interface BeamChoice {
  name: string;
  weight: number;
}

/** Two steps: what may come first, and what after each of these. A weight of 0: never. */
export interface BeamTable {
  first: (BeamChoice & { next: { choices: BeamChoice[]; end: number } })[];
  /** weight of ending at once */
  end: number;
}

export interface BeamOptions {
  numBeams: number;
  lengthPenalty: number;
}

/** A text that the search could give back. */
export interface EndedHypothesis {
  node: number;
  names: string[];
  logProbability: number;
  length: number;
  score: number;
  returned: boolean;
}

export interface BeamTableResult {
  nodes: BeamNode[];
  /** best score first */
  ended: EndedHypothesis[];
}

/** The end of the text. */
const END = 0;
const STEPS = 2;

/**
 * Runs the engine's beam search over a table of two steps.
 * @param endName what the end of the text is called
 * @throws GlassboxError `bad-request` when there are more beams than words
 */
export async function searchTable(
  table: BeamTable,
  { numBeams, lengthPenalty }: BeamOptions,
  endName: string,
): Promise<BeamTableResult> {
  const { model, names } = tableModel(table, endName);
  const plan = resolveGenerationConfig(
    { strategy: 'beam', numBeams, lengthPenalty },
    { vocabularySize: model.vocabularySize, maxNewTokens: STEPS },
  );
  const search = beamSearch(model, { prompt: [END], limit: STEPS, alternatives: 1 }, plan);
  const { tree = [] } = await generateAll(search);
  const nodes = tree.map((node): BeamNode => ({ ...node, text: ` ${names[node.id]!}` }));
  return { nodes, ended: endedHypotheses(nodes, lengthPenalty) };
}

/** Every hypothesis that ended or reached the last step, by falling score. */
function endedHypotheses(nodes: readonly BeamNode[], lengthPenalty: number): EndedHypothesis[] {
  return nodes
    .flatMap(({ state, step, text, parent, logProbability }, node): EndedHypothesis[] => {
      if (state === 'pruned' || (state === 'live' && step < STEPS - 1)) return [];
      const names = [...(parent < 0 ? [] : [nodes[parent]!.text]), text].map((name) => name.trim());
      const score = normaliseByLength(logProbability, step + 1, lengthPenalty);
      return [{ node, names, logProbability, length: step + 1, score, returned: state === 'returned' }];
    })
    .sort((a, b) => b.score - a.score || Number(b.returned) - Number(a.returned));
}

/** A model whose next token depends on the last one only, from the table's weights. */
function tableModel({ first, end }: BeamTable, endName: string): { model: LanguageModel; names: string[] } {
  const names = [endName];
  const logits: number[][] = [];
  const idOf = (name: string) => names.push(name) - 1;
  const firstIds = first.map(({ name }) => idOf(name));
  const nextIds = first.map(({ next }) => next.choices.map(({ name }) => idOf(name)));
  const row = (pairs: readonly (readonly [id: number, weight: number])[]) => {
    const scores = Array<number>(names.length).fill(-Infinity);
    for (const [id, weight] of pairs) scores[id] = Math.log(weight);
    return scores;
  };
  logits[END] = row([[END, end], ...first.map(({ weight }, at) => [firstIds[at]!, weight] as const)]);
  first.forEach(({ next }, at) => {
    const pairs = next.choices.map(({ weight }, choice) => [nextIds[at]![choice]!, weight] as const);
    logits[firstIds[at]!] = row([[END, next.end], ...pairs]);
  });
  const ended = row([[END, 1]]);
  const past = (rows: number, length: number): KVCache => ({
    rows,
    length,
    select: (kept) => past(kept.length, length),
  });
  return {
    names,
    model: {
      id: 'table',
      vocabularySize: names.length,
      eosIds: [END],
      maxLength: null,
      step: ({ past: before, tokens }) => {
        const scores = tokens.flatMap((row) => logits[row.at(-1)!] ?? ended);
        const length = (before?.length ?? 0) + (tokens[0]?.length ?? 0);
        return Promise.resolve({ logits: Float32Array.from(scores), past: past(tokens.length, length) });
      },
    },
  };
}
