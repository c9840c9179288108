import type * as L1 from 'cdk8s-plus-28/lib/imports/k8s';
import type * as Api from '#generated/types/index.ts';

/**
 * Two descriptions of each core kind, made by different people from different texts: ours, which emitters are held to
 * (docs/decisions/0003-schemas-of-what-is-emitted.md), and L1 of cdk8s, of Kubernetes 1.28. This file lists each field
 * that only L1 has, with the reason. Any other difference does not compile.
 */
export const agreement: Agreement = {
  Deployment: agreed<
    OnlyInL1<L1.KubeDeploymentProps['spec'], Api.Deployment['spec']>,
    // Required since 1.30.
    | 'template.spec?.hostaliases?[].ip?: string'
    // Alpha in 1.28, and since then of another shape.
    | 'template.spec?.resourceclaims?[].source?.resourceclaimname?: string'
    | 'template.spec?.resourceclaims?[].source?.resourceclaimtemplatename?: string'
    | 'template.spec?.volumes?[].ephemeral?.volumeclaimtemplate?.spec.resources?.claims?[].name: string'
  >(),
  Service: agreed<OnlyInL1<L1.KubeServiceProps['spec'], Api.Service['spec']>, never>(),
  PodDisruptionBudget: agreed<
    OnlyInL1<L1.KubePodDisruptionBudgetProps['spec'], Api.PodDisruptionBudget['spec']>,
    never
  >(),
  HorizontalPodAutoscaler: agreed<
    OnlyInL1<L1.KubeHorizontalPodAutoscalerV2Props['spec'], Api.HorizontalPodAutoscaler['spec']>,
    never
  >(),
  ConfigMap: agreed<OnlyInL1<Omit<L1.KubeConfigMapProps, 'metadata'>, Omit<Api.ConfigMap, 'metadata'>>, never>(),
  metadata: agreed<
    OnlyInL1<{ metadata?: L1.ObjectMeta }, { metadata?: Api.Deployment['metadata'] }>,
    // An object that is emitted has a name.
    'metadata?.name?: string'
  >(),
};

type Agreement = Readonly<
  Record<
    'Deployment' | 'Service' | 'PodDisruptionBudget' | 'HorizontalPodAutoscaler' | 'ConfigMap' | 'metadata',
    Agreed
  >
>;
interface Agreed {
  readonly agreed: true;
}

/** Compiles where both say the same. */
function agreed<Found, Expected>(
  ..._differences: [Found, Expected] extends [Expected, Found] ? [] : [Exclude<Found, Expected>]
): Agreed {
  return { agreed: true };
}

/** Left out of our schemas: what the API server writes, and names that it makes up. */
type WrittenByServer = `${string}metadata?.${
  | 'deletiongraceperiodseconds'
  | 'generatename'
  | 'generation'
  | 'managedfields'
  | 'ownerreferences'
  | 'resourceversion'
  | 'selflink'
  | 'uid'}${string}`;

type OnlyInL1<A, B> = Exclude<FactsOf<NonNullable<A>>, FactsOf<NonNullable<B>> | WrittenByServer>;

/**
 * Everything that a description says, a fact for each field: `ports?[].targetport?: string or number`. Names are in
 * lower case, since L1 writes `clusterIp` for `clusterIP`.
 */
type FactsOf<T, At extends string = ''> = {
  [K in keyof T & string]-?: Fact<
    Exclude<T[K], undefined>,
    `${At}${Lowercase<K>}${Record<never, never> extends Pick<T, K> ? '?' : ''}`
  >;
}[keyof T & string];

type Fact<V, At extends string> = [V] extends [string]
  ? `${At}: string`
  : [V] extends [number]
    ? `${At}: number`
    : [V] extends [boolean]
      ? `${At}: boolean`
      : IsStringOrNumber<V> extends true
        ? `${At}: string or number`
        : V extends readonly (infer I)[]
          ? Fact<I, `${At}[]`>
          : string extends keyof V
            ? Fact<V[keyof V], `${At}{}`>
            : FactsOf<V, `${At}.`>;

/** The API's own, or L1's classes for it: quantities, and ports by name or number. */
type IsStringOrNumber<V> = [V] extends [string | number]
  ? true
  : [V, L1.Quantity] extends [L1.Quantity, V]
    ? true
    : [V, L1.IntOrString] extends [L1.IntOrString, V]
      ? true
      : false;
