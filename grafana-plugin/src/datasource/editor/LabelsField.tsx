import { ComboboxOption, InlineField, InlineLabel, MultiCombobox } from '@grafana/ui';
import { getTemplateSrv } from '@grafana/runtime';
import { useCallback } from 'react';
import type { BarographApi } from '../../api/client';
import { partsOf, readMatcher, sayMatcher } from '../../words/matchers';
import type { BarographQuery } from '../query';
import { knownLabels } from '../labelling';

interface Props {
  id: string;
  api: BarographApi;
  query: BarographQuery;
  onChange: (part: Partial<BarographQuery>) => void;
}

const MOST_OPTIONS = 200;
const HELP = 'name=value, or name!=value, name=~"a|b", name!~"web-.*"; all must match. Variables work: service=~"$service"';

/** What is no condition stays to be seen, and corrected. */
function sayPart(part: string): string {
  const found = readMatcher(part);
  return found ? sayMatcher(found) : part;
}

/** Conditions on labels: those that exist are offered, any other can be typed. */
export function LabelsField({ id, api, query, onChange }: Props) {
  const { detector, labels } = query;
  const chosen = partsOf(labels ?? '').map((part) => sayPart(part));
  const find = useCallback(
    async (text: string): Promise<Array<ComboboxOption<string>>> => {
      const known = await knownLabels(api, detector && getTemplateSrv().replace(detector));
      const pairs = [...known].flatMap(([name, values]) => [...values].map((value) => sayMatcher({ name, operator: '=', value })));
      const matching = pairs.sort().filter((pair) => pair.includes(text));
      return matching.slice(0, MOST_OPTIONS).map((value) => ({ value, label: value }));
    },
    [api, detector]
  );
  return (
    <InlineField
      label={
        <InlineLabel id={`${id}-labels-name`} width="auto" tooltip={HELP}>
          Labels
        </InlineLabel>
      }
    >
      <MultiCombobox
        id={`${id}-labels`}
        // Grafana 12.3 names this field by nothing else.
        aria-labelledby={`${id}-labels-name`}
        options={find}
        value={chosen}
        placeholder="service=cart"
        createCustomValue
        width={40}
        onChange={(options) => onChange({ labels: options.map(({ value }) => value).join(', ') })}
      />
    </InlineField>
  );
}
