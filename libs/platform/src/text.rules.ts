/** No control characters, no lone surrogates, no marks that turn the direction of what follows, so that a name reads as another one. */
export const PROSE = /^(?:[^\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]|[\t\n\r])*$/u;
export const ONE_LINE = /^[^\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]*$/u;
/** A text that may be longer runs over lines. */
export const ONE_LINE_MAX = 500;
/** A character that is neither a space, a format or combining mark, nor one of the letters that look like a space. */
export const VISIBLE = /[^\p{Z}\p{C}\p{M}\u115f\u1160\u2800\u3164\uffa0]/u;

export const NOT_PROSE =
  'Leave out control characters, halves of characters and marks that turn the direction of writing.';
export const NOT_ONE_LINE = `Write it on one line. ${NOT_PROSE}`;
export const BLANK = 'Write something that can be seen, not only blanks.';
