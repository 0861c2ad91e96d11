/* What the console does with models beside the engine's methods: `install`, `verify`, `remove`, and where `train` puts one. */
import * as v from 'valibot';
import { fromErrorValue, GlassboxError, type Values, type Params } from '../protocol/engine/index.js';
import {
  chosenHub,
  connectionsFile,
  ConnectionLog,
  createHub,
  createStore,
  defaultStore,
  isOfflineByEnvironment,
  toolsToken,
  type HubModel,
  type InstallProgress,
  type Store,
  type Variant,
} from '../hub/index.js';
import { placeOf } from './cliSearch.js';
import { adaptInConsole, pretrainInConsole } from './cliPretraining.js';
import { trainInConsole, trainNamesInConsole, type TrainCall, type TrainingConsole } from './cliTraining.js';

const text = v.pipe(v.string('must be a text'), v.nonEmpty('must not be empty'));
const flag = v.optional(v.boolean(), false);
const schemas = {
  install: v.strictObject({
    /** ORGANISATION/NAME, with `@REVISION` or without, or the path of a folder to be copied */
    model: text,
    /** of those that the model has, by name (`safetensors`, `onnx_quantized`); the exact one when left out */
    variant: v.optional(text),
    /** an address instead of `HF_ENDPOINT` or the public hub */
    hub: v.optional(text),
    /** lists what there is, and installs nothing */
    list: flag,
  }),
  verify: v.strictObject({ model: v.optional(text), repair: flag }),
  remove: v.strictObject({ model: text }),
};
type Command = keyof typeof schemas;
type Input<C extends Command> = v.InferOutput<(typeof schemas)[C]>;

export const MODEL_COMMANDS = Object.keys(schemas);

export const isModelCommand = (method: string): method is Command => Object.hasOwn(schemas, method);

/** As a line of the terminal, rewritten in place. */
function progressLine(write: (text: string) => void): (progress: InstallProgress) => void {
  return ({ phase, done, total, bytesPerSecond, secondsLeft, waiting }) => {
    const rate = bytesPerSecond === null ? '' : `, ${(bytesPerSecond / 1e6).toFixed(1)} MB/s`;
    const left = secondsLeft === null ? '' : `, ${Math.ceil(secondsLeft)} s left`;
    const why = waiting ? ` ${waiting.seconds} s (${waiting.problem})` : '';
    const share = total > 0 ? Math.floor((100 * done) / total) : 100;
    write(`\r${phase}${why}: ${share} % of ${(total / 1e6).toFixed(1)} MB${rate}${left}\u001b[K`);
  };
}

/** A line beside the answer, which a pipe gets, too. */
const say = (line: string) => void process.stderr.write(`${line}\n`);

