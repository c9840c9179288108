import type { Diagnostic, Related, Severity } from '../../model/diagnostic.ts';
import { makeDiagnostic } from '../../model/make-diagnostic.ts';
import type { PlacedText } from '../../model/organisation.ts';
import type { Span } from '../../model/span.ts';
import type { CompiledPolicy } from './compiled-policy.ts';
import { foremost, placesOf } from './places.ts';
import type { Place } from './places.ts';
import { decisiveReads } from './reads.ts';
import type { Read } from './reads.ts';
import type { Subject } from './subjects.ts';

const MOST_RELATED = 5;

/** A finding at the line in the configuration that decided it, with the policy beside it. */
export function findingAt(
  { policy, assertion }: CompiledPolicy,
  subject: Subject,
  severity: Severity,
  said: { readonly text: string; readonly help?: string },
): Diagnostic {
  const { variable, roots } = subject;
  const decisive = decisiveReads(assertion.ast, subject.bindings, assertion.askPart);
  const ofSubject = (reads: readonly Read[]) => reads.filter(read => read.variable === variable);
  // What was read of the pool itself says more than what was read around it.
  const choices = [ofSubject(decisive), ofSubject(assertion.reads), decisive, assertion.reads].map(reads =>
    placesOf(reads, roots),
  );
  const places = choices.find(found => found.length > 0) ?? [];
  const place = foremost(places);
  const { id, why, link } = policy;
  // The sentence is filled already: what stands in braces by now is part of it.
  return makeDiagnostic({ id, severity, why, link }, 'message', said, undefined, {
    span: place?.span ?? subject.place,
    path: place?.path ?? subject.path,
    related: [...others(places, place), { message: `policy "${id}" asks for this`, span: firstLine(policy.assert) }],
  });
}

/** What a total was made of, where it was more than one thing. */
function others(places: readonly Place[], first: Place | undefined): readonly Related[] {
  return places
    .filter(place => place !== first && place.exact && place.written && place.span.start !== first?.span.start)
    .slice(0, MOST_RELATED)
    .map(({ says, span }) => ({ message: says, span }));
}

/** Of a block only the header would be shown. */
function firstLine({ plain, part }: PlacedText): Span {
  const end = plain.indexOf('\n');
  return part(0, end === -1 ? plain.length : end);
}
