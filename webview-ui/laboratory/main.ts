import { effect, signal } from '@preact/signals';
import { h, render } from 'preact';
import type { LaboratoryContract, ToLaboratoryWebview } from '../../src/protocol/webviews/index.js';
import * as l10n from '@vscode/l10n';
import { connectToHost } from '../kit/hostConnection.js';
import { loadTexts } from '../kit/loadTexts.js';
import { numbersFor } from '../kit/numbers.js';
import { toaster } from '../kit/toast.js';
import { LaboratoryView } from './layout/laboratoryView.js';
import type { AskEngine, AskOptions } from './model/bench.js';
import type { KeptLaboratory } from './model/keptLaboratory.js';
import { Laboratory } from './model/laboratoryState.js';
import './laboratory.css';

const root = document.getElementById('laboratory') ?? document.body;
loadTexts(root);
const channel = connectToHost<LaboratoryContract, KeptLaboratory>(receive);
const askEngine = ((method: never, params: never, { resumes, ...options }: AskOptions) =>
  channel.request('engine', { method, params, ...(resumes && { resumes }) }, options)) as AskEngine;
const lab = new Laboratory(askEngine, (message) => channel.send(message));
const said = signal('');
const say = toaster((text) => (said.value = text));
const kept = channel.getState();
if (kept) lab.restore(kept);
effect(() => channel.setState(lab.kept));

function receive(message: ToLaboratoryWebview): void {
  switch (message.type) {
    case 'show': {
      const { models, language, shell, wide, opening } = message;
      lab.takeModels(models);
      lab.locale = language;
      lab.resume();
      if (opening) lab.open(opening);
      root.classList.toggle('wide', wide);
      return render(h(LaboratoryView, { page: { lab, numbers: numbersFor(language), shell, wide, said } }), root);
    }
    case 'open':
      return lab.open(message.opening);
    case 'text':
      if (message.text === null) {
        return say(
          message.kind === 'sentence'
            ? l10n.t('There is no sentence at the cursor of an editor.')
            : l10n.t('No editor has a text.'),
        );
      }
      // Another measurement may have been opened meanwhile.
      lab.takeText(message.text, message.kind);
      if (message.cut) say(l10n.t('The text is long: its beginning was taken.'));
      return;
    case 'saved':
      return say(l10n.t('Saved as {0}', message.name));
    case 'copied':
      return say(l10n.t('Copied'));
  }
}

// Models come and go in the view of models.
window.addEventListener('focus', () => {
  const options = { signal: new AbortController().signal, onProgress: () => undefined };
  askEngine('models', {}, options).then(
    (models) => lab.takeModels(models),
    () => undefined,
  );
});

channel.ready();
