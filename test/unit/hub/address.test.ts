import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { chosenHub, hubAddress, isPrivate, PUBLIC_HUB } from '../../../src/hub/address.js';
import { toolsToken } from '../../../src/hub/tokens.js';

describe('an address of a hub', () => {
  it.each([
    ['https://hub.example', 'https://hub.example'],
    [' https://hub.example/ ', 'https://hub.example'],
    ['https://HUB.example:8443//', 'https://hub.example:8443'],
    ['https://host.example/artifactory/api/models/', 'https://host.example/artifactory/api/models'],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
  ])('%j is %j', (given, address) => expect(hubAddress(given)).toBe(address));

  it.each([
    'hub.example',
    'ftp://hub.example',
    'file:///models',
    'https://hub.example?x=1',
    'https://hub.example#a',
    '',
    'https://',
  ])('%j is none', (given) =>
    expect(() => hubAddress(given)).toThrowError(expect.objectContaining({ code: 'bad-request' })),
  );

  it('with a name and a password is refused, and they are not told on', () => {
    expect(() => hubAddress('https://me:secret@hub.example')).toThrowError(
      expect.objectContaining({ details: { kind: 'hubAddress', given: 'https://…@hub.example' } }),
    );
  });

  it('is the setting’s, else that of the environment, else the public one', () => {
    expect(chosenHub('https://a.example', { HF_ENDPOINT: 'https://b.example' })).toBe('https://a.example');
    expect(chosenHub(' ', { HF_ENDPOINT: 'https://b.example/' })).toBe('https://b.example');
    expect(chosenHub('', {})).toBe(PUBLIC_HUB);
  });

  it('is private by HTTPS, or on this machine', () => {
    expect(
      ['https://a.example', 'http://127.0.0.1:1', 'http://localhost', 'http://[::1]:2'].map((url) =>
        isPrivate(new URL(url)),
      ),
    ).toEqual([true, true, true, true]);
    expect(isPrivate(new URL('http://10.0.0.5'))).toBe(false);
    expect(isPrivate(new URL('http://localhost.example'))).toBe(false);
  });
});

describe('the token of Hugging Face’s tools', () => {
  const home = mkdtempSync(path.join(os.tmpdir(), 'tokens-'));
  afterAll(() => rmSync(home, { recursive: true, force: true }));
  const token = (origin: string, env: NodeJS.ProcessEnv) => toolsToken(origin, { HF_HOME: home, ...env });

  it('belongs to the public hub and to the one of the environment, and to no other', async () => {
    const env = { HF_TOKEN: ' hf_one\n', HF_ENDPOINT: 'https://mirror.example/path' };
    expect(await token(PUBLIC_HUB, env)).toBe('hf_one');
    expect(await token('https://mirror.example', env)).toBe('hf_one');
    expect(await token('https://other.example', env)).toBeNull();
    expect(await token('https://mirror.example', { HF_TOKEN: 'hf_one' })).toBeNull();
  });

  it('is the variable’s, else the file’s', async () => {
    expect(await token(PUBLIC_HUB, {})).toBeNull();
    writeFileSync(path.join(home, 'token'), 'hf_file\n');
    expect(await token(PUBLIC_HUB, {})).toBe('hf_file');
    expect(await token(PUBLIC_HUB, { HF_TOKEN: 'hf_variable' })).toBe('hf_variable');
    expect(await token(PUBLIC_HUB, { HF_TOKEN: '' })).toBe('hf_file');
  });

  it('is none where a header cannot hold it, or it is far too long', async () => {
    const file = path.join(home, 'odd');
    for (const odd of ['two words', 'ä', 'x'.repeat(5000), '']) {
      writeFileSync(file, odd);
      expect(await token(PUBLIC_HUB, { HF_TOKEN_PATH: file })).toBeNull();
    }
  });
});
