import type { DecodingRun, DecodingState } from '../../../../protocol/webviews/index.js';
import { branchOfRecipe, recipesOf } from '../recipes.js';
import { freshRun, withFaults, withStale, type RunInputs, type SessionState } from '../sessionState.js';
import { readDecodingFile } from './decodingFile.js';
import { sessionSchema, type SessionFile } from './sessionSchema.js';

const FORMAT = 'glassbox-decoding';
const VERSION = 1;

/** A session file's ending. */
export const SESSION_ENDING = 'glassbox-decoding.json';

/** A comparison as a file that `readSession` reads again: settings, recipes, branches, and what the runs wrote. */
export function sessionJson({ shown, made }: SessionState): string {
  const { prompt, model, seed, maxNewTokens, prefix, runs } = shown;
  const recipes = recipesOf(runs);
  const lines = runs.map((run, index) => {
    const { name, decoding, branch } = recipes[index]!;
    return JSON.stringify({
      name,
      decoding,
      ...(branch && { branch }),
      ...(run.ownModel !== undefined && { model: run.ownModel }),
      ...resultOf(run, made.get(run.id)),
    });
  });
  const head = {
    format: FORMAT,
    version: VERSION,
    // Who opens it elsewhere has no cursor there.
    prompt: { ...prompt, mode: prompt.mode === 'typed' ? 'typed' : 'pinned' },
    model,
    seed,
    maxNewTokens,
    prefix,
  };
  // A run a line: a file that can be read, and compared by lines.
  return `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "runs": [\n    ${lines.join(',\n    ')}\n  ]\n}\n`;
}

/** What a run wrote; nothing of one that did not run, failed, or still writes. */
function resultOf(run: DecodingRun, made: RunInputs | undefined): { result?: object } {
  const { status, sequences, tree, metrics, warnings, seed, promptIds } = run;
  if (!made || (status !== 'done' && status !== 'stopped')) return {};
  return { result: { status, made, sequences, tree, metrics, warnings, seed, promptIds } };
}

/**
 * Reads a session from a file's text.
 * @throws GlassboxError `bad-request`, naming what is wrong with the file
 */
export function readSession(text: string): SessionFile {
  const kind = { format: FORMAT, version: VERSION, schema: sessionSchema, refusal: 'This is no session' };
  return readDecodingFile(text, kind);
}

/** The state with a session's settings and runs in place of its own; its runs have numbers that none had before. */
export function openedState({ shown, nextId }: SessionState, session: SessionFile): SessionState {
  const { prompt, model, seed, maxNewTokens, prefix } = session;
  const head: DecodingState = { ...shown, prompt, model, seed, maxNewTokens, prefix, error: null, runs: [] };
  const made = new Map<number, RunInputs>();
  const runs = session.runs.map(({ name = null, decoding, branch, model: ownModel, result }, index): DecodingRun => {
    const id = nextId + index;
    const recipe = { name, decoding, ...(branch && { branch }) };
    const run = {
      ...freshRun(id, recipe, head),
      ...(ownModel !== undefined && { ownModel }),
      branch: branchOfRecipe(recipe, nextId),
    };
    if (!result) return run;
    const { made: inputs, ...wrote } = result;
    made.set(id, inputs);
    return { ...run, ...wrote, generation: 1, model: inputs.model };
  });
  return withStale(withFaults({ shown: { ...head, runs }, made, nextId: nextId + runs.length }));
}
