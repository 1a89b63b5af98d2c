import { complain, turnAll } from './turning';

test('three hundred detectors are three requests, and each refusal is known by its detector', async () => {
  const asked: number[] = [];
  const refused = await turnAll(
    Array.from({ length: 250 }, (_, index) => `d${index}`),
    async (part) => {
      asked.push(part.length);
      return { items: part.map((id) => ({ id, code: id === 'd101' ? 'read_only' : null, message: 'Change the file.' })) };
    }
  );
  expect([asked, [...refused]]).toEqual([[100, 100, 50], [['d101', 'Change the file. (read_only)']]]);
  expect(() => complain(refused, 250)).toThrow('1 of 250 were refused. Change the file. (read_only)');
  expect(() => complain(refused, 1)).toThrow(/^Change the file/);
  expect(() => complain(new Map(), 5)).not.toThrow();
});
