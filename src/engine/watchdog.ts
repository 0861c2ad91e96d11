/*
 * A thread beside the engine's: ends the process with its parent. The engine's own thread hears of that end only between
 * two steps, and a graph or a regular expression may never come to one. Standard input is a pipe that nobody writes to:
 * the system closes it when the parent is gone, however it went.
 */
import { Socket } from 'node:net';

const parent = new Socket({ fd: 0, readable: true, writable: false });
// A pipe that breaks is closed, too.
parent.on('error', () => {});
// `process.exit` would end this thread only.
parent.on('close', () => process.kill(process.pid, 'SIGKILL'));
parent.resume();
