import { useState } from 'react';
import { FormError } from '../../api/problem.js';
import { FILE_BYTES_MAX, upload } from '../../api/upload.js';
import { useText } from '../../messages/text.js';
import { TextField } from '../../ui/form.js';

/** The letter of designation, if there is one at hand: the field, and what keeps its file and says under which id. */
export function useLetter() {
  const t = useText();
  const [part, setPart] = useState<number | null>(null);

  /** Null: no file was chosen. */
  async function keepLetter(data: FormData): Promise<string | null> {
    const file = data.get('letterFileId');
    if (!(file instanceof File) || file.size === 0) return null;
    if (file.size > FILE_BYTES_MAX) throw new FormError([{ path: 'letterFileId', detail: t('letter.too-large') }]);
    setPart(0);
    try {
      return (await upload(file, 'letterFileId', setPart)).id;
    } finally {
      setPart(null);
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
  return { keepLetter, letterField };
}
