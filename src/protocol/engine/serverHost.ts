const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Whether a host's name is this machine's. */
export const isLoopbackHost = (hostname: string): boolean => LOOPBACK.test(hostname);

/** Whether what is sent to an address stays on this machine. */
export const isLoopback = (address: string): boolean => isLoopbackHost(new URL(address).hostname);

/** The host that texts leave for, with its port; null where they stay on this machine. */
export const hostBeyond = (address: string): string | null => (isLoopback(address) ? null : new URL(address).host);
