import type { Silence } from '../../api/managed';
import type { PageBackend } from '../backend';
import { ActionButton } from '../parts/ActionButton';
import { Moment } from '../parts/Moment';
import { Column, Sheet } from '../parts/Sheet';

interface Props {
  manage: PageBackend['manage'];
  silences: Silence[];
  askAgain: () => void;
  tell: (message: string) => void;
}

/** The silences that keep the incident quiet now, each with its end. */
export function Silences({ manage, silences, askAgain, tell }: Props) {
  const columns: Array<Column<Silence>> = [
    ...COLUMNS,
    {
      title: 'Actions',
      isTitleHidden: true,
      cell: ({ id }) => (
        <ActionButton role="Editor" act={() => manage.endSilence(id).then(askAgain)} onFailure={tell}>
          End it
        </ActionButton>
      ),
    },
  ];
  return <Sheet label="Silences" items={silences} columns={columns} keyOf={({ id }) => id} empty="Nothing keeps it quiet now." />;
}

const COLUMNS: Array<Column<Silence>> = [
  { title: 'Of what', cell: ({ matchers }) => matchers.map(({ name, value }) => `${name}=${value}`).join(', ') },
  { title: 'Why', cell: ({ comment }) => comment },
  { title: 'By', cell: ({ created_by: by }) => by },
  { title: 'Ends', cell: ({ ends_ms: atMs }) => <Moment atMs={atMs} /> },
];
