import { readdirSync } from 'node:fs';
import checkFile from 'eslint-plugin-check-file';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** Imports that a room of the house may not make; the walls are drawn in the README's architecture section. */
const wall = (files, ...groups) => ({
  files: [files],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      { patterns: groups.map(([group, message]) => ({ group: [group].flat(), message })) },
    ],
  },
});

const noEditor = ['vscode', 'Only src/host talks to the editor.'];
const noEngine = [
  ['**/engine/**', '!**/protocol/engine/**', 'onnxruntime-*', '@huggingface/*'],
  'Models live in the engine process only.',
];
// The host has a folder of this name, too: the client of the engine's process.
const noEngineInHost = [['**/engine/**', '!./engine/**', ...noEngine[0].slice(1)], noEngine[1]];
const noHost = ['**/host/**', 'The extension host is not known here.'];
const noViews = ['**/webview-ui/**', 'Views are drawn from messages only.'];
const noRoom = [
  ['**/text/**', '**/maths/**', '**/attention/**', '**/decoding/**'],
  'Nothing of ours is imported here but the protocol.',
];
const noProtocol = ['**/protocol/**', 'Pure functions of numbers and texts.'];
const noMessages = ['**/protocol/webviews/**', 'The messages of pages concern the pages and the host.'];
/** The engine connects to nothing but its parent, by the fork's channel. */
const NETWORK = ['net', 'tls', 'http', 'https', 'http2', 'dgram', 'dns', 'dns/promises'];
const noNetwork = [
  [...NETWORK, ...NETWORK.map((name) => `node:${name}`), 'undici', 'ws'],
  'The engine connects to nothing: what is downloaded comes by the host or the console.',
];
// Its locks know nothing of models.
const noHub = [['**/hub/**', '!**/hub/types.js', '!**/hub/lock.js'], 'The hub is the host’s and the console’s.'];
const noConnections = {
  files: ['src/engine/**'],
  ignores: ['src/engine/cli*.ts'],
  rules: {
    'no-restricted-globals': [
      'error',
      ...['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest'].map((name) => ({ name, message: noNetwork[1] })),
    ],
    'no-restricted-properties': [
      'error',
      ...['fetch', 'WebSocket'].map((property) => ({ object: 'globalThis', property, message: noNetwork[1] })),
    ],
  },
};
const noViewState = ['**/attention/viewState.js', 'What a page shows is not the engine’s concern.'];
// The engine’s half of the protocol is a folder beside that of the pages.
const noEngineInMessages = [['**/engine/**', '!../engine/**', ...noEngine[0].slice(2)], noEngine[1]];

/** A feature of the host is a folder, and what two of them need lies in a room of its own. */
const FEATURES = readdirSync(new URL('src/host/features', import.meta.url));
const noFeature = ['**/features/**', 'A feature is built from the shared rooms, and they know none.'];
const featuresApart = FEATURES.map((name) => {
  const others = FEATURES.filter((other) => other !== name);
  const patterns = others.flatMap((other) => [`../${other}/**`, `../../${other}/**`]);
  const apart = [patterns, 'Features do not import each other: put what they share into core, editor or webviews.'];
  return wall(`src/host/features/${name}/**`, noEngineInHost, noViews, apart);
});

/** What the editor says is said through one file, which makes foreign texts plain. */
const SAYING =
  'show(Information|Warning|Error)Message|setStatusBarMessage|withProgress|showQuickPick|createQuickPick|showInputBox|createInputBox';
const plainTexts = {
  files: ['src/host/**'],
  rules: {
    'no-restricted-syntax': [
      'error',
      ...['MemberExpression > .property', 'ObjectPattern > Property > .key'].map((place) => ({
        selector: `${place}[name=/^(${SAYING})$/]`,
        message: 'Use src/host/core/messages.ts: the editor reads links and icons in these texts.',
      })),
      {
        selector: "ImportDeclaration[source.value='vscode'][importKind='value']:not(:has(ImportNamespaceSpecifier))",
        message:
          "Write `import * as vscode from 'vscode'`: the build replaces this very text, so that it is not bundled.",
      },
      {
        selector: "CallExpression[callee.property.name='appendText']",
        message: 'Use escapeMarkdown: what appendText writes may hold addresses, which become links.',
      },
    ],
  },
};

/**
 * A page takes its texts when it starts: whatever is said before that would be English for good. And `useComputed` keeps
 * what it made of a property until a signal changes, when the property has long been another one.
 */
