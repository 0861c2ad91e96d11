import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { folderName, foreignPath, isFolderName, isHubId, isPlainPath, parseHubId } from '../../../src/hub/names.js';

describe('an id', () => {
  it.each([
    'gpt2',
    'openai-community/gpt2',
    'a/b',
    'Helsinki-NLP/opus-mt-en-de',
    'x_1/y.2',
    'HuggingFaceTB/SmolLM2-135M',
  ])('%s is one', (id) => expect(isHubId(id)).toBe(true));

  it.each([
    ...[
      '',
      '/',
      'a/',
      '/a',
      'a/b/c',
      '..',
      '../a',
      'a/..',
      'a//b',
      'a b',
      'a--b/c',
      'a/b..c',
      '-a',
      'a-',
      '.a',
      'a/b.git',
    ],
    ...['a\\b', 'C:\\models', 'https://hub.example/a/b', 'a/b?x', 'a/b#c', 'a/b\n', 'ä/b', 'a/%2e%2e'],
  ])('%j is none', (id) => expect(isHubId(id)).toBe(false));

  it('may have a revision', () => {
    expect(parseHubId(' org/name@refs/pr/3 ')).toEqual({ id: 'org/name', revision: 'refs/pr/3' });
    expect(parseHubId('gpt2')).toEqual({ id: 'gpt2', revision: undefined });
  });

  it.each(['a/b@', 'a/b@x@y', 'a/b@../../c', 'a/b@x y', 'a/b@?'])('with %j is refused', (given) => {
    expect(() => parseHubId(given)).toThrowError(expect.objectContaining({ details: { kind: 'hubId', given } }));
  });

  it('names a folder of one name only', () => {
    expect(folderName('openai-community/gpt2')).toBe('openai-community--gpt2');
    expect(isFolderName('openai-community--gpt2')).toBe(true);
    for (const name of ['.incoming', '..', 'a/b', 'a\\b', '', 'con', 'a.']) expect(isFolderName(name)).toBe(false);
  });
});

describe('a path of a listing', () => {
  it.each([
    'config.json',
    'onnx/model.onnx',
    '1_Pooling/config.json',
    'a/b/c/d.txt',
    'ü/ß.json',
    'model-00001-of-00002.safetensors',
  ])('%s stays in its folder', (path) => expect(isPlainPath(path)).toBe(true));

  it.each([
    ...['', '.', '..', '../a', 'a/../b', '/a', 'a//b', 'a/', './a', 'a\\b', '..\\a', 'C:/a', 'a:b', 'a\0b', 'a\nb'],
    ...[
      'con',
      'NUL.txt',
      'a/COM1',
      'aux.json',
      'a.',
      'a ',
      'a /b',
      'a?',
      'a*',
      '<a>',
      'a|b',
      `${'x'.repeat(300)}`,
      `${'a/'.repeat(300)}b`,
    ],
  ])('%j is not written', (path) => expect(isPlainPath(path)).toBe(false));

  it('is never one that leads elsewhere, on any system', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('..', '.', 'a', '', 'b\\..', 'c:', '~'), { maxLength: 6 }), (parts) => {
        const path = parts.join('/');
        if (isPlainPath(path)) expect(parts.every((part) => ['a', '~'].includes(part))).toBe(true);
      }),
    );
  });

  it('is told where two would be one file, or a file and a folder', () => {
    expect(foreignPath(['a.json', 'b.json', 'c/a.json'])).toBeUndefined();
    expect(foreignPath(['a.json', 'A.json'])).toBe('a.json');
    expect(foreignPath(['\u00e9.json', 'e\u0301.json'])).toBe('\u00e9.json');
    expect(foreignPath(['onnx', 'onnx/model.onnx'])).toBe('onnx');
    expect(foreignPath(['x', '../y'])).toBe('../y');
  });
});
