// What a picture is to a test.
module.exports = { __esModule: true, default: () => null };
