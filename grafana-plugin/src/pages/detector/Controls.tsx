import { locationService } from '@grafana/runtime';
import { Button, ConfirmModal } from '@grafana/ui';
import { useState } from 'react';
import { pagePath } from '../paths';
import type { Detector } from '../../api/types';
import type { PageBackend } from '../backend';
import { ActionButton } from '../parts/ActionButton';
import { useFailure } from '../parts/Failure';
import { Row } from '../parts/Row';
import { reasonFor } from '../../roles';

interface Props {
  backend: PageBackend;
  detector: Detector;
  askAgain: () => void;
}

/** Start it, stop it, or remove it. */
export function Controls({ backend: { api, manage }, detector, askAgain }: Props) {
  const { id, health } = detector;
  const [isRemoving, setIsRemoving] = useState(false);
  const { shown, tell } = useFailure();
  const isResting = health.state === 'stopped';
  const reason = reasonForRemoval(detector);
  const remove = () => {
    setIsRemoving(false);
    manage.removeDetector(id).then(
      () => locationService.push(pagePath('detectors')),
      (failure: Error) => tell(failure.message)
    );
  };
  return (
    <>
      <Row>
        <ActionButton role="Editor" icon={isResting ? 'play' : 'pause'} act={() => (isResting ? api.start(id) : api.stop(id)).then(askAgain)} onFailure={tell}>
          {isResting ? 'Start' : 'Stop'}
        </ActionButton>
        <Button size="sm" variant="destructive" fill="outline" tooltip={reason} disabled={Boolean(reason)} onClick={() => setIsRemoving(true)}>
          Remove
        </Button>
      </Row>
      {shown}
      <ConfirmModal
        isOpen={isRemoving}
        title={`Remove ${id}`}
        body="It is watched no more. Its anomalies and the history of its changes stay."
        confirmText="Remove it"
        onConfirm={remove}
        onDismiss={() => setIsRemoving(false)}
      />
    </>
  );
}

function reasonForRemoval({ is_provisioned: isProvisioned, origin }: Detector): string | undefined {
  return isProvisioned ? `It stands in the file ${origin} and is removed there.` : reasonFor('Editor');
}
