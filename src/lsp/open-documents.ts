import { TextDocuments } from 'vscode-languageserver/node';
import type { Connection, PublishDiagnosticsParams } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { SHOWN } from '../model/budgets.ts';
import { shown } from '../report/shown.ts';
import { fileOf, isConfiguration } from './configurations.ts';
import { diagnosticFor } from './diagnostics.ts';
import type { Inspection, Inspector } from './inspection.ts';

/** A document of ours with what was found in it. */
export interface Inspected {
  readonly document: TextDocument;
  readonly inspection: Inspection;
}

export interface OpenDocuments {
  /** Undefined for what is not open, or is no configuration. */
  at(uri: string): TextDocument | undefined;
  inspected(uri: string): Inspected | undefined;
  /** Looks again at everything, as what stands beside it has changed. */
  refresh(): void;
}

/** Long enough not to look at every letter, short enough to be there when the eye is: milliseconds. */
const PAUSE = 150;

/** Keeps what editors have open, and tells them what is found in it whenever they pause. */
export function openDocuments(
  connection: Connection,
  inspector: Inspector,
  relatedInformation: () => boolean,
  guarded: <T>(work: () => T, otherwise: T) => T,
): OpenDocuments {
  const documents = new TextDocuments(TextDocument);
  const known = new Map<string, Inspected & { readonly version: number; readonly took: number }>();
  const waiting = new Map<string, NodeJS.Timeout>();
  const published = new Set<string>();

  const at = (uri: string) => {
    const document = documents.get(uri);
    return document !== undefined && isConfiguration(document) ? document : undefined;
  };

  const inspected = (uri: string) => {
    const document = at(uri);
    if (document === undefined) return undefined;
    const last = known.get(uri);
    if (last?.version === document.version) return last;
    const start = performance.now();
    const inspection = inspector.inspect(document.getText(), fileOf(document));
    const next = { document, inspection, version: document.version, took: performance.now() - start };
    known.set(uri, next);
    return next;
  };

  const send = (params: PublishDiagnosticsParams) => {
    // The server ends where its output cannot be written.
    connection.sendDiagnostics(params).catch(() => undefined);
  };

  const publish = (uri: string) => {
    forget(uri);
    const found = inspected(uri);
    if (found === undefined && !published.has(uri)) return;
    const { inspection } = found ?? {};
    const shownAs = inspection && { uri, source: inspection.source, relatedInformation: relatedInformation() };
    const diagnostics =
      inspection === undefined || shownAs === undefined
        ? []
        : shown(inspection.diagnostics, SHOWN.findingsOnTerminal).diagnostics.map(one => diagnosticFor(one, shownAs));
    published.add(uri);
    const version = found?.version;
    send({ uri, ...(version === undefined ? {} : { version }), diagnostics: [...diagnostics] });
  };

  const forget = (uri: string) => {
    clearTimeout(waiting.get(uri));
    waiting.delete(uri);
  };

  /** A change calls off the look at the text before it; a large file is given a longer pause. */
  const later = (uri: string, pause: number) => {
    forget(uri);
    waiting.set(
      uri,
      setTimeout(() => {
        guarded(() => {
          publish(uri);
        }, undefined);
      }, pause),
    );
  };

  const again = (uri: string) => {
    known.delete(uri);
    later(uri, 0);
  };

  // Fires for a document that was just opened too, which is looked at at once.
  documents.onDidChangeContent(({ document: { uri } }) => {
    later(uri, published.has(uri) ? Math.max(PAUSE, known.get(uri)?.took ?? 0) : 0);
  });
  documents.onDidSave(({ document: { uri } }) => {
    again(uri);
  });
  documents.onDidClose(({ document: { uri } }) => {
    forget(uri);
    known.delete(uri);
    if (published.delete(uri)) send({ uri, diagnostics: [] });
  });
  documents.listen(connection);
  return {
    at,
    inspected,
    refresh: () => {
      for (const uri of documents.keys()) again(uri);
    },
  };
}
