import type { Diagnostic, Fix, TextEdit } from '../model/diagnostic.ts';
import type { Span } from '../model/span.ts';
import { regionOf } from './place.ts';
import { wellFormed } from './well-formed.ts';

type Properties = Readonly<Record<string, unknown>>;

export interface ArtifactLocations {
  readonly artifacts: readonly Properties[];
  readonly locationOf: (file: string) => Properties;
  /** The file that everything is about, where there is one only. */
  readonly only: Properties | undefined;
}

/** Every file once, those that were asked about first; locations name them by their index too. */
export function artifactLocations(diagnostics: readonly Diagnostic[], files: readonly string[]): ArtifactLocations {
  const names = [...new Set([...files, ...diagnostics.flatMap(filesOf)])];
  const indexes = new Map(names.map((name, index) => [name, index]));
  const locationOf = (file: string): Properties => ({ ...location(file), index: indexes.get(file) });
  const [first, ...others] = files;
  return {
    artifacts: names.map(name => ({
      location: location(name),
      ...(files.includes(name) && { roles: ['analysisTarget'] }),
    })),
    locationOf,
    only: first === undefined || others.length > 0 ? undefined : { artifactLocation: locationOf(first) },
  };
}

function filesOf({ span, related = [], fixes = [] }: Diagnostic): readonly string[] {
  const spans = [
    span,
    ...related.map(other => other.span),
    ...fixes.flatMap(({ edits }) => edits.map(edit => edit.span)),
  ];
  return spans.flatMap(one => (one === undefined ? [] : [one.source.name]));
}

export function physicalLocation(span: Span, { locationOf }: ArtifactLocations): Properties {
  return { artifactLocation: locationOf(span.source.name), region: region(span) };
}

/** Columns are in the columnKind of the run; the end is the column after the last character (section 3.30.8). */
function region(span: Span): Properties {
  const { line, column, endLine, endColumn } = regionOf(span);
  return { startLine: line, startColumn: column, endLine, endColumn };
}

/** A change for each file; a region without length is a place to insert at (section 3.30.5). */
export function fixOf({ title, safety, edits }: Fix, places: ArtifactLocations): Properties {
  const files = [...new Set(edits.map(({ span }) => span.source.name))];
  return {
    description: { text: title },
    artifactChanges: files.map(file => ({
      artifactLocation: places.locationOf(file),
      replacements: edits.filter(({ span }) => span.source.name === file).map(replacement),
    })),
    properties: { safety },
  };
}

function replacement({ span, text }: TextEdit): Properties {
  return { deletedRegion: region(span), ...(text !== '' && { insertedContent: { text } }) };
}

/** RFC 3986: relative to the source root, or a file URI where the name is absolute or leads out of it. */
function location(file: string): Properties {
  const windows = /^[A-Za-z]:\//.test(file);
  if (windows || file.startsWith('/'))
    return { uri: `file://${windows ? '/' : ''}${encoded(file).replace(/^([A-Za-z])%3A/, '$1:')}` };
  const relative = encoded(file.replace(/^(?:\.\/)+/, ''));
  // A reference relative to a base must stay inside of it (section 3.4.3).
  return relative.split('/').includes('..') ? { uri: relative } : { uri: relative, uriBaseId: '%SRCROOT%' };
}

function encoded(file: string): string {
  return file
    .split('/')
    .map(segment => encodeURIComponent(wellFormed(segment)))
    .join('/');
}
