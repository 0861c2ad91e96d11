/* What the console does with models beside the engine's methods: `install`, `verify`, `remove`. */
import * as v from 'valibot';
import { GlassboxError } from '../protocol/engine/index.js';
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

const text = v.pipe(v.string(), v.nonEmpty());
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

/** The models of the console: the store that the editor uses, too. */
export class ConsoleModels {
  readonly #store: Store;
  readonly #options = {
    isOffline: () => isOfflineByEnvironment(),
    token: (origin: string) => toolsToken(origin),
    log: new ConnectionLog(connectionsFile()),
  };

  constructor(private readonly write: (text: string) => void) {
    this.#store = createStore(defaultStore(), this.#options);
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
          return {
            model: checked('remove', params).model,
            freed: await this.#store.remove(folderOf(checked('remove', params).model)),
          };
      }
    } finally {
      this.write('\r\u001b[K');
      await this.#options.log.settled();
    }
  }

  async #install({ model: given, variant: name, hub, list }: Input<'install'>): Promise<unknown> {
    const options = { onProgress: progressLine(this.write) };
    if (/^[./~]|^\w:|\\/.test(given)) return summary(await this.#store.installFolder(given, options));
    const model = await createHub({ ...this.#options, endpoint: chosenHub(hub ?? '') }).model(given);
    if (list)
      return {
        model: model.id,
        commit: model.commit,
        ...model.card,
        gated: model.gated,
        variants: model.variants.map(told),
      };
    return summary(await this.#store.install(model, chosen(model, name), options));
  }

  async #verify({ model, repair }: Input<'verify'>): Promise<unknown> {
    const options = { onProgress: progressLine(this.write) };
    const names = model === undefined ? (await this.#store.list()).map((one) => one.name) : [folderOf(model)];
    const reports = [];
    for (const name of names) reports.push(await this.#store.verify(name, repair, options));
    return { models: reports, isWhole: reports.every(({ bad, repaired }) => bad.length === repaired.length) };
  }
}

const folderOf = (model: string) => model.replace('/', '--');
const told = ({ name, precision, bytes }: Variant) => ({ name, precision, bytes });
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