const ofPages = {
  files: ['webview-ui/**', 'src/{decoding,wording}/**'],
  rules: {
    'no-restricted-syntax': [
      'error',
      {
        selector: "CallExpression[callee.object.name='l10n'][callee.property.name='t']:not(:function *)",
        message: 'Say it in a function: the user’s language is not known when a module is read.',
      },
      {
        selector: "ImportSpecifier[imported.name='useComputed']",
        message: 'Use useMemo with computed: useComputed does not see that a property is another one.',
      },
    ],
  },
};

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'test-results/', 'bench/.cache/'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: tseslint.configs.recommendedTypeChecked,
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    // A test's `describe` is a function, too.
    ignores: ['test/**'],
    rules: {
      // A switch over the kinds of a union is one decision.
      complexity: ['error', { max: 25, variant: 'modified' }],
      'max-lines-per-function': ['error', { max: 115, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    ignores: ['test/**'],
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver': { typescript: { project: 'tsconfig.json' } } },
    rules: { 'import-x/no-cycle': ['error', { ignoreExternal: true }] },
  },
  {
    files: ['**/*.{ts,tsx,mjs,cjs}'],
    // Stubs have the names of the packages that they stand for.
    ignores: ['test/host/install/stubs/**'],
    plugins: { 'check-file': checkFile },
    rules: {
      'check-file/filename-naming-convention': [
        'error',
        { '**/*.{ts,tsx,mjs,cjs}': 'CAMEL_CASE' },
        { ignoreMiddleExtensions: true },
      ],
    },
  },
  // What VS Code and its server load by `require`.
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  wall('src/protocol/engine/**', noEditor, noEngine, noHost, noViews, noRoom, ['**/webviews/**', noMessages[1]]),
  wall('src/protocol/webviews/**', noEditor, noEngineInMessages, noHost, noViews, noRoom),
  wall('src/text/**', noEditor, noEngine, noHost, noViews, noProtocol, ['**/{maths,attention,decoding}/**', noRoom[1]]),
  // Pure rooms: the engine decodes and sums up with them, the views' laboratories do the same on the same numbers.
  wall('src/documents/**', noEditor, noEngine, noHost, noViews, noMessages, [
    '**/{maths,attention,decoding}/**',
    noRoom[1],
  ]),
  wall('src/search/**', noEditor, noEngine, noHost, noViews, noMessages, ['**/{attention,decoding}/**', noRoom[1]]),
  wall('src/maths/**', noEditor, noEngine, noHost, noViews, noProtocol, noRoom),
  wall('src/attention/**', noEditor, noEngine, noHost, noViews, noMessages, ['**/decoding/**', noRoom[1]]),
  wall('src/attention/viewState.ts', noEditor, noEngine, noHost, noViews, noRoom),
  wall('src/decoding/**', noEditor, noEngine, noHost, noViews, noMessages, ['**/{text,attention}/**', noRoom[1]]),
  // Derivatives and optimisers, of graphs that are lists of nodes: who reads and runs them is not known here.
  wall('src/training/**', noEditor, noEngine, noHost, noViews, noProtocol, ['**/{text,attention}/**', noRoom[1]]),
  // How a recipe is named and checked for chance is known to host and pages, which share the words.
  wall('src/decoding/config/**', noEditor, noEngine, noHost, noViews, ['**/{text,attention}/**', noRoom[1]]),
  wall('src/wording/**', noEditor, noEngine, noHost, noViews, noMessages, ['**/{text,maths,attention}/**', noRoom[1]]),
  wall('src/hub/**', noEditor, noEngine, noHost, noViews, noRoom, noMessages),
  // It connects as the hub does, and knows of no model of ours.
  wall('src/servers/**', noEditor, noEngine, noHost, noViews, noRoom, noMessages),
  // It knows texts and results, and of models only that something answers a text.
  wall('src/many/**', noEditor, noEngine, noHost, noViews, noMessages, [
    '**/{maths,attention,decoding,search}/**',
    noRoom[1],
  ]),
  wall('src/engine/**', noEditor, noHost, noViews, noMessages, noViewState, noNetwork, noHub),
  wall('src/engine/watchdog.ts', noEditor, noHost, noViews, noMessages, noViewState, noHub),
  // The console has a hub's commands beside the engine's.
  wall('src/engine/cli*.ts', noEditor, noHost, noViews, noMessages, noViewState),
  noConnections,
  wall('src/host/**', noEngineInHost, noViews),
  wall('src/host/{core,editor,engine,servers,webviews}/**', noEngineInHost, noViews, noFeature),
  ...featuresApart,
  wall('webview-ui/**', noEditor, noEngine, noHost),
  plainTexts,
  ofPages,
  { files: ['src/host/core/messages.ts'], rules: { 'no-restricted-syntax': 'off' } },
);
