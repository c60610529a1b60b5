import { type Command, InvalidArgumentError } from 'commander';
import { readSettings } from '../lib/config/settings.ts';
import { parseAddress } from '../lib/delivery/mail/mail-address.ts';
import { BordereauError } from '../lib/errors/bordereau-error.ts';
import { loadEngine } from '../processes/engine.ts';
import { withAnnouncedRedis } from '../processes/announced-redis.ts';
import { deliver, type DeliverOptions } from './deliver.ts';
import type { Output } from './output.ts';
import type { Finish } from './program.ts';
import { testTarget } from './test-target.ts';

/** The commands about targets: trying one, and sending a file to one. */
export function addDeliveryCommands(program: Command, output: Output, finish: Finish): void {
  program
    .command('deliver')
    .description('send the newest file of a run to one target now, or try it')
    .argument('<run>', 'canal/fiches-cloturees/2013-07-25')
    .requiredOption('--target <name>', 'a target of the operation')
    .option('--to <address>', 'a trial: the mail goes to this address instead and does not count', mailAddress)
    .option('--dry-run', 'say what would be sent where')
    .option('--wait', 'wait until the target has it or has refused it')
    .action(async (run: string, options: DeliverOptions) => {
      const engine = await loadEngine(await withAnnouncedRedis(readSettings()), 'cli');
      finish(await deliver(run, options, engine, output));
    });
  program
    .command('test-target')
    .description('connect to a target, write a small file, remove it, say what was found')
    .argument('<target>', 'canal/depot')
    .action(async (id: string) => finish(await testTarget(id, await loadEngine(readSettings(), 'cli'), output)));
}

function mailAddress(text: string): string {
  try {
    return parseAddress('--to', text).address;
  } catch (error) {
    if (!(error instanceof BordereauError)) throw error;
    throw new InvalidArgumentError('It is one mail address.');
  }
}
