import { Combobox, InlineField } from '@grafana/ui';
import { useCallback, useRef } from 'react';
import type { BarographApi } from '../../api/client';
import { DetectorOption, isMeant, meantDetector } from './meaning';
import { templateVariables } from './templating';
import type { BarographQuery } from '../query';

interface Props {
  id: string;
  api: BarographApi;
  detector?: string;
  isNeeded: boolean;
  onChange: (part: Partial<BarographQuery>) => void;
}

/** Finds detectors by their name, title or expression; template variables of the dashboard stand among them. */
export function DetectorField({ id, api, detector, isNeeded, onChange }: Props) {
  const offered = useRef<DetectorOption[]>([]);
  const find = useCallback(
    async (text: string) => {
      const detectors = (await api.detectors()).map(({ id: value, spec, health }) => ({
        value,
        label: spec.title || value,
        description: `${health.state} · ${spec.query.expression}`,
      }));
      offered.current = [...templateVariables(), ...detectors];
      return offered.current.filter((option) => isMeant(option, text));
    },
    [api]
  );
  return (
    <InlineField
      label="Detector"
      tooltip="A detector, or a template variable such as $detector"
      invalid={isNeeded && !detector}
      error="Pick a detector"
    >
      <Combobox
        id={`${id}-detector`}
        options={find}
        value={detector || null}
        placeholder={isNeeded ? 'Pick one' : 'All'}
        createCustomValue
        isClearable
        width={32}
        onChange={(option) => onChange({ detector: option ? meantDetector(option.value, offered.current) : undefined })}
      />
    </InlineField>
  );
}
