import type { FieldIssue } from './generationConfig.js';
import type { Strategy } from './generationFields.js';
import type { ManyProblem } from './manyValues.js';
import type { MethodName } from './methods.js';
import type { Architecture, LanguagePair } from './modelValues.js';

/** What is wrong with a file of a model. */
export type FileProblem =
  | 'missing'
  | 'unreadable'
  | 'forbidden'
  | 'dangling'
  | 'notAFile'
  | 'empty'
  | 'gitLfs'
  /** it can run code when it is read */
  | 'pickle'
  /** nor is there another file that a tokenizer is read from */
  | 'noTokenizer'
  | 'tooLarge'
  | 'notJson'
  | 'content';

/** What a place in a model's file must hold. */
export type ExpectedValue =
  | { type: 'whole'; min: number; max: number }
  | { type: 'text' | 'number' | 'flag' | 'list' | 'object' | 'tokenIds' }
  /** one of a few names */
  | { type: 'oneOf'; names: readonly string[] };

/** What is wrong with a file that should hold recipes or a session of the Decoding view. */
export type DecodingFileProblem =
  | { problem: 'tooLarge'; bytes: number; most: number }
  | { problem: 'notJson' }
  | { problem: 'otherFormat'; format: string }
  | { problem: 'otherVersion'; version: string; known: number }
  | { problem: 'content'; path: string }
  | { problem: 'strategy'; path: string; given: string; known: string[] }
  | { problem: 'unknownField'; path: string }
  | { problem: 'missingField'; path: string };

/** What goes wrong between a hub and the disk. */
export type DownloadProblem =
  /** no connection: a name that is not known, a port that is closed, no network */
  | 'unreachable'
  /** its certificate is not trusted, or not its own */
  | 'certificate'
  /** no answer, or no more of it, for so many seconds */
  | 'stalled'
  /** the body ended early, again and again */
  | 'cut'
  /** a file has another length than the listing says */
  | 'size'
  /** a file's content is another than the listing says, twice */
  | 'digest'
  /** it wants a token, or does not take the one it was given */
  | 'unauthorized'
  /** its owner has to grant access first */
  | 'gated'
  | 'notFound'
  /** too many requests: it says to come back later */
  | 'rateLimited'
  /** any other status that is no success */
  | 'status'
  /** leads nowhere, in circles, or from HTTPS to HTTP */
  | 'redirect'
  /** an answer that is not what a hub says: a page of a proxy, JSON of another shape, a list without end */
  | 'answer'
  /** a name in its listing that could lead out of the folder, or that no system takes */
  | 'fileName'
  /** no weights in a form that is read */
  | 'noWeights';

/** A download's problem with its figures: seconds, HTTP status, bytes. */
export interface DownloadFault {
  problem: DownloadProblem;
  /** the hub's host, with its port where it has one */
  host: string;
  model?: string;
  file?: string;
  status?: number;
  seconds?: number;
  expected?: number;
  found?: number;
}

/** What goes wrong between Glassbox and a server that runs a model. */
export const SERVER_PROBLEMS = [
  'unreachable',
  'certificate',
  /** its address says https, and it does not speak that */
  'plain',
  /** no whole answer for so many seconds */
  'stalled',
  'cut',
  'redirect',
  /** it wants a key, or does not take the one it was given (401, 403) */
  'key',
  /** a key would go there unencrypted */
  'openKey',
  /** it is on another machine, and nothing else may be connected to */
  'offline',
  /** it cannot be sent: spaces, line breaks or other signs that no key has */
  'oddKey',
  'notFound',
  /** too many requests: it says when to come back */
  'busy',
  'tooLong',
  /** any other status that says the request is wrong */
  'refused',
  /** any status that says the server is */
  'failed',
  'notJson',
  /** JSON, but not what such servers give */
  'shape',
  /** vectors of another length than they had: it has another model now */
  'otherVectors',
  'tooMuch',
  'noModel',
  /** none was named */
  'severalModels',
] as const;

export type ServerProblem = (typeof SERVER_PROBLEMS)[number];

