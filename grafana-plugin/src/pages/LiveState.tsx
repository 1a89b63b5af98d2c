import { useEffect, useState } from 'react';
import type { LiveState as State } from '../api/live';
import { liveHub } from '../api/sharing';
import { LiveDot } from '../panel/LiveDot';

export function LiveState({ url }: { url: string }) {
  const [state, setState] = useState<State>('connecting');
  useEffect(() => liveHub.listen(url, ['anomalies'], { onState: setState }), [url]);
  return <LiveDot state={state} />;
}
