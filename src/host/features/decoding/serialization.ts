import * as v from 'valibot';
import { draftGenerationConfigSchema } from '../../../protocol/engine/generationConfig.js';
import type { DecodingPrompt, DecodingRun, DecodingState, PromptMode } from '../../../protocol/webviews/index.js';
import { FIRST_RECIPES } from './presets.js';
import { freshRun, withFaults, withStale, type RunInputs, type SessionState } from './sessionState.js';

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What is kept of a workspace's comparison: the settings and recipes. */
const settingsSchema = v.object({
  version: v.literal(1),
  prompt: v.object({
    mode: v.picklist(['follow', 'pinned', 'typed'] satisfies PromptMode[]),
    text: v.string(),
    label: v.string(),
  }),
  model: v.string(),
  seed: whole,
  maxNewTokens: v.pipe(whole, v.minValue(1)),
  prefix: v.string(),
  recipes: v.array(
    v.object({
      id: whole,
      name: v.nullable(v.string()),
      decoding: draftGenerationConfigSchema,
      ownModel: v.exactOptional(v.string()),
      branch: v.nullable(v.looseObject({})),
    }),
  ),
});

export type SerializedSettings = v.InferOutput<typeof settingsSchema>;

/** What is kept of what the runs wrote; written and read by this version only. */
export interface SerializedResults {
  version: 2;
  results: { run: DecodingRun; made: RunInputs }[];
}

/** Results take at most so many characters of JSON; the last runs' are left out. */
const MOST_CHARACTERS = 4_000_000;

export function serializeSettings({
  prompt,
  model,
  seed,
  maxNewTokens,
  prefix,
  runs,
}: DecodingState): SerializedSettings {
  return {
    version: 1,
    // Nobody has asked to keep what the cursor only passes by.
    prompt: prompt.mode === 'follow' ? { mode: 'follow', text: '', label: '' } : prompt,
    model,
    seed,
    maxNewTokens,
    prefix,
    recipes: runs.map(({ id, name, decoding, branch, ownModel }) => ({
      ...{ id, name, decoding, branch: branch && { ...branch } },
      ...(ownModel !== undefined && { ownModel }),
    })),
  };
}

/** The results as JSON, as many as are allowed, in the list's order. */
export function serializeResults({ shown, made }: SessionState, most = MOST_CHARACTERS): string {
  const parts: string[] = [];
  let length = 0;
  for (const run of shown.runs) {
    const how = made.get(run.id);
    if (!how || run.status === 'idle') continue;
    const part = JSON.stringify({ run, made: how });
    length += part.length;
    if (length > most) break;
    parts.push(part);
  }
  return `{"version":2,"results":[${parts.join(',')}]}`;
}

/** What a session starts with where nothing was kept. */
export interface DefaultState {
  prompt: DecodingPrompt;
  model: string;
  maxNewTokens: number;
}

/** The state that was kept, or a new one. What is not as this version writes it counts as not kept. */
export function deserializeState(settings: unknown, results: string | null, fresh: DefaultState): SessionState {
  const checked = v.safeParse(settingsSchema, settings);
  const empty = { error: null, models: [], runs: [] };
  if (!checked.success) {
    const head: DecodingState = { ...fresh, seed: 7, prefix: '', ...empty };
    const runs = FIRST_RECIPES.map((decoding, id) => freshRun(id, { name: null, decoding }, head));
    return { shown: { ...head, runs }, made: new Map(), nextId: runs.length };
  }
  const { prompt, model, seed, maxNewTokens, prefix, recipes } = checked.output;
  // A prompt that follows is the editor's business.
  const head: DecodingState = {
    prompt: prompt.mode === 'follow' ? fresh.prompt : prompt,
    model,
    seed,
    maxNewTokens,
    prefix,
    ...empty,
  };
  const known = resultsOf(results);
  const runs = recipes.map((recipe): DecodingRun => {
    const { ownModel } = recipe;
    const run = { ...freshRun(recipe.id, recipe, head), ...(ownModel !== undefined && { ownModel }) };
    const branch = recipe.branch as DecodingRun['branch'];
    const result = known.get(recipe.id);
    if (!result) return { ...run, branch };
    const { model } = result.made;
    return interrupted({ ...result.run, ...recipe, model, branch, faults: run.faults });
  });
  const made = new Map([...known].map(([id, result]) => [id, result.made]));
  const nextId = Math.max(-1, ...recipes.map(({ id }) => id)) + 1;
  return withStale(withFaults({ shown: { ...head, runs }, made, nextId }));
}

/** A run that was going on when the window was reloaded keeps what it had. */
function interrupted(run: DecodingRun): DecodingRun {
  const going = run.status === 'waiting' || run.status === 'running';
  const status = !going ? run.status : run.sequences.length > 0 ? 'stopped' : 'idle';
  const check = run.check && run.check.running > 0 ? null : run.check;
  return { ...run, status, check };
}

function resultsOf(results: string | null): Map<number, SerializedResults['results'][number]> {
  try {
    const { version, results: list } = JSON.parse(results ?? '') as SerializedResults;
    return new Map(version === 2 ? list.map((one) => [one.run.id, one]) : []);
  } catch {
    return new Map();
  }
}
