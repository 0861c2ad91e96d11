/** The shells that read commands in different ways. */
export type Shell = 'posix' | 'powershell' | 'cmd';

/** A question to the engine, as its console takes it. */
export interface ConsoleCall {
  method: string;
  params: object;
}

const CONSOLE = 'npm run --silent engine --';

/**
 * Which shell a program is, by its path.
 * @param program the terminal's; empty where there is none
 */
export function shellOf(program: string): Shell {
  const name =
    /[^\\/]*$/
      .exec(program)?.[0]
      .replace(/\.exe$/i, '')
      .toLowerCase() ?? '';
  if (name.startsWith('pwsh') || name.startsWith('powershell')) return 'powershell';
  return name === 'cmd' ? 'cmd' : 'posix';
}

/**
 * The console's command that asks the engine; several calls go to one engine, a line each.
 *
 * PowerShell and cmd hand quotes in an argument on in ways that differ by version, so there the calls go through standard
 * input, in JSON of plain ASCII in which no character of a text means anything to the shell.
 */
export function consoleCommand(calls: readonly ConsoleCall[], shell: Shell): string {
  const [first] = calls;
  switch (shell) {
    case 'posix': {
      if (first && calls.length === 1) return `${CONSOLE} ${first.method} ${quoted(first.params)}`;
      return `printf '%s\\n' ${calls.map(quoted).join(' ')} | ${CONSOLE} batch -`;
    }
    case 'powershell':
      return `${calls.map((call) => `'${asciiJson(call)}'`).join(', ')} | ${CONSOLE} batch -`;
    case 'cmd': {
      const lines = calls.map((call) => `echo ${asciiJson(call)}`);
      return `${lines.length === 1 ? lines[0] : `(${lines.join('& ')})`}| ${CONSOLE} batch -`;
    }
  }
}

/**
 * JSON between single quotes that every POSIX shell, and fish, reads back: quotes and backslashes of texts are written as
 * JSON's escapes, like characters that a terminal acts on.
 */
function quoted(value: object): string {
  const json = JSON.stringify(value).replace(/\\\\|['\p{C}\p{Zl}\p{Zp}]/gu, (found) =>
    escapes(found.replace('\\\\', '\\')),
  );
  return `'${json}'`;
}

/** JSON in which texts have letters, digits, spaces and `_ . , : -` as they are, and everything else as an escape. */
function asciiJson(value: object): string {
  return JSON.stringify(value).replace(/\\["\\]|[^\w {}[\]":,.\\+-]/gu, (found) => escapes(found.replace(/^\\/, '')));
}

/** Characters as JSON's escapes, a UTF-16 unit each. */
function escapes(text: string): string {
  return Array.from({ length: text.length }, (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join(
    '',
  );
}
