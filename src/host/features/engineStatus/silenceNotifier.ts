import * as vscode from 'vscode';
import type { EngineState } from '../../../protocol/engine/index.js';
import { showInformationMessage, showWarningMessage } from '../../core/messages.js';
import type { EngineService, Services } from '../../core/services.js';
import { silenceSentence } from './silenceTexts.js';
// Not by its index: the words of errors are not read at activation.
import { joinSentences } from '../../../wording/joining.js';

/** Seconds for a new process to come up: slow disks, scanners of viruses. */
const STARTING = 15;
/** A disk reads at least so many bytes a second. */
const SLOW_DISK = 50e6;

/**
 * Seconds of silence after which a user is told who waits. Reading a large model is one long step, after which the
 * process answers; of the rest nobody knows whether it is slow or has no end.
 */
export function patience(state: EngineState | null): number {
  if (!state) return STARTING;
  return state.phase === 'loading' ? (state.modelBytes ?? 0) / SLOW_DISK : 0;
}

/**
 * Tells a user who waits that the engine does not answer, with what it was doing and the ways on. Nothing is ended
 * unless they choose so. Told once in a silence, again for calls made since, and when the engine answers after all.
 */
export function notifyOfSilence(
  engine: Pick<EngineService, 'silence' | 'state' | 'onDidChangeState'>,
  ways: { restart: () => Promise<unknown>; report: Services['report'] },
): vscode.Disposable {
  /** calls that are known to wait; null when nothing was told of this silence */
  let told: number | null = null;
  let lasted = 0;
  let open = false;

  const ask = async (sentence: string) => {
    const again = vscode.l10n.t('Restart Engine');
    const explained = vscode.l10n.t(
      'Large models may need longer. Restarting ends what waits; your text is as it was.',
    );
    open = true;
    const chosen = await showWarningMessage(joinSentences(sentence, explained), again, vscode.l10n.t('Wait')).then(
      undefined,
      () => undefined,
    );
    open = false;
    if (chosen !== again) return;
    // The message stays when the engine has come back: it is not to be ended then.
    if (engine.silence) await ways.restart();
    else void showInformationMessage(vscode.l10n.t('The engine answers again; it was not restarted.'));
  };

  return engine.onDidChangeState((state) => {
    const { silence } = engine;
    if (!silence) {
      if (told !== null && state !== null) {
        void showInformationMessage(vscode.l10n.t('The engine answers again, after {0} s.', lasted));
      }
      told = null;
      return;
    }
    const { seconds, waiting } = silence;
    lasted = seconds;
    if (waiting > (told ?? 0) && seconds >= patience(state) && !open) {
      told = waiting;
      ask(silenceSentence(seconds, state)).catch((error: unknown) => ways.report(error));
    } else if (told !== null) told = Math.min(told, waiting);
  });
}
