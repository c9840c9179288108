import type { Diagnostic } from '../model/diagnostic.ts';
import { pathText } from '../model/path.ts';
import type { ReportContext } from './context.ts';
import { withoutCommands } from './log-text.ts';
import { inOrder } from './order.ts';
import { regionOf } from './place.ts';
import { plainBlock } from './pretty.ts';
import { screenText } from './screen-text.ts';

/**
 * JUnit XML: a suite for each file, in it a passed case for each rule that found nothing, and a case for each finding.
 * Errors and warnings are failures; a note is a passed case that says something.
 */
export function junit(diagnostics: readonly Diagnostic[], { rules, files }: ReportContext): string {
  const ordered = inOrder(diagnostics);
  const names = [...new Set([...files, ...ordered.map(fileOf)])];
  const suites = names.map(name =>
    suite(
      name,
      ordered.filter(diagnostic => fileOf(diagnostic) === name),
      files.includes(name) ? rules.map(({ id }) => id) : [],
    ),
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="pipestream-scaling" tests="${total(suites, 'tests')}" failures="${total(suites, 'failures')}" errors="0">`,
    ...suites.flatMap(({ lines }) => lines),
    '</testsuites>',
    '',
  ].join('\n');
}

interface Suite {
  readonly tests: number;
  readonly failures: number;
  readonly lines: readonly string[];
}

/** A finding without a place belongs to no file. */
function fileOf({ span }: Diagnostic): string {
  return span?.source.name ?? 'pipestream-scaling';
}

function total(suites: readonly Suite[], count: 'tests' | 'failures'): string {
  return String(suites.reduce((sum, suite) => sum + suite[count], 0));
}

function suite(file: string, diagnostics: readonly Diagnostic[], rules: readonly string[]): Suite {
  const found = new Set(diagnostics.map(({ id }) => id));
  const passed = rules.filter(id => !found.has(id));
  const tests = passed.length + diagnostics.length;
  const failures = diagnostics.filter(({ severity }) => severity !== 'information').length;
  const names = new Map<string, number>();
  return {
    tests,
    failures,
    lines: [
      `  <testsuite name="${attribute(file)}" tests="${String(tests)}" failures="${String(failures)}" errors="0" skipped="0">`,
      ...passed.map(id => `    <testcase name="${attribute(id)}" classname="${attribute(file)}"/>`),
      ...diagnostics.flatMap(diagnostic => testCase(diagnostic, file, names)),
      '  </testsuite>',
    ],
  };
}

/** Named by id and path, so that a report follows a finding while its line moves. */
function testCase(diagnostic: Diagnostic, file: string, names: Map<string, number>): readonly string[] {
  const { id, severity, message, path, span } = diagnostic;
  const name = path === undefined ? id : `${id} ${pathText(path)}`;
  const before = names.get(name) ?? 0;
  names.set(name, before + 1);
  const place = span === undefined ? '' : ` file="${attribute(file)}" line="${String(regionOf(span).line)}"`;
  const body = withoutCommands(characterData(plainBlock(diagnostic, 100)), '&#58;', '&#35;');
  return [
    `    <testcase name="${attribute(before === 0 ? name : `${name} #${String(before + 1)}`)}" classname="${attribute(file)}"${place}>`,
    severity === 'information'
      ? `      <system-out>${body}</system-out>`
      : `      <failure type="${severity}" message="${attribute(message)}">${body}</failure>`,
    '    </testcase>',
  ];
}

/** A parser would turn the line breaks of an attribute into blanks; here they are shown. */
function attribute(text: string): string {
  return withoutCommands(characterData(screenText(text)), ':', '&#35;').replace(/"/g, '&quot;');
}

/** What XML 1.0 has no character for cannot be escaped in it either (section 2.2). */
function characterData(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(NO_CHARACTER, '\ufffd');
}

const NO_CHARACTER = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/gu;
