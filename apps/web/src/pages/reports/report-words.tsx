import { useIntl } from 'react-intl';
import { reportFileAddress } from '../../api/reports.js';
import type { Instrument, ReportFile } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';

const BYTES_OF = { kilobyte: 1024, megabyte: 1024 * 1024 };

/** `3 kB`, `1.4 MB`. */
export function useFileSize(): (bytes: number) => string {
  const { formatNumber } = useIntl();
  return (bytes) => {
    const unit = bytes >= BYTES_OF.megabyte ? 'megabyte' : 'kilobyte';
    const size = Math.max(bytes / BYTES_OF[unit], unit === 'kilobyte' ? 1 : 0);
    return formatNumber(size, { style: 'unit', unit, maximumFractionDigits: unit === 'megabyte' ? 1 : 0 });
  };
}

/** `Programme of Action, International Tracing Instrument`. */
export function useInstrumentWords(): (instruments: readonly Instrument[]) => string {
  const words = useCodeText();
  return (instruments) => instruments.map((one) => words('instrument.', one)).join(', ');
}

/** The name of a language in the language of the page; `und` where nobody stated it. */
export function useLanguageName(): (code: string) => string {
  const t = useText();
  const { formatDisplayName } = useIntl();
  return (code) => (code === 'und' ? t('value.not-stated') : (formatDisplayName(code, { type: 'language' }) ?? code));
}

/** A file by its name, with what it is and how large, before somebody fetches it. */
export function FileLink({ reportId, file }: { reportId: string; file: ReportFile }) {
  const words = useCodeText();
  const size = useFileSize();
  return (
    <>
      <a href={reportFileAddress(reportId, file.id)} download={file.name} className="file-name">
        <bdi>{file.name}</bdi>
      </a>{' '}
      <span className="soft">
        {words('file-type.', file.mediaType)}, {size(file.sizeBytes)}
      </span>
    </>
  );
}
