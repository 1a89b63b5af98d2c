import { Badge } from '@grafana/ui';
import type { Detector } from '../../api/types';
import { ActionButton } from '../parts/ActionButton';

interface Props {
  detectors: Detector[];
  turn: (detectors: Detector[], isOn: boolean) => Promise<void>;
  tell: (message: string) => void;
}

/** Start or stop all that are chosen; each is taken back by itself where it is refused. */
export function BulkActions({ detectors, turn, tell }: Props) {
  if (!detectors.length) {
    return null;
  }
  const resting = detectors.filter(({ health }) => health.state === 'stopped');
  const working = detectors.filter(({ health }) => health.state !== 'stopped');
  return (
    <>
      <Badge text={`${detectors.length} chosen`} color="blue" />
      <ActionButton role="Editor" isOff={!resting.length} act={() => turn(resting, true)} onFailure={tell}>
        Start chosen
      </ActionButton>
      <ActionButton role="Editor" isOff={!working.length} act={() => turn(working, false)} onFailure={tell}>
        Stop chosen
      </ActionButton>
    </>
  );
}
