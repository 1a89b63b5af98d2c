import { useCallback } from 'react';
import type { Revision } from '../../api/authored';
import { sayValue } from '../../words/amounts';
import { ActionButton } from '../parts/ActionButton';
import { useFailure } from '../parts/Failure';
import { Loaded } from '../parts/Loaded';
import { Moment } from '../parts/Moment';
import { Sheet } from '../parts/Sheet';
import { Who } from '../parts/Who';
import { useAsked } from '../useAsked';
import type { Given } from './given';

/** Who changed what and when, with a way back. */
export function History({ backend: { manage }, detector, askAgain }: Given) {
  const { id, is_provisioned: isProvisioned } = detector;
  const asked = useAsked(useCallback(() => manage.revisions(id), [manage, id]));
  const { shown, tell } = useFailure();
  const restore = ({ revision }: Revision) =>
    manage.restore(id, revision).then(() => {
      asked.askAgain();
      askAgain();
    });
  return (
    <>
      {shown}
      <Loaded asked={asked} what="its history">
        {(revisions) => (
          <Sheet
            label="Changes"
            items={revisions}
            keyOf={({ revision }) => revision}
            columns={[
              { title: 'Revision', cell: ({ revision }) => revision },
              { title: 'When', cell: ({ at_ms: atMs }) => <Moment atMs={atMs} /> },
              { title: 'Who', cell: ({ actor }) => <Who author={actor} /> },
              { title: 'What', cell: (revision) => <Changes {...revision} /> },
              {
                title: 'Actions',
                isTitleHidden: true,
                cell: (one) => (
                  <ActionButton role="Editor" isOff={isProvisioned || one === revisions[0]} act={() => restore(one)} onFailure={tell}>
                    Restore
                  </ActionButton>
                ),
              },
            ]}
            empty="It was not changed since histories are kept."
          />
        )}
      </Loaded>
    </>
  );
}

function Changes({ changes }: Revision) {
  if (!changes.length) {
    return <>made</>;
  }
  return (
    <>
      {changes.map(({ path, before, after }) => (
        <div key={path} style={{ overflowWrap: 'anywhere' }}>
          <code>{path}</code>: {sayValue(before)} → {sayValue(after)}
        </div>
      ))}
    </>
  );
}
