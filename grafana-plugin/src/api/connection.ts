import { config, getBackendSrv } from '@grafana/runtime';
import { fromEvent, lastValueFrom, takeUntil } from 'rxjs';
import { lineAddress } from './address';
import type { Parameters, Send } from './client';
import { messageOf } from './errors';

/** A sender through Grafana's data-source proxy, which signs who is asking. */
export function proxied(url: string): Send {
  return async (method, path, parameters, body, headers, signal) => {
    if (signal?.aborted) {
      throw new Error('Nobody waits for this answer any more.');
    }
    const request = {
      method,
      url: `${url}/${path}${asQuery(parameters)}`,
      data: body,
      headers,
      showErrorAlert: false,
      retry: 0,
    };
    try {
      const answer = getBackendSrv().fetch(request);
      // Grafana ends a request that nobody listens to any more.
      return (await lastValueFrom(signal ? answer.pipe(takeUntil(fromEvent(signal, 'abort'))) : answer)).data;
    } catch (problem) {
      if (path === 'health' && hasComponents(problem)) {
        return problem.data;
      }
      throw new Error(messageOf(problem, path));
    }
  };
}

/** The address of the socket behind the same proxy. */
export function socketUrl(url: string): string {
  return lineAddress(url, config.appSubUrl ?? '', window.location);
}

function asQuery(parameters: Parameters = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== '') {
        query.append(name, String(item));
      }
    }
  }
  const text = query.toString();
  return text ? `?${text}` : '';
}

function hasComponents(problem: unknown): problem is { data: { components: unknown } } {
  return Boolean((problem as { data?: { components?: unknown } } | undefined)?.data?.components);
}
