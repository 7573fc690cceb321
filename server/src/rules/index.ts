/** Every rule; written by scripts/generate-rule-index.mjs. */
import { noAwaitBuilder } from './no-await-builder.ts';
import { noBlockingQuery } from './no-blocking-query.ts';
import { noMissingAwait } from './no-missing-await.ts';
import { noQueryInLoop } from './no-query-in-loop.ts';
import { noQueryOutsideTransaction } from './no-query-outside-transaction.ts';
import { noReusedQuery } from './no-reused-query.ts';
import { noUnexecutedQuery } from './no-unexecuted-query.ts';
import { preferParallelQueries } from './prefer-parallel-queries.ts';
import { unusedIgnore } from './unused-ignore.ts';
import type { Rule } from './rule.ts';

export const RULES: readonly Rule[] = [noAwaitBuilder, noBlockingQuery, noMissingAwait, noQueryInLoop, noQueryOutsideTransaction, noReusedQuery, noUnexecutedQuery, preferParallelQueries, unusedIgnore];
