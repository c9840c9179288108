import type { Diagnostic, Severity } from '../model/diagnostic.ts';
import { withoutCommands } from './log-text.ts';
import { inOrder } from './order.ts';
import { regionOf } from './place.ts';
import { screenText } from './screen-text.ts';

/**
 * Workflow commands of GitHub Actions, which annotate the lines of a pull request; nothing on a clean run.
 * Escaping: actions/toolkit, packages/core/src/command.ts.
 */
export function github(diagnostics: readonly Diagnostic[]): string {
  return inOrder(diagnostics).map(annotation).join('');
}

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', information: 'notice' };

function annotation(diagnostic: Diagnostic): string {
  const { id, severity, span, message, environments = [], why, help, steps = [], link } = diagnostic;
  const properties = {
    ...(span === undefined ? {} : { file: span.source.name, ...positions(span) }),
    title: `pipestream-scaling ${id}`,
  };
  const lines = [
    environments.length === 0 ? message : `${message} (in ${environments.join(', ')})`,
    ...(help === undefined ? [] : [`Help: ${help}`]),
    ...steps.flatMap(({ does, command }, index) => [
      `${String(index + 1)}. ${does}`,
      ...(command === undefined ? [] : [`   ${command}`]),
    ]),
    ...(why === undefined ? [] : [`Why: ${why}`]),
    ...(link === undefined ? [] : [link]),
  ];
  const said = Object.entries(properties)
    .map(([name, value]) => `${name}=${escapedProperty(value)}`)
    .join(',');
  // Line breaks of a message are shown as such; those between the parts are the command's own.
  return `::${COMMANDS[severity]} ${said}::${lines.map(line => escapedData(withoutCommands(screenText(line), ':', '\\u{23}'))).join('%0A')}\n`;
}

/** A column says something only within one line. */
function positions(span: NonNullable<Diagnostic['span']>): Readonly<Record<string, string>> {
  const { line, column, endLine, endColumn } = regionOf(span);
  return {
    line: String(line),
    endLine: String(endLine),
    ...(line === endLine && { col: String(column), endColumn: String(endColumn) }),
  };
}

function escapedData(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function escapedProperty(text: string): string {
  return escapedData(withoutCommands(screenText(text), ':', '\\u{23}'))
    .replace(/:/g, '%3A')
    .replace(/,/g, '%2C');
}
