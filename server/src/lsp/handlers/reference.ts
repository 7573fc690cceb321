/** The custom requests of the method reference in the sidebar. */
import { RequestType0 } from 'vscode-languageserver/node';
import { methodAt } from '../../features/methodAt.ts';
import { methodReference } from '../../features/reference.ts';
import { METHOD_AT, METHOD_REFERENCE, METHOD_USES, USES_OF } from '../../protocol/requests.ts';
import type {
  MethodAt,
  MethodAtParams,
  MethodReference,
  MethodUse,
  MethodUses,
  UsedMethod,
} from '../../protocol/requests.ts';
import { answer } from '../answer.ts';
import { analyze } from '../session.ts';
import type { Session } from '../session.ts';
import type { SurveyedFile } from '../survey.ts';

export function registerReference(session: Session): void {
  const { connection, configurations } = session;
  const reference = answer<undefined, MethodReference>(session, { libraries: [] }, () =>
    methodReference(configurations.catalogs(), session.workspace.usedLibraries(), session.workspace.usedVersions()),
  );
  // The handler of a request without parameters is handed its token alone.
  connection.onRequest(new RequestType0<MethodReference, void>(METHOD_REFERENCE), (token) =>
    reference(undefined, token),
  );
  connection.onRequest(
    METHOD_AT,
    answer<MethodAtParams, MethodAt | null>(session, null, async ({ textDocument, position }, signal) => {
      const found = await analyze(session, textDocument.uri, signal);
      return (
        (found && methodAt(found.analysis, found.configuration.catalogs, found.document.offsetAt(position))) ?? null
      );
    }),
  );
  const used = answer<undefined, MethodUses>(session, { methods: [] }, async (_, signal) => {
    await session.configured;
    return { methods: counted(await session.survey.files(signal)) };
  });
  connection.onRequest(new RequestType0<MethodUses, void>(METHOD_USES), (token) => used(undefined, token));
  connection.onRequest(
    USES_OF,
    answer<MethodAt, readonly MethodUse[]>(session, [], async (method, signal) => {
      await session.configured;
      const files = await session.survey.files(signal);
      return files.flatMap(({ uri, uses }) =>
        uses.filter(({ entry }) => isSame(entry, method)).map(({ range }) => ({ uri, range })),
      );
    }),
  );
}

function counted(files: readonly SurveyedFile[]): readonly UsedMethod[] {
  const counts = new Map<string, UsedMethod>();
  for (const { entry } of files.flatMap(({ uses }) => uses)) {
    const key = JSON.stringify([entry.library, entry.type, entry.method]);
    counts.set(key, { ...entry, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()];
}

function isSame(a: MethodAt, b: MethodAt): boolean {
  return a.library === b.library && a.type === b.type && a.method === b.method;
}
