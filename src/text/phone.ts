/** Numbers as people read them aloud: 138 1234 5678 · 0943-822 0402 · 400 820 1234. Masked ones keep their stars. */
export function phoneWords(phone: string): string {
  const mobile = /^(1[\d*]{2})([\d*]{4})([\d*]{4})$/.exec(phone);
  if (mobile) return mobile.slice(1).join(' ');
  const toll = /^(400|800)(\d{3})(\d{4})$/.exec(phone);
  if (toll) return toll.slice(1).join(' ');
  // 010 and 02x are the area codes of three digits; all others have four.
  const landline = /^(010|02\d|0[\d*]{3})([\d*]{3,4})([\d*]{4})$/.exec(phone);
  return landline ? `${landline[1]}-${landline[2]} ${landline[3]}` : phone;
}
