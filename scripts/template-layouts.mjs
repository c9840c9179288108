import Handlebars from 'handlebars';

/** Folder of templates/ → the module whose table `Templates` has the context and the layout of each template in it. */
export const TYPED_BY = {
  ecs: 'src/targets/ecs/templates.ts',
  init: 'src/cli/init.ts',
  lambda: 'src/targets/ecs/watcher/templates.ts',
  report: 'src/report/report-file.ts',
};

/**
 * The module that the type checker reads: a method for each template that is no part of another one.
 *
 * @param {ReadonlyMap<string, string>} sources by name
 * @returns {string}
 */
export function templateLayouts(sources) {
  const partials = partialNamesOf(sources);
  const partial = name => sources.get(name) ?? fail(`there is no template ${name} to include`);
  const folders = Object.entries(TYPED_BY).map(([folder, module], index) => {
    const table = `Templates${String(index + 1)}`;
    const methods = [...sources]
      .filter(([name]) => name.startsWith(`${folder}/`) && !partials.has(name))
      .map(([name, source]) => layoutMethod({ name, source, table }, partial));
    return {
      imports: `import type { Templates as ${table} } from '../${module}';\n`,
      layouts: `export const ${folder}: { readonly [N in keyof ${table}]: unknown } = {\n${methods.join('')}};\n`,
    };
  });
  const untyped = [...sources.keys()].filter(name => !Object.hasOwn(TYPED_BY, name.split('/')[0]));
  if (untyped.length > 0) fail(`no module of TYPED_BY types ${untyped.join(', ')}`);
  return [
    "import type { Emit, Sourced } from '../src/model/sourced.ts';\n",
    "import type { InAnyUnit } from '../src/model/units.ts';\n",
    ...([...sources.keys()].some(printsText)
      ? ["import type { Printable } from '../src/template/template.ts';\n"]
      : []),
    ...folders.map(({ imports }) => imports),
    'declare function itemOf<I>(list: readonly I[] | undefined): I;\n',
    'declare function keyOf(key: string | Sourced<string>): string;\n',
    'declare function inAnyUnit<N extends number>(n: N): InAnyUnit<N>;\n',
    ...folders.map(({ layouts }) => layouts),
  ].join('');
}

/** Templates that others include. */
export function partialNamesOf(sources) {
  return new Set([...sources.values()].flatMap(partialsOf));
}

function fail(message) {
  throw new Error(message);
}

/**
 * What a template lays out, written as a function of TypeScript that nothing runs: the type checker reads it. So a key
 * that the layout does not have, a hole that the context does not have, and a value of the wrong unit do not compile.
 *
 * @param {{ name: string, source: string, table: string }} template `table` is the type that has its context and layout
 * @param {(name: string) => string} partial source of a template by its name
 * @returns {string} a method, `'ecs/alarm'(c: …): Emit<…> { … }`
 */
function layoutMethod({ name, source, table }, partial) {
  const ast = Handlebars.parse(source);
  const scope = new Scope('c', { items: [] });
  const of = `${table}[${JSON.stringify(name)}]`;
  const isText = printsText(name);
  const body = isText
    ? textHoles(ast, scope, partial)
    : valueCode(new Parser(tokensOf(ast, scope, partial), name).document());
  // An item of which nothing is printed, as in the line under a table's head, needs no variable.
  const used = scope.items.filter(({ id }) =>
    [body, ...scope.items.map(({ list }) => list)].some(code => new RegExp(`\\b${id}\\b`).test(code)),
  );
  const items = used.map(({ id, list }) => `    const ${id} = itemOf(${list});\n`).join('');
  const returns = isText ? 'readonly Printable[]' : `Emit<${of}['layout']>`;
  return `  ${JSON.stringify(name)}(c: ${of}['context']): ${returns} {\n${items}    return ${body};\n  },\n`;
}

/** A template that is named like a file prints that file as text; any other prints JSON. */
function printsText(name) {
  return /\.[a-z]+$/.test(name);
}

/** Names of the templates that this one includes. */
function partialsOf(source) {
  const names = new Set();
  const visit = ({ body }) => {
    for (const node of body) {
      if (node.type === 'PartialStatement') names.add(node.name.original);
      if (node.program) visit(node.program);
    }
  };
  visit(Handlebars.parse(source));
  return [...names];
}

/** What `this` is at a place of the template: a variable, and the lists whose items have their own variables. */
class Scope {
  constructor(variable, shared) {
    this.variable = variable;
    this.items = shared.items;
  }

  /** `alarm.name` → `c.alarm.name`; behind a condition nothing is narrowed inside an item of a list, hence `?.`. */
  expression(path, optional = false) {
    if (path.data || path.depth > 0) throw new Error(`a template uses ${path.original}, which has no type`);
    const [first, ...rest] = path.parts;
    if (first === undefined) return this.variable;
    return [`${this.variable}.${first}`, ...rest].join(optional ? '?.' : '.');
  }

  item(list) {
    const id = `c${String(this.items.length + 1)}`;
    this.items.push({ id, list });
    return new Scope(id, this);
  }
}

