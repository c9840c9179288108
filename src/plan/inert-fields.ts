import type { TargetName } from '../model/targets.ts';
import type { Capability, LimitedField } from './capabilities.ts';
import { ECS_CAPABILITIES } from './ecs/capabilities.ts';
import { KUBERNETES_CAPABILITIES } from './kubernetes/capabilities.ts';

type Never = Readonly<Record<LimitedField, Pick<Capability<never>, 'never'>>>;

const CAPABILITIES: Readonly<Record<TargetName, Never>> = {
  kubernetes: KUBERNETES_CAPABILITIES,
  ecs: ECS_CAPABILITIES,
};

/** Why a field of the language changes nothing that is emitted for a target, ever; undefined for one that does. */
export function inertReason(field: string, target: TargetName): string | undefined {
  const steps = field.split('.');
  const found = Object.entries(CAPABILITIES[target]).find(
    ([path, { never }]) =>
      never !== undefined && path.split('.').every((step, index) => step === '*' || step === steps[index]),
  );
  return found?.[1].never;
}