/** A server's problem with its figures, and in `said` its own words, as plain text of one line. */
export interface ServerFault {
  problem: ServerProblem;
  /** with its port where it has one */
  host: string;
  status?: number;
  seconds?: number;
  said?: string;
  /** numbers of a vector that it gives, and that it gave when it was asked what it can do */
  size?: number;
  known?: number;
}

/** What stands in the way of training. */
export type TrainingProblem =
  /** nothing tells which of its weights are which, or one is missing */
  | { problem: 'weights'; model: string }
  /** a graph has an operator without a derivative: only its head can be trained */
  | { problem: 'noRule'; model: string; operator: string }
  /** its layers have no numbers, or share their weights */
  | { problem: 'noLayers'; model: string }
  /** fewer than two labels */
  | { problem: 'labels'; labels: string[] }
  /** no name is marked in the lines */
  | { problem: 'noNames' }
  /** a span that is not within its line, counted from 1, or over another one */
  | { problem: 'badSpan'; line: number }
  /** a label that too few lines have */
  | { problem: 'rareLabel'; label: string; lines: number; needed: number }
  /** a label whose lines are all the same to the model: it cannot be learnt and judged by other lines */
  | { problem: 'sameLines'; label: string }
  /** a kind of names that is called as the tags of tokens are: `O`, `B-…`, `I-…` */
  | { problem: 'tagLabel'; label: string }
  /** a line without words, counted from 1 */
  | { problem: 'emptyLine'; line: number }
  /** a line that does not begin with its label, counted from 1 */
  | { problem: 'noLabel'; line: number }
  /** a column of a table that there is not, and those that there are */
  | { problem: 'column'; column: string; columns: string[] }
  /** a text of fewer characters, Unicode code points, than learning from nothing needs */
  | { problem: 'shortText'; characters: number; needed: number }
  /** a text of fewer tokens than a model that goes on learning needs */
  | { problem: 'fewTokens'; model: string; tokens: number; needed: number }
  /** a text that is one character again and again */
  | { problem: 'oneCharacter' }
  /** a place for the result that is taken */
  | { problem: 'taken'; folder: string };

/**
 * What an error is about, with its figures. Windows say it in the user's language (src/wording); the error's message says
 * the same in English, for the console and the log.
 */