/** Only the helpers that print, conditions, lists, and the comma between the items of a list. */
function* statements(program, scope, partial) {
  for (const node of program.body) {
    switch (node.type) {
      case 'ContentStatement':
        yield { type: 'text', text: node.original };
        break;
      case 'MustacheStatement':
        if (!['json', 'print'].includes(node.path.original) || node.params.length !== 1)
          throw new Error(`a template prints {{${node.path.original} …}}, and only json and print do that`);
        yield { type: 'hole', code: scope.expression(node.params[0]) };
        break;
      case 'PartialStatement':
        yield* statements(Handlebars.parse(partial(node.name.original)), scope, partial);
        break;
      case 'BlockStatement':
        yield* block(node, scope, partial);
        break;
      case 'CommentStatement':
        break;
      default:
        throw new Error(`a template has a ${node.type}, of which no layout can be made`);
    }
  }
}

function* block(node, scope, partial) {
  const [path] = node.params;
  if (node.inverse) throw new Error('a template has an {{else}}, of which no layout can be made');
  switch (node.path.original) {
    case 'if':
      yield { type: 'if', code: scope.expression(path) };
      yield* statements(node.program, scope, partial);
      yield { type: 'end' };
      break;
    case 'each':
      yield { type: 'each' };
      yield* statements(node.program, scope.item(scope.expression(path, true)), partial);
      yield { type: 'end' };
      break;
    case 'unless':
      if (path.original !== '@last')
        throw new Error(`a template has {{#unless ${path.original}}}; only @last is known`);
      break;
    default:
      throw new Error(`a template has {{#${node.path.original}}}, of which no layout can be made`);
  }
}

function* tokensOf(program, scope, partial) {
  for (const statement of statements(program, scope, partial)) {
    if (statement.type !== 'text') yield statement;
    else
      for (const [text] of statement.text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s"{}[\]:,]+/g))
        yield /^[{}[\]:,]$/.test(text) ? { type: text } : { type: 'scalar', text };
  }
}

/** JSON with holes, conditions and lists. Commas are not looked at: at run time JSON.parse does that. */
class Parser {
  constructor(tokens, name) {
    this.tokens = [...tokens].filter(({ type }) => type !== ',');
    this.name = name;
  }

  document() {
    const value = this.value();
    if (this.tokens.length > 0) this.unexpected(this.tokens[0]);
    return value;
  }

  value() {
    const token = this.tokens.shift();
    switch (token?.type) {
      case '{':
        return { type: 'map', members: this.until('}', () => this.member()) };
      case '[':
        return { type: 'list', items: this.until(']', () => this.value()) };
      case 'hole':
      case 'scalar':
        return token;
      default:
        return this.unexpected(token);
    }
  }

  member() {
    const key = this.tokens.shift();
    if (key?.type !== 'hole' && !key?.text?.startsWith('"')) this.unexpected(key);
    const colon = this.tokens.shift();
    if (colon?.type !== ':') this.unexpected(colon);
    return { key, value: this.value() };
  }

  /** Everything up to the closing bracket, each with the conditions that it depends on. */
  until(end, read) {
    const found = [];
    const open = [];
    for (;;) {
      const token = this.tokens[0];
      if (token?.type === end && open.length === 0) {
        this.tokens.shift();
        return found;
      }
      if (token?.type === 'if' || token?.type === 'each') open.push(this.tokens.shift());
      else if (token?.type === 'end' && open.length > 0) {
        open.pop();
        this.tokens.shift();
      } else {
        const conditions = open.filter(({ type }) => type === 'if').map(({ code }) => code);
        found.push({ ...read(), conditions });
      }
    }
  }

  unexpected(token) {
    throw new Error(`templates/${this.name}.hbs is not JSON at ${JSON.stringify(token ?? 'its end')}`);
  }
}

/** A line for each member and item: what the type checker finds is then named by its line. */
function valueCode(node, line = '\n    ') {
  const inside = `${line}  `;
  switch (node.type) {
    case 'map': {
      const members = node.members.map(
        ({ key, value, conditions }) => `${inside}${keyCode(key)}: ${under(conditions, valueCode(value, inside))},`,
      );
      return members.length === 0 ? '{}' : `{${members.join('')}${line}}`;
    }
    case 'list': {
      if (node.items.some(({ conditions }) => conditions.length > 0))
        throw new Error('a template has a condition around the item of a list, of which no layout can be made');
      return `[${node.items.map(item => `${inside}${valueCode(item, inside)},`).join('')}${line}]`;
    }
    case 'hole':
      return node.code;
    default:
      return /^-?\d/.test(node.text) ? `inAnyUnit(${node.text})` : node.text;
  }
}

function keyCode(key) {
  return key.type === 'hole' ? `[keyOf(${key.code})]` : key.text;
}

function under(conditions, code) {
  return conditions.length === 0 ? code : `${conditions.join(' && ')} ? ${code} : undefined`;
}

/** All that a text prints and asks; text under a condition is there or is not. */
function textHoles(ast, scope, partial) {
  const open = [];
  const holes = [];
  for (const statement of statements(ast, scope, partial)) {
    if (statement.type === 'if') holes.push(`${statement.code} ? '' : ''`);
    if (statement.type === 'if' || statement.type === 'each') open.push(statement);
    else if (statement.type === 'end') open.pop();
    else if (statement.type === 'hole') {
      const conditions = open.filter(({ type }) => type === 'if').map(({ code }) => code);
      holes.push(conditions.length === 0 ? statement.code : `${conditions.join(' && ')} ? ${statement.code} : ''`);
    }
  }
  return `[${holes.join(', ')}]`;
}
