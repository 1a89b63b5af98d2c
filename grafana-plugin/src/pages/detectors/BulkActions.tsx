import { Badge } from '@grafana/ui';
import type { Detector } from '../../api/types';
import { ActionButton } from '../parts/ActionButton';

interface Props {
  detectors: Detector[];
  turn: (detector: Detector) => Promise<void>;
  tell: (message: string) => void;
}

/** Start or stop all that are chosen; each is taken back by itself where it is refused. */
export function BulkActions({ detectors, turn, tell }: Props) {
  if (!detectors.length) {
    return null;
  }
  const resting = detectors.filter(({ health }) => health.state === 'stopped');
  const working = detectors.filter(({ health }) => health.state !== 'stopped');
  const run = async (some: Detector[]) => {
    const refusals = (await Promise.allSettled(some.map(turn))).flatMap((one) => (one.status === 'rejected' ? [String(one.reason.message)] : []));
    if (refusals.length) {
      throw new Error(`${refusals.length} of ${some.length} were refused. ${refusals[0]}`);
    }
  };
  return (
    <>
      <Badge text={`${detectors.length} chosen`} color="blue" />
      <ActionButton role="Editor" isOff={!resting.length} act={() => run(resting)} onFailure={tell}>
        Start chosen
      </ActionButton>
      <ActionButton role="Editor" isOff={!working.length} act={() => run(working)} onFailure={tell}>
        Stop chosen
      </ActionButton>
    </>
  );
}
