/** A model that a server has. */
export interface ServedModel {
  id: string;
  /** tokens that it reads at once, the new ones included; null where the server does not say */
  context: number | null;
  /** tokens that it knows */
  vocabulary: number | null;
  /** by whose name the server calls itself */
  ownedBy: string | null;
}

/** Log-probabilities of tokens that are written. */
export interface Alternatives {
  /** the most that a request gets; 0: none at all */
  most: number;
  /** whether these are the whole vocabulary, so that nothing is left */
  isWhole: boolean;
  /** what tells one token from another: texts of pieces of a character may be the same */
  namedBy: 'id' | 'bytes' | 'text' | null;
  /** of the model's logits as they are, or of what samplers have made of them; null: that could not be told */
  are: 'raw' | 'processed' | null;
}

/** Texts and numbers of tokens, there and back. */
export interface TokenNumbers {
  /** `/tokenize` tells the tokens of a text */
  tokenize: boolean;
  /** a prompt may be given as numbers, and is read as what they stand for */
  in: boolean;
  /** what is written is told as numbers */
  out: boolean;
}

/** How the log-probabilities of a text's own tokens are had. */
export type PromptLogProbabilities =
  /** one request tells them all */
  | 'asked'
  /** a request for each token, since the whole vocabulary is told behind each beginning of the text */
  | 'oneByOne'
  /** only of tokens that are among the likeliest behind the text before them, a request for each */
  | 'someOneByOne'
  | null;

/** Whether something has an effect; null: the model's answers do not tell. */
export type Effect = boolean | null;

/** How a server draws. */
export interface ServerSampling {
  /** the same seed gives the same text, and others other ones */
  seed: Effect;
  /** by the names that servers have for them, as `top_k` */
  parameters: Record<ServerParameter, Effect>;
  /** numbers of tokens are made likelier or less */
  logitBias: Effect;
  /** ends where a given text comes */
  stop: Effect;
  /** beam search, as vLLM is asked for it */
  beams: Effect;
}

export type ServerParameter =
  | 'temperature'
  | 'top_k'
  | 'top_p'
  | 'min_p'
  | 'typical_p'
  | 'repetition_penalty'
  | 'repeat_penalty'
  | 'frequency_penalty'
  | 'presence_penalty';

/** What a server can do with a model, as it was found out by asking it. */
export interface ServerAbilities {
  model: ServedModel;
  /** whether it writes on from a text at all; the other figures but embeddings are empty where it does not */
  completes: boolean;
  alternatives: Alternatives;
  promptLogProbabilities: PromptLogProbabilities;
  tokenNumbers: TokenNumbers;
  /** tokens after which nothing comes, as far as they were found */
  ends: number[];
  sampling: ServerSampling | null;
  /** numbers of a text's vector; null: it makes none */
  embedding: number | null;
}

/** A model of a server that the user has added. */
export interface AddedServer {
  /** as `serverAddress` gives it: without `/v1` and a slash at its end */
  address: string;
  abilities: ServerAbilities;
}

/** What a server is asked. */
export interface ServerQuestion {
  /** the server's */
  address: string;
  /** from `/`, behind the address */
  path: string;
  /** sent as JSON; left out: it is a question (GET) */
  body?: object;
  /** what for, in English, for the log of connections, which has no text of the user's */
  reason: string;
}

/**
 * The way to servers. The engine has none of its own: the extension host knows keys, consent, and the editor's proxy and
 * certificates.
 */
export interface ServerAccess {
  /**
   * The JSON that is answered.
   * @param onEvent the answer comes in pieces, each of them JSON; then null is returned
   * @throws GlassboxError `server-failed`, `offline`, `not-trusted`, `cancelled`
   */
  ask(question: ServerQuestion, signal?: AbortSignal, onEvent?: (event: unknown) => void): Promise<unknown>;
}

/** A question on its way to the host. */
export interface WireQuestion {
  question: ServerQuestion;
  /** under which pieces of the answer are sent; absent where it is to come whole */
  progressToken?: number;
}
