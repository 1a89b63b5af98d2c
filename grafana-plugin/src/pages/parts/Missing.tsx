import { EmptyState, LinkButton } from '@grafana/ui';
import { pageHref } from '../paths';

interface Props {
  what: 'detector' | 'incident';
}

/** Where an address names something that is not there, or not there any more. */
export function Missing({ what }: Props) {
  return <EmptyState variant="not-found" message={`There is no such ${what}`} button={<LinkButton href={pageHref(`${what}s`)}>{`All ${what}s`}</LinkButton>} />;
}