/** The models of the console: the store that the editor uses, too. */
export class ConsoleModels {
  readonly #store: Store;
  /** Whether `verify` has found all whole, or repaired it: a script asks by the exit status, as of other checkers. */
  allWhole = true;
  readonly #options = {
    isOffline: () => isOfflineByEnvironment(),
    token: (origin: string) => toolsToken(origin),
    log: new ConnectionLog(connectionsFile()),
  };

  readonly #training: Omit<TrainingConsole, 'train'>;

  /**
   * @param assess what the engine says of a model that is not here yet
   * @param models what it has
   */
  constructor(
    private readonly write: (text: string) => void,
    private readonly assess: (params: Params<'assess'>) => Promise<Values['assess']>,
    models: () => Promise<Values['models']>,
  ) {
    this.#store = createStore(defaultStore(), this.#options);
    this.#training = { store: this.#store, models, write, say, placeOf };
  }

  /** @throws GlassboxError, always with a code */
  async run(command: Command, params: unknown): Promise<unknown> {
    try {
      switch (command) {
        case 'install':
          return await this.#install(checked('install', params));
        case 'verify':
          return await this.#verify(checked('verify', params));
        case 'remove':
          return await this.#remove(checked('remove', params).model);
      }
    } finally {
      this.write('\r\u001b[K');
      await this.#options.log.settled();
    }
  }

  /** Trains a classifier and installs it. @throws GlassboxError, always with a code */
  train(params: unknown, call: TrainCall): Promise<object> {
    return trainInConsole(params, { train: call, ...this.#training });
  }

  /** Trains a model that finds names and installs it. @throws GlassboxError, always with a code */
  trainNames(params: unknown, call: TrainCall<'trainNames'>): Promise<object> {
    return trainNamesInConsole(params, { train: call, ...this.#training });
  }

  /** Lets a GPT and a BERT learn from nothing and installs them. @throws GlassboxError, always with a code */
  pretrain(params: unknown, call: TrainCall<'pretrain'>): Promise<object> {
    return pretrainInConsole(params, { train: call, ...this.#training });
  }

  /** Lets a decoder go on learning and installs it. @throws GlassboxError, always with a code */
  adapt(params: unknown, call: TrainCall<'adapt'>): Promise<object> {
    return adaptInConsole(params, { train: call, ...this.#training });
  }

  async #install({ model: given, variant: name, hub, list }: Input<'install'>): Promise<unknown> {
    const options = { onProgress: progressLine(this.write) };
    if (/^[./~]|^\w:|\\/.test(given)) {
      if (list) {
        throw new GlassboxError('bad-request', 'install: list is for models of a hub; a folder has what lies in it.', {
          details: { kind: 'parameter', name: 'list' },
        });
      }
      return summary(await this.#store.installFolder(placeOf(given), options));
    }
    const endpoint = chosenHub(hub ?? '');
    this.write(`asking ${new URL(endpoint).host} …`);
    const model = await createHub({ ...this.#options, endpoint }).model(given);
    if (list) {
      return {
        model: model.id,
        commit: model.commit,
        ...model.card,
        gated: model.gated,
        variants: await Promise.all(model.variants.map((variant) => this.#told(model, variant))),
      };
    }
    // Where no form is named, the one that is there stays.
    const there = (await this.#store.list()).find(({ id }) => id === model.id);
    const variant = chosen(model, name ?? model.variants.find((one) => one.name === there?.variant)?.name);
    const refusal = await this.#refusal(model, variant);
    if (refusal) throw fromErrorValue(refusal);
    return summary(await this.#store.install(model, variant, options));
  }

  /** Why a form of a model would not run, as far as its configuration tells. */
  async #refusal(
    { config }: HubModel,
    { form, weightBytes, precision }: Variant,
  ): Promise<Values['assess']['refusal']> {
    if (config === null) return null;
    return (await this.assess({ config, form, bytes: weightBytes, precision })).refusal;
  }

  async #told(model: HubModel, variant: Variant): Promise<object> {
    const refusal = await this.#refusal(model, variant);
    const { name, precision, bytes } = variant;
    return { name, precision, bytes, ...(refusal && { refusal: refusal.message }) };
  }

  async #verify({ model, repair }: Input<'verify'>): Promise<unknown> {
    const options = { onProgress: progressLine(this.write) };
    const names = model === undefined ? (await this.#store.list()).map((one) => one.name) : [await this.#nameOf(model)];
    const damaged = (await this.#store.damaged()).filter((name) => model === undefined || names.includes(name));
    const reports = [];
    for (const name of names.filter((one) => !damaged.includes(one))) {
      reports.push(await this.#store.verify(name, repair, options));
    }
    const isWhole = damaged.length === 0 && reports.every(({ bad, repaired }) => bad.length === repaired.length);
    this.allWhole &&= isWhole;
    return {
      models: reports,
      isWhole,
      ...(damaged.length > 0 && {
        damaged,
        hint: 'Their lists of files (glassbox.json) cannot be read: install them again.',
      }),
      ...(repair &&
        damaged.length === 0 &&
        !isWhole && { hint: 'What came from a folder is repaired by installing it from there again.' }),
    };
  }

  /** Removes an installed model, or what a stopped install had. */
  async #remove(model: string): Promise<unknown> {
    const name = await this.#nameOf(model);
    const begun = (await this.#store.unfinished()).find((one) => one.name === name);
    if (begun) await this.#store.discard(name);
    const isThere = (await this.#store.list()).some((one) => one.name === name);
    const freed = isThere || !begun ? await this.#store.remove(name) : 0;
    return { model, freed: freed + (begun?.received ?? 0) };
  }

  /** A model's folder, by its id on its hub or by its name here. */
  async #nameOf(model: string): Promise<string> {
    const found = (await this.#store.list()).find(({ id, name }) => id === model || name === model);
    return found?.name ?? model.replace('/', '--');
  }
}

const summary = ({ id, name, commit, variant, bytes, folder }: Awaited<ReturnType<Store['install']>>) => ({
  ...{ id, model: name, commit, variant, bytes, folder },
});

function checked<C extends Command>(command: C, params: unknown): Input<C> {
  const found = v.safeParse(schemas[command], params);
  if (found.success) return found.output;
  const name = v.getDotPath(found.issues[0]) ?? '';
  throw new GlassboxError('bad-request', `${command}: ${name} ${found.issues[0].message}.`, {
    details: { kind: 'parameter', name },
  });
}

function chosen({ id, variants }: HubModel, name: string | undefined): Variant {
  const found = name === undefined ? variants[0] : variants.find((one) => one.name === name);
  if (found) return found;
  if (variants.length === 0) {
    // The store says so, with the hub's name.
    return { name: '', form: 'onnx', precision: 'mixed', files: [], bytes: 0, weightBytes: 0 };
  }
  const names = variants.map((one) => one.name).join(', ');
  throw new GlassboxError('bad-request', `${id} has no variant ${name}. There are: ${names}.`, {
    details: { kind: 'parameter', name: 'variant' },
  });
}
