import { compilerProblem } from '../../model/catalogue/compiler.ts';
import type { CustomSignal, KedaTrigger } from '../../model/custom-signals.ts';
import type { Diagnostic, Fix } from '../../model/diagnostic.ts';
import { nearest } from '../../model/nearest.ts';
import type { Pool } from '../../model/pool.ts';
import type { Origin, Path, Sourced } from '../../model/sourced.ts';
import type { KubernetesTarget } from '../../model/targets.ts';
import { scalerSchema } from '../../model/scaler-schema.ts';
import type { ScalerParameter, ScalerSchema } from '../../model/scaler-schema.ts';

/** Everything that KEDA's schema of a scaler says against the trigger as it is written, each at its line. */
export function metadataProblems(
  pool: Pool,
  { key, at }: CustomSignal,
  reads: KedaTrigger,
  { keda }: KubernetesTarget,
): readonly Diagnostic[] {
  const { type } = reads;
  const path: Path = ['pools', pool.key, 'signals', 'custom', key];
  const schema = scalerSchema(keda.plain, type.plain);
  if (schema === undefined)
    return [
      compilerProblem('trigger-parameter', 'scaler', {
        at: type.origin,
        path: [...path, 'type'],
        data: { type: type.plain, keda: keda.plain },
      }),
    ];
  const check: Check = { type: type.plain, schema, path, written: reads.metadata.map(({ key: name }) => name.plain) };
  return [
    ...reads.metadata.flatMap(({ key: name, value }) => problemOf(check, name.plain, value)),
    ...ofSecrets(check, reads),
    ...missing(check, reads, at),
  ];
}

interface Check {
  readonly type: string;
  readonly schema: ScalerSchema;
  /** Of the signal. */
  readonly path: Path;
  /** Names of the metadata. */
  readonly written: readonly string[];
}

function problemOf(check: Check, name: string, value: Sourced<string>): readonly Diagnostic[] {
  const { type, schema, path } = check;
  const { parameters, open } = schema;
  const place = { at: value.origin, path: [...path, 'metadata', name] };
  const parameter = parameters[name];
  if (parameter === undefined) {
    // `hostFromEnv` names a variable of the workload's container.
    const fromEnv = name.endsWith('FromEnv') ? parameters[name.slice(0, -'FromEnv'.length)] : undefined;
    if (open === true || fromEnv?.in.includes('env') === true) return [];
    const meant = nearest(name, Object.keys(parameters));
    const at = keyBefore(value, name);
    return [
      meant === undefined
        ? compilerProblem('trigger-parameter', 'unknown', {
            ...place,
            at,
            data: { type, name, known: Object.keys(parameters).join(', ') },
          })
        : compilerProblem('trigger-parameter', 'similar', {
            ...place,
            at,
            data: { type, name, meant },
            fixes: renamed(check, at, name, meant),
          }),
    ];
  }
  if (parameter.removed !== undefined) {
    const at = keyBefore(value, name);
    return [
      compilerProblem('trigger-parameter', 'removed', {
        ...place,
        at,
        data: { type, name, why: parameter.removed.replace(/\.$/, '') },
        fixes: renamed(check, at, name, RENAMED[name]),
      }),
    ];
  }
  if (!parameter.in.includes('metadata'))
    return [
      compilerProblem('trigger-parameter', 'elsewhere', {
        ...place,
        data: { type, name, where: whereOf(parameter, name) },
      }),
    ];
  const expected = expectedOf(parameter, value.plain);
  return expected === undefined
    ? deprecatedOf(check, name, value, parameter)
    : [compilerProblem('trigger-parameter', 'value', { ...place, data: { name, value: value.plain, expected } })];
}

/** Names that KEDA has given to a parameter that it deprecates, with the same meaning. */
const RENAMED: Readonly<Record<string, string>> = {
  subscriptionSize: 'value',
  minMetricValue: 'activationTargetMetricValue',
};

/** What a later release of KEDA takes no longer. That a whole scaler gets no changes any more is nothing to fix. */
function deprecatedOf(
  check: Check,
  name: string,
  value: Sourced<string>,
  { deprecated }: ScalerParameter,
): readonly Diagnostic[] {
  if (deprecated === undefined || deprecated.startsWith('This scaler')) return [];
  const { type, path } = check;
  const at = keyBefore(value, name);
  const place = { at, path: [...path, 'metadata', name] };
  const why = deprecated.replace(/\.$/, '');
  const meant = RENAMED[name];
  return [
    meant === undefined
      ? compilerProblem('trigger-parameter-deprecated', 'parameter', { ...place, data: { type, name, why } })
      : compilerProblem('trigger-parameter-deprecated', 'renamed', {
          ...place,
          data: { type, name, why, meant },
          fixes: renamed(check, at, name, meant),
        }),
  ];
}

