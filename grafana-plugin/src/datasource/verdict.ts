import type { BarographApi } from '../api/client';
import type { LiveState } from '../api/live';
import type { LiveHub } from '../api/sharing';
import type { Backend } from './kinds';

/** What "Save & test" says. */
export interface Verdict {
  status: 'success' | 'error' | 'warning';
  message: string;
  details?: { verboseMessage: string };
}

const LONGEST_WAIT_MS = 5_000;

/** Try what panels need: an answer, an identity, detectors, the live line; say what to do where one lacks. */
export async function judge({ api, hub, liveUrl }: Backend): Promise<Verdict> {
  try {
    const { state, components } = await api.health();
    const [{ version }, detectors, line] = await Promise.all([api.deployment(), api.detectors(), tryLine(hub, liveUrl)]);
    const running = detectors.filter(({ health }) => health.state === 'running').length;
    const ill = Object.values(components).filter((part) => part.state === 'down' || part.state === 'degraded');
    const advice = [
      ...(detectors.length ? [] : ['There is no detector yet: make one on the page "New detector" of the app Barograph.']),
      ...(line === 'live' ? [] : [sayLine(line)]),
      ...ill.map(({ sentence }) => sentence),
    ];
    return {
      status: state === 'down' ? 'error' : line === 'live' ? 'success' : 'warning',
      message: `Barograph ${version} answers: ${running} of ${detectors.length} detectors run, the live line is ${line}.`,
      ...(advice.length ? { details: { verboseMessage: advice.join(' ') } } : {}),
    };
  } catch (problem) {
    return { status: 'error', message: (problem as Error).message, details: { verboseMessage: await whereToLook(api) } };
  }
}

/** Open the live line and wait until it is decided whether it holds. */
function tryLine(hub: LiveHub, url: string): Promise<LiveState> {
  return new Promise((decide) => {
    let stop: () => void = () => undefined;
    const timer = setTimeout(() => end('lost'), LONGEST_WAIT_MS);
    const end = (state: LiveState) => {
      clearTimeout(timer);
      decide(state);
      // The hub may answer before it has returned how to stop.
      queueMicrotask(() => stop());
    };
    stop = hub.listen(url, ['anomalies'], { onState: (state) => state !== 'connecting' && end(state) });
  });
}

function sayLine(state: LiveState): string {
  return state === 'refused'
    ? 'The live line is refused: set grafana_url in Barograph to the address of this Grafana, or check the API key.'
    : 'The live line does not open: a proxy before Grafana must pass WebSocket upgrades on. Panels fill, but stand still.';
}

async function whereToLook(api: BarographApi): Promise<string> {
  const answers = await api.health().then(
    () => true,
    () => false
  );
  return answers
    ? 'Barograph answers, but does not accept who asks: enter an API key, or set grafana_url in Barograph.'
    : 'Run `barograph doctor` where Barograph is installed, and check that Grafana reaches the address above.';
}
