import { inject, it } from 'vitest';

it('there is a server to ask', (context) => {
  const { missing, isFailure } = inject('servers');
  context.skip(missing !== null && !isFailure, missing ?? '');
  if (missing !== null) throw new Error(missing);
});
