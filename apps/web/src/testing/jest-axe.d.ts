declare module 'jest-axe' {
  export function axe(element: Element): Promise<{ violations: readonly { id: string; help: string }[] }>;
}
