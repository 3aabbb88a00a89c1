import { useText } from '../messages/text.js';
import { perMille } from './money.js';

interface CoverageProps {
  readonly requested: string;
  readonly committed: string;
  readonly delivered: string;
}

/** How much of what was asked for is committed and delivered; the numbers stand beside it, the drawing repeats them. */
export function CoverageBar({ requested, committed, delivered }: CoverageProps) {
  const t = useText();
  const committedPerMille = perMille(committed, requested);
  const label = t('coverage.share', {
    committed: committedPerMille / 1000,
    delivered: perMille(delivered, requested) / 1000,
  });
  return (
    <svg className="bar" viewBox="0 0 1000 60" preserveAspectRatio="none" role="img" aria-label={label}>
      <rect className="bar-all" width="1000" height="60" />
      <rect className="bar-committed" width={committedPerMille} height="60" />
      <rect className="bar-delivered" width={perMille(delivered, requested)} height="60" />
    </svg>
  );
}

/** A share of 1, drawn. Decorative: the number stands beside it. */
export function ShareBar({ share }: { share: number }) {
  return (
    <svg className="bar" viewBox="0 0 1000 60" preserveAspectRatio="none" aria-hidden="true">
      <rect className="bar-all" width="1000" height="60" />
      <rect className="bar-delivered" width={Math.round(share * 1000)} height="60" />
    </svg>
  );
}
