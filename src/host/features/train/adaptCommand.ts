import * as vscode from 'vscode';
import type { AdaptingProgress, AdaptValue } from '../../../protocol/engine/index.js';
import { createLocalStore } from '../../../hub/index.js';
import { commandIds } from '../../core/commandIds.js';
import { setStatusBarMessage, showInformationMessage } from '../../core/messages.js';
import { storeFolder } from '../../core/modelFolders.js';
import type { Services } from '../../core/services.js';
import { userNumber } from '../../core/userNumber.js';
import { updateSetting } from '../../core/updateSetting.js';
import { activeTextEditor } from '../../editor/activeTextEditor.js';
import { isReadable, readProse } from '../../editor/readText.js';
import { mayBeLongEnough } from './adaptLength.js';
import { adaptReport, bitsText, figureRows, judgedText, knownSentences } from './adaptTexts.js';
import { chooseAdapting, type Training } from './chooseTraining.js';
import { wantsStopped } from './keepStopped.js';
import { keepTrying } from './keepTrying.js';
import { nameOf } from './lines.js';
import { runLearning } from './runLearning.js';
import { faultRows } from './runTexts.js';
import { figuresUnder, showLearnt } from './showLearnt.js';

const SAID_MS = 5000;
const SETTING = 'continueText.model';

/** *Adapt Model to Your Writing…*: a model that goes on with texts learns how the open one is written. */
export const adaptCommand = (services: Services, context: vscode.ExtensionContext) => async (): Promise<void> => {
  const editor = activeTextEditor();
  if (!editor) return;
  let chosen: Chosen | null = null;
  const work = async () => {
    chosen ??= await choose(services, editor);
    if (chosen !== null) await adapt(services, context, chosen);
  };
  await keepTrying(services, work);
};

interface Chosen {
  text: string;
  training: Training<'all' | 'upper'>;
}

/** What is learnt from, and how; null where the user left or the text cannot be read. */
async function choose(services: Services, { document, selection }: vscode.TextEditor): Promise<Chosen | null> {
  const all = document.getText();
  const within = selection.isEmpty
    ? { start: 0, end: all.length }
    : { start: document.offsetAt(selection.start), end: document.offsetAt(selection.end) };
  if (!(await isReadable(all, within))) return null;
  const { text } = await readProse(document, all, [within]);
  // Of a file of code nothing is writing.
  if (!(await isReadable(text, { start: 0, end: text.length })) || !(await mayBeLongEnough(services, text)))
    return null;
  const from = nameOf(document.uri);
  const title = vscode.l10n.t('Adapt a Model to {0} · characters: {1}', from, userNumber()(text.length));
  const training = await chooseAdapting(services, { title, from: `${from}-voice`, document, text });
  return training && { text, training };
}

async function adapt(
  services: Services,
  context: vscode.ExtensionContext,
  { text, training: { model, layers, name } }: Chosen,
): Promise<void> {
  const params = { model, layers, text };
  const made = await runLearning(services, context, { method: 'adapt', name, params }, (report) =>
    report.kind === 'adapting' ? progressOf(report.progress) : null,
  );
  const { value } = made;
  if (value.bestStep === 0) {
    await made.discard();
    const message = vscode.l10n.t(
      '{0} has not gained from this text: {1} bits per byte of what was held out before, and no step had fewer. Nothing was installed.',
      model,
      bitsText(value.before.bitsPerByte),
    );
    return void (await showInformationMessage(message));
  }
  if (value.stopped && !(await wantsStopped(name, value.bestStep, ''))) return made.discard();
  const id = await made.install();
  if (id === null) return;
  void vscode.commands.executeCommand(commandIds.refreshModels);
  await showMade(services, value, id);
}

const progressOf = (progress: AdaptingProgress) => ({
  ...progress,
  isLearning: progress.done > 0,
  message: progressText(progress),
});

/** How far it is: “step 3 of 75 · 1.89 bits per byte of what is held out”. */
function progressText({ done, count, bitsPerByte }: AdaptingProgress): string {
  return [
    vscode.l10n.t('step {0} of {1}', ...[done, count].map(userNumber())),
    vscode.l10n.t('{0} bits per byte of what is held out', bitsText(bitsPerByte)),
  ].join(' · ');
}

async function showMade(services: Services, value: AdaptValue, id: string): Promise<void> {
  const { settings } = services;
  const remove = async () => {
    if (settings.get(SETTING) === id) await updateSetting(SETTING, undefined);
    await services.engine.call('unload', { model: id, copies: true }).catch(() => {});
    await createLocalStore(storeFolder(settings)).remove(id);
    void vscode.commands.executeCommand(commandIds.refreshModels);
    setStatusBarMessage(vscode.l10n.t('{0} is removed.', id), SAID_MS, 'trash');
  };
  const learnt = {
    id,
    seconds: value.seconds,
    setting: SETTING,
    use: vscode.l10n.t('Use It for Continue Text'),
    used: vscode.l10n.t('Continue Text works with {0} now.', id),
    what: vscode.l10n.t('How it goes on with your text now'),
    report: () => adaptReport(id, value),
    rows: [
      { label: vscode.l10n.t('Remove It Again'), icon: 'trash', run: remove },
      ...figuresUnder(judgedText(value), figureRows(value)),
      ...faultRows({ ...value, cut: [] }, knownSentences(value)),
    ],
  } as const;
  await showLearnt(learnt, null);
}
