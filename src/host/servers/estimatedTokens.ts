import { decodesItself, type AddedServer, type Engine, type Token, type Values } from '../../protocol/engine/index.js';

/** Letters that stand for a token where a server does not say which there are: in most texts a token has more. */
const LETTERS = 2;

const NO_TOKEN = -1;

/** Whether a token is one of the model's own, and none that was estimated. */
export const isCounted = ({ id }: Token): boolean => id !== NO_TOKEN;

/**
 * The engine, for texts that have to fit into a model: where a server tells no tokens, `tokens` has a few letters for each.
 * @param server that has the model; none: the engine as it is
 */
export function withEstimatedTokens(engine: Engine, server: AddedServer | null | undefined): Engine {
  if (!server || !decodesItself(server.abilities)) return engine;
  const call: Engine['call'] = async (method, params, options, signal) => {
    if (method !== 'tokens') return engine.call(method, params, options, signal);
    const { model, text } = params as { model: string; text: string };
    return { model, tokens: lettersOf(text), maxLength: server.abilities.model.context } as Values[typeof method];
  };
  return { call };
}

function lettersOf(text: string): Token[] {
  return Array.from({ length: Math.ceil(text.length / LETTERS) }, (_, at) => {
    const start = at * LETTERS;
    return { id: NO_TOKEN, text: '', start, end: Math.min(text.length, start + LETTERS) };
  });
}
