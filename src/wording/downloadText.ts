import * as l10n from '@vscode/l10n';
import type { FormatNumber } from '../decoding/config/texts.js';
import type { ErrorDetailsOf } from '../protocol/engine/index.js';
import { labelled } from './joining.js';

/** Bytes as a disk's or a model's size: decimal, as the hub and the systems have it; what is there is 1 kB at least. */
export function sizeText(bytes: number, number: FormatNumber): string {
  if (bytes >= 1e9) return l10n.t('{0} GB', number(Math.round(bytes / 1e8) / 10));
  if (bytes >= 1e6) return l10n.t('{0} MB', number(Math.round(bytes / 1e6)));
  return l10n.t('{0} kB', number(Math.max(Math.sign(bytes), Math.round(bytes / 1e3))));
}

/** What is wrong between a hub and the disk, and what can be done. */
export function downloadText(
  details: ErrorDetailsOf<'download' | 'disk' | 'storeBusy' | 'store' | 'hubId' | 'hubAddress' | 'memory'>,
  number: FormatNumber,
): string {
  switch (details.kind) {
    case 'download':
      return labelled(details.model ?? details.host, problemText(details, number));
    case 'disk':
      return details.free === null
        ? l10n.t(
            '{0} has no room for {1}. Free some, or move the models to another disk.',
            details.folder,
            sizeText(details.needed, number),
          )
        : l10n.t(
            '{0} has room for {1} more, and {2} are needed. Free some, or move the models to another disk.',
            details.folder,
            sizeText(details.free, number),
            sizeText(details.needed, number),
          );
    case 'storeBusy':
      return l10n.t('Another window or the console is at work on {0}. Try again when it is done.', details.model);
    case 'store':
      return l10n.t('{0} cannot be used: {1}. Choose another folder for models.', details.folder, details.said);
    case 'hubId':
      return l10n.t(
        '“{0}” is no model on a hub. A model is named ORGANISATION/NAME, as its page has it.',
        details.given,
      );
    case 'hubAddress':
      return l10n.t(
        '“{0}” is no address of a hub. It begins with https:// and names nothing but the host.',
        details.given,
      );
    case 'memory':
      return l10n.t(
        '{0} needs about {1} of memory, and models may have {2}. Choose a smaller model or form of it, or raise {3}.',
        details.model,
        sizeText(details.needed, number),
        sizeText(details.limit, number),
        details.setting,
      );
  }
}

function problemText(fault: ErrorDetailsOf<'download'>, number: FormatNumber): string {
  const { host, file = '' } = fault;
  const status = number(fault.status ?? 0);
  switch (fault.problem) {
    case 'unreachable':
      return l10n.t('{0} could not be reached. Look after the network, and the proxy in VS Code’s settings.', host);
    case 'certificate':
      return l10n.t(
        'The certificate of {0} is not trusted. Where a proxy has one of its own, let the system trust it.',
        host,
      );
    case 'stalled':
      return l10n.t(
        '{0} sent nothing for {1} seconds. What has come is kept: try again later.',
        host,
        number(fault.seconds ?? 0),
      );
    case 'cut':
      return l10n.t('The connection to {0} broke off again and again. What has come is kept: try again later.', host);
    case 'size':
      return l10n.t(
        '{0} has {1} bytes on {2}, and its list says {3}. Nothing of it is used; try again later, or another hub.',
        file,
        number(fault.found ?? 0),
        host,
        number(fault.expected ?? 0),
      );
    case 'digest':
      return l10n.t(
        '{0} came from {1} with another content than its list says, twice. Nothing of it is used; try another network or hub.',
        file,
        host,
      );
    case 'unauthorized':
      return l10n.t(
        '{0} wants a token for it, or does not take the one it was given. Set one with “Set Hub Token”.',
        host,
      );
    case 'gated':
      return l10n.t(
        'Its owner gives access on request: accept the conditions on its page on {0}, and set your token with “Set Hub Token”.',
        host,
      );
    case 'notFound':
      return l10n.t(
        '{0} has no such model or revision, or shows it to its members only. Look at its name, or set a token.',
        host,
      );
    case 'rateLimited':
      return l10n.t(
        '{0} takes no more requests for {1} seconds. What has come is kept: try again then.',
        host,
        number(fault.seconds ?? 0),
      );
    case 'status':
      return l10n.t('{0} answered with status {1}. What has come is kept: try again later.', host, status);
    case 'redirect':
      return l10n.t('{0} leads to a place that is not followed: in circles, or from HTTPS to HTTP.', host);
    case 'answer':
      return l10n.t(
        '{0} gave an answer that no hub gives. A proxy may stand between, or the address is none of a hub.',
        host,
      );
    case 'fileName':
      return l10n.t('Its list on {0} names a file that could lead out of its folder. It is not installed.', host);
    case 'noWeights':
      return l10n.t('{0} has no weights of it that are read: safetensors of a known family, or ONNX.', host);
  }
}
