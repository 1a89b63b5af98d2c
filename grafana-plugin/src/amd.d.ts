declare module 'amd-module' {
  /** What an AMD loader says of the file that it loads. */
  const loaded: { uri?: string } | undefined;
  export default loaded;
}

/** Webpack's own: where it loads further parts from. */
declare let __webpack_public_path__: string;
