import * as l10n from '@vscode/l10n';
import type { FormatNumber } from '../decoding/config/texts.js';
import type { ErrorDetailsOf } from '../protocol/engine/index.js';
import { joinSentences, labelled } from './joining.js';

type ServerDetails = ErrorDetailsOf<
  'server' | 'serverAddress' | 'serverTrust' | 'servedTask' | 'uncertainStep' | 'untoldToken'
>;

/** What is wrong with a server that runs a model, or with what it is to do, and what can be done. */
export function serverText(details: ServerDetails, number: FormatNumber): string {
  switch (details.kind) {
    case 'serverAddress':
      return l10n.t(
        '“{0}” is no address of a server. It is one as http://127.0.0.1:8080; a key is asked for apart from it.',
        details.given,
      );
    case 'serverTrust':
      return labelled(details.host, trustText(details));
    case 'servedTask':
      if (details.strategy === 'beam') {
        return l10n.t(
          '{0} is on a server that has no beam search of its own and tells too little for one here. Choose another strategy, or a model on this machine.',
          details.model,
        );
      }
      return l10n.t(
        '{0} is on a server, which does not tell what this takes. Choose a model on this machine.',
        details.model,
      );
    case 'untoldToken':
      return l10n.t(
        'Token {0} of the text is none of the {1} likeliest there, which are all that the server tells. Have it tell more, or choose a model on this machine.',
        number(details.place),
        number(details.known),
      );
    case 'uncertainStep':
      return l10n.t(
        'Step {0} depends on other tokens than the {1} likeliest, which are all that the server tells, and it cannot draw by these options itself. Take a smaller top-k or top-p, fewer beams, or the most probable token; or have the server tell more.',
        number(details.step),
        number(details.known),
      );
    case 'server': {
      const { host, said = '', problem } = details;
      const told = labelled(host, problemText(details, number));
      const isTold = said === '' || problem === 'noModel' || problem === 'severalModels';
      return isTold ? told : joinSentences(told, l10n.t('It says: {0}', said));
    }
  }
}

function trustText({ problem }: ErrorDetailsOf<'serverTrust'>): string {
  switch (problem) {
    case 'notAdded':
      return l10n.t('Only servers that you have added are asked. “Add Server…” adds one.');
    case 'refused':
      return l10n.t(
        'You have not agreed to texts going there. Run it again to be asked once more, or choose another model.',
      );
    case 'foreign':
      return l10n.t(
        'A workspace that is not trusted may not send texts there. Name the model in your user settings, choose it by hand, or trust the workspace.',
      );
  }
}

function problemText(fault: ErrorDetailsOf<'server'>, number: FormatNumber): string {
  const [status, seconds] = [number(fault.status ?? 0), number(fault.seconds ?? 0)];
  switch (fault.problem) {
    case 'unreachable':
      return l10n.t('The server could not be reached. Look whether it runs, and at its address and port.');
    case 'certificate':
      return l10n.t(
        'The server’s certificate is not trusted, or is another host’s. Give the address that it is made for, or have the system trust it.',
      );
    case 'plain':
      return l10n.t('The server does not speak https. Give its address with http://, or another port.');
    case 'stalled':
      return l10n.t(
        'The server gave no whole answer within {0} s. It may be at work for others: try again, or choose another model.',
        seconds,
      );
    case 'cut':
      return l10n.t(
        'The server broke its answer off. Look whether it still runs, and whether its address begins with https://; then try again.',
      );
    case 'redirect':
      return l10n.t('The server leads to another address, which is not followed. Give the address that it leads to.');
    case 'key':
      return l10n.t(
        'The server wants a key, or does not take the one that it was given (status {0}). “Add Server…” with the same address takes another.',
        status,
      );
    case 'openKey':
      return l10n.t('The key would go there for everybody to read. Use https, or a tunnel to this machine (ssh -L).');
    case 'offline':
      return fault.model === undefined
        ? l10n.t('The model is on another machine, and the extension is offline.')
        : l10n.t('{0} is on another machine, and the extension is offline.', fault.model);
    case 'oddKey':
      return l10n.t('The key has signs in it that no key has, as spaces, line breaks or letters with accents.');
    case 'notFound':
      return l10n.t(
        'The server has nothing at this address (status 404): it may be another kind of server, or have another model now. “Find Out What a Server Can Do…” asks it anew.',
      );
    case 'busy':
      return fault.seconds === undefined
        ? l10n.t('The server takes no more requests now. Try again later.')
        : l10n.t('The server takes no more requests now. Try again in {0} s.', seconds);
    case 'tooLong':
      return l10n.t('The server takes no request as long as this (status 413). Take a shorter text.');
    case 'refused':
      return l10n.t('The server does not take the request (status {0}).', status);
    case 'failed':
      return l10n.t(
        'The server failed at it (status {0}). Try again; where it fails again, its own log says why.',
        status,
      );
    case 'notJson':
      return l10n.t('It gave no JSON. A proxy may stand between, or the address is none of a model server.');
    case 'shape':
      return l10n.t(
        'The server gave an answer of another form than such servers give. “Find Out What a Server Can Do…” asks it anew.',
      );
    case 'otherVectors':
      return l10n.t(
        'The server gives vectors of {0} numbers, and gave {1} when it was asked what it can do: it has another model now. “Find Out What a Server Can Do…” asks it anew.',
        number(fault.size ?? 0),
        number(fault.known ?? 0),
      );
    case 'tooMuch':
      return l10n.t('The server sent more than any such answer can have.');
    case 'severalModels':
      return l10n.t('The server has several models: {0}. Name one of them.', fault.said ?? '');
    case 'noModel':
      return fault.said === undefined || fault.said === ''
        ? l10n.t('The server has no model.')
        : l10n.t('The server has no such model. It has {0}.', fault.said);
  }
}
