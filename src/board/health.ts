import type { FastifyInstance, FastifyReply } from 'fastify';

/** Whether a process is well, and each thing it looked at: `ok` or what is wrong, without secrets. */
export interface HealthReport {
  readonly ok: boolean;
  readonly checks: Readonly<Record<string, string>>;
}

export interface HealthChecks {
  /** Is this process alive? */
  live(): Promise<HealthReport>;
  /** Can it do its work now? */
  ready(): Promise<HealthReport>;
}

/** `/healthz` and `/readyz`, open to all: 200 when well, 503 when not or when a check throws. */
export function addHealthRoutes(app: FastifyInstance, checks: HealthChecks): void {
  app.get('/healthz', async (_request, reply) => answer(reply, () => checks.live()));
  app.get('/readyz', async (_request, reply) => answer(reply, () => checks.ready()));
}

async function answer(reply: FastifyReply, check: () => Promise<HealthReport>): Promise<FastifyReply> {
  const { ok, checks } = await check().catch(() => ({ ok: false, checks: {} }));
  return reply.status(ok ? 200 : 503).send({ ok, checks });
}