export type ErrorDetails =
  /** a field of a recipe; `setting`: the key it came from */
  | { kind: 'field'; issue: FieldIssue; setting?: string }
  /** a parameter of a method, by its path */
  | { kind: 'parameter'; name: string }
  /** a layer, head or row of a map that there is not; from 0, of so many */
  | { kind: 'index'; what: 'layer' | 'head' | 'row'; index: number; count: number; model: string }
  /** two models that are compared token by token have other tokens */
  | { kind: 'otherVocabulary'; model: string; other: string }
  | { kind: 'emptyPrompt' }
  | { kind: 'nothingToRead' }
  /**
   * a text that is read and has nothing to predict: a single token of a model that reads from the left, or signs of its own
   * alone, such as its mask, of one that reads from both sides
   */
  | { kind: 'nothingToPredict'; model: string; reads: 'left' | 'both' }
  /** bans and filters removed the whole vocabulary */
  | { kind: 'noTokenLeft'; newTokens: number }
  | { kind: 'languagePair'; model: string; pair: LanguagePair; known: LanguagePair[] }
  | ({ kind: 'decodingFile' } & DecodingFileProblem)
  /** `setting`: the key, or the recipe's field, that names it */
  | { kind: 'unknownModel'; model: string; known: string[]; field?: 'amateur'; setting?: string }
  | { kind: 'noModelFolder'; folder: string }
  /** `wanted`: how the class of a model ends that has the head for it; `classes`: those of this one */
  | {
      kind: 'task';
      model: string;
      architecture: Architecture;
      type: string;
      wanted?: string;
      classes?: string[];
      onlyTranslates?: boolean;
    }
  /** the graph's names that were looked for, and the ONNX files that there are */
  | { kind: 'noGraph'; model: string; folder: string; wanted: string; found: string[] }
  | { kind: 'noTranslation'; model: string }
  | { kind: 'modelNeeded'; method: string }
  | { kind: 'noHiddenState'; model: string }
  | { kind: 'tokenizerType'; file: string; type: string }
  /** how long something is and how long it may be, in tokens */
  | {
      kind: 'length';
      what: 'text' | 'question' | 'prompt' | 'target' | 'sentence';
      tokens: number;
      limit: number;
      model: string;
    }
  | { kind: 'noMask'; mask: string }
  | { kind: 'noMaskToken'; model: string }
  | { kind: 'noGap' }
  | { kind: 'noWord' }
  /** `at`: where in the file, as a path of fields; `found`: what stands there, as JSON; null: nothing */
  | { kind: 'file'; file: string; problem: FileProblem; at?: string; found?: string | null; expected?: ExpectedValue }
  /** what onnxruntime said, in its own words */
  | { kind: 'onnxruntime'; said: string }
  /** a graph of a form that is not known, by the file or the model */
  | { kind: 'graph'; name: string }
  /** a graph that may repeat a part of itself without end */
  | { kind: 'loop'; file: string }
  | { kind: 'attentionForm'; name: string }
  /** a model gave what is no number */
  | { kind: 'notANumber' }
  /** the tokens' places in the text are not certain */
  | { kind: 'offsets'; start: number; end: number }
  | { kind: 'openFiles' }
  | { kind: 'extensionFile' }
  /** how the process ended: a status, a signal, or what the system says */
  | { kind: 'exit'; how: string | number }
  | { kind: 'crashes'; model: string; times: number }
  | { kind: 'restarted' }
  | { kind: 'shutDown' }
  | ({ kind: 'download' } & DownloadFault)
  | ({ kind: 'server'; model?: string } & ServerFault)
  /** a step, from 1, that depends on more tokens than the likeliest ones that a server tells */
  | { kind: 'uncertainStep'; model: string; step: number; known: number }
  /** a token of a text, from 1, that is none of the likeliest which a server tells */
  | { kind: 'untoldToken'; model: string; place: number; known: number }
  /** what a model on a server does not do: it is looked into here only, or the server does not tell enough */
  | { kind: 'servedTask'; model: string; method: MethodName; strategy?: Strategy }
  /** what is no address of a server; without names, passwords and keys */
  | { kind: 'serverAddress'; given: string }
  /**
   * a server that texts may not go to: it was not added, the user did not agree, or a workspace that is not trusted names its
   * model
   */
  | { kind: 'serverTrust'; host: string; problem: 'notAdded' | 'refused' | 'foreign' }
  | ({ kind: 'training' } & TrainingProblem)
  | ({ kind: 'many' } & ManyProblem)
  /** a model that no gradients are taken of: its graph or its weights are not known by name */
  | { kind: 'noGradients'; model: string }
  /** no room on the disk, in bytes; `free` is null where the system did not say */
  | { kind: 'disk'; folder: string; needed: number; free: number | null }
  /** another window or the console is at work on it */
  | { kind: 'storeBusy'; model: string }
  /** files of the store that cannot be written or read */
  | { kind: 'store'; folder: string; said: string }
  /** what is no name of a model on a hub */
  | { kind: 'hubId'; given: string }
  /** what is no address of a hub */
  | { kind: 'hubAddress'; given: string }
  /** a model that needs more memory than it may have, in bytes; `limit` is the setting's or the machine's */
  | { kind: 'memory'; model: string; needed: number; limit: number; setting: string }
  /** there is no index in this folder */
  | { kind: 'indexMissing'; index: string }
  /** its vectors are another model's than the one that is asked for */
  | { kind: 'indexOfOtherModel'; index: string; model: string; wanted: string }
  /** its files are of a form that another release of Glassbox writes */
  | { kind: 'indexOfOtherVersion'; index: string; version: number; known: number }
  | { kind: 'indexDamaged'; index: string }
  /** a model that was to put passages in order by one score of two texts; how many it gives */
  | { kind: 'noCrossEncoder'; model: string; scores: number }
  /** no passage in what is to be searched */
  | { kind: 'nothingToSearch' }
  /** a model named by its folder in a workspace that is not trusted */
  | { kind: 'foreignFolder'; folder: string; name: string; setting: string };

export type ErrorDetailsOf<K extends ErrorDetails['kind']> = Extract<ErrorDetails, { kind: K }>;
