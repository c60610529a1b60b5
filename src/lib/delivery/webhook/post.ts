import { once } from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import { connect as connectPlain } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { serverName } from '../authority.ts';

const TLS = { minVersion: 'TLSv1.2' } as const;

/** Posts a body and gives the status of the answer, whose content is not read. Redirects are answers like any other. */
export async function post(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
): Promise<number> {
  const { request } = url.protocol === 'http:' ? http : https;
  const sent = request(url, { ...TLS, method: 'POST', headers, agent: false, signal });
  const answered = once(sent, 'response') as Promise<[http.IncomingMessage]>;
  sent.end(body);
  try {
    const [response] = await answered;
    return response.statusCode ?? 0;
  } finally {
    sent.on('error', () => {}).destroy();
  }
}

/** Connects to where `post` would, and checks the certificate; says nothing. */
export async function knock({ protocol, hostname, port }: URL, signal: AbortSignal): Promise<void> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const plain = protocol === 'http:';
  const place = { host, port: port === '' ? (plain ? 80 : 443) : Number(port) };
  const socket = plain ? connectPlain(place) : connectTls({ ...TLS, ...place, ...serverName(host) });
  try {
    await once(socket, plain ? 'connect' : 'secureConnect', { signal });
  } finally {
    socket.on('error', () => {}).destroy();
  }
}
