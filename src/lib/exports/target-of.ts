import type { TargetSpec } from '../delivery/target-spec.ts';
import { closest } from '../did-you-mean.ts';
import { TargetUnknown } from '../errors/delivery-errors.ts';
import type { Operation } from './operation.ts';

/** The operation's target of that name; throws TargetUnknown with a suggestion. */
export function targetOf({ targets }: Pick<Operation, 'targets'>, name: string): TargetSpec {
  const spec = Object.hasOwn(targets, name) ? targets[name] : undefined;
  if (spec !== undefined) return spec;
  const names = Object.keys(targets);
  const meant = closest(name, names);
  throw new TargetUnknown({
    where: 'target',
    got: JSON.stringify(name.slice(0, 100)),
    expected: names.length === 0 ? 'an operation with targets' : `one of ${names.join(', ')}`,
    ...(meant === undefined ? {} : { next: `Did you mean ${meant}?` }),
  });
}
