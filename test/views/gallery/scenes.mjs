// What the gallery shows: a scene is one line, its query understood by the view's stand-in for the host.

/** @typedef {{ title: string, query: string }} Scene */

/** @type {{ name: string, title: string, widths: number[], scenes: Scene[] }[]} */
export const VIEWS = [
  {
    name: 'explain',
    title: 'Explain Last Result',
    widths: [300, 420, 700],
    scenes: [
      { title: 'Fill Mask', query: 'show=fill' },
      { title: 'two gaps', query: 'show=fillTwo' },
      { title: 'a continuation', query: 'show=continuation' },
      { title: 'one that repeats', query: 'show=repeating' },
      { title: 'a translation', query: 'show=translation' },
      { title: 'a translation with signs', query: 'show=signs' },
      { title: 'the alternatives of a sentence', query: 'show=translation&sentence=0' },
      { title: 'nothing so far', query: 'show=none' },
    ],
  },
  {
    name: 'review',
    title: 'Translation Review',
    widths: [300, 520, 800],
    scenes: [
      { title: 'all is translated', query: 'show=done' },
      { title: 'as in the text', query: 'show=done&order=text' },
      { title: 'while it is translated', query: 'show=running' },
      { title: 'cancelled', query: 'show=cancelled' },
      { title: 'the engine stopped', query: 'show=failed' },
      { title: 'changed in the text meanwhile', query: 'show=changed' },
      { title: '1,000 sentences', query: 'show=long' },
    ],
  },
  {
    name: 'sentences',
    title: 'Compared Sentences',
    widths: [300, 520, 800],
    scenes: [
      { title: 'six sentences', query: 'show=six' },
      { title: 'by the first token', query: 'show=six&pooling=cls' },
      { title: 'two sentences, one pooling', query: 'show=two' },
      { title: '50 sentences', query: 'show=fifty' },
    ],
  },
  {
    name: 'decoding',
    title: 'Decoding',
    widths: [300, 420, 1100],
    scenes: [
      { title: 'a comparison', query: 'show=ended' },
      { title: 'before the first run', query: 'show=idle' },
      { title: 'while it is written', query: 'show=stream&again' },
      { title: 'the engine has not answered', query: 'show=waiting' },
      { title: 'no prompt', query: 'show=empty' },
      { title: 'what failed', query: 'show=failed' },
      { title: 'out of date', query: 'show=stale' },
      { title: 'no model', query: 'show=models' },
      { title: 'an encoder-decoder', query: 'show=t5' },
      { title: 'a long prompt', query: 'show=long' },
      { title: '22 runs', query: 'runs=22' },
      { title: 'a large beam tree', query: 'show=tree' },
    ],
  },
  {
    name: 'attention',
    title: 'Attention',
    widths: [300, 480, 900],
    scenes: [
      { title: 'matrix, encoder', query: 'model=bert-mini' },
      { title: 'matrix, decoder', query: 'model=gpt2-mini&kind=decoder' },
      { title: 'matrix, cross-attention', query: 'model=t5-mini&kind=cross' },
      { title: 'lines', query: 'view=lines&layer=1&head=1' },
      { title: 'rollout', query: 'view=rollout' },
      { title: 'two side by side', query: 'show=pair&layer=1&head=1' },
      { title: 'three architectures', query: 'view=architectures' },
      { title: 'heads by pattern', query: 'sort=pattern' },
      { title: '512 tokens', query: 'tokens=512' },
      { title: 'while words are hidden', query: 'show=slow' },
      { title: 'no text', query: 'show=empty' },
      { title: 'a text that is too long', query: 'show=failed' },
      { title: 'a graph without attention', query: 'show=broken' },
      { title: 'the engine has not answered', query: 'show=waiting' },
    ],
  },
];
