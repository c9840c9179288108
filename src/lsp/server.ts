import {
  CodeActionKind,
  createConnection,
  DidChangeWatchedFilesNotification,
  ErrorCodes,
  MarkupKind,
  PositionEncodingKind,
  StreamMessageReader,
  StreamMessageWriter,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import type { ClientCapabilities, InitializeResult, ResponseMessage } from 'vscode-languageserver/node';
import { completion } from './completion.ts';
import { fileOf } from './configurations.ts';
import { diagnosticFor } from './diagnostics.ts';
import { followedFrames } from './frames.ts';
import { hover } from './hover.ts';
import type { Inspector } from './inspection.ts';
import { MARKDOWN, PLAIN } from './markup.ts';
import { openDocuments } from './open-documents.ts';
import type { Inspected } from './open-documents.ts';
import { FIX_ALL, quickFixes } from './quick-fixes.ts';
import { session } from './session.ts';
import type { Refuse } from './session.ts';
import { symbols } from './symbols.ts';

/**
 * Speaks the language server protocol until the editor ends it. After `exit`, and where the process of the editor is
 * gone, the library ends this one: 0 after a shutdown and 1 without.
 */
export function serve(
  inspector: Inspector,
  version: string,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<Ending> {
  const writer = new StreamMessageWriter(output);
  const refuse: Refuse = (id, code, message) => {
    const response: ResponseMessage = { jsonrpc: '2.0', id, error: { code, message } };
    // The stream itself tells why it cannot be written.
    writer.write(response).catch(() => undefined);
  };
  const frames = followedFrames(problem => {
    refuse(null, ErrorCodes.ParseError, problem);
  });
  const reader = new StreamMessageReader(input.pipe(frames));
  reader.onError(error => {
    refuse(null, error instanceof SyntaxError ? ErrorCodes.ParseError : ErrorCodes.InvalidRequest, error.message);
  });
  const order = session(refuse);
  const connection = createConnection(reader, writer, { messageStrategy: order });
  let client: ClientCapabilities = {};

  /** A bug costs an answer and never the server; its stack is of no use to whoever is writing YAML. */
  const guarded = <T>(work: () => T, otherwise: T): T => {
    try {
      return work();
    } catch (error) {
      connection.console.error(
        `this is a bug, please report it with the file that led to it: ${error instanceof Error ? error.message : String(error)}`,
      );
      return otherwise;
    }
  };

  const relatedInformation = () => client.textDocument?.publishDiagnostics?.relatedInformation === true;
  const open = openDocuments(connection, inspector, relatedInformation, guarded);

  connection.onInitialize(({ capabilities }): InitializeResult => {
    client = capabilities;
    order.open();
    return { capabilities: CAPABILITIES, serverInfo: { name: 'pipestream-scaling', version } };
  });
  connection.onInitialized(() => {
    if (client.workspace?.didChangeWatchedFiles?.dynamicRegistration !== true) return;
    // A baseline and an organisation's policies are files of their own.
    connection.client
      .register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: '**/*.{yaml,yml,json}' }] })
      .catch(() => undefined);
  });
  connection.onDidChangeWatchedFiles(() => {
    open.refresh();
  });

  connection.onHover(({ textDocument: { uri }, position }) =>
    guarded(() => {
      const found = open.inspected(uri);
      const markup =
        client.textDocument?.hover?.contentFormat?.includes(MarkupKind.Markdown) === true ? MARKDOWN : PLAIN;
      return found && !isRefused(found)
        ? hover(found.inspection, found.document.offsetAt(position), inspector.policies, markup)
        : undefined;
    }, undefined),
  );

  connection.onCompletion(({ textDocument: { uri }, position }) =>
    guarded(() => {
      const document = open.at(uri);
      return document === undefined ? [] : [...completion(document, document.offsetAt(position), inspector.policies)];
    }, []),
  );

  connection.onCodeAction(({ textDocument: { uri }, range, context }) =>
    guarded(() => {
      const found = open.inspected(uri);
      if (found === undefined) return [];
      const {
        document,
        inspection: { source, diagnostics, policyIds },
      } = found;
      const shown = { uri, source, relatedInformation: relatedInformation() };
      return [
        ...quickFixes(
          diagnostics.map(diagnostic => ({ diagnostic, shown: diagnosticFor(diagnostic, shown) })),
          {
            document: {
              uri,
              source,
              version: document.version,
              versioned: client.workspace?.workspaceEdit?.documentChanges === true,
            },
            range,
            context,
            policies: new Set(policyIds),
            mend: () => inspector.mend(source.text, fileOf(document)),
            snippets: client.workspace?.workspaceEdit?.snippetEditSupport === true,
          },
        ),
      ];
    }, []),
  );

  connection.onDocumentSymbol(({ textDocument: { uri } }) =>
    guarded(() => {
      const found = open.inspected(uri);
      return found === undefined || isRefused(found) ? [] : [...symbols(found.inspection)];
    }, []),
  );

  connection.listen();
  return new Promise(resolve => {
    const end = (failed?: Ending['failed']) => {
      resolve({ hasShutDown: order.hasShutDown, failed });
    };
    input.on('end', () => {
      end();
    });
    input.on('close', () => {
      end();
    });
    input.on('error', (error: unknown) => {
      end({ stream: 'input', error });
    });
    output.on('error', (error: unknown) => {
      end({ stream: 'output', error });
    });
  });
}

/** How a connection ends: the editor has closed its end, or the system refuses to read or to write a stream. */
export interface Ending {
  readonly hasShutDown: boolean;
  readonly failed: { readonly stream: 'input' | 'output'; readonly error: unknown } | undefined;
}

/** What was too much to read once is not read again for an answer. */
function isRefused({ inspection }: Inspected): boolean {
  return inspection.diagnostics.some(({ id }) => id === 'over-budget' || id === 'file-too-large');
}

const CAPABILITIES: InitializeResult['capabilities'] = {
  positionEncoding: PositionEncodingKind.UTF16,
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
  hoverProvider: true,
  completionProvider: { triggerCharacters: [' ', ':'] },
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] },
  documentSymbolProvider: true,
};
