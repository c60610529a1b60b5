import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import S3rver from '@20minutes/s3rver';

export const BUCKET = 'exports';
/** The key that s3rver takes; it checks each request's signature. */
export const KEY = { id: 'S3RVER', secret: 'S3RVER' };

export interface S3Request {
  /** Such as `PUT /exports/a.csv?partNumber=1`, without the client's own parameters. */
  readonly line: string;
  readonly headers: IncomingHttpHeaders;
}

/** What happens instead of an answer: an HTTP status with an error code, or a connection that is cut. */
export type Fault = { readonly status: number; readonly code: string } | 'cut' | 'cut after' | null;

export interface S3Server {
  readonly port: number;
  readonly requests: S3Request[];
  /** Asked for each request; replaceable. */
  fault: (request: S3Request) => Fault;
  objects(): Promise<{ key: string; content: Buffer }[]>;
  /** Multipart uploads that were neither ended nor given up. */
  uploads(): Promise<string[]>;
  close(this: void): Promise<void>;
}

/**
 * s3rver on a free port of the loopback address, with one bucket. It knows no preconditions of a write and never gives
 * up an upload: what S3 does there is added in front of it, and so are faults.
 */
export async function startS3Server(): Promise<S3Server> {
  const directory = await mkdtemp(join(tmpdir(), 'bordereau-s3-'));
  const s3rver = new S3rver({ directory, silent: true, configureBuckets: [{ name: BUCKET }] });
  await s3rver.configureBuckets();
  const uploadsDir = join(directory, BUCKET, '._S3rver_uploads');
  const pass = s3rver.callback();

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', 'http://s3');
    const upload = url.searchParams.get('uploadId');
    const key = decodeURIComponent(url.pathname.slice(`/${BUCKET}/`.length));
    url.searchParams.delete('x-id');
    url.searchParams.delete('uploadId');
    const seen = {
      line: `${request.method} ${decodeURIComponent(url.pathname)}${url.search}`,
      headers: request.headers,
    };
    server.requests.push(seen);
    const fault = server.fault(seen);
    if (fault === 'cut') return void request.socket.resetAndDestroy();
    if (fault === 'cut after') response.end = cutting(request, response);
    else if (fault !== null) return refuse(response, fault.status, fault.code);
    if (request.method === 'DELETE' && upload !== null) {
      await rm(join(uploadsDir, upload), { recursive: true });
      return void response.writeHead(204).end();
    }
    if (request.headers['if-none-match'] === '*' && (await s3rver.store.existsObject(BUCKET, key))) {
      return refuse(response, 412, 'PreconditionFailed');
    }
    pass(request, response);
  }

  const listener = createServer((request, response) => void handle(request, response));
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const server: S3Server = {
    port,
    requests: [],
    fault: () => null,
    objects: async () => {
      const { objects } = await s3rver.store.listObjects(BUCKET, { maxKeys: 1000 });
      return Promise.all(
        objects.map(async ({ key }) => ({
          key,
          content: await buffer((await s3rver.store.getObject(BUCKET, key)).content),
        })),
      );
    },
    uploads: () => readdir(uploadsDir).catch(() => []),
    close: async () => {
      listener.closeAllConnections();
      await new Promise((resolve) => listener.close(resolve));
      s3rver.logger.exceptions.unhandle();
      s3rver.logger.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
  return server;
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>canary</Message></Error>`);
}

/** In place of a response's end: the work is done and its answer lost. */
function cutting(request: IncomingMessage, response: ServerResponse): () => ServerResponse {
  return () => {
    request.socket.resetAndDestroy();
    return response;
  };
}
