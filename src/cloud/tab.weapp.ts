/** In WeChat there are no tabs and no links by SMS: the openid says who it is. */
export const recall = (_name: string): string | undefined => undefined;
export const remember = (_name: string, _value: string | undefined): void => undefined;
