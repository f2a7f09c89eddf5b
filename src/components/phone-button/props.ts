/** `onCode` gets the one-time code that the server changes into a number; nothing happens when the reader declines. */
export interface PhoneButtonProps { words: string; busy?: boolean; onCode(code: string): void }
