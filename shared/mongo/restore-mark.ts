/** Collection that exists while a restore into its database is under way: nothing may be served from it. */
export const RESTORE_MARK = 'restore';
