import { sayPerson } from '../../words/people';

/** Who did something, by name; the id that histories hold is told on hover. */
export function Who({ author }: { author: string | null | undefined }) {
  return author ? <span title={author}>{sayPerson(author)}</span> : <>–</>;
}
