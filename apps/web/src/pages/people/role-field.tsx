import type { Role } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { SelectField } from '../../ui/form.js';

const ROLES: readonly Role[] = [
  'focal-point',
  'donor',
  'coordinator',
  'approver',
  'finance',
  'auditor',
  'administrator',
];

export function RoleField() {
  const t = useText();
  const words = useCodeText();
  return (
    <SelectField name="role" label={t('invite.role')} hint={t('invite.role.hint')}>
      {ROLES.map((role) => (
        <option key={role} value={role}>
          {words('role.', role)}
        </option>
      ))}
    </SelectField>
  );
}

export function roleOf(data: FormData): Role {
  return ROLES.find((role) => role === data.get('role')) ?? 'focal-point';
}
