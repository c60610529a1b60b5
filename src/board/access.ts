import type { Queue } from 'bullmq';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Logger } from '../lib/logger.ts';
import { judge, reads } from './guard.ts';
import { isSameOrigin } from './same-origin.ts';
import type { Session, Sessions } from './sessions.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is logged in; null for nobody. */
    session: Session | null;
    /** What the audit log calls the request; null for what changes nothing. */
    action: string | null;
  }
}

interface Deps {
  readonly sessions: Sessions;
  readonly cookieName: string;
  readonly queues: readonly Queue[];
  readonly logger: Logger;
}

/** Puts a guard before every route, and writes what users do into the log. Cookies must have been parsed before. */
export function guardAccess(app: FastifyInstance, { sessions, cookieName, queues, logger }: Deps): void {
  app.decorateRequest('session', null);
  app.decorateRequest('action', null);

  app.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    request.session = sessions.find(request.cookies[cookieName]);
    if (!reads(request.method) && !isSameOrigin(request.headers)) {
      return refuse(request, reply, 'Requests from other sites are refused.');
    }
    const verdict = judge(request.method, request.routeOptions.url, request.session?.role ?? null);
    if (verdict.kind === 'log in') return askToLogIn(request, reply);
    if (verdict.kind === 'refuse') return refuse(request, reply, verdict.why);
    request.action = verdict.action;
    if (verdict.notOnSchedules === null || !(await hasSchedules(queues, request))) return undefined;
    return refuse(request, reply, verdict.notOnSchedules);
  });

  app.addHook('onResponse', async (request, reply) => {
    if (request.action === null) return;
    const { queueName, jobId, schedulerId, queueStatus } = parseNames(request);
    logger.info(
      {
        ...{ user: request.session?.role ?? null, action: request.action, status: reply.statusCode },
        ...{ queue: queueName, job: jobId, schedule: schedulerId, state: queueStatus },
      },
      'board action',
    );
  });
}

function refuse(request: FastifyRequest, reply: FastifyReply, why: string): FastifyReply {
  request.action ??= `refused: ${request.method} ${request.routeOptions.url ?? 'unknown address'}`;
  return reply.status(403).send({ error: { key: 'ERRORS.FORBIDDEN' }, message: why });
}

function askToLogIn(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const isPage = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
  if (isPage) return reply.redirect('/login', 303);
  return reply
    .status(401)
    .send({ error: { key: 'ERRORS.FORBIDDEN' }, message: 'You are not logged in: load the page again.' });
}

async function hasSchedules(queues: readonly Queue[], request: FastifyRequest): Promise<boolean> {
  const { queueName } = parseNames(request);
  const queue = queues.find(({ name }) => name === queueName);
  return queue !== undefined && (await queue.getJobSchedulersCount()) > 0;
}

const optionalText = z.string().optional();
const names = z.object({
  queueName: optionalText,
  jobId: optionalText,
  schedulerId: optionalText,
  queueStatus: optionalText,
});

/** What the address names; nothing for an address that matched no route. */
function parseNames(request: FastifyRequest): z.output<typeof names> {
  return names.catch({}).parse(request.params);
}
