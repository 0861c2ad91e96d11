/* Servers that speak OpenAI's API (vLLM, llama.cpp's and others): how they are asked, and what each of them can do. */
export { serverAddress } from './address.js';
export { probe, type ServerAbilities } from './probe/index.js';
export { Server, type ServerOptions } from './server.js';
