import type { DataFrame, Field } from '@grafana/data';
import { APP_PATH } from '../../ids';

/** Links into the app name the data source, so that they lead to the backend that answered. */
export function sourced(frame: DataFrame, uid: string): DataFrame {
  return { ...frame, fields: frame.fields.map((field) => (field.config.links ? withSource(field, uid) : field)) };
}

function withSource(field: Field, uid: string): Field {
  const links = field.config.links?.map((link) => (link.url.startsWith(APP_PATH) ? { ...link, url: named(link.url, uid) } : link));
  return { ...field, config: { ...field.config, links } };
}

function named(url: string, uid: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}ds=${encodeURIComponent(uid)}`;
}
