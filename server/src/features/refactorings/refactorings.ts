/**
 * Rewritings of the query at the cursor that people do by hand when they make code robust. They need no finding, and
 * each is offered only where it leaves code that means the same and has types that fit.
 */
import type { FileAnalysis } from '../../analysis/judgement.ts';
import type { Span } from '../../analysis/model.ts';
import type { CatalogSet } from '../../catalogs/catalogSet.ts';
import { notFound } from './notFound.ts';
import { parallel } from './parallel.ts';
import { asyncView } from './python/asyncView.ts';
import { cache } from './python/cache.ts';
import { doesNotExist } from './python/doesNotExist.ts';
import { gather } from './python/gather.ts';
import { log } from './python/log.ts';
import { retry as retryPython } from './python/retry.ts';
import { waitFor } from './python/waitFor.ts';
import type { Offer, Refactoring } from './refactoring.ts';
import { retry } from './retry.ts';
import { stream } from './stream.ts';
import { subjectAt } from './subject.ts';
import { timeout } from './timeout.ts';

const TYPESCRIPT: readonly Offer[] = [parallel, stream, timeout, retry, notFound];
const PYTHON: readonly Offer[] = [gather, waitFor, retryPython, doesNotExist, cache, log];

/** Those that the query at a place can take; `cursor` is a selection in UTF-16 offsets, or empty. */
export function refactorings(analysis: FileAnalysis, catalogs: CatalogSet, cursor: Span): readonly Refactoring[] {
  const isPython = analysis.facts.language === 'python';
  const subject = subjectAt(analysis, catalogs, cursor);
  const offers = isPython ? PYTHON : TYPESCRIPT;
  const view = isPython ? asyncView(analysis, cursor) : undefined;
  return [...(view ? [view] : []), ...(subject ? offers.flatMap((offer) => offer(subject) ?? []) : [])];
}
