import { isIPv4 } from 'node:net';

/** Whether a host is this machine itself, so that what is said in clear leaves it by no wire. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}
