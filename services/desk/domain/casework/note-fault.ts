// A note on a decision stays in a topic that others read: what looks like a mail address or a telephone number does not get in.

/** Whether a note of an analyst looks as if it held something of a person; it is to be codes and figures. */
export function looksPersonal(note: string): boolean {
  return note.includes('@') || /(?:\d[ ()./-]?){8,}/.test(note);
}
