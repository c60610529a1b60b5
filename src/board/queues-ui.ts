import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import type { Queue } from 'bullmq';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { QUEUES } from './guard.ts';

const POLL_SECONDS = 10;

/** What each queue is for, shown beside its name. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  ticks: 'Schedules that fired: which runs are due?',
  runs: 'Files being built, one job for each run',
  deliveries: 'Files on their way, one job for each target',
  sweeps: 'Regular search for what was forgotten or left behind',
};

/** Bull Board on these queues, below /queues. What a viewer may not do is not offered to them; the guard refuses it. */
export async function addQueuesUi(app: FastifyInstance, queues: readonly Queue[]): Promise<void> {
  const adapter = new FastifyAdapter().setBasePath(QUEUES);
  createBullBoard({
    queues: queues.map((queue) => new BullMQAdapter(queue, { description: DESCRIPTIONS[queue.name] ?? '' })),
    serverAdapter: adapter,
    options: {
      uiConfig: {
        boardTitle: 'Bordereau',
        hideRedisDetails: true,
        hideDocsLink: true,
        pollingInterval: { showSetting: false, forceInterval: POLL_SECONDS },
        miscLinks: [{ text: 'Log out', url: '/logout' }],
      },
    },
  });
  await app.register(async (scope) => {
    scope.addHook('preSerialization', async (request, _reply, payload) =>
      request.session?.role === 'operator' ? payload : withoutActions(payload),
    );
    await scope.register(adapter.registerPlugin(), { prefix: QUEUES });
  });
}

const queueList = z.looseObject({ queues: z.array(z.looseObject({ readOnlyMode: z.boolean() })) });

/** Bull Board's list of queues, marked read-only; anything else as it is. */
function withoutActions(payload: unknown): unknown {
  const list = queueList.safeParse(payload);
  if (!list.success) return payload;
  return { ...list.data, queues: list.data.queues.map((queue) => ({ ...queue, readOnlyMode: true })) };
}
