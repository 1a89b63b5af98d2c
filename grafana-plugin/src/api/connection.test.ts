import { BackendSrv, setBackendSrv } from '@grafana/runtime';
import { NEVER, Observable, of } from 'rxjs';
import { proxied } from './connection';

/** A Grafana in a test's hand: which requests are under way, and which were ended. */
function grafana(answer: Observable<unknown> = NEVER) {
  const asked: string[] = [];
  const ended: string[] = [];
  const fetch = ({ url }: { url: string }) =>
    new Observable((subscriber) => {
      asked.push(url);
      const going = answer.subscribe(subscriber);
      return () => {
        ended.push(url);
        going.unsubscribe();
      };
    });
  setBackendSrv({ fetch } as Partial<BackendSrv> as BackendSrv);
  return { asked, ended, send: proxied('api/datasources/proxy/uid/b') };
}

test('a request that nobody waits for any more is ended, and none is begun', async () => {
  const { asked, ended, send } = grafana();
  const leaving = new AbortController();
  const going = send('GET', 'health', undefined, undefined, undefined, leaving.signal);
  expect(ended).toEqual([]);
  leaving.abort();
  await expect(going).rejects.toThrow();
  expect(ended).toEqual(['api/datasources/proxy/uid/b/health']);
  await expect(send('GET', 'health', undefined, undefined, undefined, leaving.signal)).rejects.toThrow();
  expect(asked).toHaveLength(1);
});

test('an answer comes with a signal as without one', async () => {
  const { send } = grafana(of({ data: { state: 'ok' } }));
  expect(await send('GET', 'health')).toEqual({ state: 'ok' });
  expect(await send('GET', 'health', undefined, undefined, undefined, new AbortController().signal)).toEqual({ state: 'ok' });
});
