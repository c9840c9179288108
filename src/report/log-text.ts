/**
 * What goes to a terminal or into the log of a CI job, whole: nothing in it moves the cursor but a line break, and no
 * line of it is a command to the runner.
 *
 * GitHub Actions takes a line for one that begins, trimmed, with `::`, and `##[` anywhere (actions/runner,
 * ActionCommand.cs); Azure Pipelines takes `##vso[`, and TeamCity `##teamcity[`. File names, names of options and
 * wrapped words of a message can come to stand there. `colour` leaves what sets colours.
 */
export function logText(text: string, colour = false): string {
  const shown = text.replace(colour ? CONTROL_BUT_COLOUR : CONTROL, escaped);
  return withoutCommands(shown, '\\u{3a}', '\\u{23}');
}

/** The same for a text whose format has escapes of its own: what a colon and a number sign become. */
export function withoutCommands(text: string, colon: string, sign: string): string {
  return text.replace(LINE_COMMAND, `$1${colon}:`).replace(COMMAND_ANYWHERE, `#${sign}`);
}

const LINE_COMMAND = /^((?:\s|\u001b\[[\d;]*m)*)::/gm;
const COMMAND_ANYWHERE = /##(?=\[|vso\[|teamcity\[)/gi;

const CONTROL = /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
const CONTROL_BUT_COLOUR = /(?!\u001b\[[\d;]*m)[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
