import path from 'node:path';
import { GlassboxError, type AdaptValue } from '../../../protocol/engine/index.js';
import { Random } from '../../../decoding/sampling/random.js';
import { countOf } from '../../../training/parameters.js';
import { NoRuleError } from '../../../training/rules/rule.js';
import { familyConfig } from '../../families/familyConfig.js';
import { MOST_CONFIG_BYTES, textFile, type Json } from '../../files.js';
import { eosTokenIds } from '../../models/config.js';
import type { Model } from '../../models/model.js';
import type { ModelFolder } from '../../models/modelFolder.js';
import { configText } from '../classifierConfig.js';
import { trainingError } from '../labelledLines.js';
import { learntBefore, learntFile, sentencesOf } from '../learntTexts.js';
import { layerOf, partOf } from '../layerNames.js';
import { modelWeights, weightsStamp } from '../modelWeights.js';
import { beginningOf, fingerprintOf, RunKeeper } from '../runKeeper.js';
import { requirePlace, saveModel } from '../saveModel.js';
import { trainableModel, type TrainableModel } from '../trainableModel.js';
import { requireMemory } from '../trainedWeights.js';
import { Trainer } from '../trainer.js';
import { adaptCard } from './adaptCard.js';
import { AdaptLoop, type AdaptControl } from './adaptLoop.js';
import { goOn, promptsOf } from './adaptSamples.js';
import { adaptText, heldRows, type AdaptSettings } from './adaptText.js';
import { copiedShare, longestCopied, stretchesOf } from './copied.js';
import { heldBits } from './heldBits.js';
import { knownText } from './knownText.js';

/** What a configuration says of how a model was stored. */
const STORED = /^(?:torch_dtype|dtype|quantization_config|glassbox_\w+|_name_or_path)$/;
const GENERATION = 'generation_config.json';

/**
 * Lets a decoder go on learning from a text, all of its layers or the upper ones, and saves it as a model of its own: the best
 * that it was on the text's end, which is held out. What it writes behind pieces of that end is compared with the text that it
 * learnt from, stretch by stretch.
 * @param limit bytes of memory that it may take
 * @throws GlassboxError `bad-request`, `wrong-architecture`, `model-broken`, `out-of-memory`, `cancelled`
 */
