import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { Queue } from 'bullmq';
import { fastify, type FastifyInstance } from 'fastify';
import { systemClock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { guardAccess } from './access.ts';
import { QUEUES } from './guard.ts';
import { addHealthRoutes, type HealthChecks } from './health.ts';
import { addLoginRoutes } from './login.ts';
import { type BoardUsers, passwordChecker } from './passwords.ts';
import { addQueuesUi } from './queues-ui.ts';
import { securityHeaders } from './security-headers.ts';
import { createSessions } from './sessions.ts';

export interface BoardDeps {
  readonly queues: readonly Queue[];
  readonly users: BoardUsers;
  readonly logger: Logger;
  readonly health: HealthChecks;
  /** Cookies travel over https only; for a board behind a proxy that speaks TLS. */
  readonly secureCookies: boolean;
}

/** Requests are small, and none takes long unless Redis is away. */
const BODY_BYTES = 16 * 1024;
const ANSWER_MS = 15_000;

/** The board, ready to listen: Bull Board on every queue behind a login, and health. Throws BoardWithoutPassword. */
export async function buildBoard(deps: BoardDeps): Promise<FastifyInstance> {
  const { queues, logger, secureCookies } = deps;
  const checkPassword = passwordChecker(deps.users);
  const sessions = createSessions(systemClock);
  const cookieName = secureCookies ? '__Host-bordereau' : 'bordereau';
  const app = fastify({ bodyLimit: BODY_BYTES, handlerTimeout: ANSWER_MS, forceCloseConnections: true });

  await app.register(helmet, securityHeaders(secureCookies));
  await app.register(cookie);
  await app.register(formbody);
  await app.register(rateLimit, { global: false });
  guardAccess(app, { sessions, cookieName, queues, logger });
  app.setErrorHandler(async (error, request, reply) => {
    const status = statusOf(error);
    if (status >= 500) logger.error({ error: String(error), route: request.routeOptions.url }, 'board request failed');
    const message = status >= 500 ? 'This is not possible now.' : 'The request cannot be read.';
    return reply.status(status).send({ error: { key: 'ERRORS.INTERNAL_SERVER_ERROR' }, message });
  });

  app.get('/', async (_request, reply) => reply.redirect(QUEUES, 303));
  addHealthRoutes(app, deps.health);
  addLoginRoutes(app, { sessions, cookieName, secureCookies, checkPassword, logger });
  await addQueuesUi(app, queues);
  return app;
}

function statusOf(error: unknown): number {
  if (!(error instanceof Error) || !('statusCode' in error)) return 500;
  return typeof error.statusCode === 'number' ? error.statusCode : 500;
}
