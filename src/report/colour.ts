/** Paints text for a terminal, or leaves it alone. */
export type Paint = (style: Style, text: string) => string;
export type Style = keyof typeof CODES;

// ECMA-48 select graphic rendition; only the sixteen colours that every theme maps to something readable.
const CODES = {
  error: '1;31',
  warning: '1;33',
  information: '1;36',
  frame: '34',
  faint: '2',
  strong: '1',
  help: '32',
} as const;

export function painter(colour: boolean): Paint {
  return colour
    ? (style, text) => (text === '' ? '' : `\u001b[${CODES[style]}m${text}\u001b[0m`)
    : (_style, text) => text;
}

export interface Terminal {
  readonly isTTY: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** NO_COLOR (no-color.org) beats FORCE_COLOR, which beats whether it is a terminal that can. */
export function wantsColour({ isTTY, env }: Terminal): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  const forced = env.FORCE_COLOR;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return isTTY && env.TERM !== 'dumb';
}
