import { Link } from '@tanstack/react-router';
import { useCycleName } from '../../api/reports.js';
import type { Need } from '../../api/types.js';
import { Text } from '../../messages/text.js';

/** The national report that a need comes from, where the reader may see that. */
export function NeedReport({ report }: { report: NonNullable<Need['report']> }) {
  const cycleName = useCycleName();
  const { id, title, language, cycle, paragraph } = report;
  const values = {
    report: (
      <Link key="report" to="/reports/$reportId" params={{ reportId: id }} lang={language} dir="auto">
        {title}
      </Link>
    ),
    cycle: cycleName(cycle),
    paragraph: <bdi key="paragraph">{paragraph}</bdi>,
  };
  return (
    <p>{paragraph ? <Text id="need.report.paragraph" values={values} /> : <Text id="need.report" values={values} />}</p>
  );
}
