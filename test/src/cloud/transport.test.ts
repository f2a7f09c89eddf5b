import { readSubscriptions } from '../../../src/cloud/subscription';
import { apiBase } from '../../../src/cloud/transport.h5';

test.each([
  ['/', '', false], ['/console/', '', false], ['/index.html', '', false], ['/wechat/', '', false],
  ['/wechat/abc123/', '/wechat/abc123', true], ['/wechat/abc123/index.html', '/wechat/abc123', true],
])('from %s calls go to "%s/api"', (pathname, base, identified) => {
  expect(apiBase(pathname)).toEqual({ base, identified });
});

test('WeChat\'s answer to a subscription is one word for each template, also where it said nothing', () => {
  expect(readSubscriptions(['a', 'b', 'c', 'd', 'e'], { errMsg: 'ok', a: 'accept', b: 'reject', c: 'acceptWithAudio', d: 'ban' })).toEqual({ a: 'accept', b: 'reject', c: 'accept', d: 'ban', e: 'failed' });
});
