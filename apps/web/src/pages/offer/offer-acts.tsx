import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { publishOffer, reduceOffer, reopenOffer, unpublishOffer, withdrawOffer } from '../../api/offers.js';
import type { Offer } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { AmountField, readAmount, wrongAmount } from '../../ui/amount-field.js';
import { ActForm, LongTextField, SubmitButton, TextField, textOf } from '../../ui/form.js';
import { OpenWhile } from '../../ui/open-while.js';
import { Section } from '../../ui/page.js';
import { ReasonForm } from '../../ui/reason-form.js';
import { UndoNotice } from '../../ui/undo-notice.js';
import { sendWhole, UNREADABLE } from '../../ui/unreadable.js';
import { ExtendOffer } from './extend-offer.js';

export interface OfferActProps {
  /** The version that the person has seen; it goes out as `If-Match`. */
  readonly offer: Offer;
  readonly onDone: (after: Offer) => Promise<void>;
  readonly onConflict: () => void;
}

/** What a donor of its organization can do with an offer now. */
export function OfferActs({ offer, onDone, onConflict }: OfferActProps) {
  const t = useText();
  const [undo, setUndo] = useState<'published' | 'withdrawn' | null>(null);
  const isOpen = offer.state === 'published' || offer.state === 'exhausted';
  const isOver = offer.state === 'withdrawn' || offer.state === 'expired';
  const isTouched = offer.committed !== '0';

  async function takeBack() {
    setUndo(null);
    const back = undo === 'published' ? unpublishOffer(offer) : reopenOffer(offer);
    await back.then(onDone, onConflict);
  }

  return (
    <Section id="acts" title={t('offer.acts')}>
      {offer.state === 'exhausted' && (
        <p>
          <Text
            id="offer.withdraw.committed"
            values={{
              matches: (
                <a key="matches" href="#matches">
                  {t('offer.withdraw.committed.matches')}
                </a>
              ),
            }}
          />
        </p>
      )}
      {(offer.state === 'draft' || isOpen) && (
        <p>
          <Link to="/offers/$offerId/edit" params={{ offerId: offer.id }} className="button">
            {t('offer.edit')}
          </Link>
        </p>
      )}
      {undo && (
        <UndoNotice onUndo={() => void takeBack()} onOver={() => setUndo(null)}>
          {undo === 'published' ? t('offer.published') : t('offer.withdrawn')}
        </UndoNotice>
      )}
      <OpenWhile open={offer.state === 'draft'}>
        <ActForm
          label={t('offer.publish')}
          done=""
          onConflict={onConflict}
          act={async () => {
            await onDone(await publishOffer(offer));
            setUndo('published');
          }}
        >
          {(pending) => (
            <>
              <p>{offer.visibility === 'public' ? t('offer.publish.public') : t('offer.publish.private')}</p>
              <SubmitButton pending={pending}>{t('offer.publish')}</SubmitButton>
            </>
          )}
        </ActForm>
      </OpenWhile>
      <OpenWhile open={offer.extendableUntil !== null}>
        <ExtendOffer offer={offer} onDone={onDone} onConflict={onConflict} />
      </OpenWhile>
      <OpenWhile open={isOpen && offer.left !== '0'}>
        <Reduce offer={offer} onDone={onDone} onConflict={onConflict} />
      </OpenWhile>
      <OpenWhile open={offer.state === 'published' && !isTouched}>
        <details className="fold">
          <summary>{t('offer.unpublish')}</summary>
          <ActForm
            label={t('offer.unpublish')}
            done={t('offer.unpublish.done')}
            onConflict={onConflict}
            act={async () => onDone(await unpublishOffer(offer))}
          >
            {(pending) => (
              <>
                <p>{t('offer.unpublish.what')}</p>
                <SubmitButton pending={pending} kind="plain">
                  {t('offer.unpublish')}
                </SubmitButton>
              </>
            )}
          </ActForm>
        </details>
      </OpenWhile>
      <OpenWhile open={(isOpen && offer.left !== '0') || offer.state === 'draft'}>
        <ReasonForm
          words={{
            open: isTouched ? t('offer.withdraw.rest') : t('offer.withdraw'),
            label: t('offer.reason'),
            hint: isTouched ? t('offer.withdraw.rest-hint') : t('offer.withdraw.hint'),
            submit: isTouched ? t('offer.withdraw.rest') : t('offer.withdraw'),
          }}
          act={async (reason) => {
            await onDone(await withdrawOffer(offer, reason));
            setUndo('withdrawn');
          }}
          done=""
          onConflict={onConflict}
          draft={`withdraw ${offer.id}`}
        />
      </OpenWhile>
      <OpenWhile open={isOver}>
        <Reopen offer={offer} onDone={onDone} onConflict={onConflict} />
      </OpenWhile>
      {offer.state === 'agreed' && <p className="soft">{t('offer.agreed')}</p>}
    </Section>
  );
}

function Reduce({ offer, onDone, onConflict }: OfferActProps) {
  const t = useText();

  async function act(data: FormData) {
    const capacity = readAmount(data, 'capacity', offer.measure);
    const reason = textOf(data, 'reason');
    const wrong = [
      ...(capacity === null ? [{ path: 'capacity', detail: t(wrongAmount(offer.measure)) }] : []),
      ...(reason === '' ? [{ path: 'reason', detail: t('form.reason-missing') }] : []),
    ];
    await onDone(await sendWhole(wrong, () => reduceOffer(offer, { capacity: capacity ?? UNREADABLE, reason })));
  }

  const least = offer.committed === '0' ? undefined : offer.committed;
  return (
    <details className="fold">
      <summary>{t('offer.reduce')}</summary>
      <ActForm
        act={act}
        onConflict={onConflict}
        label={t('offer.reduce')}
        done={t('offer.reduce.done')}
        draft={`reduce ${offer.id}`}
      >
        {(pending) => (
          <>
            <AmountField name="capacity" label={t('offer.reduce.to')} measure={offer.measure} value={least} />
            <LongTextField name="reason" label={t('offer.reason')} hint={t('offer.reduce.hint')} />
            <SubmitButton pending={pending}>{t('offer.reduce')}</SubmitButton>
          </>
        )}
      </ActForm>
    </details>
  );
}

function Reopen({ offer, onDone, onConflict }: OfferActProps) {
  const t = useText();
  return (
    <ActForm
      label={t('offer.reopen')}
      done={t('offer.reopen.done')}
      onConflict={onConflict}
      act={async (data) => {
        const [validUntil, usableUntil] = [textOf(data, 'validUntil') || null, textOf(data, 'usableUntil') || null];
        await onDone(await reopenOffer(offer, { validUntil, ...(offer.usableUntil !== null && { usableUntil }) }));
      }}
    >
      {(pending) => (
        <>
          <TextField
            name="validUntil"
            label={t('offer.valid-until')}
            hint={t('offer.valid-until.hint')}
            type="date"
            className="short"
            defaultValue={offer.validUntil ?? undefined}
          />
          {offer.usableUntil !== null && (
            <TextField
              name="usableUntil"
              label={t('offer.usable-until')}
              type="date"
              className="short"
              defaultValue={offer.usableUntil}
            />
          )}
          <SubmitButton pending={pending}>{t('offer.reopen')}</SubmitButton>
        </>
      )}
    </ActForm>
  );
}
