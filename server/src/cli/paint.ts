/** The colour of a label, the same in every command. */
import type { Label } from '../analysis/judgement.ts';
import type { Colors } from './terminal.ts';

export function paintLabel(text: string, label: Label, colors: Colors): string {
  switch (label) {
    case 'executing':
      return colors.green(text);
    case 'blocking':
      return colors.yellow(text);
    case 'streaming':
      return colors.magenta(text);
    case 'lazy':
      return colors.cyan(text);
    case 'local':
      return colors.dim(text);
  }
}
