import type { Command } from 'commander';
import { readSettings } from '../lib/config/settings.ts';
import { withAnnouncedRedis } from '../processes/announced-redis.ts';
import { runUntilSignal } from '../processes/until-signal.ts';
import { runService, services } from '../processes/services.ts';
import type { Output } from './output.ts';
import type { Finish } from './program.ts';
import { startAll } from './start.ts';

/** The commands that run until a signal ends them. */
export function addServiceCommands(program: Command, output: Output, finish: Finish): void {
  for (const { name, about } of services) {
    program
      .command(name)
      .description(about)
      .action(async () => finish(await runService(name, await withAnnouncedRedis(readSettings()))));
  }
  program
    .command('start')
    .description('scheduler, worker and board in one process')
    .action(async () => {
      const running = await startAll(readSettings(), output);
      finish(await runUntilSignal(running, () => output.line('Stopping…')));
    });
}
