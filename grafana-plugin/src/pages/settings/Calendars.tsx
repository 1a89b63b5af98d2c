import { TextLink } from '@grafana/ui';
import { useCallback } from 'react';
import type { Detector } from '../../api/types';
import { APP_PATH } from '../../ids';
import type { PageBackend } from '../backend';
import { Loaded } from '../parts/Loaded';
import { Sheet } from '../parts/Sheet';
import { useAsked } from '../useAsked';

interface Entry {
  detector: Detector;
  kind: string;
  text: string;
}

/** Which calendars keep which detectors quiet; they stand in the policy of each detector. */
export function Calendars({ backend: { api } }: { backend: PageBackend }) {
  const asked = useAsked(useCallback(async () => (await api.detectors()).flatMap(calendarsOf), [api]));
  return (
    <Loaded asked={asked} what="calendars">
      {(entries) => (
        <Sheet
          label="Calendars"
          items={entries}
          keyOf={({ detector, text }) => `${detector.id} ${text}`}
          columns={[
            {
              title: 'Detector',
              cell: ({ detector: { id, spec } }) => <TextLink href={`${APP_PATH}/detectors/${id}?tab=yaml`}>{spec.title || id}</TextLink>,
            },
            { title: 'Kind', cell: ({ kind }) => kind },
            { title: 'What it says', cell: ({ text }) => <code>{text}</code> },
          ]}
          empty="No detector has a calendar. Write maintenance windows, holidays or an iCalendar file under policy.maintenance of a detector."
        />
      )}
    </Loaded>
  );
}

export function calendarsOf(detector: Detector): Entry[] {
  const { maintenance } = (detector.spec.policy ?? {}) as { maintenance?: Array<Record<string, unknown>> };
  return (maintenance ?? []).map(({ type, ...rest }) => ({ detector, kind: String(type ?? 'calendar'), text: JSON.stringify(rest) }));
}
