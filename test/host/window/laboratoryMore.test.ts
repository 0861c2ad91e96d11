/* The Laboratory's later experiments in the window: each measured by the engine, with the buttons that lead on, stopped, and with its engine killed. */
import { beforeAll, describe, expect, test } from 'vitest';
import { openFile, placeCursor, untilText } from '../lib/editor.js';
import { engineRunning, killEngine, slowed } from '../lib/engineProcess.js';
import { LaboratoryWindow } from '../lib/laboratoryView.js';
import { acceptPick, dismissPick, pick } from '../lib/palette.js';
import { steadyPicture } from '../lib/pictures.js';
import { markCount } from '../lib/views.js';
import { clearNotifications, statusBarItem, webview } from '../lib/window.js';
import { useWorkbench } from '../lib/workbench.js';

const GAP = 'The old man went down to the [MASK] with his small boat.';
const ODD = 'The stone was baked in the oven for an hour.';
const workbench = useWorkbench({ files: { 'notes.txt': `${GAP}\n\n${ODD}\n` } });
const laboratory = new LaboratoryWindow(workbench);
const page = () => workbench().page;
const install = () => pick(page(), 'Choose a Folder…');

/** Every experiment with its measurements, and what its first English example makes each of them say. */
const EXPERIMENTS: [string, [string, RegExp][]][] = [
  [
    'BERT as a writer',
    [
      ['Filled in turn', /^Filled left to right, bert-mini writes “.+”\. .*gpt2-mini goes on with “.+”\.$/],
      [
        'Mask-predict',
        /^All at once bert-mini says “the the .+”, after iteration 4 “.+”\. Overturned were \d of 8 tokens/,
      ],
      [
        'No joint probability',
        /^Put in from left to right the 14 tokens cost bert-mini [\d.]+ bits\..* Masked in turn/,
      ],
    ],
  ],
  [
    'Meaning',
    [
      ['One word, twice', /^In bert-mini the two vectors of “bear” have a cosine of 0\.\d+ at the embeddings/],
      ['What each reads', /^In sentence 1 “bear” looks most at “\w+” \([\d.]+ %\) .* A mask in its place says “\w+”/],
      ['Sentences', /^By none of 4 poolings bert-mini finds the second line the nearest to the first\./],
      ['A map of words', /^In bert-mini any two different words among the 12 shown have a mean cosine of 0\.\d+/],
    ],
  ],
  [
    'Layers',
    [
      ['Logit lens', /^What gpt2-mini says in the end is on top for good from layer \d of 6 on/],
      [
        'Entropy by layer',
        /^Mean entropy .* bits: bert-mini from .* gpt2-mini from .* t5-mini from .* t5-mini at layer \d of 2\.$/,
      ],
      ['Where attention goes', /^Of bert-mini these are means over the heads\. .* tokens far in layer 1/],
    ],
  ],
  [
    'Probes',
    [
      ['Probe and control', /^A linear probe does best on .* not seen \(42\) .* \(selectivity\): /],
      ['Learning curve', /^Held-out lines told rightly, by lines to learn from \(4 and 33\): .*gpt2-mini [\d.]+ % → /],
    ],
  ],
  [
    'One task, three ways',
    [
      ['Labels', /^Best, by lines told rightly: .* Lines: 24, and as examples 6; .* A text takes /],
      [
        'Questions',
        /^Answers: gpt2-mini: “.+No model here marks answers in a text: those that write are not held to it\.$/,
      ],
      [
        'With and without a cache',
        /^For 64 new tokens behind \d+ gpt2-mini takes .* it reads 2,912 tokens instead of 77/,
      ],
    ],
  ],
  [
    'Sentence pairs',
    [
      ['Does it follow?', /^How often 5 pairs that follow each other .* e5-mini \(.*gpt2-mini \(/],
      ['Replaced words', /^Put in or elsewhere: “river”, 1 of 10 words\. .* bert-mini \(.* 1 of 1/],
    ],
  ],
  [
    'Anatomy',
    [
      ['Plan', /^t5-mini \(encoder-decoder, t5\) has 6 \+ 2 layers \(heads in each: 8\), and states of 256 numbers\./],
      [
        'Parameters',
        /^bert-mini has 8,534,960 parameters: .* Its files hold exactly what its configuration asks for\.$/,
      ],
      [
        'Length',
        /^This text \(tokens: 9\) takes bert-mini 75\.6 million multiply-adds, 0\.33 % of them products between tokens\./,
      ],
    ],
  ],
  [
    'Small weights',
    [
      ['What is lost', /^In 8 bit the predictions of gpt2-mini are .* in 4 bit 0\.\d+ bits, and \d+ of 25\./],
      ['Size and speed', /^The weights of gpt2-mini take 30 MB in 32 bit, 8 MB in 8 and 5 MB in 4\./],
    ],
  ],
  [
    'Which one for what',
    [
      [
        'From task to command',
        /^bert-mini says after [\d.]+ ms: “house, .*An encoder reads both sides of the gap at once\./,
      ],
      ['Opinion and figures', /^Tasks done here on this text: 6 of 9\. The quickest: /],
    ],
  ],
];

beforeAll(async () => {
  await placeCursor(workbench(), 'oven');
  await laboratory.open();
});

describe('an experiment', () => {
  test.each(EXPERIMENTS)(
    '%s: each of its measurements has its sentence, its picture and its table',
    async (title, parts) => {
      await laboratory.choose(title);
      const tabs = (await laboratory.frame('.tabs')).getByRole('tab');
      expect(await tabs.allInnerTexts()).toEqual([...parts.map(([tab]) => tab), 'Why']);
      for (const [tab, sentence] of parts) {
        await laboratory.tab(tab);
        await laboratory.measuredBy(() => laboratory.example(1));
        expect(await laboratory.seen()).toMatch(sentence);
        expect((await laboratory.rows()).length).toBeGreaterThan(1);
        const drawn = (await laboratory.frame()).locator('.picture svg.drawing');
        expect((await drawn.boundingBox())!.height).toBeGreaterThan(20);
        expect(await (await laboratory.frame()).locator('.outcome .notice.failed').count()).toBe(0);
      }
    },
  );

  test('takes the sentence at the cursor as one of its texts', async () => {
    await laboratory.choose('Sentence pairs');
    await laboratory.tab('Replaced words');
    await laboratory.press('Take from Editor');
    await laboratory.poll(async () => (await laboratory.field()).inputValue()).toBe(ODD);
    await (await laboratory.field(1)).fill(ODD.replace('stone', 'bread'));
    await laboratory.measure();
    expect(await laboratory.seen()).toMatch(/^Put in or elsewhere: “bread”, 1 of 10 words\./);
    expect((await laboratory.rows()).map(([word, isNew]) => `${word} ${isNew}`).slice(0, 3)).toEqual([
      'The no',
      'bread yes',
      'was no',
    ]);
  });
});

describe('where no model has the head', () => {
  test.each([
    ['One task, three ways', 'Questions', 'a reader, such as deepset/roberta-base-squad2'],
    ['Sentence pairs', 'Does it follow?', 'a BERT with its head, as transformers saves one'],
    ['Sentence pairs', 'Replaced words', 'a discriminator, such as google/electra-small-discriminator'],
  ])('%s, %s says what to install, and leads there', async (title, tab, what) => {
    await laboratory.choose(title);
    await laboratory.tab(tab);
    expect(await laboratory.notice()).toContain(what);
    await laboratory.press('Install Model …');
    await install();
    await dismissPick(page());
  });
});

describe('what a result leads to', () => {
  const task = async (name: string) => {
    await laboratory.choose('Which one for what');
    await laboratory.measuredBy(
      async () => void (await (await laboratory.choice('Task')).selectOption({ label: name })),
    );
  };

  test('a gap is filled in the text of the last editor', async () => {
    await openFile(workbench(), 'notes.txt');
    await placeCursor(workbench(), '[MASK]', 'before');
    await task('fill a gap');
    await laboratory.press('Fill Mask');
    const { rows } = await pick(page(), /%/);
    await acceptPick(page());
    await untilText(workbench(), `${GAP.replace('[MASK]', rows[0]!.label)}\n\n${ODD}\n`);
  });

  test('what is written is tried by other ways of decoding', async () => {
    await task('go on writing');
    expect(await laboratory.seen()).toMatch(/^gpt2-mini says after [\d.]+ ms: “/);
    await laboratory.press('Compare Decoding Strategies');
    await webview(page(), '#decoding .decoding');
  });

  test('the surprise of the text is marked, and told in the status bar', async () => {
    await task('tell what surprises');
    await laboratory.press('Show Surprise');
    await statusBarItem(page(), /[\d.]+ bits per word/);
    expect(await markCount(page())).toBeGreaterThan(0);
  });

  test('a task that no model here does leads to one', async () => {
    await task('find names');
    expect(await laboratory.seen()).toMatch(/^No model here does it: one has to be installed\./);
    await laboratory.press('Install Model …');
    await install();
    await dismissPick(page());
  });
});

describe('a measurement that takes its time', () => {
  test('is stopped: what it had stays, and it can be made again', async () => {
    await laboratory.choose('Sentence pairs');
    await laboratory.measuredBy(() => laboratory.example(1));
    const whole = await laboratory.seen();
    const free = slowed(await engineRunning(workbench().server.pid));
    try {
      await laboratory.press('Measure');
      await laboratory.press('Stop');
    } finally {
      free();
    }
    const outcome = (await laboratory.frame()).locator('.outcome');
    await laboratory.poll(() => outcome.innerText()).toContain('Stopped. What had been measured is shown.');
    await laboratory.measure();
    expect(await laboratory.seen()).toBe(whole);
    expect(await outcome.innerText()).not.toContain('Stopped.');
  });

  test('says that its engine was killed, and runs with another one', async () => {
    // One long call: between two of them the next would be made by another engine, and nothing be told.
    await laboratory.choose('Small weights');
    await laboratory.measuredBy(() => laboratory.example(1));
    const before = await laboratory.seen();
    const { server } = workbench();
    const free = slowed(await engineRunning(server.pid));
    const killed = await (async () => {
      try {
        await laboratory.press('Measure');
        // The engine itself says that it is at work.
        await page().locator('.statusbar-item .codicon-loading').waitFor();
        return await killEngine(server.pid);
      } finally {
        free();
      }
    })();
    const failed = (await laboratory.frame('.notice.failed')).locator('.notice.failed');
    expect(await failed.innerText()).toContain('The engine ended (SIGKILL)');
    await steadyPicture(workbench(), 'laboratory-killed');
    await laboratory.measure();
    expect(await laboratory.seen()).toBe(before);
    expect(await engineRunning(server.pid)).not.toBe(killed);
    expect(await failed.count()).toBe(0);
    await clearNotifications(page());
  });
});
