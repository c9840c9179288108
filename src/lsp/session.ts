import { ErrorCodes, Message } from 'vscode-languageserver/node';
import type { MessageStrategy } from 'vscode-languageserver/node';

/** Where a client is in the order that the protocol asks for: `initialize`, then anything, `shutdown`, `exit`. */
export interface Session extends MessageStrategy {
  /** The client is initialized. */
  open(): void;
  readonly hasShutDown: boolean;
}

/** The answer to a message that is not handled; the id is null where the message had none that can be read. */
export type Refuse = (id: string | number | null, code: number, problem: string) => void;

/**
 * Hands on what a client may send now. Other requests are answered with an error, other notifications are dropped, as
 * the protocol has it: the library would answer for documents of a client that it knows nothing about.
 */
export function session(refuse: Refuse): Session {
  let state: 'new' | 'open' | 'shut down' = 'new';

  /** Why a request cannot be answered now. */
  const refusal = (method: string): readonly [code: number, problem: string] | undefined => {
    const isFirst = method === 'initialize';
    if (state === 'new' && !isFirst) return [ErrorCodes.ServerNotInitialized, 'send initialize first'];
    if (state === 'open' && isFirst) return [ErrorCodes.InvalidRequest, 'initialize came before'];
    return state === 'shut down' ? [ErrorCodes.InvalidRequest, 'only exit follows shutdown'] : undefined;
  };

  return {
    open: () => {
      state = 'open';
    },
    get hasShutDown() {
      return state === 'shut down';
    },
    handleMessage: (message, next) => {
      if (Message.isRequest(message)) {
        const refused = refusal(message.method);
        if (refused === undefined) {
          if (message.method === 'shutdown') state = 'shut down';
          return next(message);
        }
        refuse(message.id, ...refused);
      } else if (Message.isNotification(message)) {
        if (state === 'open' || message.method === 'exit') return next(message);
      } else if (Message.isResponse(message)) return next(message);
      else refuse(null, ErrorCodes.InvalidRequest, 'a message must be a request, a notification or a response');
      return undefined;
    },
  };
}
