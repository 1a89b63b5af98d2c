import { Combobox, InlineField } from '@grafana/ui';
import { useCallback, useEffect, useRef, useState } from 'react';
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
  const title = useTitle(api, detector);
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
        value={detector ? { value: detector, label: title } : null}
        placeholder={isNeeded ? 'Pick one' : 'All'}
        createCustomValue
        isClearable
        width={32}
        onChange={(option) => onChange({ detector: option ? meantDetector(option.value, offered.current) : undefined })}
      />
    </InlineField>
  );
}

/** A query holds the name of its detector, people know it by its title; a variable stays as it is. */
function useTitle(api: BarographApi, detector = ''): string {
  const [titles, setTitles] = useState(new Map<string, string>());
  useEffect(() => {
    let isCurrent = true;
    const keep = (title: string) => isCurrent && setTitles((known) => new Map(known).set(detector, title));
    if (detector && !detector.includes('$')) {
      api.detector(detector).then(({ spec }) => keep(spec.title ?? ''), () => keep(''));
    }
    return () => {
      isCurrent = false;
    };
  }, [api, detector]);
  return titles.get(detector) || detector;
}
