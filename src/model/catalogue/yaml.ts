import { defineDiagnostics } from '../define-diagnostics.ts';

const FLATTER = 'write it flatter; nothing in a configuration is that deep';

/** What makes a text no YAML that can be trusted to mean what it seems to say. */
export const yamlProblem = defineDiagnostics('YAML', {
  'yaml-syntax': {
    summary: 'A configuration must be one valid YAML document.',
    severity: 'error',
    why: 'A text that cannot be parsed has no values, so nothing else in the file can be checked',
    messages: {
      secondDocument: {
        text: 'a second document starts here, and a configuration is one document',
        help: 'delete the line "---", or put the second document into a file of its own',
      },
      tooDeep: { text: 'this is nested too deeply to be read', help: FLATTER },
      tabIndent: { text: 'a tab is used to indent, which YAML does not allow', help: 'indent with spaces' },
      itemIndent: {
        text: 'this item does not start in the column of the items before it',
        help: 'indent it like the first item of its list',
      },
      keyIndent: {
        text: 'this line does not start in the column of any key above it',
        help: 'indent it like the other keys of its map',
      },
      indent: {
        text: 'the indentation does not fit the lines above',
        help: 'indent a nested line more than its parent, and siblings alike',
      },
      unclosedQuote: { text: 'this quote is never closed', help: 'add the closing {quote}' },
      unclosedBracket: {
        text: 'this bracket is not closed before the indentation ends',
        help: 'close it with "{bracket}", and indent what is between more than its key',
      },
      comment: {
        text: '"#" must have a space before it to start a comment',
        help: 'put a space before "#", or the value in quotes',
      },
      keyWithoutValue: { text: 'this key has no value and no ":"', help: 'write ":" and a value after it' },
      itemWithoutDash: {
        text: 'this line belongs to a list but does not start with "-"',
        help: 'start it with "- ", or indent it like the lines around it',
      },
      missingComma: { text: 'a "," is missing between two items', help: 'separate the items with ","' },
      colonWithoutSpace: { text: '":" must have a space after it', help: 'put a space after ":"' },
      missing: { text: 'something is missing here', help: 'the YAML parser says: {parser}' },
      keyOrValue: {
        text: 'this line is neither "key: value" nor part of the value above it',
        help: 'put ": " (with the space) between key and value',
      },
      keyInValue: {
        text: 'a value cannot go on with another key',
        help: 'put the value in quotes if it has ": " in it, or the nested key on a line of its own, indented',
      },
      blockInBrackets: {
        text: 'a "," is missing between two entries, or a block stands inside brackets',
        help: 'separate the entries with ","',
      },
      start: {
        text: 'a text cannot start with "{start}" unless it is in quotes',
        help: 'put the value in quotes',
      },
      escape: {
        text: '"{escape}" is not an escape that YAML knows',
        help: 'write "\\\\" for a backslash, or use single quotes',
      },
      alias: {
        text: 'an anchor or alias has no proper name',
        help: 'name it like "&defaults" and "*defaults", or put a text that starts with "*" or "&" in quotes',
      },
      aliasWithProperties: {
        text: 'an alias cannot have a tag or an anchor of its own',
        help: 'leave the alias alone on its place',
      },
      anchors: { text: 'a value can have one anchor only', help: 'delete one of the anchors' },
      tags: { text: 'a value can have one tag only', help: 'delete the tags' },
      longKey: { text: 'this key is longer than 1024 characters', help: 'close the quote or shorten the key' },
      blockHeader: {
        text: 'the text of a block starts on the line after "|" or ">"',
        help: 'move the text to the next line, indented',
      },
      missingItem: { text: 'an item is missing before this ","', help: 'delete the "," or write the item' },
      afterValue: {
        text: '"{text}" stands after a value that is already complete',
        help: 'put the whole value in quotes, or move this to a line of its own',
      },
      unopened: {
        text: '"{text}" closes a bracket that was never opened',
        help: 'delete it, or open the bracket',
      },
      end: {
        text: 'the text ends too early',
        help: 'check the indentation and the quotes of this line and the one above',
      },
      unexpected: {
        text: '"{text}" was not expected here',
        help: 'check the indentation and the quotes of this line and the one above',
      },
      other: { text: 'this is not YAML', help: 'the YAML parser says: {parser}' },
    },
    examples: () => [
      {
        title: 'a tab before a key',
        message: 'tabIndent',
        yaml: 'pools:\n  worker:\n\tkind: always-on\n',
      },
    ],
  },
  'yaml-directive': {
    summary: 'A configuration must have no YAML directive.',
    severity: 'error',
    why: 'A directive such as %YAML 1.1 changes what values mean: there, "on" and "no" are truth values',
    messages: {
      directive: {
        text: 'the directive "{directive}" is not supported',
        help: 'delete the line; the file is read as YAML 1.2',
      },
    },
    examples: () => [{ title: 'YAML 1.1', message: 'directive', yaml: '%YAML 1.1\n---\npools: {}\n' }],
  },
  'yaml-tag': {
    summary: 'A value must have no YAML tag.',
    severity: 'error',
    why: 'A tag asks a YAML library to make a value of another type, and libraries do not agree on which',
    messages: {
      tag: {
        text: 'the tag "{tag}" is not supported',
        help: 'delete the tag; put the value in quotes if it must be a text',
      },
    },
    examples: () => [{ title: 'a number made a text', message: 'tag', yaml: 'stage: !!str full\npools: {}\n' }],
  },
  'forbidden-character': {
    summary: 'A configuration must contain printable characters only.',
    severity: 'error',
    why: 'Control characters are invisible in a review, and no label, name or argument may contain them',
    messages: {
      carriageReturn: {
        text: 'a carriage return without a line feed may not stand in YAML',
        help: 'end each line with a line feed, or with a carriage return and a line feed',
      },
      character: {
        text: 'the character {character} may not stand in YAML',
        help: 'delete the character; most editors show it when asked for invisible ones',
      },
      inKey: { text: 'the key has a control character', help: 'delete the escape' },
      inText: { text: 'this text has a control character', help: 'delete the escape' },
    },
    examples: () => [
      { title: 'an escape that hides a control character', message: 'inText', yaml: 'name: "shop\\a"\npools: {}\n' },
    ],
  },
  'too-deep': {
    summary: 'Maps and lists must not be nested more than 64 levels deep.',
    severity: 'error',
    why: 'A configuration is about ten levels deep, so deeper nesting is a mistake or an attack on the parser',
    messages: {
      levels: { text: 'this is nested more than {levels} levels deep', help: FLATTER },
    },
    examples: () => [
      {
        title: '70 lists in one another',
        message: 'levels',
        yaml: `pools: ${'['.repeat(70)}${']'.repeat(70)}\n`,
      },
    ],
  },
  'unknown-alias': {
    summary: 'An alias must refer to an anchor that is defined earlier in the file.',
    severity: 'error',
    why: 'An alias without its anchor has no value',
    messages: {
      unknown: {
        text: 'no anchor "&{alias}" stands before the alias "*{alias}"',
        help: 'set the anchor "&{alias}" on an earlier node, or write the value itself',
      },
    },
    examples: () => [
      { title: 'an anchor that is not there', message: 'unknown', yaml: 'pools:\n  worker: *defaults\n' },
    ],
  },
  'alias-expansion': {
    summary: 'Aliases must not multiply a file beyond 500 000 values.',
    severity: 'error',
    why: 'Aliases of aliases grow exponentially: a file of 1 KB can need all the memory of a machine',
    messages: {
      values: {
        text: 'aliases multiply the file to more than {values} values',
        help: 'write fewer aliases of aliases',
      },
    },
  },
  'duplicate-key': {
    summary: 'A map must not contain the same key twice.',
    severity: 'error',
    why: 'Only one of the two values can apply, and YAML libraries do not agree on which',
    messages: {
      twice: { text: 'the key "{key}" stands twice in this map', help: 'keep one of the two' },
      mergeTwice: {
        text: 'the key "{key}" stands twice in this map',
        help: 'merge a list: "<<: [*one, *other]"',
      },
    },
    examples: () => [
      {
        title: 'two replica ranges',
        message: 'twice',
        yaml: 'pools:\n  worker:\n    kind: always-on\n    replicas: 2..4\n    replicas: 2..8\n',
      },
    ],
  },
  'yaml-merge': {
    summary: 'A merge key must merge a map or a list of maps.',
    severity: 'error',
    why: 'The merge key "<<" copies the keys of a map, and another value has no keys',
    messages: {
      noMap: {
        text: '"<<" merges a map, or a list of maps, and this is neither',
        help: 'give it the alias of a map: "<<: *defaults"',
      },
    },
    examples: () => [
      { title: 'a text that is merged', message: 'noMap', yaml: 'pools:\n  worker:\n    <<: defaults\n' },
    ],
  },
  'yaml-key': {
    summary: 'A key must be a string.',
    severity: 'error',
    why: 'Keys are names: of fields, pools, environments and variables',
    messages: {
      braces: {
        text: 'a key must be a plain word, not a list, a map or an alias',
        help: 'put the value in quotes if the braces are part of it',
      },
      collection: {
        text: 'a key must be a plain word, not a list, a map or an alias',
        help: 'write the key out',
      },
      empty: { text: 'the key is empty, and keys must be texts', help: 'give it a name' },
      scalar: { text: 'the key "{key}" is not a text; keys must be texts', help: 'put it in quotes: "{key}"' },
    },
    examples: () => [
      {
        title: 'a template that was not rendered',
        message: 'braces',
        yaml: 'pools:\n  worker: {{ .Values.worker }}\n',
      },
    ],
  },
  'reserved-key': {
    summary: 'A key must not be a name that the tool reserves.',
    severity: 'error',
    why: 'The keys "__proto__", "$at" and "$key" have a meaning inside the tool, so a value under them would be lost',
    messages: {
      reserved: { text: 'the key "{key}" is reserved', help: 'choose another name' },
    },
    examples: () => [{ title: 'a pool called $key', message: 'reserved', yaml: 'pools:\n  $key: {}\n' }],
  },
  'not-finite': {
    summary: 'A number must be finite.',
    severity: 'error',
    why: 'Neither JSON nor Kubernetes can represent an infinite number or NaN',
    messages: {
      number: {
        text: '"{number}" is not a number that can be counted to',
        help: 'write a number, or put it in quotes if it is a text',
      },
    },
    examples: () => [
      {
        title: 'an unlimited maximum',
        message: 'number',
        yaml: 'pools:\n  worker:\n    kind: always-on\n    replicas: { max: .inf }\n',
      },
    ],
  },
});
