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
const noEngine = [['**/engine/**', 'onnxruntime-*', '@huggingface/*'], 'Models live in the engine process only.'];
// The host has a folder of this name, too: the client of the engine's process.
const noEngineInHost = [['**/engine/**', '!./engine/**', ...noEngine[0].slice(1)], noEngine[1]];
const noHost = ['**/host/**', 'The extension host is not known here.'];
const noViews = ['**/webview-ui/**', 'Views are drawn from messages only.'];
const noText = ['**/text/**', 'The protocol imports nothing of ours.'];

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
        message: 'Use src/host/messages.ts: the editor reads links and icons in these texts.',
      })),
      {
        selector: "CallExpression[callee.property.name='appendText']",
        message: 'Use escapeMarkdown: what appendText writes may hold addresses, which become links.',
      },
    ],
  },
};

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'test-results/', 'bench/.cache/'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: tseslint.configs.recommendedTypeChecked,
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  // What VS Code and its server load by `require`.
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  wall('src/protocol/**', noEditor, noEngine, noHost, noViews, noText),
  wall('src/text/**', noEditor, noEngine, noHost, noViews),
  // Pure rooms: the engine decodes and sums up with them, the views' laboratories do the same on the same numbers.
  wall('src/maths/**', noEditor, noEngine, noHost, noViews),
  wall('src/decoding/**', noEditor, noEngine, noHost, noViews),
  wall('src/engine/**', noEditor, noHost, noViews),
  wall('src/host/**', noEngineInHost, noViews),
  wall('webview-ui/**', noEditor, noEngine, noHost),
  plainTexts,
  { files: ['src/host/messages.ts'], rules: { 'no-restricted-syntax': 'off' } },
);
