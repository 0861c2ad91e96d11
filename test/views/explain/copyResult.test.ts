// @vitest-environment happy-dom
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { commandOf, resultJson } from '../../../webview-ui/explain/copyResult.js';
import { fill } from '../fixtures.js';
import { draw } from './explainHarness.js';

describe('what is copied', () => {
  it('is a command whose argument a shell reads back unchanged', () => {
    const text = 'It’s a "test": $HOME `ls` \\ \n [MASK] it\'s';
    const command = commandOf({ ...fill, params: { text } }, 'posix')!;
    expect(command.startsWith("npm run --silent engine -- fillMask '{")).toBe(true);
    const argument = command.slice('npm run --silent engine -- fillMask '.length);
    const read = execFileSync('sh', ['-c', `printf %s ${argument}`], { encoding: 'utf8' });
    expect(JSON.parse(read)).toEqual({ text });
  });

  it('is JSON of the question and the answer', () => {
    const { method, params, value, taken } = JSON.parse(resultJson(fill)) as Record<string, unknown>;
    expect({ method, params, value, taken }).toEqual({
      method: 'fillMask',
      params: fill.params,
      value: fill.value,
      taken: 'tea',
    });
  });

  it('goes out by the buttons', () => {
    const page = draw(fill);
    const [json, command] = document.querySelectorAll<HTMLElement>('.actions button');
    json?.click();
    command?.click();
    expect(page.copied).toEqual([
      { what: 'json', text: resultJson(fill) },
      { what: 'command', text: commandOf(fill, 'posix') },
    ]);
  });
});