/** Another name of a parameter, where that is free and the old one stands there as it is. */
function renamed({ written }: Check, at: Origin, name: string, meant: string | undefined): readonly Fix[] | undefined {
  if (meant === undefined || at.kind !== 'written' || written.includes(meant)) return undefined;
  const { span } = at;
  if (span.source.text.slice(span.start, span.end) !== name) return undefined;
  return [{ title: `write "${meant}"`, safety: 'unsafe', edits: [{ span, text: meant }] }];
}

/** The key that stands before a value on its line; the value where it does not. */
function keyBefore({ origin }: Sourced<string>, name: string): Origin {
  if (origin.kind !== 'written') return origin;
  const { source, start } = origin.span;
  const line = source.text.lastIndexOf('\n', start - 1) + 1;
  const [found = '', quote = '', key] = /(["']?)([\w.-]+)\1 *: +$/.exec(source.text.slice(line, start)) ?? [];
  if (key !== name) return origin;
  const from = start - found.length + quote.length;
  return { ...origin, span: { source, start: from, end: from + name.length } };
}

function whereOf({ in: places }: ScalerParameter, name: string): string {
  return [
    ...(places.includes('authentication') ? [`\`authentication.secrets.${name}\``] : []),
    ...(places.includes('env') ? [`\`metadata.${name}FromEnv\``] : []),
  ].join(' or ');
}

/** What the parameter takes, where the value is nothing of it. */
function expectedOf({ type, values }: ScalerParameter, value: string): string | undefined {
  if (values !== undefined) return values.includes(value) ? undefined : values.join(', ');
  if (type === undefined || value === '') return undefined;
  return EXPECTED[type].pattern.test(value) ? undefined : EXPECTED[type].said;
}

/** As Go's JSON reads them. */
const EXPECTED = {
  integer: { pattern: /^-?\d+$/, said: 'a whole number' },
  number: { pattern: /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/, said: 'a number' },
  boolean: { pattern: /^(?:true|false)$/, said: 'true or false' },
} as const;

function ofSecrets({ type, schema, path }: Check, { authentication }: KedaTrigger): readonly Diagnostic[] {
  if (authentication?.kind !== 'own') return [];
  const taken = Object.entries(schema.parameters).flatMap(([name, one]) =>
    one.in.includes('authentication') ? [name] : [],
  );
  return authentication.secrets.flatMap(({ parameter: { plain: name, origin: at } }) => {
    // An external server is told of whatever there is.
    if (schema.open === true || taken.includes(name)) return [];
    const place = { at, path: [...path, 'authentication', 'secrets', name] };
    const meant = nearest(name, taken);
    return [
      meant === undefined
        ? compilerProblem('trigger-parameter', 'notSecret', {
            ...place,
            data: { type, name, known: taken.join(', ') || 'none' },
          })
        : compilerProblem('trigger-parameter', 'similarSecret', { ...place, data: { type, name, meant } }),
    ];
  });
}

/** Required parameters that come from nowhere; what an existing object or an identity holds is not to be seen. */
function missing(
  { type, schema, path }: Check,
  { metadata, authentication }: KedaTrigger,
  at: Origin,
): readonly Diagnostic[] {
  const written = new Set(metadata.map(({ key }) => key.plain));
  const secrets = new Set(
    authentication?.kind === 'own' ? authentication.secrets.map(({ parameter }) => parameter.plain) : [],
  );
  const hidden =
    authentication?.kind === 'existing' || (authentication?.kind === 'own' && authentication.identity !== undefined);
  const given = (name: string, parameter: ScalerParameter): boolean =>
    written.has(name) ||
    written.has(`${name}FromEnv`) ||
    secrets.has(name) ||
    (hidden && parameter.in.includes('authentication'));
  const names = Object.keys(schema.parameters);
  const slips = [...written, ...secrets].filter(one => !names.includes(one)).map(one => nearest(one, names) ?? '');
  return Object.entries(schema.parameters).flatMap(([name, parameter]) => {
    const { required, same = [] } = parameter;
    if (required !== true || [name, ...same].some(one => given(one, parameter))) return [];
    // One finding for all the names of a parameter, and for a name with a slip.
    const [first] = names.filter(other => other === name || same.includes(other));
    if (first !== name || slips.includes(name)) return [];
    return [
      compilerProblem('trigger-parameter', 'missing', {
        at,
        path: [...path, 'metadata', name],
        data: {
          type,
          name,
          where: parameter.in.includes('metadata') ? `\`metadata.${name}\`` : whereOf(parameter, name),
        },
      }),
    ];
  });
}
