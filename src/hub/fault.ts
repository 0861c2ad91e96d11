import { GlassboxError, type DownloadFault } from '../protocol/engine/index.js';

/** What `fetch` throws, in its words and its cause's: there is no other way to tell why. */
export function saidByFetch(error: unknown): string {
  const { cause, message } = error as { cause?: { code?: string; message?: string }; message?: string };
  return [cause?.code, cause?.message, message].join(' ');
}

/** Whether that is of a certificate. */
export const isOfCertificate = (said: string): boolean =>
  /CERT|certificate|ERR_TLS|ERR_SSL|SELF_SIGNED|UNABLE_TO_/i.test(said);

/** What went wrong with one request, before it is known whether it is tried again. */
export class Trouble extends Error {
  constructor(
    readonly fault: DownloadFault,
    /** `again`: it may pass by itself; `anew`: what has come is not to be trusted, and once more from the start may do */
    readonly remedy: 'none' | 'again' | 'anew',
    /** seconds that the hub asks to wait */
    readonly wait: number | null = null,
    options?: ErrorOptions,
  ) {
    super(fault.problem, options);
  }

  /** The error that a caller gets. */
  toError(): GlassboxError {
    return new GlassboxError('download-failed', englishOf(this.fault), {
      details: { kind: 'download', ...this.fault },
      cause: this,
    });
  }
}

/** For the console and the log; windows say it from the details (src/wording). */
function englishOf({ problem, host, model, file, status, seconds, expected, found }: DownloadFault): string {
  const what = [model, file].filter(Boolean).join(': ') || host;
  const said: Record<DownloadFault['problem'], string> = {
    unreachable: `${host} could not be reached. Look after the network and the proxy.`,
    certificate: `the certificate of ${host} is not trusted.`,
    stalled: `${host} sent nothing for ${seconds} s. What has come is kept: try again later.`,
    cut: `the connection to ${host} broke off again and again. What has come is kept: try again later.`,
    size: `it has ${found} bytes on ${host}, and its list says ${expected}. Nothing of it is used.`,
    digest: `it came from ${host} with another content than its list says, twice. Nothing of it is used.`,
    unauthorized: `${host} wants a token, or does not take the one it was given. Set HF_TOKEN, or “Set Hub Token”.`,
    gated: `its owner gives access on request: accept the conditions on its page on ${host}, and set your token.`,
    notFound: `${host} has no such model or revision, or shows it to its members only.`,
    rateLimited: `${host} takes no more requests for ${seconds} s. What has come is kept: try again then.`,
    status: `${host} answered with status ${status}. What has come is kept: try again later.`,
    redirect: `${host} leads to a place that is not followed: in circles, or from HTTPS to HTTP.`,
    answer: `${host} gave an answer that no hub gives. A proxy may stand between.`,
    fileName: `its list on ${host} names a file that could lead out of its folder. It is not installed.`,
    noWeights: `${host} has no weights of it that are read: safetensors of a known family, or ONNX.`,
  };
  return `${what}: ${said[problem]}`;
}
