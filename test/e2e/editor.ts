import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  CodeActionRequest,
  CompletionRequest,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DidSaveTextDocumentNotification,
  DocumentSymbolRequest,
  ExitNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type {
  ClientCapabilities,
  CodeAction,
  CodeActionContext,
  CompletionItem,
  Diagnostic,
  PublishDiagnosticsParams,
  Range,
  TextDocumentContentChangeEvent,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';

const bin = join(import.meta.dirname, '../../bin/pipestream-scaling.cjs');

export const CAPABILITIES: ClientCapabilities = {
  workspace: { workspaceEdit: { documentChanges: true } },
  textDocument: { publishDiagnostics: { relatedInformation: true }, hover: { contentFormat: ['markdown'] } },
};

/** An editor with the real server behind it, over stdio. */
export async function editor(folder: string, capabilities: ClientCapabilities = CAPABILITIES) {
  const server = spawn(process.execPath, [bin, 'lsp', '--stdio'], {
    cwd: folder,
    env: { ...process.env, CI: '', GITHUB_BASE_REF: '' },
  });
  let stderr = '';
  server.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ended = new Promise<number | null>(resolve => {
    server.on('exit', resolve);
  });
  const client = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  const published: PublishDiagnosticsParams[] = [];
  const waiting = new Set<() => void>();
  client.onNotification(PublishDiagnosticsNotification.type, params => {
    published.push(params);
    for (const wake of waiting) wake();
  });
  client.listen();
  const initialized = await client.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the protocol still requires it
    rootUri: null,
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'work' }],
    capabilities,
  });
  await client.sendNotification(InitializedNotification.type, {});

  const documents = new Map<string, TextDocument>();
  const uriOf = (name: string) => (name.includes(':') ? name : pathToFileURL(join(folder, name)).href);
  const documentOf = (name: string) => {
    const document = documents.get(name);
    if (document === undefined) throw new Error(`${name} is not open`);
    return document;
  };
  const whole = (name: string) => ({ textDocument: { uri: uriOf(name) } });

  return {
    initialized,
    published,
    uriOf,
    server,
    ended,
    stderr: () => stderr,
    text: (name: string) => documentOf(name).getText(),
    async open(name: string, text: string, languageId = 'yaml') {
      documents.set(name, TextDocument.create(uriOf(name), languageId, 1, text));
      await client.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri: uriOf(name), languageId, version: 1, text },
      });
    },
    /** One edit, as a range, or of the whole text. */
    async change(name: string, ...contentChanges: readonly TextDocumentContentChangeEvent[]) {
      const document = documentOf(name);
      TextDocument.update(document, [...contentChanges], document.version + 1);
      await client.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri: uriOf(name), version: document.version },
        contentChanges: [...contentChanges],
      });
    },
    save: (name: string) => client.sendNotification(DidSaveTextDocumentNotification.type, whole(name)),
    close: (name: string) => client.sendNotification(DidCloseTextDocumentNotification.type, whole(name)),
    /** What is said of the version that is open now. */
    async diagnostics(name: string): Promise<readonly Diagnostic[]> {
      const { version } = documentOf(name);
      const found = () =>
        published.findLast(({ uri, version: of }) => uri === uriOf(name) && of === version)?.diagnostics;
      return (
        found() ??
        new Promise(resolve => {
          const wake = () => {
            const diagnostics = found();
            if (diagnostics === undefined) return;
            waiting.delete(wake);
            resolve(diagnostics);
          };
          waiting.add(wake);
        })
      );
    },
    async hover(name: string, offset: number): Promise<unknown> {
      const hover = await client.sendRequest(HoverRequest.type, {
        ...whole(name),
        position: documentOf(name).positionAt(offset),
      });
      return hover === null || typeof hover.contents === 'string' || !('value' in hover.contents)
        ? undefined
        : hover.contents.value;
    },
    async completion(name: string, offset: number): Promise<readonly CompletionItem[]> {
      const items = await client.sendRequest(CompletionRequest.type, {
        ...whole(name),
        position: documentOf(name).positionAt(offset),
      });
      return Array.isArray(items) ? items : (items?.items ?? []);
    },
    async actions(
      name: string,
      range: Range,
      context: Partial<CodeActionContext> = {},
    ): Promise<readonly CodeAction[]> {
      const actions = await client.sendRequest(CodeActionRequest.type, {
        ...whole(name),
        range,
        context: { diagnostics: [], ...context },
      });
      return (actions ?? []).flatMap(action => ('edit' in action ? [action] : []));
    },
    symbols: (name: string) => client.sendRequest(DocumentSymbolRequest.type, whole(name)),
    async quit(): Promise<number | null> {
      await client.sendRequest(ShutdownRequest.type);
      await client.sendNotification(ExitNotification.type);
      return ended;
    },
    exit: () => client.sendNotification(ExitNotification.type),
  };
}

/** A text after the edits that an action makes to it. */
export function applied(text: string, { edit }: CodeAction, uri: string): string {
  const edits =
    edit?.documentChanges?.flatMap(change =>
      'edits' in change && change.textDocument.uri === uri ? change.edits : [],
    ) ??
    edit?.changes?.[uri] ??
    [];
  return TextDocument.applyEdits(
    TextDocument.create(uri, 'yaml', 1, text),
    edits.map(one => ('snippet' in one ? { range: one.range, newText: one.snippet.value } : one)),
  );
}
