import loaded from 'amd-module';

/** Parts that are loaded later come from where Grafana loaded this file: its own address, or that of a CDN. */
__webpack_public_path__ = folderOf(loaded?.uri) ?? __webpack_public_path__;

function folderOf(uri: string | undefined): string | undefined {
  return uri?.slice(0, uri.lastIndexOf('/') + 1) || undefined;
}
