import first from '../messages/en.json' with { type: 'json' };
import pages from '../messages/en.pages.json' with { type: 'json' };

/** All words, as they are once a page was loaded. */
export const ENGLISH_WORDS = { ...first, ...pages };
