import { TextLink } from '@grafana/ui';
import { useCallback } from 'react';
import { pagePath } from '../paths';
import type { PageBackend } from '../backend';
import { Loaded } from '../parts/Loaded';
import { LongSheet } from '../parts/LongSheet';
import { useAsked } from '../useAsked';
import { calendarsOf, sayTimes } from './times';

/** Which calendars keep which detectors quiet; they stand in the policy of each detector. */
export function Calendars({ backend: { api } }: { backend: PageBackend }) {
  const asked = useAsked(useCallback(async () => (await api.detectors()).flatMap(calendarsOf), [api]));
  return (
    <Loaded asked={asked} what="calendars">
      {(entries) => (
        <LongSheet
          label="Calendars"
          what="calendars"
          items={entries}
          keyOf={({ detector, calendar }) => `${detector.id} ${calendar.name}`}
          columns={[
            {
              title: 'Detector',
              cell: ({ detector: { id, spec } }) => <TextLink href={pagePath(`detectors/${id}?tab=yaml`)}>{spec.title || id}</TextLink>,
            },
            { title: 'Calendar', cell: ({ calendar }) => calendar.name },
            { title: 'Times', cell: ({ calendar }) => sayTimes(calendar) },
            { title: 'What is different then', cell: ({ calendar: { threshold } }) => (threshold ? `the threshold is ${threshold}` : 'nothing opens') },
          ]}
          empty="No detector has a calendar. Write weekly windows, dates, holidays or an iCalendar file under policy.calendars of a detector."
        />
      )}
    </Loaded>
  );
}
