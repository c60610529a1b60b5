import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Logger } from '../lib/logger.ts';
import { boardCss } from './board-css.ts';
import { QUEUES } from './guard.ts';
import { loginPage, type LoginProblem, logoutPage } from './login-page.ts';
import type { CheckPassword } from './passwords.ts';
import type { Sessions } from './sessions.ts';

const TRIES_PER_MINUTE = 10;
const credentials = z.object({ name: z.string().max(100), password: z.string().max(1000) });

interface Deps {
  readonly sessions: Sessions;
  readonly cookieName: string;
  readonly secureCookies: boolean;
  readonly checkPassword: CheckPassword;
  readonly logger: Logger;
}

/** The pages to log in and out with. */
export function addLoginRoutes(app: FastifyInstance, deps: Deps): void {
  const { sessions, cookieName, checkPassword, logger } = deps;
  const cookie = { path: '/', httpOnly: true, sameSite: 'strict', secure: deps.secureCookies } as const;

  app.get('/board.css', async (_request, reply) => reply.type('text/css; charset=utf-8').send(boardCss));

  app.get('/login', async (request, reply) => {
    if (request.session !== null) return reply.redirect(QUEUES, 303);
    return sendPage(reply, 200, loginPage(null));
  });

  const limit = { max: TRIES_PER_MINUTE, timeWindow: '1 minute' };
  app.post('/login', { config: { rateLimit: limit }, errorHandler: showTooMany }, async (request, reply) => {
    const given = credentials.safeParse(request.body);
    const role = given.success ? checkPassword(given.data.name.trim(), given.data.password) : null;
    logger.info({ user: role, ip: request.ip, ok: role !== null }, 'board log-in');
    if (role === null) return sendPage(reply, 401, loginPage('wrong'));
    if (request.session !== null) sessions.close(request.session.id);
    return reply.setCookie(cookieName, sessions.open(role).id, cookie).redirect(QUEUES, 303);
  });

  app.get('/logout', async (request, reply) => {
    if (request.session === null) return reply.redirect('/login', 303);
    return sendPage(reply, 200, logoutPage(request.session.role));
  });

  app.post('/logout', async (request, reply) => {
    if (request.session !== null) sessions.close(request.session.id);
    return reply.clearCookie(cookieName, cookie).redirect('/login', 303);
  });
}

function showTooMany(error: { readonly statusCode?: number }, _request: unknown, reply: FastifyReply): void {
  const status = error.statusCode ?? 500;
  const problem: LoginProblem = status === 429 ? 'too many' : 'wrong';
  void sendPage(reply, status, loginPage(problem));
}

function sendPage(reply: FastifyReply, status: number, html: string): FastifyReply {
  return reply.status(status).type('text/html; charset=utf-8').send(html);
}
