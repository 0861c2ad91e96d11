import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import type {
  GenerationConfig,
  GenerationWarning,
  Params,
  Progress,
  ServerAbilities,
} from '../../../../src/protocol/engine/index.js';
import { event, WORDS_ONLY } from '../../servers/standIn.js';
import { engineWith, SAMPLE, type Play } from './engineWith.js';

const piece = (text: string, finish: string | null = null) => event({ choices: [{ text, finish_reason: finish }] });
const DONE = 'data: [DONE]\n\n';
const USAGE = event({ choices: [], usage: { completion_tokens: 2 } });

/** Sends pieces, which may be cut anywhere. */
const sends =
  (...pieces: (string | Buffer)[]): Play =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const one of pieces) response.write(one);
    response.end();
  };

const written = ({ sequences }: { sequences: { text: string }[] }) => sequences.map(({ text }) => text);
const kindsOf = (warnings: readonly GenerationWarning[] | undefined) => (warnings ?? []).map(({ kind }) => kind);

describe('a server that tells no tokens', () => {
  it('writes by its own sampler, in pieces, and what it does not tell is null', async () => {
    const { generate, standIn } = await engineWith();
    const heard: Progress[] = [];
    const value = await generate({}, undefined, (progress) => heard.push(progress));
    expect(value).toMatchObject({ decodedByServer: true, prompt: [], seed: 3 });
    const [sequence] = value.sequences;
    expect(sequence).toEqual({
      ...{ ids: [], text: sequence!.text, logProbability: null, score: null, finish: 'length' },
    });
    expect(value.metrics).toMatchObject({ newTokens: 4, perplexity: null, distinct1: null, selfBleu: null });
    expect(heard[0]).toMatchObject({ kind: 'decodedByServer', warnings: [{ kind: 'decodedByServer' }] });
    const texts = heard.flatMap((progress) => (progress.kind === 'text' ? progress.text : []));
    expect(texts.length).toBeGreaterThan(1);
    expect(texts.join('')).toBe(sequence!.text);
    expect(standIn.requests).toMatchObject([
      { path: '/v1/completions', body: { stream: true, prompt: 'one two one', temperature: 0.8, top_p: 0.9 } },
    ]);
  });

  it('is sent what it obeys, and each field that it does not is told', async () => {
    const { generate, standIn } = await engineWith();
    const decoding = { ...SAMPLE, topK: 5, minP: 0.1, noRepeatNgramSize: 2, repetitionPenalty: 1.2 };
    const { warningDetails, warnings } = await generate({ decoding });
    expect(warningDetails).toContainEqual({
      ...{ kind: 'ignoredByServer', fields: ['topK', 'minP', 'repetitionPenalty', 'noRepeatNgramSize'] },
    });
    expect(warnings.join()).toContain('takes no notice of: topK, minP, repetitionPenalty, noRepeatNgramSize');
    expect(Object.keys(standIn.requests[0]!.body)).not.toContain('top_k');
  });

  it('is given what nobody knows of, which is told, too', async () => {
    const change = (abilities: ServerAbilities): ServerAbilities => ({ ...abilities, sampling: null });
    const { generate, standIn } = await engineWith({ change });
    const { warningDetails } = await generate({ decoding: { ...SAMPLE, topK: 5 } });
    expect(warningDetails).toContainEqual({
      ...{ kind: 'unsureAtServer', fields: ['temperature', 'topK', 'topP', 'seed'] },
    });
    expect(standIn.requests[0]!.body).toMatchObject({ top_k: 5 });
    expect(standIn.requests[0]!.body).not.toHaveProperty('min_p');
  });

  it('switches samplers off that it has', async () => {
    const skills = { ...WORDS_ONLY, parameters: ['temperature', 'top_k', 'top_p', 'min_p', 'repeat_penalty'] };
    const { generate, standIn } = await engineWith({ skills });
    await generate({ decoding: { strategy: 'greedy' } });
    expect(standIn.requests[0]!.body).toMatchObject({
      temperature: 0,
      top_k: 0,
      top_p: 1,
      min_p: 0,
      repeat_penalty: 1,
    });
    await generate({ decoding: { strategy: 'greedy', repetitionPenalty: 1.3 } });
    expect(standIn.requests[1]!.body).toMatchObject({ repeat_penalty: 1.3, repeat_last_n: 64 });
  });

  it('writes several texts by several streams with other seeds', async () => {
    const { generate, standIn } = await engineWith();
    const decoding = { ...SAMPLE, temperature: 2, numReturnSequences: 3 };
    const value = await generate({ decoding, maxNewTokens: 8 });
    expect(new Set(written(value)).size).toBe(3);
    expect(new Set(standIn.requests.map(({ body }) => body['seed'])).size).toBe(3);
    expect(written(await generate({ decoding, maxNewTokens: 8 }))).toEqual(written(value));
  });

  it('has no contrastive strategies, and no beams but its own', async () => {
    const { generate } = await engineWith();
    for (const strategy of ['beam', 'contrastiveSearch'] as const) {
      const decoding = strategy === 'beam' ? { strategy, numBeams: 2 } : { strategy, penaltyAlpha: 0.5, topK: 4 };
      await expect(generate({ decoding })).rejects.toMatchObject({
        ...{ code: 'wrong-architecture', details: { kind: 'servedTask', strategy } },
      });
    }
    const able = await engineWith({ skills: { ...WORDS_ONLY, beams: true } });
    const decoding: GenerationConfig = { strategy: 'beam', numBeams: 2, numReturnSequences: 2 };
    const value = await able.generate({ decoding });
    expect(new Set(written(value)).size).toBe(2);
    expect(able.standIn.requests[0]!.body).toMatchObject({ use_beam_search: true, n: 2 });
  });

  it('says what works where a text is to be cut into tokens, or a strategy is not there', async () => {
    const { engine, model, generate, standIn } = await engineWith();
    const tokens = engine.call('tokens', { model, text: 'one' });
    await expect(tokens).rejects.toMatchObject({ details: { kind: 'servedTask', method: 'tokens' } });
    await expect(tokens).rejects.toThrow(
      /what tokens takes\. It serves generate, compare; take a model on this machine/,
    );
    expect(standIn.requests).toEqual([]);
    const beam = generate({ decoding: { strategy: 'beam', numBeams: 2 } });
    await expect(beam).rejects.toThrow(/what beam takes\. It decodes by greedy, sample; another model may have beam\./);
  });

  it('takes no numbers of tokens, and no empty text', async () => {
    const { engine, model, generate } = await engineWith();
    const decoding: GenerationConfig = { strategy: 'greedy' };
    const given = engine.call('generate', { model, promptIds: [1], decoding });
    await expect(given).rejects.toMatchObject({ details: { kind: 'parameter', name: 'promptIds' } });
    await expect(generate({ text: '' })).rejects.toMatchObject({ details: { kind: 'emptyPrompt' } });
  });

  it('compares strategies, each told as it grows, and says why one cannot run', async () => {
    const { engine, model } = await engineWith();
    const heard: Progress[] = [];
    const { runs } = await engine.call(
      'compare',
      {
        ...{ model, text: 'one two', maxNewTokens: 6, alternatives: 5, job: 'a' },
        decodings: [{ strategy: 'greedy' }, { strategy: 'beam', numBeams: 2 }, { ...SAMPLE, numReturnSequences: 2 }],
      },
      { onProgress: (progress) => heard.push(progress) },
    );
    expect(runs.map(({ decodedByServer, error }) => [decodedByServer, error?.code])).toEqual([
      [true, undefined],
      [undefined, 'wrong-architecture'],
      [true, undefined],
    ]);
    const grown = heard.flatMap((progress) => (progress.kind === 'growth' ? progress.growth : []));
    const textOf = (run: number, at: number) =>
      grown
        .filter((one) => one.run === run)
        .flatMap(({ sequences }) => sequences.filter(({ sequence }) => sequence === at))
        .map(({ text }) => text)
        .join('');
    expect([textOf(0, 0), textOf(2, 1)]).toEqual([written(runs[0]!)[0], written(runs[2]!)[1]]);
  });
});

