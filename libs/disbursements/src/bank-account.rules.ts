const IBAN = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/;
const ACCOUNT_NUMBER = /^[A-Z0-9]{4,34}$/;
const BIC = /^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/;

/** An account number as banks exchange it: capitals, no spaces, dashes or dots. */
export function compactAccountNumber(text: string): string {
  return text.replace(/[\s.-]/g, '').toUpperCase();
}

/** What is wrong with a compact account number, or null. What looks like an IBAN (ISO 13616) must have its check digits right. */
export function accountNumberFault(number: string): string | null {
  if (!ACCOUNT_NUMBER.test(number)) return 'Write an IBAN, or 4 to 34 letters and digits.';
  if (IBAN.test(number) && mod97(number.slice(4) + number.slice(0, 4)) !== 1) {
    return 'This looks like an IBAN, but its check digits are wrong. Compare it with the payee’s letter.';
  }
  return null;
}

/** What is wrong with a BIC (ISO 9362), or null. */
export function bicFault(bic: string): string | null {
  return BIC.test(bic) ? null : 'Write a BIC of 8 or 11 letters and digits.';
}

/** Letters count as 10 to 35; taken digit by digit so that no number grows past what is exact. */
function mod97(text: string): number {
  let rest = 0;
  for (const character of text) {
    for (const digit of parseInt(character, 36).toString()) rest = (rest * 10 + Number(digit)) % 97;
  }
  return rest;
}