export async function adaptModel(
  model: Model,
  folder: ModelFolder,
  settings: AdaptSettings,
  control: AdaptControl,
  { threads, limit }: { threads: number; limit: number },
): Promise<AdaptValue> {
  const started = performance.now();
  const { id } = folder.info;
  const text = adaptText(model, settings);
  const { config, original } = await configOf(folder);
  const own = trainableModel(
    familyConfig(
      config,
      path.join(folder.info.folder, 'config.json'),
      folder.config.model_type,
      folder.config.architectures ?? [],
    ),
    await modelWeights(folder),
    id,
    new Random(settings.seed),
  );
  const names = trainedNames(own, settings, id);
  requireMemory(own, names, limit, id);
  await requirePlace(settings.folder, own.weights);
  const fingerprint = fingerprintOf(settings, folder.info.folder, await weightsStamp(folder));
  const { keeper, ...opened } = await RunKeeper.open(settings.run, fingerprint);
  const trainer = await createTrainer(own, names, threads, id);
  try {
    const pause = () => control.pause();
    const before = await learntBefore(folder.info.folder);
    const { isLeftOut, bytes, ...known } = knownText(text, before);
    const held = heldRows(text, isLeftOut);
    const judge = () => heldBits(trainer, held, bytes, pause);
    const prompts = promptsOf(text, settings);
    const ends = new Set(eosTokenIds(folder.config));
    const write = () => goOn(trainer, prompts, settings, { length: text.length, ends, pause });
    const [bits, first] = [await judge(), await write()];
    const loop = new AdaptLoop(trainer, text, settings, bits, judge);
    const isResumed = opened.found !== null && loop.restore(opened.found);
    await loop.run(control, keeper);
    const { history } = loop;
    const written = await write();
    // What was cut off within a character has no sign for it.
    const shown = (ids: readonly number[]) => model.tokenizer.decode(ids).replace(/^\ufffd+|\ufffd+$/g, '');
    const learnt = text.ids.slice(0, text.cut);
    const { stretch: size } = settings;
    const stretches = stretchesOf(learnt, size);
    const { bitsPerByte, bitsPerToken } = history.judgements.find(({ step }) => step === history.bestStep)!;
    const value: AdaptValue = {
      model: id,
      folder: settings.folder,
      layers: settings.layers,
      parameters: {
        trained: names.reduce((sum, name) => sum + countOf(own.weights.get(name)!.shape), 0),
        all: [...own.weights.values()].reduce((sum, { values }) => sum + values.length, 0),
      },
      text: {
        tokens: text.ids.length,
        learnt: text.cut,
        heldOut: text.ids.length - text.cut,
        heldOutBytes: bytes,
      },
      ...(known.judgesKnown && { judgesKnown: true as const }),
      before: bits,
      after: { bitsPerByte, bitsPerToken },
      judgements: history.judgements.map((one) => ({ step: one.step, bitsPerByte: one.bitsPerByte })),
      losses: history.losses,
      gradientNorms: history.gradientNorms,
      bestStep: history.bestStep,
      samples: prompts.map((prompt, at) => ({
        prompt: shown(prompt),
        before: shown(first[at]!),
        after: shown(written[at]!),
      })),
      copied: {
        size,
        before: copiedShare(first, stretches, size),
        after: copiedShare(written, stretches, size),
        heldOut: copiedShare([text.ids.slice(text.cut)], stretches, size),
        longest: shown(longestCopied(written, stretches, size)),
      },
      ...(history.isStopped && { stopped: true as const }),
      ...(history.failedStep !== null && { failedStep: history.failedStep }),
      ...beginningOf(opened, isResumed),
      ...(keeper.fault !== null && { notKept: keeper.fault }),
      ...(known.known > 0 && { known: known.known }),
      seed: settings.seed,
      seconds: (performance.now() - started) / 1000,
    };
    trainer.finish();
    const generation = await textFile(path.join(folder.info.folder, GENERATION), MOST_CONFIG_BYTES);
    await saveModel(settings.folder, {
      config: configText(config, original),
      weights: new Map([...own.weights].map(([name, weight]) => [own.savedName(name), weight])),
      card: adaptCard(folder.info, value, settings),
      base: folder.info.folder,
      files: new Map([
        ...(generation === null ? [] : [[GENERATION, generation] as const]),
        ...learntFile(before, history.bestStep > 0 ? sentencesOf(text.learnt).map((one) => one.text) : []),
      ]),
    });
    await keeper.remove();
    return value;
  } finally {
    await trainer.dispose();
  }
}

async function configOf({ info }: ModelFolder): Promise<{ config: Json; original: string }> {
  const original = (await textFile(path.join(info.folder, 'config.json'), MOST_CONFIG_BYTES)) ?? '{}';
  const kept = Object.entries(JSON.parse(original) as Json).filter(([field]) => !STORED.test(field));
  return { config: { ...Object.fromEntries(kept), dtype: 'float32' }, original };
}

/** @throws GlassboxError `bad-request` for a model whose layers share their weights */
function trainedNames({ weights }: TrainableModel, { layers, upperLayers }: AdaptSettings, id: string): string[] {
  const names = [...weights.keys()];
  if (layers === 'all') return names;
  const count = Math.max(-1, ...names.map((name) => layerOf(name) ?? -1)) + 1;
  if (count === 0) {
    const message = `${id}: its layers have no numbers, so that none are the upper ones. Take layers "all".`;
    throw trainingError(message, { problem: 'noLayers', model: id });
  }
  return names.filter((name) => (layerOf(name) ?? -1) >= count - upperLayers || partOf(name) === 'head');
}

/** @throws GlassboxError `wrong-architecture` for a graph with an operator that has no derivative */
async function createTrainer(
  own: TrainableModel,
  names: readonly string[],
  threads: number,
  id: string,
): Promise<Trainer> {
  try {
    return await Trainer.create(own, names, { ids: null, threads, padding: 0 });
  } catch (error) {
    if (!(error instanceof NoRuleError)) throw error;
    throw new GlassboxError('wrong-architecture', `${id} cannot learn: there is no derivative of ${error.op} here.`, {
      cause: error,
      details: { kind: 'training', problem: 'noRule', model: id, operator: error.op },
    });
  }
}
