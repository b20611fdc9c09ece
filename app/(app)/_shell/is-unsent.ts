type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Whether a control shows something else than what it came with. */
function differs(control: Control): boolean {
  if (control instanceof HTMLSelectElement)
    return [...control.options].some((option) => option.selected !== option.defaultSelected);
  // What a box that is ticked would send is no word of the person's: without a value of its own it is "on" from the start.
  if (control instanceof HTMLInputElement && (control.type === 'checkbox' || control.type === 'radio'))
    return control.checked !== control.defaultChecked;
  return !isSameText(control.value, control.defaultValue);
}

/** How many spaces stand between two words is no word of the person's either: the server may have read them as one. */
export function isSameText(one: string, other: string): boolean {
  const spaced = (text: string) => text.trim().replace(/\s+/g, ' ');
  return spaced(one) === spaced(other);
}

/** In a form whose last try failed: the answer brought back what was typed, and made it what the field comes with. */
const failed = 'form[data-failed] :is(input:not([type="hidden"]), textarea, select)[name]';

/** Whether something was typed or chosen on the page that is not taken over yet. What has no name is never sent. */
export function isUnsent(): boolean {
  if (document.querySelector(failed)) return true;
  const controls = document.querySelectorAll<Control>('input[name], textarea[name], select[name]');
  return [...controls].some(differs);
}
