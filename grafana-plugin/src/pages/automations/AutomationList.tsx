import { EmptyState, LinkButton } from '@grafana/ui';
import { pageHref } from '../paths';
import type { Automation } from '../../api/automated';
import type { PageBackend } from '../backend';
import { ActionButton } from '../parts/ActionButton';
import { useFailure } from '../parts/Failure';
import { Loaded } from '../parts/Loaded';
import { Row } from '../parts/Row';
import { Column, Sheet } from '../parts/Sheet';
import { StateBadge } from '../StateBadge';
import { useAsked } from '../useAsked';
import { sayThen, sayWhen } from './saying';

/** The rules: when they act, what they do, and a switch for each. */
export function AutomationList({ backend: { manage } }: { backend: PageBackend }) {
  const asked = useAsked(manage.automations);
  const { shown, tell } = useFailure();
  const turn = ({ spec }: Automation) => manage.turnAutomation(spec.name, spec.enabled === false).then(asked.askAgain);
  const remove = ({ spec }: Automation) => manage.removeAutomation(spec.name).then(asked.askAgain);
  const columns: Array<Column<Automation>> = [
    ...COLUMNS,
    {
      title: 'Actions',
      isTitleHidden: true,
      cell: (one) => (
        <Row>
          <ActionButton role="Editor" act={() => turn(one)} onFailure={tell}>
            {one.spec.enabled === false ? 'Start' : 'Stop'}
          </ActionButton>
          <ActionButton role="Editor" variant="destructive" fill="text" isOff={one.is_provisioned} act={() => remove(one)} onFailure={tell}>
            Remove
          </ActionButton>
        </Row>
      ),
    },
  ];
  return (
    <>
      {shown}
      <Loaded asked={asked} what="the automations">
        {(items) =>
          items.length ? (
            <Sheet label="Automations" items={items} columns={columns} keyOf={({ spec }) => spec.name} empty="" />
          ) : (
            <EmptyState
              variant="call-to-action"
              message="No automation yet"
              button={<LinkButton href={pageHref('automations?tab=new')}>Write a rule</LinkButton>}
            >
              A rule acts on what happens: it silences, annotates, retrains, or calls a webhook, after an approval if you like.
            </EmptyState>
          )
        }
      </Loaded>
    </>
  );
}

const COLUMNS: Array<Column<Automation>> = [
  { title: 'Rule', cell: ({ spec }) => spec.title || spec.name },
  { title: 'State', cell: ({ spec, mistake }) => <StateBadge state={mistake ? 'failing' : spec.enabled === false ? 'stopped' : 'running'} tooltip={mistake ?? undefined} /> },
  { title: 'When', cell: ({ spec }) => sayWhen(spec) },
  { title: 'Then', cell: ({ spec }) => sayThen(spec) },
  { title: 'From', cell: ({ is_provisioned: isProvisioned, origin }) => (isProvisioned ? origin : 'here') },
];
