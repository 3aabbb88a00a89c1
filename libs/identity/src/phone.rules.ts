/** "+", the country code and the number, 7 to 15 digits in all (ITU-T E.164). */
export const PHONE = /^\+[1-9]\d{6,14}$/;

/** Without what people write between the digits, and without a "(0)", which nobody dials after a country code. */
export const normalPhone = (written: string): string => written.replace(/\(0\)|[\s\p{Pd}()]/gu, '');
