import { MarkupKind } from 'vscode-languageserver/node';
import type { MarkupContent } from 'vscode-languageserver/node';

/** Words for an editor, which may or may not show Markdown. */
export interface Markup {
  readonly code: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly link: (text: string, href: string) => string;
  readonly item: (text: string) => string;
  readonly content: (paragraphs: readonly string[]) => MarkupContent;
}

export const MARKDOWN: Markup = {
  code: text => `\`${text.replaceAll('`', "'")}\``,
  strong: text => `**${text.replace(/[\\*_`<[]/g, '\\$&')}**`,
  link: (text, href) => `[${text}](${href})`,
  item: text => `- ${text}`,
  content: paragraphs => ({ kind: MarkupKind.Markdown, value: paragraphs.join('\n\n') }),
};

export const PLAIN: Markup = {
  code: text => text,
  strong: text => text,
  link: (text, href) => `${text}: ${href}`,
  item: text => `- ${text}`,
  content: paragraphs => ({ kind: MarkupKind.PlainText, value: paragraphs.join('\n\n') }),
};
