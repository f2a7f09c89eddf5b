/**
 * What a screen may show of a person before somebody asks to see more. Browser-safe, but lists are masked on the server: what is not sent cannot leak.
 * Characters are counted as people see them, so that a rare character outside the basic plane is one, not two.
 */

/** Keeps the first and the last character: 张小三 → 张*三, 欧阳小三 → 欧**三; of two only the first: 张三 → 张*. A single character becomes `*`. */
export function maskName(name: string): string {
  const characters = Array.from(name.trim());
  if (characters.length === 0) return '';
  if (characters.length === 1) return '*';
  if (characters.length === 2) return `${characters[0]}*`;
  return `${characters[0]}${'*'.repeat(Math.min(characters.length - 2, 6))}${characters.at(-1)}`;
}

/** A mobile keeps 3 and 4 digits: 138****1234. A landline keeps its last two: 0571******21. Shorter texts are hidden whole. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  if (digits.length === 0) return '';
  if (/^1\d{10}$/.test(digits)) return `${digits.slice(0, 3)}****${digits.slice(7)}`;
  if (digits.length < 9) return '*'.repeat(digits.length);
  return `${digits.slice(0, 4)}${'*'.repeat(digits.length - 6)}${digits.slice(-2)}`;
}

/** First 3 and last 2 characters of an identity number (P12 allows 2 to 4; the last four identify). Shorter numbers are hidden whole. */
export function maskId(id: string): string {
  const text = id.trim();
  return text.length < 10 ? '*'.repeat(text.length) : `${text.slice(0, 3)}${'*'.repeat(text.length - 5)}${text.slice(-2)}`;
}

/** Down to the district (区, 县, 旗, or a city without districts): 浙江省杭州市西湖区文三路1号 → 浙江省杭州市西湖区***. What names no such unit is hidden whole. */
export function maskAddress(address: string): string {
  const text = address.trim();
  if (!text) return '';
  const known = /^(?:[^省市区县旗]{2,8}(?:省|自治区|特别行政区))?(?:[^省市区县旗]{2,10}(?:市|自治州|地区|盟))?(?:[^省市区县旗]{1,10}(?:自治县|自治旗|[市区县旗]))?/u.exec(text)?.[0] ?? '';
  return `${known}***`;
}
