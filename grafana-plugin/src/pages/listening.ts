import { liveHub } from '../api/sharing';
import type { LiveEvent } from '../api/types';

/** Listen for events on a topic; `onMissed` is called when some may have come unheard: before the line stood, or while it was down. */
export function listen(url: string, topic: string, onEvent: (event: LiveEvent) => void, onMissed: () => void): () => void {
  return liveHub.listen(url, [topic], { onEvent, onReload: onMissed });
}
