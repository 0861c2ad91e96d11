/* The engine's process: forked by the extension host, which talks JSON-RPC over the fork's channel. */
import { connect } from './connection.js';

connect(process);
