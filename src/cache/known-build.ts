import type { SourceText } from '../model/span.ts';
import type { RecordedEnvironment } from '../output/as-recorded.ts';
import { isDigest, isRecord, parseJson } from '../output/ledger.ts';
import { unsafeEnvironment } from '../output/paths.ts';
import { findingsFrom, isStoredFindings, printFindings, sourcesOf } from './located-findings.ts';
import type { Findings } from './located-findings.ts';
import { list, members, text } from './shape.ts';

/** What a build found, wrote and said, which is said again while its key holds and its output stands. */
export interface KnownBuild {
  /** Of everything that output and findings depend on. */
  readonly key: string;
  /** Paths of policy files as the configuration writes them: without it nobody knows what else to read. */
  readonly policyFiles: readonly string[];
  /** Paths of rendered manifests, the same way. */
  readonly manifests: readonly string[];
  /** Those that were asked for, with the digests of their ledgers, which have the digests of all files. */
  readonly environments: readonly RecordedEnvironment[];
  /** All of the configuration. */
  readonly configured: readonly string[];
  /** The lines about the environments. */
  readonly summaries: string;
  readonly findings: Findings;
}

/** The same, with its findings not placed yet: their texts are read after it. */
export interface StoredBuild extends Omit<KnownBuild, 'findings'> {
  readonly findingsIn: (texts: readonly SourceText[]) => Findings | undefined;
}

/** Undefined where a finding has its place in a text that nobody would find again by its name. */
export function printBuild({ findings, ...build }: KnownBuild, texts: readonly SourceText[]): string | undefined {
  const sources = sourcesOf(findings);
  const isKnown = sources.every(source => textNamed(source.name, texts)?.text === source.text);
  return isKnown ? `{"build":${JSON.stringify(build)},"findings":${printFindings(findings, sources)}}\n` : undefined;
}

/** Undefined for anything but what `printBuild` can have printed. */
export function parseBuild(printed: string): StoredBuild | undefined {
  const document = parseJson(printed);
  if (!isRecord(document)) return undefined;
  const { build, findings } = document;
  if (!isBuild(build) || !isStoredFindings(findings)) return undefined;
  return {
    ...build,
    findingsIn: texts => {
      const sources = findings.sources.map(name => textNamed(name, texts)).filter(one => one !== undefined);
      // Two texts of one name, such as a file that two options name, stay two.
      return sources.length === findings.sources.length
        ? findingsFrom(
            findings,
            sources.map(source => ({ ...source })),
          )
        : undefined;
    },
  };
}

/** The text of a name; undefined where there is none, or where another one has the name too. */
function textNamed(name: string, texts: readonly SourceText[]): SourceText | undefined {
  const [first, ...others] = texts.filter(text => text.name === name);
  return others.every(({ text: other }) => other === first?.text) ? first : undefined;
}

function isBuild(value: unknown): value is Omit<KnownBuild, 'findings'> {
  return BUILD(value);
}

const environment = (value: unknown): boolean => typeof value === 'string' && unsafeEnvironment(value) === undefined;

const BUILD = members({
  key: isDigest,
  policyFiles: list(text),
  manifests: list(text),
  environments: list(
    members({ name: environment, ledger: isDigest } satisfies Record<keyof RecordedEnvironment, unknown>),
  ),
  configured: list(environment),
  summaries: text,
} satisfies Record<keyof Omit<KnownBuild, 'findings'>, unknown>);
