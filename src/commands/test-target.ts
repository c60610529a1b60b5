import { BadRunRequest } from '../lib/errors/definition-errors.ts';
import { TargetUnknown } from '../lib/errors/delivery-errors.ts';
import { closest } from '../lib/did-you-mean.ts';
import { describePlace } from '../lib/delivery/describe-place.ts';
import type { Operation } from '../lib/exports/operation.ts';
import { targetOf } from '../lib/exports/target-of.ts';
import type { Engine } from '../processes/engine.ts';
import { lookAtTarget } from './look-at-target.ts';
import type { Output } from './output.ts';

const LONGEST_LOOK_MS = 30_000;

/** `bordereau test-target`: tries a target as `doctor` does and says what was found. Gives the exit code. */
export async function testTarget(id: string, engine: Engine, output: Output): Promise<number> {
  const [operationId = '', name = '', ...rest] = id.split('/');
  if (name === '' || rest.length > 0) {
    throw new BadRunRequest({ where: 'target', got: JSON.stringify(id.slice(0, 100)), expected: 'operation/target' });
  }
  const spec = targetOf(operationOf(operationId, engine), name);
  const begun = engine.clock.monotonicMs();
  const signal = AbortSignal.timeout(LONGEST_LOOK_MS);
  const { ok, detail } = await lookAtTarget({ operationId, name, spec }, engine, signal);
  const took = Math.round(engine.clock.monotonicMs() - begun);
  output.line(`${ok ? '✔' : '✘'} ${id}: ${detail} (${took} ms)`);
  output.line(`  leads to  ${spec.kind}: ${describePlace(spec)}`);
  output.line(`  used by   ${usersOf(operationId, name, engine).join(', ') || 'no export'}`);
  return ok ? 0 : 1;
}

function operationOf(id: string, { registry }: Engine): Operation {
  const found = [...registry.values()].find(({ operationId }) => operationId === id);
  if (found !== undefined) return found.operation;
  const ids = [...new Set([...registry.values()].map(({ operationId }) => operationId))];
  const meant = closest(id, ids);
  throw new TargetUnknown({
    where: 'target',
    got: `the operation ${JSON.stringify(id.slice(0, 100))}`,
    expected: `one of ${ids.join(', ')}`,
    ...(meant === undefined ? {} : { next: `Did you mean ${meant}?` }),
  });
}

function usersOf(operationId: string, name: string, { registry }: Engine): string[] {
  return [...registry.values()]
    .filter((definition) => definition.operationId === operationId && definition.export.deliver.includes(name))
    .map(({ id }) => id);
}
