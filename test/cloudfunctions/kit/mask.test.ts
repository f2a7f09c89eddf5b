import fc from 'fast-check';
import { maskAddress, maskId, maskName, maskPhone } from '../../../cloudfunctions/kit/mask';

describe('masks', () => {
  test.each([['张三', '张*'], ['张小三', '张*三'], ['欧阳小三', '欧**三'], ['张', '*'], ['', ''], ['  张三 ', '张*'], ['𠮷田三', '𠮷*三'], ['阿卜杜拉·买买提·吐尔逊', '阿******逊']])('the name %s shows as %s', (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });

  test.each([['13812341234', '138****1234'], ['057188887721', '0571******21'], ['12345', '*****'], ['', ''], ['138 1234 1234', '138****1234']])('the number %s shows as %s', (phone, masked) => {
    expect(maskPhone(phone)).toBe(masked);
  });

  test.each([['110101199001011237', `110${'*'.repeat(13)}37`], ['1234567', '*******'], ['', '']])('the identity number %s shows as %s', (id, masked) => {
    expect(maskId(id)).toBe(masked);
  });

  test.each([
    ['浙江省杭州市西湖区文三路1号', '浙江省杭州市西湖区***'],
    ['北京市海淀区中关村大街1号', '北京市海淀区***'],
    ['内蒙古自治区呼伦贝尔市鄂温克族自治旗巴彦镇', '内蒙古自治区呼伦贝尔市鄂温克族自治旗***'],
    ['江苏省昆山市玉山镇1号', '江苏省昆山市***'],
    ['西湖区文三路1号', '西湖区***'],
    ['文三路1号', '***'],
    ['', ''],
  ])('the address %s shows as %s', (address, masked) => {
    expect(maskAddress(address)).toBe(masked);
  });

  it('never shows more than two characters of a name and seven digits of a mobile', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'王李张刘陈杨小明建国'), minLength: 2, maxLength: 12 }), (name) => {
      expect(Array.from(maskName(name)).filter((c) => c !== '*').length).toBeLessThanOrEqual(2);
    }));
    fc.assert(fc.property(fc.stringMatching(/^1[3-9]\d{9}$/), (phone) => {
      expect(maskPhone(phone).replace(/\*/g, '')).toHaveLength(7);
      expect(maskPhone(phone)).not.toContain(phone.slice(3, 7));
    }));
  });
});
