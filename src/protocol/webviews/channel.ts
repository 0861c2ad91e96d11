import type { ErrorValue } from '../engine/errors.js';

/** What a page and the host say to each other. Messages have no answer; requests have one, and can be cancelled. */
export interface PageContract {
  /** messages of the page */
  toHost: { type: string };
  /** messages of the host */
  toPage: { type: string };
  /** what the page can ask for, by name */
  requests: Record<string, PageRequest>;
}

/** A request's parameters, what it is answered with, and what is heard of it meanwhile. */
export interface PageRequest {
  params: unknown;
  result: unknown;
  progress: unknown;
}

/** The answer to a request; an error crosses the boundary as a value. */
export type PageAnswer = { result: unknown } | { error: ErrorValue };

/** Functions of the host that a page calls. Those of `HOST_EVENTS` are not answered. */
export interface HostFunctions {
  /** the page is built, or built anew: whatever it asked before is over */
  ready(): void;
  receive(message: unknown): void;
  /** @param id of this page's requests, each its own */
  request(id: number, name: string, params: unknown): Promise<PageAnswer>;
  cancel(id: number): void;
}

export const HOST_FUNCTIONS = ['ready', 'receive', 'request', 'cancel'] as const satisfies (keyof HostFunctions)[];
export const HOST_EVENTS = ['ready', 'receive', 'cancel'] satisfies (keyof HostFunctions)[];

/** Functions of a page that the host calls; none is answered. */
export interface PageFunctions {
  receive(message: unknown): void;
  progress(id: number, progress: unknown): void;
}

export const PAGE_EVENTS = ['receive', 'progress'] satisfies (keyof PageFunctions)[];
