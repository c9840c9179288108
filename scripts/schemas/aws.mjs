import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { awsClients } from './packages.mjs';

// How the clients write a schema down (@smithy/core, submodule schema, "static schema"): a number is a simple type,
// with 64 added for a list and 128 for a map of it; a tuple starts with its kind; a function defers; [schema, traits]
// wraps a member.
const LIST = 1;
const MAP = 2;
const STRUCTURE = 3;
const UNION = 4;
const SIMPLE = 0;

// Numbers that the API takes as double or float: the API reference of each operation. All others are integers.
const doubles = new Set([
  'StepAdjustment.MetricIntervalLowerBound',
  'StepAdjustment.MetricIntervalUpperBound',
  'TargetTrackingScalingPolicyConfiguration.TargetValue',
  'PredictiveScalingMetricSpecification.TargetValue',
  'PutMetricAlarmInput.Threshold',
  'LinearConfiguration.stepPercent',
  'CanaryConfiguration.canaryPercent',
  'LambdaManagedInstancesCapacityProviderConfig.ExecutionEnvironmentMemoryGiBPerVCpu',
]);

/**
 * Definitions of what the inputs of a service's operations reach, as `aws … --cli-input-json` takes them: the names of
 * members in the API's own case, required members, types from the client's runtime schemas, and enums, which those
 * do not have, from its declarations.
 *
 * @param {string} root of the project
 * @param {string} service
 * @param {ReturnType<typeof import('./document.mjs').overlayOf>} overlay
 */
export function awsDefinitions(root, service, overlay) {
  const require = createRequire(join(root, 'package.json'));
  const name = `@aws-sdk/client-${service}`;
  const folder = join(dirname(require.resolve(name)), '..');
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (version !== awsClients.version)
    throw new Error(`${name} is ${version}, and the table says ${awsClients.version}`);
  const client = require(name);
  const memberTypes = declaredMembers(join(folder, 'dist-types', 'models'));
  const definitions = new Map();

  function schemaOf(type, at, declared) {
    if (typeof type === 'function') return schemaOf(type(), at, declared);
    // A tuple that is a schema has its namespace second; one that wraps a member has traits there.
    if (Array.isArray(type) && typeof type[1] !== 'string') return schemaOf(type[0], at, declared);
    if (typeof type === 'number') {
      if (type & 128) return { type: 'object', additionalProperties: simple(type & 63, at, declared) };
      if (type & 64) return { type: 'array', items: simple(type & 63, at, declared) };
      return simple(type, at, declared);
    }
    switch (type[0]) {
      case SIMPLE:
        return schemaOf(type[4], at, declared);
      case LIST:
        return { type: 'array', items: schemaOf(type[4], at, declared) };
      case MAP:
        return { type: 'object', additionalProperties: schemaOf(type[5], at, declared) };
      case STRUCTURE:
      case UNION:
        return define(type);
    }
    throw new Error(`${at}: unknown schema ${JSON.stringify(type)}`);
  }

  function define([sort, , shape, , members, types, requiredCount = 0]) {
    const reference = { $ref: `#/definitions/${shape}` };
    if (definitions.has(shape)) return reference;
    definitions.set(shape, {});
    // A union is declared member by member; none that is reached contains an enum.
    const declared = sort === UNION ? new Map() : memberTypes.get(shape);
    if (declared === undefined) throw new Error(`${name} does not declare ${shape}`);
    const properties = Object.fromEntries(
      members.map((member, index) => {
        const at = `${shape}.${member}`;
        return [member, overlay.apply(at, schemaOf(types[index], at, declared.get(member)))];
      }),
    );
    const required = members.slice(0, requiredCount);
    definitions.set(
      shape,
      overlay.apply(shape, {
        type: 'object',
        properties,
        ...(required.length === 0 ? {} : { required }),
        ...(sort === UNION ? { minProperties: 1, maxProperties: 1 } : {}),
        additionalProperties: false,
      }),
    );
    return reference;
  }

  function simple(code, at, declared) {
    switch (code) {
      case 0: {
        const values = declared === undefined ? undefined : client[declared];
        return typeof values === 'object' && values !== null
          ? { type: 'string', enum: Object.values(values) }
          : { type: 'string' };
      }
      case 1:
        return { type: doubles.has(at) ? 'number' : 'integer' };
      case 2:
        return { type: 'boolean' };
      case 4:
      case 5:
      case 6:
      case 7:
        return { type: 'string' };
      case 15:
        return {};
      case 21:
      case 42:
        return { type: 'string' };
    }
    throw new Error(`${at}: unknown simple type ${String(code)}`);
  }

  return {
    definitions,
    /** Defines the input of an operation and returns its name. */
    define(operation) {
      const input = client[`${operation}$`]?.[4];
      if (input === undefined) throw new Error(`${name} has no ${operation}`);
      const reference = define(typeof input === 'function' ? input() : input);
      return reference.$ref.slice('#/definitions/'.length);
    },
  };
}

/** Interface → member → the last named type in its declaration: `Compatibility` of `Compatibility[] | undefined`. */
function declaredMembers(folder) {
  const interfaces = new Map();
  for (const file of readdirSync(folder).filter(entry => /^models_\d+\.d\.ts$/.test(entry))) {
    const source = ts.createSourceFile(file, readFileSync(join(folder, file), 'utf8'), ts.ScriptTarget.Latest, true);
    for (const statement of source.statements) {
      if (!ts.isInterfaceDeclaration(statement)) continue;
      const members = new Map();
      for (const member of statement.members) {
        const names = [];
        const visit = node => {
          if (ts.isTypeReferenceNode(node)) names.push(node.typeName.getText());
          ts.forEachChild(node, visit);
        };
        if (member.type !== undefined) visit(member.type);
        members.set(member.name.text, names.filter(name => name !== 'Record').at(-1));
      }
      interfaces.set(statement.name.text, members);
    }
  }
  return interfaces;
}
