import { Button, Combobox, ComboboxOption, Field } from '@grafana/ui';
import { useCallback, useState } from 'react';
import type { Suggestion } from '../../api/managed';
import type { PageBackend } from '../backend';
import { Row } from '../parts/Row';
import { questionFor } from './asking';

interface Props {
  backend: PageBackend;
  source: string;
  onChosen: (expression: string) => void;
}

/** Metrics that exist at the source, and the usual question for the kind of each. */
export function Suggestions({ backend: { manage }, source, onChosen }: Props) {
  const [chosen, setChosen] = useState<ComboboxOption>();
  const [kinds, setKinds] = useState<Record<string, string>>({});
  const load = useCallback(
    async (part: string): Promise<ComboboxOption[]> => {
      const found = await manage.suggest(source, part).catch((): Suggestion[] => []);
      setKinds((old) => ({ ...old, ...Object.fromEntries(found.map(({ name, type }) => [name, type])) }));
      return found.map(({ name, type, help }) => ({ value: name, label: name, description: [type, help].filter(Boolean).join(': ') }));
    },
    [manage, source]
  );
  return (
    <Field label="Find a metric" description="What the source has; choosing one writes the expression that suits its kind">
      <Row>
        <Combobox id="detector-metric" width={50} placeholder="Part of a name" options={load} value={chosen} onChange={setChosen} />
        <Button variant="secondary" disabled={!chosen} onClick={() => chosen && onChosen(questionFor(chosen.value, kinds[chosen.value]))}>
          Use it
        </Button>
      </Row>
    </Field>
  );
}
