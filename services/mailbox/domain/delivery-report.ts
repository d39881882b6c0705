// The status of a delivery report (RFC 3464). Of everything else in it, the recipient above all, nothing is read.

/** Null: no report, or one that says that the mail is only late or has arrived. */
export function bounceStatusOf(report: string): string | null {
  if (!/^action:[ \t]*failed\b/im.test(report)) return null;
  return /^status:[ \t]*(5\.\d{1,3}\.\d{1,3})\b/im.exec(report)?.[1] ?? '5.0.0';
}
