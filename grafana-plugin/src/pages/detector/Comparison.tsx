import { useCallback } from 'react';
import type { PageBackend } from '../backend';
import { Loaded } from '../parts/Loaded';
import { Section } from '../parts/Section';
import { Sheet } from '../parts/Sheet';
import { useAsked } from '../useAsked';
import { sayMeasured, sayName } from '../../words/amounts';
import { sayPerson } from '../../words/people';

interface Props {
  backend: PageBackend;
  id: string;
  left: number;
  right: number;
}

/** Where two versions of a model differ. */
export function Comparison({ backend: { manage }, id, left, right }: Props) {
  // An answer says itself which versions it is about: another may be asked for by then.
  const ask = useCallback(() => manage.compare(id, left, right), [manage, id, left, right]);
  return (
    <Section aria-label="Comparison">
      <Loaded asked={useAsked(ask)} what="the comparison">
        {(found) => (
          <>
            <h3>{`Version ${found.left.version} and version ${found.right.version}`}</h3>
            <Sheet
              label="Differences"
              items={Object.entries(found.differences).filter(([name]) => name !== 'digest')}
              keyOf={([name]) => name}
              columns={[
                { title: 'What', cell: ([name]) => sayName(name) },
                { title: `Version ${found.left.version}`, cell: ([name, values]) => sayDifference(name, values[0]) },
                { title: `Version ${found.right.version}`, cell: ([name, values]) => sayDifference(name, values[1]) },
              ]}
              empty="They are the same."
            />
          </>
        )}
      </Loaded>
    </Section>
  );
}

function sayDifference(name: string, value: unknown): string {
  return name === 'meta.asked_by' ? sayPerson(String(value)) : sayMeasured(name, value);
}
