import { useCallback } from 'react';
import type { PageBackend } from '../backend';
import { Loaded } from '../parts/Loaded';
import { Moment } from '../parts/Moment';
import { Section } from '../parts/Section';
import { Sheet } from '../parts/Sheet';
import { useAsked } from '../useAsked';

/** Who was told of the incident, as the notifier reported it. */
export function Told({ backend: { manage }, id }: { backend: PageBackend; id: string }) {
  const asked = useAsked(useCallback(() => manage.notifications(id), [manage, id]));
  return (
    <Section aria-label="Who was told">
      <h3>Who was told</h3>
      <Loaded asked={asked} what="notifications">
        {(items) => (
          <Sheet
            label="Notifications"
            items={items}
            keyOf={({ id: number }) => number}
            columns={[
              { title: 'Receiver', cell: ({ receiver }) => receiver },
              { title: 'Of what', cell: ({ status }) => status },
              { title: 'When', cell: ({ at_ms: atMs }) => <Moment atMs={atMs} /> },
            ]}
            empty="Nobody yet, or nobody reported it. Let Alertmanager send a webhook to Barograph to see it here."
          />
        )}
      </Loaded>
    </Section>
  );
}