describe('a stream', () => {
  const texts = async (play: Play, more: Partial<Params<'generate'>> = {}) =>
    (await engineWith({ play })).generate(more);

  it('may cut characters anywhere: bytes between pieces, halves of pairs between events', async () => {
    const bytes = Buffer.from(piece(' 好🙂') + piece('', 'stop') + DONE);
    const play: Play = async (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const byte of bytes) {
        response.write(Buffer.of(byte));
        await new Promise(setImmediate);
      }
      response.end();
    };
    expect((await texts(play)).sequences[0]).toMatchObject({ text: ' 好🙂', finish: 'eos' });
    const halves = sends(piece(' a\ud83d'), piece('\ude42'), piece('b', 'stop'), DONE);
    const heard: string[] = [];
    const value = await (
      await engineWith({ play: halves })
    ).generate({}, undefined, (progress) => progress.kind === 'text' && heard.push(progress.text));
    expect(heard).toEqual([' a', '🙂', 'b']);
    expect(written(value)).toEqual([' a🙂b']);
    expect(written(await texts(sends(piece(' a\ud83d', 'length'), DONE)))).toEqual([' a\ufffd']);
  });

  it('with � in the place of pieces of characters is told as such', async () => {
    const value = await texts(sends(piece(' \ufffd'), piece('\ufffd', 'stop'), DONE));
    expect(value.sequences[0]!.text).toBe(' \ufffd\ufffd');
    expect(kindsOf(value.warningDetails)).toContain('lostCharacters');
  });

  it('ends before a stop text, which pieces may cut, and the connection is closed', async () => {
    let closed = Promise.resolve<unknown>(null);
    const play: Play = (response) => {
      closed = once(response, 'close');
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(piece(' one.') + piece('\n') + piece('\nmore'));
    };
    const value = await texts(play, { stop: ['\n\n'] });
    expect(value.sequences[0]).toMatchObject({ text: ' one.', finish: 'stop' });
    await closed;
  });

  it.each([
    ['the model', sends(piece(' a', 'stop'), DONE), 'eos'],
    ['the length', sends(piece(' a', 'length'), USAGE, DONE), 'length'],
    ['a filter', sends(piece(' a', 'content_filter'), DONE), 'cut'],
    ['nobody who says so, at full length', sends(piece(' a'), USAGE, DONE), 'length'],
    ['nobody who says so', sends(piece(' a'), DONE), 'eos'],
    ['no [DONE]', sends(piece(' a', 'stop')), 'eos'],
  ] as const)('ended by %s', async (_, play, finish) => {
    expect((await texts(play, { maxNewTokens: 2 })).sequences[0]).toMatchObject({ text: ' a', finish });
  });

  it('that is broken off keeps what it brought, with a word', async () => {
    const broken = sends(piece(' one'), piece(' two'));
    const value = await texts(broken);
    expect(value.sequences[0]).toMatchObject({ text: ' one two', finish: 'cut' });
    expect(kindsOf(value.warningDetails)).toContain('brokenOff');
    const error = sends(piece(' one'), event({ error: { code: 500, message: 'out of memory' } }));
    expect((await texts(error)).warningDetails).toContainEqual(
      expect.objectContaining({ kind: 'brokenOff', said: 'out of memory' }),
    );
    for (const odd of ['data: {"choices": 1}\n\n', 'data: <html>\n\n']) {
      expect((await texts(sends(piece(' one'), odd))).sequences[0]).toMatchObject({ text: ' one', finish: 'cut' });
    }
  });

  it('that brings nothing is an error', async () => {
    await expect(texts(sends())).rejects.toMatchObject({ code: 'server-failed', details: { problem: 'cut' } });
    await expect(texts(sends('data: {"choices": 1}\n\n'))).rejects.toMatchObject({ details: { problem: 'shape' } });
    const fails = sends(event({ error: { message: 'loading' } }));
    await expect(texts(fails)).rejects.toMatchObject({ details: { problem: 'failed', said: 'loading' } });
    const page: Play = (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
    await expect(texts(page)).rejects.toMatchObject({ details: { problem: 'notJson' } });
  });

  it('one of several that fails leaves the others', async () => {
    let asked = 0;
    const play: Play = (response) => {
      if (asked++ === 0) response.writeHead(500).end();
      else void sends(piece(' a', 'stop'))(response);
    };
    const value = await texts(play, { decoding: { ...SAMPLE, numReturnSequences: 2 } });
    expect(value.sequences.map(({ text, finish }) => [text, finish])).toEqual([
      ['', 'cut'],
      [' a', 'eos'],
    ]);
  });

  it('may come whole from a proxy that knows no streams', async () => {
    const whole = JSON.stringify({ choices: [{ text: ' one two', finish_reason: 'stop' }] });
    const play: Play = (response) => void response.writeHead(200, { 'content-type': 'application/json' }).end(whole);
    expect((await texts(play)).sequences[0]).toMatchObject({ text: ' one two', finish: 'eos' });
  });

  it('that never ends is ended', async () => {
    const play: Play = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const more = setInterval(() => response.write(piece(' word'.repeat(1000))), 1);
      response.on('close', () => clearInterval(more));
    };
    const value = await texts(play);
    expect(value.sequences[0]!.finish).toBe('length');
    expect(value.sequences[0]!.text.length).toBeLessThan(12_000);
    expect(kindsOf(value.warningDetails)).toContain('overlong');
    expect(kindsOf(value.warningDetails)).not.toContain('brokenOff');
  });

  it('of a chat is none: an answer of another form is told', async () => {
    const chat = event({ choices: [{ index: 0, delta: { content: ' one' } }] });
    await expect(texts(sends(chat, DONE))).rejects.toMatchObject({ details: { problem: 'shape' } });
  });

  it('has no signs in it that move a cursor or turn what stands behind them', async () => {
    const value = await texts(sends(piece(' a\u0000\u001b[31mb\u202ec\n\td'), piece('', 'stop'), DONE));
    expect(value.sequences[0]!.text).toBe(' a[31mbc\n\td');
  });

  it.each([1e12, 'many', -1])('is as good where the server counts wrongly: %j', async (completion_tokens) => {
    const value = await texts(sends(piece(' one', 'stop'), event({ choices: [], usage: { completion_tokens } }), DONE));
    expect(value.sequences[0]).toMatchObject({ text: ' one', finish: 'eos' });
    expect(value.metrics.newTokens).toBeNull();
  });

  it('is that of the first choice alone', async () => {
    const other = event({ choices: [{ index: 1, text: ' other', finish_reason: null }] });
    const value = await texts(sends(piece(' one'), other, piece('', 'stop'), DONE));
    expect(value.sequences[0]!.text).toBe(' one');
  });

  it('by another model than was asked for is told as such', async () => {
    const named = (model: string) => event({ model, choices: [{ text: ' one', finish_reason: 'stop' }] });
    expect(kindsOf((await texts(sends(named('gpt-4-other'), DONE))).warningDetails)).toContain('otherModel');
    expect(kindsOf((await texts(sends(named('forty-2026'), DONE))).warningDetails)).not.toContain('otherModel');
  });

  it('is closed at the server within a tenth of a second when nobody waits any more', async () => {
    let closed: Promise<number> | null = null;
    const cancel = new AbortController();
    let cancelled = 0;
    const play: Play = (response) => {
      closed = once(response, 'close').then(() => performance.now());
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(piece(' one'));
    };
    const { generate } = await engineWith({ play });
    const onProgress = (progress: Progress) => {
      if (progress.kind !== 'text') return;
      cancelled = performance.now();
      cancel.abort();
    };
    await expect(generate({}, cancel.signal, onProgress)).rejects.toMatchObject({ code: 'cancelled' });
    expect((await closed!) - cancelled).toBeLessThan(100);
  });
});
