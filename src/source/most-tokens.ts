/**
 * How many tokens the lexer of YAML makes of a text at most: one of each run of blanks, each line break and whatever
 * begins behind one, and two for an indicator that needs no blank behind it.
 */
export function mostTokens(text: string): number {
  let tokens = 0;
  let before = LINE_FEED;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    const blank = unit === BLANK || unit === TAB;
    const separated = before === BLANK || before === TAB;
    if (unit === LINE_FEED || unit === CARRIAGE_RETURN) tokens += 1;
    else if (blank !== separated || before === LINE_FEED || before === CARRIAGE_RETURN) tokens += 1;
    if (INDICATORS.has(unit)) tokens += 2;
    before = unit;
  }
  return tokens;
}

const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BLANK = 0x20;
const INDICATORS = new Set([',', ':', '[', ']', '{', '}'].map(indicator => indicator.charCodeAt(0)));
