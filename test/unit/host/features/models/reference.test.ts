import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseReference } from '../../../../../src/host/features/models/reference.js';

describe('what is typed to be installed', () => {
  it.each([
    ['openai-community/gpt2', { id: 'openai-community/gpt2' }],
    ['  google-bert/bert-base-uncased ', { id: 'google-bert/bert-base-uncased' }],
    ['a/b@main', { id: 'a/b', revision: 'main' }],
    ['a/b@refs/pr/4', { id: 'a/b', revision: 'refs/pr/4' }],
    ['"a/b.c_d-e"', { id: 'a/b.c_d-e' }],
  ])('is an id: %s', (typed, expected) => {
    expect(parseReference(typed)).toEqual({ kind: 'hub', ...expected });
  });

  it.each([
    ['https://hub.example/org/name', { id: 'org/name', endpoint: 'https://hub.example' }],
    ['https://hub.example/org/name/', { id: 'org/name', endpoint: 'https://hub.example' }],
    ['https://hub.example/models/org/name', { id: 'org/name', endpoint: 'https://hub.example' }],
    [
      'https://hub.example:8443/org/name/tree/v1.0?x=1#files',
      { id: 'org/name', endpoint: 'https://hub.example:8443', revision: 'v1.0' },
    ],
    [
      'http://127.0.0.1:80/org/name/blob/refs%2Fpr%2F4/config.json',
      { id: 'org/name', endpoint: 'http://127.0.0.1', revision: 'refs/pr/4' },
    ],
    [
      'https://hub.example/org/name/resolve/0123456789abcdef0123456789abcdef01234567/model.safetensors',
      {
        id: 'org/name',
        endpoint: 'https://hub.example',
        revision: '0123456789abcdef0123456789abcdef01234567',
      },
    ],
    ['https://hub.example/org/tree/main', null],
  ])('is the address of a page: %s', (typed, expected) => {
    const reference = parseReference(typed);
    if (expected === null) expect(reference.kind).toBe('words');
    else expect(reference).toEqual({ kind: 'hub', ...expected });
  });

  it.each([
    ['/media/stick/model', '/media/stick/model'],
    ["'/media/my stick/model/'", '/media/my stick/model'],
    ['~/models/x', path.join(os.homedir(), 'models/x')],
    ['file:///media/my%20stick', '/media/my stick'],
  ])('is a folder: %s', (typed, folder) => {
    expect(parseReference(typed)).toEqual({ kind: 'folder', folder });
  });

  it.each([
    'gpt2',
    'bert for german',
    'a/b/c',
    '../x',
    'a/..',
    'a--b/c',
    'a/b.git',
    'a/b@',
    'a/b@x@y',
    'a/b@../../x',
    'https://hub.example/',
    'https://hub.example/a',
    'https://hub.example/a/%2e%2e',
    'ftp://hub.example/a/b',
    '-a/b',
    '',
  ])('is words: %j', (typed) => {
    expect(parseReference(typed)).toEqual({ kind: 'words', words: typed });
  });
});
