// What Monaco, the editor of text, is to a test.
module.exports = { __esModule: true, default: () => null, loader: { config() {} }, editor: { defineTheme() {} } };
