import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kindNames } from './overlay-kubernetes.mjs';

// What a Quantity is: k8s.io/apimachinery pkg/api/resource/quantity.go, `parseQuantityString`.
export const quantity = {
  anyOf: [
    {
      type: 'string',
      pattern: '^[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E|[eE][+-]?[0-9]+)?$',
    },
    { type: 'number' },
  ],
};
export const intOrString = { anyOf: [{ type: 'integer' }, { type: 'string' }] };
const time = { type: 'string' };

// Members that the client types as string and the API as resource.Quantity: k8s.io/api `types.go` of core/v1 and
// autoscaling/v2.
const quantities = new Set([
  'V1ResourceRequirements.limits',
  'V1ResourceRequirements.requests',
  'V1VolumeResourceRequirements.limits',
  'V1VolumeResourceRequirements.requests',
  'V1EmptyDirVolumeSource.sizeLimit',
  'V1ResourceFieldSelector.divisor',
  'V1PodSpec.overhead',
  'V2MetricTarget.averageValue',
  'V2MetricTarget.value',
  'V2HPAScalingRules.tolerance',
]);

// What only the API server writes (T meta/v1 ObjectMeta): no manifest in git has it.
const populatedByServer = new Set([
  'creationTimestamp',
  'deletionGracePeriodSeconds',
  'deletionTimestamp',
  'generateName',
  'generation',
  'managedFields',
  'ownerReferences',
  'resourceVersion',
  'selfLink',
  'uid',
]);

/**
 * Reads the models of one @kubernetes/client-node as text (2.x cannot be imported under Node 20) and makes a
 * definition of each model that is asked for, and of those it names.
 *
 * @param {string} packageFolder
 * @param {ReturnType<typeof import('./document.mjs').overlayOf>} overlay
 */
export function kubernetesDefinitions(packageFolder, overlay) {
  const folder = ['models', 'model']
    .map(name => join(packageFolder, 'dist', 'gen', name))
    .find(path => existsSync(path));
  if (folder === undefined) throw new Error(`${packageFolder} holds no models`);
  const definitions = new Map();

  function define(model) {
    if (definitions.has(model)) return;
    const file = [model, model.charAt(0).toLowerCase() + model.slice(1)]
      .map(name => join(folder, name))
      .find(path => existsSync(`${path}.js`));
    if (file === undefined) throw new Error(`${packageFolder} holds no model ${model}`);
    const list = /\.attributeTypeMap = (\[[^]*?\]);/.exec(readFileSync(`${file}.js`, 'utf8'))?.[1];
    if (list === undefined) throw new Error(`${model} has no attributeTypeMap`);
    const declaration = readFileSync(`${file}.d.ts`, 'utf8');
    const properties = {};
    const required = [];
    definitions.set(model, {});
    for (const { name, baseName, type } of JSON.parse(list)) {
      if (model === 'V1ObjectMeta' && populatedByServer.has(baseName)) continue;
      properties[baseName] = overlay.apply(`${model}.${baseName}`, schemaOf(type, `${model}.${baseName}`));
      const mark = new RegExp(`^\\s*'${name.replace(/\$/g, '\\$')}'(\\??):`, 'm').exec(declaration);
      if (mark === null) throw new Error(`${model}.${name} is not declared`);
      if (mark[1] === '') required.push(baseName);
    }
    const definition = {
      type: 'object',
      properties,
      ...(required.length === 0 ? {} : { required }),
      additionalProperties: false,
    };
    definitions.set(model, overlay.apply(model, definition));
  }

  function schemaOf(type, at) {
    const array = /^Array<(.+)>$/.exec(type)?.[1];
    if (array !== undefined) return { type: 'array', items: schemaOf(array, at) };
    const map = /^\{ ?\[key: string\]: (.+?);? ?\}$/.exec(type)?.[1];
    if (map !== undefined) return { type: 'object', additionalProperties: schemaOf(map, at) };
    if (quantities.has(at)) return quantity;
    switch (type) {
      case 'string':
        return { type: 'string' };
      case 'boolean':
        return { type: 'boolean' };
      // No kind that is emitted reaches a floating point number: floats are in the schema of CRDs alone.
      case 'number':
        return { type: 'integer' };
      case 'IntOrString':
        return intOrString;
      case 'Date':
      case 'V1MicroTime':
        return time;
      case 'any':
      case 'object':
        return {};
    }
    if (!/^[A-Z]\w*$/.test(type)) throw new Error(`${at}: unknown type ${type}`);
    define(type);
    return { $ref: `#/definitions/${type}` };
  }

  return { definitions, define };
}

/** An object as it is in git: apiVersion, kind, a name and the spec are there, and status is the cluster's. */
export function kindSchema(definitions, name, apiVersion, kind) {
  const {
    properties: { status: _status, ...properties },
    ...definition
  } = definitions.get(name);
  const metadata = definitions.get('V1ObjectMeta');
  // Models call the spec optional; without one an object of these kinds is refused or does nothing. A Namespace's is
  // empty.
  const needed = 'spec' in properties && kind !== 'Namespace' ? ['spec'] : [];
  return {
    ...definition,
    properties: {
      ...properties,
      apiVersion: { type: 'string', enum: [apiVersion] },
      kind: { type: 'string', enum: [kind] },
      metadata: {
        ...metadata,
        properties: { ...metadata.properties, name: { ...metadata.properties.name, ...kindNames[kind] } },
        required: ['name'],
      },
    },
    required: [...new Set(['apiVersion', 'kind', 'metadata', ...needed, ...(definition.required ?? [])])].filter(
      member => member !== 'status',
    ),
  };
}
