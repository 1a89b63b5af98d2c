interface Answer {
  status?: number;
  data?: { message?: string; code?: string; components?: unknown };
  message?: string;
  statusText?: string;
}

/** What Grafana lets only administrators through to; the rest of what changes something takes an Editor. */
export const ADMIN_PATHS = ['api/v1/audit', 'api/v1/keys'];

/** Say what a failed request means for the person who made it. */
export function messageOf(problem: unknown, path = ''): string {
  const answer = (problem ?? {}) as Answer;
  if (answer.data?.code && answer.data.message) {
    return `${answer.data.message} (${answer.data.code})`;
  }
  switch (answer.status) {
    case 400:
      return answer.data?.message?.includes('Authentication')
        ? "Barograph refuses the data source's API key. Make one with `barograph keys create` and enter it."
        : (answer.data?.message ?? 'Barograph does not understand the request.');
    case 403:
      return `Your role in Grafana may not do that. An ${ADMIN_PATHS.some((one) => path.startsWith(one)) ? 'Admin' : 'Editor'} can.`;
    case 502:
    case 504:
      return "Barograph does not answer. Check that `barograph serve` runs at the data source's address.";
    default:
      return answer.data?.message ?? answer.message ?? answer.statusText ?? 'The request failed.';
  }
}
