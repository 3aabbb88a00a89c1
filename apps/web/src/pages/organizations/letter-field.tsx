import { useRef, useState } from 'react';
import { FormError } from '../../api/problem.js';
import type { FieldProblem } from '../../api/problem.js';
import { FILE_BYTES_MAX, upload } from '../../api/upload.js';
import { useText } from '../../messages/text.js';
import { TextField } from '../../ui/form.js';
import { UNREADABLE } from '../../ui/unreadable.js';

/** The letter of designation, if there is one at hand: the field, and what keeps its file and says under which id. */
export function useLetter() {
  const t = useText();
  const [part, setPart] = useState<number | null>(null);
  const kept = useRef({ file: '', id: '' });

  /** Null: no file was chosen. One that was sent with a form that was refused is not sent again. */
  async function keepLetter(data: FormData): Promise<string | null> {
    const file = data.get('letterFileId');
    if (!(file instanceof File) || file.size === 0) return null;
    if (file.size > FILE_BYTES_MAX) throw new FormError([{ path: 'letterFileId', detail: t('letter.too-large') }]);
    const isOf = `${file.name} ${file.size} ${file.lastModified}`;
    if (kept.current.file === isOf) return kept.current.id;
    setPart(0);
    try {
      const { id } = await upload(file, 'letterFileId', setPart);
      kept.current = { file: isOf, id };
      return id;
    } finally {
      setPart(null);
    }
  }

  /** The letter of a form that asks for more: one that cannot be used joins what else is wrong. */
  async function letterAmong(data: FormData, wrong: FieldProblem[]): Promise<string | null> {
    try {
      return await keepLetter(data);
    } catch (error) {
      if (!(error instanceof FormError)) throw error;
      wrong.push(...error.fields);
      return UNREADABLE;
    }
  }

  const letterField = (
    <>
      <TextField
        type="file"
        name="letterFileId"
        label={t('letter.label')}
        hint={t('letter.hint')}
        accept=".pdf,.png,.jpg,.jpeg,.docx"
      />
      {part !== null && (
        <p role="status" className="upload">
          <progress aria-label={t('letter.sending')} value={part} />
          {t('letter.sent', { part })}
        </p>
      )}
    </>
  );
  return { keepLetter, letterAmong, letterField };
}
