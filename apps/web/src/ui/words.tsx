import { useText } from '../messages/text.js';

/** The beginning of a text, cut between words. */
export function shortened(text: string, charsMax: number): string {
  const plain = text.replaceAll(/\s+/g, ' ').trim();
  if (plain.length <= charsMax) return plain;
  const space = plain.lastIndexOf(' ', charsMax);
  return `${plain.slice(0, space > charsMax / 2 ? space : charsMax)}…`;
}

/** Words of a person, in their own language and direction; long ones are folded to their beginning. */
export function Words({ text, language, charsMax = 160 }: { text: string; language?: string; charsMax?: number }) {
  const t = useText();
  const beginning = shortened(text, charsMax);
  return (
    <>
      <span lang={language} dir="auto">
        {beginning}
      </span>
      {beginning.endsWith('…') && (
        <details className="fold">
          <summary>{t('words.whole')}</summary>
          <p className="prose" lang={language} dir="auto">
            {text}
          </p>
        </details>
      )}
    </>
  );
}

/** What somebody wrote in a decision, set apart from the words of the page. */
export function Note({ text }: { text: string }) {
  return (
    <blockquote className="note">
      <p dir="auto">{text}</p>
    </blockquote>
  );
}
