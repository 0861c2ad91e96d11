/* Servers that speak OpenAI's API (vLLM, llama.cpp's and others): how they are asked, and what each of them can do. */
export { isLoopback, serverAddress } from './address.js';
export { serverError } from './fault.js';
export { readCompletions, restOf, type Completion, type ServerStep, type ServerToken } from './completion.js';
export { readTokenIds, tokenizeBody } from './tokenIds.js';
export { readTextEvent, type TextEvent } from './textEvent.js';
export { probe } from './probe/index.js';
export { END_NAMES } from './probe/prompts.js';
export { modelsOf } from './probe/models.js';
export { parseServedId } from './parseServedId.js';
export { servedId } from './servedId.js';
export { Server, type ServerOptions } from './server.js';
