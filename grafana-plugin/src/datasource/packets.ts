import { DataQueryResponse, LoadingState } from '@grafana/data';
import { catchError, map, merge, Observable, of } from 'rxjs';
import { answer, Answer, Backend } from './answering';
import { sourced } from './frames';
import type { BarographQuery } from './query';
import type { Span } from './span';

/** Answer the queries of a panel side by side; each packet stands for all that is known of one of them. */
export function answerAll(backend: Backend, queries: BarographQuery[], span: Span): Observable<DataQueryResponse> {
  const packets = queries.map((query) =>
    answer(backend, query, span).pipe(
      map((told) => asPacket(query.refId, told, backend.uid)),
      catchError((problem: Error) => of(asPacket(query.refId, { frames: [], problem }, backend.uid)))
    )
  );
  // Where no query is left, as while a variable has no value, Grafana would wait for ever for the first packet.
  return packets.length ? merge(...packets) : of({ data: [] });
}

/** A query that fails says so for itself, and the others go on. */
function asPacket(refId: string, { frames, live, problem }: Answer, uid: string): DataQueryResponse {
  return {
    key: refId,
    state: live === undefined ? LoadingState.Done : LoadingState.Streaming,
    data: frames.map((frame) => ({ ...sourced(frame, uid), meta: { ...frame.meta, custom: { ...frame.meta?.custom, live } } })),
    errors: problem && [{ refId, message: problem.message }],
  };
}
