import { useEffect, useRef, useState, type ComponentProps } from 'react';
import { useText } from '../messages/text.js';
import { TextField } from './form.js';

type FilesFieldProps = Omit<ComponentProps<typeof TextField>, 'type' | 'multiple' | 'onChange' | 'ref'>;

/** Several files; browsers say of them how many they are, so their names stand below. */
export function FilesField(props: FilesFieldProps) {
  const t = useText();
  const [names, setNames] = useState<readonly string[]>([]);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const form = input.current?.form;
    const clear = () => setNames([]);
    form?.addEventListener('reset', clear);
    return () => form?.removeEventListener('reset', clear);
  }, []);
  return (
    <>
      <TextField
        {...props}
        ref={input}
        type="file"
        multiple
        onChange={({ target }) => setNames([...(target.files ?? [])].map(({ name }) => name))}
      />
      {names.length > 1 && (
        <ul className="bullets" aria-label={t('form.chosen-files')}>
          {names.map((name, index) => (
            <li key={`${index} ${name}`}>
              <bdi>{name}</bdi>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
