import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import { intOrString, quantity } from './kubernetes.mjs';

// Types that the CRD packages take from Kubernetes → model of @kubernetes/client-node, or a schema.
const shared = {
  ObjectMeta: 'V1ObjectMeta',
  LabelSelector: 'V1LabelSelector',
  SecretKeySelector: 'V1SecretKeySelector',
  ConfigMapKeySelector: 'V1ConfigMapKeySelector',
  HorizontalPodAutoscalerBehavior: 'V2HorizontalPodAutoscalerBehavior',
  IntOrString: intOrString,
  Quantity: quantity,
  Time: { type: 'string' },
  JSON: {},
  RawExtension: {},
};

/**
 * Makes definitions of the interfaces of a CRD package: structure from its declarations, and integers, patterns,
 * enums and ranges from its validators, which are Ajv standalone code and state each keyword in plain sight.
 *
 * @param {string} packageFolder
 * @param {{ definitions: Map<string, object>, define: (model: string) => void }} core definitions of Kubernetes itself
 * @param {ReturnType<typeof import('./document.mjs').overlayOf>} overlay
 */
export function crdDefinitions(packageFolder, core, overlay) {
  const definitions = new Map();
  const origins = new Map();

  /** Defines what a declaration file exports and returns the name of the definition. */
  function define(file) {
    const name = file.slice(file.lastIndexOf('/') + 1);
    if (definitions.has(name)) {
      if (origins.get(name) !== file) throw new Error(`${name} is declared in ${origins.get(name)} and in ${file}`);
      return name;
    }
    origins.set(name, file);
    definitions.set(name, {});
    const source = ts.createSourceFile(
      `${file}.d.ts`,
      readFileSync(`${file}.d.ts`, 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    );
    const imports = new Map();
    let declared;
    for (const statement of source.statements) {
      if (ts.isImportDeclaration(statement)) {
        for (const element of statement.importClause?.namedBindings?.elements ?? [])
          imports.set(element.name.text, statement.moduleSpecifier.text);
      } else if (
        (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) &&
        statement.name.text === `I${name}`
      ) {
        declared = statement;
      }
    }
    if (declared === undefined) throw new Error(`${file} does not declare I${name}`);
    const facts = validatorFacts(packageFolder, source.text, name);
    const refer = typeName => referTo(typeName, imports, file);
    const made = ts.isInterfaceDeclaration(declared)
      ? objectOf(declared.members, name, facts, refer, inherited(declared, imports, file))
      : { ...typeSchema(declared.type, name, facts, refer), ...facts.self };
    definitions.set(name, overlay.apply(name, made));
    return name;
  }

  function inherited(declared, imports, file) {
    return (declared.heritageClauses ?? [])
      .flatMap(clause => clause.types)
      .filter(({ expression }) => expression.text !== 'TypeMeta')
      .map(({ expression }) => {
        const schema = referTo(expression.text, imports, file);
        return definitions.get(schema.$ref.slice('#/definitions/'.length));
      });
  }

  function referTo(typeName, imports, file) {
    const specifier = imports.get(typeName);
    if (specifier === undefined) throw new Error(`${file}: ${typeName} is not imported`);
    if (specifier.startsWith('.'))
      return { $ref: `#/definitions/${define(resolve(dirname(file), specifier.replace(/\.js$/, '')))}` };
    const known = shared[specifier.slice(specifier.lastIndexOf('/') + 1)];
    if (known === undefined) throw new Error(`${file}: nothing is known of ${specifier}`);
    if (typeof known === 'object') return known;
    core.define(known);
    for (const [name, definition] of core.definitions) definitions.set(name, definition);
    return { $ref: `#/definitions/${known}` };
  }

  function objectOf(members, name, facts, refer, bases = []) {
    const properties = Object.assign({}, ...bases.map(base => base.properties));
    const required = bases.flatMap(base => base.required ?? []);
    for (const member of members) {
      if (ts.isIndexSignatureDeclaration(member))
        return { type: 'object', additionalProperties: typeSchema(member.type, name, facts, refer) };
      const key = member.name.text;
      // The cluster's half of an object; no manifest in git has it.
      if (key === 'status' && members.some(other => other.name?.text === 'apiVersion')) continue;
      const schema = typeSchema(member.type, `${name}.${key}`, facts, refer);
      properties[key] = overlay.apply(
        `${name}.${key}`,
        '$ref' in schema || 'anyOf' in schema ? schema : { ...schema, ...facts.of(key) },
      );
      if (member.questionToken === undefined) required.push(key);
    }
    return { type: 'object', properties, ...(required.length === 0 ? {} : { required }), additionalProperties: false };
  }

  function typeSchema(type, at, facts, refer) {
    if (ts.isTypeLiteralNode(type)) return objectOf(type.members, at, noFacts, refer);
    if (ts.isParenthesizedTypeNode(type)) return typeSchema(type.type, at, facts, refer);
    if (ts.isArrayTypeNode(type)) return { type: 'array', items: typeSchema(type.elementType, at, facts, refer) };
    if (ts.isLiteralTypeNode(type)) return { type: 'string', enum: [type.literal.text] };
    if (ts.isUnionTypeNode(type)) {
      const parts = type.types.filter(part => part.getText() !== 'null');
      if (parts.every(part => ts.isLiteralTypeNode(part)))
        return { type: 'string', enum: parts.map(part => part.literal.text) };
      const schemas = parts.map(part => typeSchema(part, at, facts, refer));
      return schemas.length === 1 ? schemas[0] : { anyOf: schemas };
    }
    if (ts.isTypeReferenceNode(type)) {
      const typeName = type.typeName.getText();
      if (typeName === 'Array') return { type: 'array', items: typeSchema(type.typeArguments[0], at, facts, refer) };
      return refer(typeName);
    }
    switch (type.kind) {
      case ts.SyntaxKind.StringKeyword:
        return { type: 'string' };
      case ts.SyntaxKind.NumberKeyword:
        return { type: 'number' };
      case ts.SyntaxKind.BooleanKeyword:
        return { type: 'boolean' };
      case ts.SyntaxKind.AnyKeyword:
      case ts.SyntaxKind.UnknownKeyword:
      case ts.SyntaxKind.ObjectKeyword:
        return {};
    }
    throw new Error(`${at}: unknown type ${type.getText()}`);
  }

  return { definitions, define: file => define(join(packageFolder, file)) };
}

const noFacts = { self: {}, of: () => ({}) };

/** Keywords that the validator of an interface states, for the whole (a named string) and for each member. */
function validatorFacts(packageFolder, declaration, name) {
  const full = new RegExp(`I${name} as I(\\w+)[ ,]`).exec(declaration)?.[1];
  const path = join(packageFolder, '_schemas', `${full}.js`);
  if (full === undefined || !existsSync(path)) return noFacts;
  const code = readFileSync(path, 'utf8');
  const bodies = new Map();
  for (const part of code.split(/(?=function validate\d+\()/)) {
    const id = /^function (validate\d+)\(/.exec(part)?.[1];
    if (id !== undefined) bodies.set(id, part);
  }
  const entry = /export const validate=(validate\d+);/.exec(code)?.[1];
  const entryBody = bodies.get(entry) ?? '';
  const members = new Map();
  for (const [, id, dotted, quoted] of entryBody.matchAll(/(validate\d+)\(data(?:\.(\w+)|\["([^"]+)"\]),/g))
    members.set(dotted ?? quoted, keywordsIn(bodies.get(id) ?? ''));
  const whole = keywordsIn(entryBody);
  return { self: members.size === 0 ? whole : {}, of: key => members.get(key) ?? {} };
}

function keywordsIn(body) {
  const keywords = {};
  if (/keyword:"type",params:\{type:"integer"\}/.test(body)) keywords.type = 'integer';
  for (const [, keyword, limit] of body.matchAll(
    /keyword:"(minLength|maxLength|minItems|maxItems)",params:\{limit:(\d+)\}/g,
  ))
    keywords[keyword] = Number(limit);
  for (const [, keyword, limit] of body.matchAll(
    /keyword:"(minimum|maximum)",params:\{comparison:"[<>]=?",limit:(-?\d+(?:e\d+)?)\}/g,
  ))
    keywords[keyword] = Number(limit);
  const pattern = /keyword:"pattern",params:\{pattern:("(?:[^"\\]|\\.)*")\}/.exec(body)?.[1];
  if (pattern !== undefined) keywords.pattern = portable(JSON.parse(pattern));
  return keywords;
}

/** Go's `(?i)` is not ECMAScript: each letter becomes a class of both its cases. */
function portable(pattern) {
  if (!pattern.includes('(?i)')) return pattern;
  return pattern.replace('(?i)', '').replace(/[a-z]/gi, letter => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);
}
