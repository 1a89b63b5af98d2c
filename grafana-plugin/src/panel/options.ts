export interface PanelOptions {
  layout: 'auto' | 'chart' | 'lanes';
  hasBand: boolean;
}

/** More lines than this are no chart any more. */
export const MOST_LINES = 5;
